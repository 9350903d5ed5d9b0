"""Forms of the results: the council's decision, the act of publishing, a control code to look for."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField, FieldList, FileField, Form, FormField, IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional

from pb.web.forms import PbForm, at_most, needed, trimmed


class ChangeForm(Form):  # type: ignore[misc]
    """One project whose fate the council changed; both fields stay empty where it changed nothing."""

    number = IntegerField(_l("Номер проєкту"), [Optional()])
    reason = StringField(_l("Що змінила рада і чому"), [at_most(500)], filters=[trimmed])


class DecisionForm(PbForm):
    """The council's decision."""

    number = StringField(
        _l("Номер рішення"), [needed(_l("Впишіть номер рішення.")), at_most(60)], description=_l("Наприклад, 123-45.")
    )
    decided_on = DateField(_l("Дата рішення"), [needed(_l("Впишіть день, місяць і рік рішення."))], format="%d %m %Y")
    note = TextAreaField(_l("Примітка для всіх"), [at_most(1000)])
    document = FileField(_l("Файл рішення"), description=_l("PDF до 10 МБ. Його побачать усі."))
    changes = FieldList(FormField(ChangeForm), min_entries=4, max_entries=20)


class PublishForm(PbForm):
    """The button that makes results public."""


class InviteForm(PbForm):
    """A link for the press."""

    hours = IntegerField(
        _l("Скільки годин діє запрошення"),
        [InputRequired(_l("Впишіть, скільки годин діє запрошення.")), NumberRange(1, 72, _l("Впишіть від 1 до 72."))],
        default=24,
    )


class CodeForm(PbForm):
    """A control code from a voter's receipt."""

    code = StringField(
        _l("Контрольний код"),
        [needed(_l("Впишіть контрольний код із квитанції.")), at_most(200)],
        description=_l("Пробіли й дефіси можна не писати."),
    )
