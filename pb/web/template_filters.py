"""How money, numbers, days and codes are written for a reader."""

from datetime import date, datetime

from flask import Flask, g, has_app_context
from flask_babel import format_date, format_decimal, gettext, ngettext
from markupsafe import Markup, escape

from pb import clock
from pb.values.code import grouped
from pb.values.latin import place_name
from pb.values.money import KOPECKS_IN_HRYVNIA, SIGNS
from pb.web.labels import labels
from pb.web.languages import current_language
from pb.web.markdown import markdown_to_html

GAP = "\u00a0"
MILLION = 1_000_000


def sign(currency: str = "") -> str:
    """The sign of a currency; without one that of the page: imported elections keep their own money."""
    named = currency or (g.get("currency", "UAH") if has_app_context() else "UAH")
    return SIGNS.get(named, named)


def money(kopecks: int, currency: str = "") -> str:
    """«62 437 ₴», with kopecks only when there are some; spaces do not break."""
    whole, rest = divmod(int(kopecks), KOPECKS_IN_HRYVNIA)
    text = number(whole)
    if rest:
        text += f"{'.' if current_language() == 'en' else ','}{rest:02d}"
    return f"{text}{GAP}{sign(currency)}"


def money_short(kopecks: int, currency: str = "") -> str:
    """«5,2 млн ₴» from a million up, otherwise as `money` without kopecks."""
    hryvnias = int(kopecks) / KOPECKS_IN_HRYVNIA
    if hryvnias >= MILLION:
        figure, millions = format_decimal(round(hryvnias / MILLION, 1), format="#,##0.#"), gettext("млн")
        return f"{figure}{GAP}{millions}{GAP}{sign(currency)}"
    return f"{number(round(hryvnias))}{GAP}{sign(currency)}"


def number(value: int) -> str:
    """«14 832» in every language: the look of the city's figures."""
    return f"{value:,}".replace(",", GAP)


def percent(part: float, whole: float) -> str:
    """«3,7%» of part in whole."""
    if not whole:
        return "0%"
    return f"{format_decimal(round(100 * part / whole, 1), format='0.#')}%"


def day(value: date | datetime) -> str:
    """«15 жовтня» (the year is added when it is not the current one)."""
    value = _in_city(value)
    pattern = "d MMMM" if value.year == clock.today().year else "d MMMM y"
    return str(format_date(value, pattern))


def day_full(value: date | datetime) -> str:
    """«15 жовтня 2026»."""
    return str(format_date(_in_city(value), "d MMMM y"))


def days(first: date, last: date) -> str:
    """«9–23 листопада 2025»: what both days share is said once."""
    if first.year != last.year:
        return f"{day_full(first)} – {day_full(last)}"
    if first.month != last.month:
        return f"{format_date(first, 'd MMMM')} – {day_full(last)}"
    return day_full(last) if first == last else f"{first.day}–{day_full(last)}"


def moment(value: datetime) -> str:
    """«15 жовтня, 20:00» by the city's clock; midnight is written as the end of the day before."""
    local = value.astimezone(clock.CITY_ZONE)
    if local.hour == 0 and local.minute == 0:
        before = date.fromordinal(local.date().toordinal() - 1)
        return f"{day(before)}, 24:00"
    return f"{day(local.date())}, {local:%H:%M}"


def clock_time(value: datetime) -> str:
    """«14:32» by the city's clock."""
    return f"{value.astimezone(clock.CITY_ZONE):%H:%M}"


def until(value: datetime) -> str:
    """«ще 3 дні» or «ще 5 годин» until a moment; empty when it has passed."""
    left = value - clock.now()
    seconds = left.total_seconds()
    if seconds <= 0:
        return ""
    days, hours, minutes = int(seconds // 86400), int(seconds // 3600), int(seconds // 60) + 1
    if days:
        return str(ngettext("ще %(num)s день", "ще %(num)s днів", days))
    if hours:
        return str(ngettext("ще %(num)s година", "ще %(num)s годин", hours))
    return str(ngettext("ще %(num)s хвилина", "ще %(num)s хвилин", minutes))


def quantity(thousandths: int) -> str:
    """«12,5» of a unit."""
    return str(format_decimal(thousandths / 1000, format="#,##0.###"))


def nbsp(text: str) -> str:
    """The same text in one unbreakable line."""
    return text.replace(" ", GAP)


def place(name: str) -> str:
    """The name of a place in the reader's letters."""
    return place_name(name, current_language())


def markdown(text: str) -> Markup:
    """What a person wrote, as safe HTML."""
    shown = markdown_to_html(text)
    return Markup('<div lang="uk">{}</div>').format(shown) if _is_foreign(text) else shown


def written(text: str | None) -> Markup:
    """What a person wrote, in one line or as they broke it."""
    shown = escape(text or "")
    return Markup('<span lang="uk">{}</span>').format(shown) if _is_foreign(shown) else shown


def _is_foreign(text: str) -> bool:
    """Whether it is Ukrainian on a page that is not: it must say so, or a voice does not know how to read it."""
    if current_language() == "uk":
        return False
    letters = [letter for letter in text if letter.isalpha()]
    return 2 * sum("\u0400" <= letter <= "\u04ff" for letter in letters) > len(letters)


def _in_city(value: date | datetime) -> date:
    return value.astimezone(clock.CITY_ZONE).date() if isinstance(value, datetime) else value


FILTERS = {
    "money": money,
    "money_short": money_short,
    "number": number,
    "day": day,
    "day_full": day_full,
    "moment": moment,
    "clock_time": clock_time,
    "until": until,
    "quantity": quantity,
    "nbsp": nbsp,
    "place": place,
    "markdown": markdown,
    "written": written,
    "label": labels,
    "grouped": grouped,
}


def init_filters(app: Flask) -> None:
    """Register every filter and the functions of two values."""
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals["days"] = days
    app.jinja_env.globals["percent"] = percent
    app.jinja_env.globals["label"] = labels
