"""The manager's form about one question, and the author's form made of all of them."""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField

from pb.questions.kinds import every_kind, kind_of
from pb.questions.kinds.contract import Kind
from pb.questions.rules import Question
from pb.web.forms import PbForm, add_mistake, at_most, needed


class QuestionForm(PbForm):
    """One question as the programme manager composes it."""

    kind = SelectField(_l("Вид відповіді"), choices=[], description=_l("Потім вид уже не змінити."))
    label = StringField(_l("Запитання"), [needed(_l("Напишіть запитання.")), at_most(300)])
    help = TextAreaField(_l("Пояснення під запитанням"), [at_most(500)])
    example = StringField(_l("Приклад доброї відповіді"), [at_most(300)])
    options = TextAreaField(_l("Варіанти або межі"), [at_most(2000)])
    contest = SelectField(_l("Кого запитуємо"), choices=[])
    is_required = BooleanField(_l("Без відповіді проєкт не надіслати"))
    is_public = BooleanField(_l("Відповідь побачать усі на сторінці проєкту"))

    def question(self, key: str) -> Question | None:
        """The question as typed, or None with its mistakes hung on the fields."""
        wrong = every_kind()[self.kind.data].why_not_options(self.options.data or "")
        if wrong:
            add_mistake(self.options, wrong)
            return None
        return Question(
            key=key,
            kind=self.kind.data,
            label=self.label.data,
            help=self.help.data or "",
            example=self.example.data or "",
            is_required=self.is_required.data,
            is_public=self.is_public.data,
            contest=self.contest.data or "",
            options=(self.options.data or "").replace("\r\n", "\n"),
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of the author's form: which of its fields stand where and which macro draws each."""

    question: Question
    kind: Kind
    names: dict[str, str]  # suffix → name of the field

    @property
    def drawn(self) -> list[tuple[str, str]]:
        """(macro, name of the field), in their order."""
        return [(macro, self.names[part]) for part, macro in self.kind.macro if part in self.names]


def answer_form(questions: list[Question], values: dict[str, Any], **more: Any) -> tuple[PbForm, list[Asked]]:
    """The author's form over `questions`, filled with stored values by key."""
    fields: dict[str, Any] = {"seen": HiddenField()}
    data: dict[str, Any] = dict(more)
    asked = []
    for question in questions:
        kind = kind_of(question.kind)
        made = kind.fields(question)
        names = {part: f"q-{question.key}-{part}".rstrip("-") for part in made}
        fields.update({names[part]: field for part, field in made.items()})
        if values.get(question.key) is not None:
            typed = kind.typed(values[question.key])
            data.update({names[part]: typed[part] for part in made})
        asked.append(Asked(question, kind, names))
    form: PbForm = type("AnswerForm", (PbForm,), fields)(data=data)
    return form, asked


def read_answers(form: PbForm, asked: list[Asked]) -> dict[str, Any]:
    """Key → value of every question; mistakes hang on the form's fields."""
    return {
        entry.question.key: entry.kind.value(entry.question, {part: form[name] for part, name in entry.names.items()})
        for entry in asked
    }
