"""Forms of the programme manager: a cycle's dates, groups of contests, places."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateTimeLocalField,
    FileField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from pb import clock
from pb.web.forms import PbForm, WholeField, at_most, needed

_NEEDED = needed(_l("Впишіть дату й час."))
FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]


class CalendarForm(PbForm):
    """All moments of a cycle by the city's clock."""

    announced_at = DateTimeLocalField(_l("Оголошення"), [_NEEDED], format=FORMATS)
    submission_opens_at = DateTimeLocalField(_l("Подання: початок"), [_NEEDED], format=FORMATS)
    submission_closes_at = DateTimeLocalField(_l("Подання: кінець"), [_NEEDED], format=FORMATS)
    review_until = DateTimeLocalField(_l("Розгляд: кінець"), [_NEEDED], format=FORMATS)
    appeals_until = DateTimeLocalField(_l("Оскарження: кінець"), [_NEEDED], format=FORMATS)
    voting_opens_at = DateTimeLocalField(_l("Голосування: початок"), [_NEEDED], format=FORMATS)
    voting_closes_at = DateTimeLocalField(_l("Голосування: кінець"), [_NEEDED], format=FORMATS)
    results_at = DateTimeLocalField(_l("Підсумки"), [_NEEDED], format=FORMATS)
    implementation_until = DateTimeLocalField(_l("Реалізація: кінець"), [_NEEDED], format=FORMATS)
    reason = TextAreaField(
        _l("Чому змінюєте дати"),
        [needed(_l("Напишіть причину: її побачать усі."))],
        description=_l("Причину побачать усі."),
    )


class GroupForm(PbForm):
    """Contests of which one person may use only some."""

    title = StringField(_l("Назва групи"), [needed(_l("Назвіть групу, наприклад «Райони».")), at_most(200)])
    title_en = StringField(_l("Назва англійською"), [needed(_l("Назвіть групу англійською.")), at_most(200)])
    contests = SelectMultipleField(
        _l("Напрями групи"),
        [needed(_l("Позначте напрями групи."))],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    most = WholeField(
        _l("У скількох із них може голосувати одна людина"),
        [needed(_l("Впишіть число.")), NumberRange(1, 100, _l("Число від 1 до 100."))],
    )


class PlacesForm(PbForm):
    """A file of streets or of boundaries."""

    kind = RadioField(
        _l("Що завантажуємо"),
        choices=[
            SelectChoice("streets", _l("список вулиць, CSV")),
            SelectChoice("boundaries", _l("межі міста й сіл, GeoJSON")),
        ],
        default="streets",
    )
    file = FileField(_l("Файл"), description=_l("Текст у кодуванні UTF-8. Спершу ми покажемо, що в ньому."))


def local(moment: datetime) -> datetime:
    """A stored moment as the city's clock shows it."""
    return moment.astimezone(clock.CITY_ZONE).replace(tzinfo=None)


def stored(typed: Any) -> datetime:
    """What was typed, as a moment."""
    found: datetime = typed.replace(tzinfo=clock.CITY_ZONE)
    return found
