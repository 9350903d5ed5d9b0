"""What may be picked in each ballot form and how a draft counts; sealing ballots is the browser's work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from pb.ballots.encoding import Choices
from pb.ballots.terms import ContestTerms, Form, Limit
from pb.cycles.rules import Group
from pb.electorate.rules import Refusal as GroupRefusal
from pb.errors import Refused

DRAFT_LASTS = timedelta(days=30)

Picked = dict[str, int]
"""Project code → points (0 in forms without points), best first in a ranking."""


class Act(StrEnum):
    """What a button of the booth does with one project."""

    ADD = "add"
    REMOVE = "remove"
    UP = "up"
    DOWN = "down"
    GIVE = "give"  # points


class Refusal(StrEnum):
    """Why a pick is refused or a contest cannot be cast yet; the sentence names the shortage and the way out."""

    LIMIT_REACHED = "limit_reached"
    OVER_PURSE = "over_purse"
    OVER_LIMIT = "over_limit"
    UNKNOWN_PROJECT = "unknown_project"
    BAD_POINTS = "bad_points"
    OVER_POINTS = "over_points"
    PLACE_TAKEN = "place_taken"
    TOO_FEW = "too_few"
    PLACES_UNFILLED = "places_unfilled"
    VISIT_NEEDED = "visit_needed"
    GROUP_PICKED = "group_picked"
    GROUP_OVER = "group_over"


def picked_after(act: Act, terms: ContestTerms, picked: Picked, code: str, points: int = 0) -> Picked:
    """The picks of a contest after an act; Refused with the shortage when a limit says no."""
    if code not in terms.costs:
        raise Refused(Refusal.UNKNOWN_PROJECT)
    if act is Act.REMOVE or (act is Act.GIVE and points == 0):
        return {other: given for other, given in picked.items() if other != code}
    if act in {Act.UP, Act.DOWN}:
        return _moved(picked, code, -1 if act is Act.UP else 1)
    added = {**picked, code: points if act is Act.GIVE else 0}
    if code not in picked:
        _refuse_over(terms, added, picked)
    if terms.form is Form.POINTS:
        _refuse_points(terms, added, code)
    return added


def _moved(picked: Picked, code: str, step: int) -> Picked:
    order = list(picked)
    if code not in picked:
        raise Refused(Refusal.UNKNOWN_PROJECT)
    place = order.index(code)
    target = min(max(place + step, 0), len(order) - 1)
    order.insert(target, order.pop(place))
    return {one: picked[one] for one in order}


def _refuse_over(terms: ContestTerms, added: Picked, picked: Picked) -> None:
    if len(added) > terms.max_choices:
        raise Refused(Refusal.LIMIT_REACHED, count=len(picked), most=terms.max_choices)
    if terms.form is Form.KNAPSACK and (short := _cost(terms, added) - terms.purse) > 0:
        raise Refused(Refusal.OVER_PURSE, shortage=short)
    if broken := next((limit for limit in terms.limits if _within(limit, added) > limit.most), None):
        raise Refused(Refusal.OVER_LIMIT, most=broken.most)


def _refuse_points(terms: ContestTerms, added: Picked, code: str) -> None:
    given = added[code]
    if terms.points_total is not None:
        if not 1 <= given <= terms.points_total:
            raise Refused(Refusal.BAD_POINTS, scale=f"1–{terms.points_total}")
        if (over := sum(added.values()) - terms.points_total) > 0:
            raise Refused(Refusal.OVER_POINTS, over=over, total=terms.points_total)
        return
    if given not in terms.scale:
        raise Refused(Refusal.BAD_POINTS, scale=", ".join(map(str, terms.scale)))
    if list(added.values()).count(given) > terms.scale.count(given):
        raise Refused(Refusal.PLACE_TAKEN, points=given)


def _cost(terms: ContestTerms, picked: Mapping[str, int]) -> int:
    return sum(terms.costs[code] for code in picked)


def _within(limit: Limit, picked: Mapping[str, int]) -> int:
    return len(picked.keys() & set(limit.projects))


def left_of_purse(terms: ContestTerms, picked: Mapping[str, int]) -> int:
    """Kopecks of the purse that the picks leave."""
    return terms.purse - _cost(terms, picked)


def why_not_cast(terms: ContestTerms, picked: Picked) -> Refused | None:
    """Why these picks are not a ballot yet, or None when they can be cast."""
    if len(picked) < max(terms.min_choices, 1):
        return Refused(Refusal.TOO_FEW, missing=max(terms.min_choices, 1) - len(picked))
    if terms.form is Form.POINTS and terms.scale:
        wanted = list(terms.scale[: len(picked)])
        if sorted(picked.values(), reverse=True) != wanted:
            return Refused(Refusal.PLACES_UNFILLED, scale=", ".join(map(str, wanted)))
    return None


def choices_of(terms: ContestTerms, picked: Picked) -> Choices:
    """The picks as the ballot writes them."""
    if terms.form is Form.RANK:
        return Choices.rank(picked)
    return Choices.award(picked) if terms.form is Form.POINTS else Choices.approve(picked)


def known_picks(terms: ContestTerms, picked: Sequence[tuple[str, int]]) -> Picked:
    """Stored picks without projects that are no longer there."""
    return {code: points for code, points in picked if code in terms.costs}


@dataclass(frozen=True, slots=True)
class Count:
    """How much of what may be picked is picked."""

    used: int
    room: int

    @property
    def is_full(self) -> bool:
        return self.used >= self.room


def count_of(terms: ContestTerms, picked: Picked) -> Count:
    """Of one contest; its room is the largest number of projects that one ballot may name."""
    return Count(len(picked), min(terms.max_choices, len(terms.projects)))


def whole_count(contests: Sequence[ContestTerms], picks: Mapping[str, Picked], groups: Sequence[Group] = ()) -> Count:
    """Of all contests together: «Обрано 3 з 13»; of a group only as many contests make room as may be used."""
    counts = {terms.code: count_of(terms, picks.get(terms.code, {})) for terms in contests}
    rooms = {code: count.room for code, count in counts.items()}
    for group in groups:
        largest = sorted(group.contests & rooms.keys(), key=lambda code: (-rooms[code], code))
        for code in largest[group.left :]:
            del rooms[code]
    return Count(sum(count.used for count in counts.values()), sum(rooms.values()))


def picked_in(group: Group, picks: Mapping[str, Picked]) -> list[str]:
    """Contests of the group in which something is picked and the vote is not cast yet."""
    return sorted(code for code in group.contests - group.taken if picks.get(code))


def why_not_in_group(groups: Sequence[Group], picks: Mapping[str, Picked], contest: str) -> Refused | None:
    """Why nothing may be picked in this contest any more: its group allows no further one."""
    for group in groups:
        if contest not in group.contests - group.taken:
            continue
        others = [code for code in picked_in(group, picks) if code != contest]
        if not group.left:
            return Refused(GroupRefusal.GROUP_USED)
        if len(others) >= group.left:
            return Refused(Refusal.GROUP_PICKED, most=group.left)
    return None


def over_in_group(groups: Sequence[Group], picks: Mapping[str, Picked], contest: str) -> Refused | None:
    """Why this contest cannot be cast: more contests of its group are picked than are left to the person."""
    for group in groups:
        picked = picked_in(group, picks)
        if contest in picked and len(picked) > group.left:
            return (
                Refused(Refusal.GROUP_OVER, over=len(picked) - group.left)
                if group.left
                else Refused(GroupRefusal.GROUP_USED)
            )
    return None
