"""Forms of the programme manager: a cycle's dates."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateTimeLocalField, FileField, RadioField, TextAreaField
from wtforms.fields import SelectChoice

from pb import clock
from pb.web.forms import PbForm, needed

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
