"""Voters earn money at one speed, and supporters buy a project the moment they have its cost.

Where voters begin and what happens at a project that does not fit is told by the caller. Nothing here knows
shares or utilities. As in `ledger`, doubles make a shortlist and every moment that decides is a rational.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heapify, heappop, heappush
from itertools import chain

from pb.tally.rules.amounts import Amount
from pb.tally.rules.ledger import SLACK
from pb.tally.rules.market import Good, Market


@dataclass(frozen=True, slots=True)
class Earned:
    """A good bought at `moment`; `tied` are the projects, this one first, between which the lot decided."""

    good: Good
    moment: Fraction
    tied: tuple[str, ...]


class Clock:
    """For each group of voters the moment since when they have been saving."""

    def __init__(self, market: Market, since: Sequence[Fraction]) -> None:
        numbers: dict[tuple[int, Fraction], int] = {}
        for pair in zip(market.weights, since, strict=True):
            numbers.setdefault(pair, len(numbers))
        self._size = [size for size, _ in numbers]
        self._since = [moment for _, moment in numbers]
        self._rough = [float(moment) for moment in self._since]
        self._kinds = [numbers[pair] for pair in zip(market.weights, since, strict=True)]

    def between(self, good: Good) -> tuple[float, float]:
        """Bounds of the moment at which the supporters will have the cost."""
        heads, saved, blur = 0, float(good.cost), float(good.cost)
        for kind, groups in self._supporters(good).items():
            voters = groups * self._size[kind]
            heads += voters
            saved += voters * self._rough[kind]
            blur += voters * abs(self._rough[kind])
        return (saved - SLACK * blur) / heads, (saved + SLACK * blur) / heads

    def moment(self, good: Good) -> Fraction:
        heads, saved = 0, Fraction(good.cost)
        for kind, groups in self._supporters(good).items():
            voters = groups * self._size[kind]
            heads += voters
            saved += voters * self._since[kind]
        return saved / heads

    def _supporters(self, good: Good) -> Counter[int]:
        return Counter(chain.from_iterable(backing.pick(self._kinds) for backing in good.backing))

    def spend(self, good: Good, moment: Fraction) -> None:
        """The supporters have nothing at `moment` and begin anew."""
        new: dict[int, int] = {}
        for kind in self._supporters(good):
            new[kind] = len(self._size)
            self._size.append(self._size[kind])
            self._since.append(moment)
            self._rough.append(float(moment))
        for backing in good.backing:
            for group in backing.groups:
                self._kinds[group] = new[self._kinds[group]]


class Bidding:
    """The goods still to be bought, by a lower bound of their moment: it only gets later as others buy."""

    def __init__(self, market: Market, clock: Clock) -> None:
        self._clock = clock
        self._goods = dict(market.goods)
        self._queue = [(clock.between(good)[0], name) for name, good in self._goods.items()]
        heapify(self._queue)

    def due(self) -> tuple[Fraction, list[Good]] | None:
        """The next moment at which something can be bought, and all goods due then, in the lot's order."""
        near: list[tuple[float, Good]] = []
        limit = float("inf")
        while self._queue and self._queue[0][0] <= limit:
            _, name = heappop(self._queue)
            if name in self._goods:
                low, high = self._clock.between(self._goods[name])
                limit = min(limit, high)
                near.append((low, self._goods[name]))
        for low, good in near:
            heappush(self._queue, (low, good.project))
        exact = [(self._clock.moment(good), good) for low, good in near if low <= limit]
        if not exact:
            return None
        moment = min(when for when, _ in exact)
        due = [good for when, good in exact if when == moment]
        return moment, sorted(due, key=lambda good: good.standing[2])

    def buy(self, good: Good, moment: Fraction) -> None:
        self._clock.spend(good, moment)
        for name in (good.project, *good.rivals):
            self.drop(name)

    def drop(self, name: str) -> None:
        self._goods.pop(name, None)


def earned(market: Market, since: Sequence[Fraction], purse: Amount, *, skip: bool) -> tuple[list[Earned], list[str]]:
    """What is bought in order, and the goods that came due and did not fit the purse.

    Without `skip` everything ends when one of the goods due next does not fit.
    """
    bidding = Bidding(market, Clock(market, since))
    bought: list[Earned] = []
    misfits: list[str] = []
    while due := bidding.due():
        moment, goods = due
        too_dear = [good.project for good in goods if good.cost > purse]
        misfits += too_dear
        if too_dear and not skip:
            break
        for name in too_dear:
            bidding.drop(name)
        fitting = [good for good in goods if good.cost <= purse]
        if fitting:
            bidding.buy(fitting[0], moment)
            purse -= fitting[0].cost
            bought.append(Earned(fitting[0], moment, tuple(good.project for good in fitting)))
    return bought, misfits
