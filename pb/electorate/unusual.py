"""What stands out in the figures of a running vote, for people to look at; a number out of line proves nothing.

Two standards, both textbook. Counts that ought to be alike (a day of one operator, a night) are compared by the
modified z-score of Iglewicz and Hoaglin, which a few extreme values do not spoil; their threshold is 3.5. Shares of an
age are compared by the standard error of a proportion; with some five hundred cells of a cycle four standard errors
let one cycle in thirty raise a false alarm.
"""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from math import ceil, floor, sqrt
from statistics import median, quantiles
from typing import TypeVar

from pb.electorate.rules import AgeBand, FindingKind

Z_LIMIT = 3.5
ERRORS_LIMIT = 4.0
FEWEST_TO_COMPARE = 5
"""Fewer other days than this say nothing about what is usual."""
FEWEST_PEOPLE = 20
"""Groups smaller than this are nobody's anomaly, and would name people."""
MAD_TO_DEVIATION = 1.4826
Name = TypeVar("Name", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Finding:
    """One figure out of line: of what, `seen` against the usual range; for an age band shares in percent."""

    kind: FindingKind
    subject: str
    day: date | None
    seen: int
    low: int
    high: int
    band: AgeBand | None = None

    @property
    def key(self) -> str:
        """Names the finding: a figure that grows on is a new one, so that a note on the old does not cover it."""
        parts = (self.kind.value, self.subject, self.day.isoformat() if self.day else "", self.band or "", self.seen)
        return "|".join(map(str, parts))


def unusually_high(counts: Mapping[Name, int]) -> Iterator[tuple[Name, int, int, int]]:
    """(name, count, usual low, usual high) of each count far above the others; the usual is their middle half.

    The deviation is at least that of chance arrivals, so that days that happen to be alike do not make the next one
    an outlier.
    """
    for name, count in counts.items():
        others = [amount for other, amount in counts.items() if other != name]
        if len(others) < FEWEST_TO_COMPARE or count < FEWEST_PEOPLE:
            continue
        middle = median(others)
        spread = MAD_TO_DEVIATION * median(abs(one - middle) for one in others)
        low, _middle, high = quantiles(others, n=4, method="inclusive")
        if (count - middle) / max(spread, sqrt(middle), 1.0) > Z_LIMIT and count > ceil(high):
            yield name, count, floor(low), ceil(high)


def unusual_ages(cells: Mapping[Name, Mapping[AgeBand, int]]) -> Iterator[tuple[Name, AgeBand, int, int]]:
    """(name, band, its share here, its share elsewhere, in percent) where a band is far more frequent."""
    everybody = {band: sum(counts.get(band, 0) for counts in cells.values()) for band in AgeBand}
    for name, counts in cells.items():
        here, others = sum(counts.values()), sum(everybody.values()) - sum(counts.values())
        if not others:
            continue
        for band, amount in counts.items():
            share = (everybody[band] - amount) / others
            # One imagined person keeps a band that nobody else is in from having no error at all.
            share = max(share, 1 / (others + 1))
            error = sqrt(share * (1 - share) / here)
            if amount >= FEWEST_PEOPLE and error and (amount / here - share) / error > ERRORS_LIMIT:
                yield name, band, round(100 * amount / here), round(100 * share)


@dataclass(frozen=True, slots=True)
class Seen:
    """The figures of a cycle, days at the finest, nobody's name but the operators'."""

    by_operator: Mapping[tuple[str, date], int]
    by_desk: Mapping[tuple[str, date], int]
    through_shifts: Mapping[str, int]
    at_desks: Mapping[str, int]
    ages_at_desks: Mapping[str, Mapping[AgeBand, int]]
    ages_online: Mapping[date, Mapping[AgeBand, int]]
    nights: Mapping[date, int]


def findings(seen: Seen) -> list[Finding]:
    """Everything out of line, in a fixed order."""
    found: list[Finding] = []
    for kind, counts in ((FindingKind.OPERATOR, seen.by_operator), (FindingKind.DESK, seen.by_desk)):
        found += [Finding(kind, *name, count, low, high) for name, count, low, high in unusually_high(counts)]
    for desk, people in seen.at_desks.items():
        if people > seen.through_shifts.get(desk, 0):
            through = seen.through_shifts.get(desk, 0)
            found.append(Finding(FindingKind.NO_SHIFT, desk, None, people, through, through))
    for desk, band, share, usual in unusual_ages(seen.ages_at_desks):
        found.append(Finding(FindingKind.AGE_AT_DESK, desk, None, share, usual, usual, band))
    for day, band, share, usual in unusual_ages(seen.ages_online):
        found.append(Finding(FindingKind.AGE_ONLINE, "", day, share, usual, usual, band))
    for day, ballots, low, high in unusually_high(seen.nights):
        found.append(Finding(FindingKind.NIGHT, "", day, ballots, low, high))
    return sorted(found, key=lambda one: (list(FindingKind).index(one.kind), one.day or date.min, one.subject))
