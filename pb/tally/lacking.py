"""For a project that lost: how many more votes, or how much lower a cost, would have won.

Answers come from recounting with the change made, never from a formula; nothing is rounded.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from pb.tally.rules.amounts import Amount
from pb.tally.rules.contest import Ballot, Contest, Lot, Rule, Settings, Ties


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

    if wins(contest):
        raise ValueError(f"project {loser} won")
    return Lack(
        votes=_least(lambda more: wins(_with_votes(contest, loser, more)), _enough_votes(contest)),
        cost=_highest_cost(contest, loser, wins),
        certain=rule.monotone,
    )


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


def _highest_cost(contest: Contest, loser: str, wins: Callable[[Contest], bool]) -> int | None:
    cost = next(project.cost for project in contest.projects if project.id == loser)
    # Whole amounts below the cost; counting down from it makes "lower by" grow like "more votes".
    top = -(-cost // 1)
    lower = _least(lambda by: wins(_with_cost(contest, loser, top - by)), top - 1)
    return None if lower is None else top - lower


def _least(enough: Callable[[int], bool], limit: int) -> int | None:
    """A number from 1 to `limit` that is enough while the one before it is not; doubling, then halving."""
    high = 1
    while not enough(min(high, limit)):
        if high >= limit:
            return None
        high *= 2
    low, high = high // 2, min(high, limit)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high
