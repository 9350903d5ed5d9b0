"""For a project that lost: how many more votes, or how much lower a cost, would have won.

Answers come from recounting with the change made, never from a formula; nothing is rounded.
"""

import math
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from pb.tally.rules.amounts import Amount
from pb.tally.rules.contest import Ballot, Contest, Lot, Outcome, Rule, Settings, Ties


@dataclass(frozen=True, slots=True)
class Lack:
    """What a loser lacked; None where no such change would have helped.

    `votes` are further ballots for this project alone (points, where ballots carry points): with them it
    wins, with one fewer it does not. `cost` is a cost at which it wins while one unit more loses. Where
    `certain` is false the rule is not monotone, and a still smaller change may do as well.
    """

    votes: int | None
    cost: int | None
    certain: bool


def what_it_lacked(contest: Contest, rule: Rule, settings: Settings, lot: Lot | None, loser: str) -> Lack:
    """Raises ValueError if `loser` won or is not in the contest."""
    if loser not in {project.id for project in contest.projects}:
        raise ValueError(f"project {loser} is not in the contest")

    asked = replace(settings, ties=Ties.LOT)  # a tie on the way is no answer: here the order of rows will do

    def wins(changed: Contest) -> bool:
        return loser in rule.count(changed, asked, lot).winners

    lost = rule.count(contest, asked, lot)
    if loser in lost.winners:
        raise ValueError(f"project {loser} won")
    likely = set(_votes_to_pass(lost, loser)) if rule.monotone else None
    return Lack(
        votes=_least(lambda more: wins(_with_votes(contest, loser, more)), _enough_votes(contest), likely),
        cost=_highest_cost(contest, loser, wins, lost if rule.monotone else None),
        certain=rule.monotone,
    )


def _votes_to_pass(lost: Outcome, loser: str) -> Iterator[int]:
    """More votes with which the loser draws level with, or passes, one of those ahead, by votes or votes per cost."""
    own = next(step for step in lost.steps if step.project == loser)
    for step in lost.steps:
        for level in {step.score, Fraction(step.score) * own.cost / step.cost} if step.rank < own.rank else ():
            yield from (math.ceil(level - own.score), math.floor(level - own.score) + 1)


def _with_votes(contest: Contest, project: str, more: int) -> Contest:
    points = (1,) if contest.form.carries_points else ()
    return replace(contest, ballots=(*contest.ballots, Ballot((project,), points, more)))


def _with_cost(contest: Contest, project: str, cost: Amount) -> Contest:
    projects = (replace(each, cost=cost) if each.id == project else each for each in contest.projects)
    return replace(contest, projects=tuple(projects))


def _enough_votes(contest: Contest) -> int:
    """Beyond this, more votes change nothing: the new voters alone hold all but a millionth of the purse."""
    top = max((given for ballot in contest.ballots for given in ballot.points), default=1)
    return 1_000_000 * (contest.voters + 1) * math.ceil(max(top, 1))


def _highest_cost(contest: Contest, loser: str, wins: Callable[[Contest], bool], lost: Outcome | None) -> int | None:
    """`lost`: the outcome whose figures lead to the answer sooner, where fewer costs never harm."""
    cost = next(project.cost for project in contest.projects if project.id == loser)
    # Whole amounts below the cost; counting down from it makes "lower by" grow like "more votes".
    top = -(-cost // 1)
    likely = {int(top - step.before // 1) for step in lost.steps if step.project == loser} if lost else None
    lower = _least(lambda by: wins(_with_cost(contest, loser, top - by)), top - 1, likely)
    return None if lower is None else top - lower


def _least(enough: Callable[[int], bool], limit: int, likely: Collection[int] | None = None) -> int | None:
    """A number from 1 to `limit` that is enough while the one before it is not; doubling, then halving.

    `likely` is given where more is never less, so that there is one answer: numbers to be asked first.
    """
    low, high = _bracket(enough, limit) if likely is None else _likely_bracket(enough, limit, likely)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high or None


NEVER = (0, 0)


def _bracket(enough: Callable[[int], bool], limit: int) -> tuple[int, int]:
    """Two numbers, the second of which is enough and the first is not."""
    high = 1
    while not enough(min(high, limit)):
        if high >= limit:
            return NEVER
        high *= 2
    return high // 2, min(high, limit)


def _likely_bracket(enough: Callable[[int], bool], limit: int, likely: Collection[int]) -> tuple[int, int]:
    """The same with as few questions as may be: two numbers beside each other when the answer is a likely one."""
    asked = sorted({number for number in likely if 0 < number < limit})
    place = bisect_left(asked, True, key=enough)
    low = asked[place - 1] if place else 0
    if place < len(asked):
        high = asked[place]
        return (high - 1, high) if high - low > 1 and not enough(high - 1) else (low, high)
    return (low, limit) if limit > 0 and enough(limit) else NEVER
