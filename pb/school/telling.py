"""A school's published record in the words of its poster; the poster is drawn in `paper`."""

from datetime import timedelta

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from pb.cycles.models import Cycle
from pb.results.record import Record, Row
from pb.school.paper import Bar, Poster, Winner
from pb.web.template_filters import day_full, money, number

BARS = 3


def poster_of(cycle: Cycle, record: Record, people: int, pupils: int, address: str) -> Poster:
    """What the poster says, in Ukrainian: `people` voted of so many `pupils`, 0 when nobody knows of how many."""
    rows = sorted((row for _contest, row in record.rows), key=lambda row: (-row.value, row.rank))
    with force_locale("uk"):
        voted = _("%(used)s з %(all)s", used=number(people), all=number(pupils)) if pupils else number(people)
        voters = ngettext("учень проголосував", "учнів проголосували", people)
        return Poster(
            title=cycle.title,
            school=cycle.host_name,
            winners=[Winner(row.title, _votes(row), money(row.cost)) for row in rows if row.won],
            bars=[_bar(row, rows[0]) for row in rows[:BARS]],
            turnout=str(voted) if people else "",
            turnout_words=str(_("учнів проголосували") if pupils else voters),
            next=str(
                _(
                    "Школа втілить ідеї переможців до %(day)s. Хід робіт – на сторінці проєкту.",
                    day=day_full(cycle.implementation_until - timedelta(seconds=1)),
                )
            ),
            address=address.split("://", 1)[-1],
        )


def _votes(row: Row) -> str:
    votes = round(row.value)
    return str(ngettext("%(shown)s голос", "%(shown)s голоси", votes, shown=number(votes)))


def _bar(row: Row, longest: Row) -> Bar:
    share = round(100 * row.value / longest.value) if longest.value else 0
    return Bar(row.title, number(round(row.value)), share, row.won)
