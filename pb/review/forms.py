"""Forms of review: the check, the dossier, the agenda, the answer to an appeal, the seed."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice

from pb.review.rules import AppealOutcome, CheckOutcome, Conclusion, Decision, Vote
from pb.review.service.analysis import Answers
from pb.review.wording import LABELS
from pb.web.forms import MoneyField, PbForm, at_most, needed


def choices_of(kind: Any) -> list[SelectChoice]:
    """Values of an enum with their labels."""
    labels = next(words for words in LABELS if kind in {type(value) for value in words})
    return [SelectChoice(value.value, labels[value]) for value in kind]


YES_NO = [SelectChoice("yes", _l("так")), SelectChoice("no", _l("ні"))]


def _yes_or_no(question: Any) -> RadioField:
    """A question that may stay open until the signature."""
    return RadioField(question, choices=YES_NO, default="", validate_choice=False)


class CheckForm(PbForm):
    """The secretariat's check."""

    outcome = RadioField(
        _l("Чи заявка повна?"), [needed(_l("Оберіть, чи заявка повна."))], choices=choices_of(CheckOutcome)
    )
    department = SelectField(_l("Кому передати"), choices=[])
    remarks = TextAreaField(
        _l("Що доповнити"), [at_most(4000)], description=_l("Автор побачить цей текст. Потрібен, якщо бракує даних.")
    )


class DossierForm(PbForm):
    """A department's dossier."""

    competent = _yes_or_no(_l("Це повноваження громади?"))
    on_public_land = RadioField(
        _l("Земля або майно належить громаді?"), choices=YES_NO, default="", validate_choice=False
    )
    feasible = RadioField(
        _l("Це можна зробити технічно за один рік?"), choices=YES_NO, default="", validate_choice=False
    )
    lawful = _yes_or_no(_l("Це відповідає законам?"))
    corrected = MoneyField(_l("Виправлена вартість"), description=_l("Лише якщо кошторис автора неточний."))
    correction_reason = TextAreaField(_l("Чому виправлено"), [at_most(2000)])
    upkeep = MoneyField(_l("Утримання за рік"))
    overlap = TextAreaField(_l("Чи є це вже в інших програмах"), [at_most(2000)])
    conditions = TextAreaField(_l("Умови"), [at_most(2000)])
    conclusion = RadioField(_l("Висновок"), choices=choices_of(Conclusion), default="", validate_choice=False)
    reason = TextAreaField(_l("Причина простими словами"), [at_most(4000)])
    legal_act = TextAreaField(_l("Акт і стаття"), [at_most(1000)], description=_l("Потрібні для відмови."))

    def answers(self) -> Answers:
        """What was typed, as the service takes it."""
        return Answers(
            competent=_yes(self.competent.data),
            on_public_land=_yes(self.on_public_land.data),
            feasible=_yes(self.feasible.data),
            lawful=_yes(self.lawful.data),
            corrected=self.corrected.data,
            correction_reason=self.correction_reason.data or "",
            upkeep=self.upkeep.data,
            overlap=self.overlap.data or "",
            conditions=self.conditions.data or "",
            conclusion=Conclusion(self.conclusion.data) if self.conclusion.data in set(Conclusion) else None,
            reason=self.reason.data or "",
            legal_act=self.legal_act.data or "",
        )


def _yes(value: str | None) -> bool | None:
    return {"yes": True, "no": False}.get(value or "")


def dossier_values(row: Any) -> dict[str, Any]:
    """A stored dossier as the form shows it."""
    words = {True: "yes", False: "no", None: ""}
    return {
        "competent": words[row.competent],
        "on_public_land": words[row.on_public_land],
        "feasible": words[row.feasible],
        "lawful": words[row.lawful],
        "corrected": row.corrected_kopecks,
        "correction_reason": row.correction_reason,
        "upkeep": row.upkeep_kopecks,
        "overlap": row.overlap,
        "conditions": row.conditions,
        "conclusion": row.conclusion.value if row.conclusion else "",
        "reason": row.reason,
        "legal_act": row.legal_act,
    }


class SittingForm(PbForm):
    """A new sitting."""

    cycle = SelectField(_l("Цикл"), choices=[])
    number = StringField(_l("Номер протоколу"), [needed(_l("Напишіть номер протоколу.")), at_most(20)])
    held_on = DateField(_l("Дата засідання"), [needed(_l("Оберіть дату засідання."))], format="%d %m %Y")


class ProposalForm(PbForm):
    """One item of the agenda."""

    project = SelectField(_l("Проєкт"), choices=[])
    decision = RadioField(_l("Пропоноване рішення"), [needed(_l("Оберіть рішення."))], choices=choices_of(Decision))
    article = StringField(_l("Стаття або норма"), [at_most(200)], description=_l("Потрібна для відмови."))
    reason = TextAreaField(
        _l("Причина"),
        [at_most(4000)],
        description=_l("Потрібна, якщо проєкт не допускають. Зауваження пишіть кожне з нового рядка."),
    )
    way_out = TextAreaField(_l("Що може зробити автор і до якого дня"), [at_most(1000)])


class VoteForm(PbForm):
    """A member's vote."""

    vote = RadioField(_l("Ваш голос"), [needed(_l("Оберіть: за, проти чи утримуюся."))], choices=choices_of(Vote))


class PlainForm(PbForm):
    """A button with its token and nothing typed."""


class AppealForm(PbForm):
    """An author's appeal."""

    text = TextAreaField(_l("Чому рішення хибне?"), [needed(_l("Напишіть, із чим ви не згодні.")), at_most(4000)])


class AnswerForm(PbForm):
    """The answer to an appeal."""

    outcome = RadioField(_l("Рішення"), [needed(_l("Оберіть рішення."))], choices=choices_of(AppealOutcome))
    answer = TextAreaField(_l("Відповідь"), [needed(_l("Напишіть відповідь: її побачать усі.")), at_most(4000)])


class SeedForm(PbForm):
    """The seed of the lot."""

    seed = StringField(
        _l("Зерно жеребу"),
        [needed(_l("Впишіть зерно жеребу.")), at_most(200)],
        description=_l("Число чи рядок, якого ніхто не міг знати наперед: підсумок лотереї, курс валют, кидки кубика."),
    )
