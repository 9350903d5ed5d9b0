"""Projects as goods that voters buy together: who draws which utility from what.

How much money a voter has and what is bought is decided elsewhere.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter

from pb.tally.rules.amounts import Amount
from pb.tally.rules.contest import Ballot, Contest, Lot, Repeats, Settings
from pb.tally.rules.standing import eligible_projects, rivals, tie_order, votes, worth

Multiples = Callable[[Ballot], Mapping[str, Amount]]
"""What each project on a ballot is worth to its voter, in multiples above zero of the project's scale."""

Wants = tuple[tuple[str, Amount], ...]


@dataclass(frozen=True, slots=True)
class Backing:
    """The groups of voters to whom a good is worth the same multiple.

    `pick` takes from a list with an entry per group the entries of these groups, at the speed of C.
    """

    multiple: Amount
    heads: int
    groups: tuple[int, ...]
    pick: Callable[[Sequence[int]], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Good:
    """A project with at least one supporter.

    A voter's utility is multiple × `scale`. `standing` orders goods of equal price: lower cost, more votes,
    then the lot.
    """

    project: str
    cost: Amount
    scale: Amount
    backing: tuple[Backing, ...]
    standing: tuple[Amount, int, int]
    rivals: frozenset[str]

    @property
    def heads(self) -> int:
        return sum(each.heads for each in self.backing)

    @property
    def pull(self) -> Amount:
        """The multiples of all supporters."""
        return sum(each.heads * each.multiple for each in self.backing)

    @property
    def votes(self) -> int:
        return -self.standing[1]


@dataclass(frozen=True, slots=True)
class Market:
    """The goods by project, and for each group of like-minded voters how many they are and what they want."""

    goods: dict[str, Good]
    weights: tuple[int, ...]
    wants: tuple[Wants, ...]


def market(
    contest: Contest, settings: Settings, lot: Lot | None, multiples: Multiples, *, scale_is_cost: bool
) -> Market:
    """Ballots reduced to projects that may win; those that name none of them take no part."""
    groups = _groups(contest, {each.id for each in eligible_projects(contest, settings)}, multiples)
    backing = _backing(groups)
    count, place = votes(contest, settings.repeats), tie_order(contest, lot)
    goods = {
        project.id: Good(
            project=project.id,
            cost=project.cost,
            scale=project.cost if scale_is_cost else 1,
            backing=tuple(backing[project.id]),
            standing=(project.cost, -count[project.id], place[project.id]),
            rivals=frozenset(rivals(project.id, settings)),
        )
        for project in contest.projects
        if project.id in backing
    }
    return Market(goods, tuple(groups.values()), tuple(groups))


def supported(ballot: Ballot) -> dict[str, Amount]:
    """Every project on the ballot once; where ballots carry points, those given any."""
    return {choice: 1 for choice, given in worth(ballot, Repeats.ONCE) if given > 0}


def redrawn(start: Market, first: str) -> Market:
    """The same market, had the lot named `first` before all others."""
    good = start.goods[first]
    ahead = replace(good, standing=(*good.standing[:2], -1))
    return replace(start, goods={**start.goods, first: ahead})


def _groups(contest: Contest, eligible: set[str], multiples: Multiples) -> dict[Wants, int]:
    groups: Counter[Wants] = Counter()
    for ballot in contest.ballots:
        wants = [pair for pair in multiples(ballot).items() if pair[0] in eligible]
        if wants:
            groups[tuple(sorted(wants))] += ballot.count
    return dict(groups)


def _backing(groups: Mapping[Wants, int]) -> dict[str, list[Backing]]:
    found: dict[tuple[str, Amount], list[int]] = defaultdict(list)
    for group, wants in enumerate(groups):
        for pair in wants:
            found[pair].append(group)
    weights = tuple(groups.values())
    backing: dict[str, list[Backing]] = {}
    for (project, multiple), rows in sorted(found.items()):
        pick = _picker(rows)
        backing.setdefault(project, []).append(Backing(multiple, sum(pick(weights)), tuple(rows), pick))
    return backing


def _picker(groups: list[int]) -> Callable[[Sequence[int]], tuple[int, ...]]:
    if len(groups) == 1:
        only = groups[0]
        return lambda entries: (entries[only],)
    return itemgetter(*groups)
