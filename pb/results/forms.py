"""Forms of the results: the council's decision, the act of publishing, a control code, a table of the past."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    FieldList,
    FileField,
    Form,
    FormField,
    IntegerField,
    MultipleFileField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional, Regexp

from pb.cycles.rules import Unaffordable
from pb.tally.past.columns import Column
from pb.web.forms import MoneyField, PbForm, at_most, needed, trimmed
from pb.web.labels import labels


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


class PastFilesForm(PbForm):
    """Tables of past years, several at once."""

    files = MultipleFileField(
        _l("Файли"), description=_l("CSV або XLSX, один файл на рік. Спершу ми покажемо, що в них.")
    )


class PastForm(PbForm):
    """Which column of a table means what, and what the table does not say of its year."""

    title = SelectField()
    cost = SelectField()
    votes = SelectField()
    won = SelectField()
    number = SelectField()
    contest = SelectField()
    latitude = SelectField()
    longitude = SelectField()
    code = StringField(
        _l("Код циклу"),
        [
            needed(_l("Впишіть код циклу, наприклад 2019.")),
            Regexp(r"[a-z0-9]+(-[a-z0-9]+)*\Z", message=_l("Код – малі латинські літери, цифри й дефіси.")),
            at_most(16),
        ],
        description=_l("З нього складається адреса сторінки, наприклад 2019."),
    )
    first_day = DateField(_l("Перший день голосування"), [needed(_l("Впишіть день, місяць і рік."))], format="%d %m %Y")
    last_day = DateField(
        _l("Останній день голосування"), [needed(_l("Впишіть день, місяць і рік."))], format="%d %m %Y"
    )
    unaffordable = RadioField(_l("Якщо на проєкт бракувало грошей"), default=Unaffordable.STOP.value)
    purse = MoneyField(
        _l("Фонд"), description=_l("Лишіть порожнім, якщо є стовпець переможців: фондом стане сума їхніх вартостей.")
    )

    def __init__(self, header: Sequence[str], guess: Mapping[Column, int]) -> None:
        super().__init__(data={column.value: str(place) for column, place in guess.items()})
        self.unaffordable.choices = [(each.value, labels(each)) for each in Unaffordable]
        names = [(str(place), name or f"{place + 1}") for place, name in enumerate(header)]
        for column in Column:
            self[column.value].label.text = labels(column)
            self[column.value].choices = [("", _("такого стовпця немає")), *names]

    @property
    def places(self) -> dict[Column, int]:
        """Where each column stands; those that the table lacks are left out."""
        return {column: int(self[column.value].data) for column in Column if self[column.value].data}
