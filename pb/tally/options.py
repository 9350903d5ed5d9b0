"""What a city decided about one contest's count besides its rule and threshold, and the settings that follow.

Pure. `CountOptions` is kept with the contest as JSON; a theme of a city's contest is the place of its projects.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from fractions import Fraction
from typing import Any

from pb.tally.rules.amounts import exact
from pb.tally.rules.caps import Cap
from pb.tally.rules.contest import Rest, Rule, Settings, Ties
from pb.tally.rules.equal_shares import Completion, Start, StopWhen, Utility
from pb.values.money import KOPECKS_IN_HRYVNIA

PERCENT = 100


@dataclass(frozen=True, slots=True)
class PlaceCap:
    """No more than `kopecks`, and no more than `most` winners, from one district; None: no limit."""

    district: str
    kopecks: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class CountOptions:
    """`tail_percent`: 0 for none. `rest_years`: how long an address rests after a win, 0 for never.

    `conflicts`: groups of public codes of projects of which only one may win.
    """

    tail_percent: int = 0
    most_winners: int = 0
    least_winners: int = 0
    ties: str = Ties.LOT.value
    rest_years: int = 0
    one_per_address: bool = False
    utility: str = Utility.COST.value
    completion: str = Completion.NONE.value
    stop_when: str = StopWhen.OVER_BUDGET.value
    start: str = Start.EXACT.value
    caps: tuple[PlaceCap, ...] = ()
    conflicts: tuple[tuple[str, ...], ...] = ()

    def text(self) -> str:
        """As it is stored; empty for a contest without options."""
        if self == CountOptions():
            return ""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def options_of(text: str) -> CountOptions:
    """The stored options."""
    if not text:
        return CountOptions()
    found = json.loads(text)
    found["caps"] = tuple(PlaceCap(**cap) for cap in found["caps"])
    found["conflicts"] = tuple(tuple(group) for group in found["conflicts"])
    return CountOptions(**found)


@dataclass(frozen=True, slots=True)
class Standing:
    """What of a project on the ballot the options look at: public code, district's code, address as typed."""

    code: str
    district: str
    address: str


@dataclass(frozen=True, slots=True)
class Facts:
    """The projects on the ballot, and addresses at which something was funded lately with its name «2024 № 7»."""

    projects: Sequence[Standing] = ()
    funded: Mapping[str, str] | None = None


_SIGNS = re.compile(r"[^\w/]+")
_KINDS = re.compile(r"\b(?:вулиця|вул|просп|проспект|пл|площа|пров|провулок|буд|будинок|м|місто)\b")


def same_place(address: str) -> str:
    """An address as two people would write it alike: «вул. Садова, 5» and «вулиця Садова 5» are one place."""
    bare = _KINDS.sub(" ", _SIGNS.sub(" ", address.casefold().replace("’", "").replace("'", "")))
    return " ".join(bare.split())


def settings_with(rule: Rule, options: CountOptions, facts: Facts, *, threshold: int, unaffordable: str) -> Settings:
    """The rule's settings as a contest states them; what the rule does not know is left out."""
    own = {field.name: field for field in fields(rule.settings)}
    words = {
        "threshold": str(threshold), "unaffordable": unaffordable, "ties": options.ties, "utility": options.utility,
        "completion": options.completion, "stop_when": options.stop_when, "start": options.start,
        "most_winners": str(options.most_winners), "least_winners": str(options.least_winners),
    }  # fmt: skip
    given: dict[str, Any] = {name: own[name].metadata["parse"](word) for name, word in words.items() if name in own}
    if "tail" in own and options.tail_percent:
        given["tail"] = Fraction(options.tail_percent, PERCENT)
    if "caps" in own:
        given["caps"] = tuple(_cap(cap, facts.projects) for cap in options.caps)
    return rule.settings(**given, conflicts=_conflicts(options, facts), resting=_resting(facts))


def _cap(cap: PlaceCap, projects: Sequence[Standing]) -> Cap:
    money = None if cap.kopecks is None else exact(Fraction(cap.kopecks, KOPECKS_IN_HRYVNIA))
    return Cap(cap.district, tuple(row.code for row in projects if row.district == cap.district), money, cap.most)


def _conflicts(options: CountOptions, facts: Facts) -> tuple[tuple[str, ...], ...]:
    listed = {row.code for row in facts.projects}
    groups = [tuple(code for code in group if code in listed) for group in options.conflicts]
    if options.one_per_address:
        at: dict[str, list[str]] = {}
        for row in facts.projects:
            if place := same_place(row.address):
                at.setdefault(place, []).append(row.code)
        groups += [tuple(codes) for codes in at.values()]
    return tuple(group for group in groups if len(group) > 1)


def _resting(facts: Facts) -> tuple[Rest, ...]:
    taken = {same_place(address): name for address, name in (facts.funded or {}).items()}
    found = ((row.code, taken.get(same_place(row.address), "")) for row in facts.projects)
    return tuple(Rest(code, winner) for code, winner in found if winner)
