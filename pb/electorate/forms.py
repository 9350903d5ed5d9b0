"""Forms of a case: what a person tells, what the ombudsman answers; and of a mistake in a list."""

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Email, Length, Optional

from pb.web.forms import PbForm, at_most, needed

LONG_ENOUGH = Length(20, message=_l("Розкажіть докладніше: щонайменше 20 знаків."))


class CaseForm(PbForm):
    """What happened, and where to hear of the answer."""

    story = TextAreaField(
        _l("Що сталося"),
        [needed(_l("Розкажіть, що сталося.")), LONG_ENOUGH, at_most(2_000)],
        description=_l(
            "Коли й де ви побачили, що за вас проголосували? Хто міг мати ваш документ або доступ до банку? "
            "За що голосували б ви, не пишіть."
        ),
    )
    email = EmailField(
        _l("Електронна адреса для відповіді"),
        [Optional(), Email(_l("Адреса має вигляд name@example.org.")), at_most(254)],
    )


class AnswerForm(PbForm):
    """What it was and why."""

    outcome = RadioField(_l("Що з’ясовано"), [needed(_l("Оберіть, що з’ясовано."))])
    answer = TextAreaField(
        _l("Відповідь людині"),
        [needed(_l("Напишіть відповідь.")), LONG_ENOUGH, at_most(2_000)],
        description=_l("Що перевірено, що з’ясовано, що людина може зробити далі. Людина прочитає це дослівно."),
    )


class ReadmitForm(PbForm):
    """Whose vote is given back, and why; the number is forgotten at once."""

    cycle = SelectField(_l("Цикл"), [needed(_l("Оберіть цикл."))])
    number = StringField(
        _l("Номер із документа"),
        [needed(_l("Введіть номер із документа.")), at_most(20)],
        description=_l("Податковий номер або паспорт. Номер не зберігаємо."),
    )
    reason = TextAreaField(
        _l("Чому запис помилковий"),
        [needed(_l("Напишіть, чому запис помилковий.")), LONG_ENOUGH, at_most(500)],
        description=_l("Це лишиться в журналі дій. Імені й номера не пишіть."),
    )
