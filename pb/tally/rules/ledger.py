"""What every voter still has during purchases, and what a good would cost its supporters now, exactly.

Which good is bought, and how large the share is, is decided elsewhere.

Doubles only make a shortlist; every price paid, every near tie and every near affordability is a rational.
Groups of voters with the same past form a kind, so a price costs one pass over kinds. What a kind holds is
never stored exactly: it is the share minus the prices it paid in full, or nothing.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from itertools import repeat
from math import gcd
from operator import itemgetter, mul
from typing import Final, NamedTuple

from pb.tally.rules.amounts import Amount
from pb.tally.rules.market import Good, Market

SLACK = 1e-9
"""Doubles closer than this, relatively, are not trusted; their real error is thousands of times smaller."""

BROKE = 0

Row = tuple[float, Amount, int, int, Amount]
"""Supporters of one kind and multiple: money per multiple, all multiples, kind, heads, multiple.

A bare tuple, made and read by functions of C, for rows are made by the hundred thousand.
"""
RATIO: Final = 0
PULL: Final = 1
KIND: Final = 2
HEADS: Final = 3
MULTIPLE: Final = 4
_ratio = itemgetter(RATIO)
_pull = itemgetter(PULL)


class Offer(NamedTuple):
    """A good and the bounds of its rate, which is price per utility.

    Of its supporters' `rows`, by rising ratio, those before `poor` surely cannot pay the price, those from
    `rich` on surely can, and about those between doubles cannot say.
    """

    good: Good
    low: float
    high: float
    rows: list[Row]
    poor: int
    rich: int


class Ledger:
    """The money of all groups of voters after some purchases at one share.

    The share and all prices are kept as whole numbers above one common denominator: sums of such are cheap.
    """

    def __init__(self, market: Market, share: Fraction) -> None:
        self.share = share
        self._below = share.denominator
        self._share = share.numerator
        self._prices: list[int] = []
        sizes = sorted(set(market.weights))
        self._size = [0, *sizes]
        self._money = [0.0, *[float(share)] * len(sizes)]
        self._past: list[tuple[tuple[int, Amount], ...]] = [()] * (len(sizes) + 1)
        kind = {size: number for number, size in enumerate(sizes, start=1)}
        self.kinds = [kind[weight] for weight in market.weights]

    def offer(self, good: Good) -> Offer | None:
        """What `good` would cost now; None if its supporters cannot pay, which stays so ever after."""
        rows, cost = self._rows(good), float(good.cost)
        cash = sum(map(mul, map(_ratio, rows), map(_pull, rows)))
        if cash < cost * (1 + SLACK) and (cash < cost * (1 - SLACK) or self._cash(rows) < good.cost):
            return None
        rows.sort(key=_ratio)
        pulls = list(map(_pull, rows))
        price = _price(rows, pulls, cost)
        blur = SLACK * float(self.share)
        sure = sum(pulls[bisect_right(rows, price + blur, key=_ratio) :])
        # Where nobody surely can pay, the price hangs on the richest alone.
        slack = SLACK * cost / float(sure or rows[-1][PULL])
        scale, near = float(good.scale), blur + slack + SLACK * price
        poor, rich = bisect_left(rows, price - near, key=_ratio), bisect_right(rows, price + near, key=_ratio)
        return Offer(good, (price - slack) / scale, (price + slack) / scale, rows, poor, rich)

    def _rows(self, good: Good) -> list[Row]:
        rows: list[Row] = []
        for backing in good.backing:
            multiple = backing.multiple
            groups = Counter(backing.pick(self.kinds))
            del groups[BROKE]
            heads = list(map(mul, groups.values(), map(self._size.__getitem__, groups)))
            money: Iterable[float] = map(self._money.__getitem__, groups)
            pulls: Iterable[Amount] = heads
            if multiple != 1:
                money, pulls = (each / multiple for each in money), (multiple * each for each in heads)
            rows += zip(money, pulls, groups, heads, repeat(multiple))
        return rows

    def exact_price(self, offer: Offer) -> Fraction:
        """What each supporter who can pays per multiple; those who cannot pay all they have."""
        need = offer.good.cost - self._cash(offer.rows[: offer.poor])
        pull = Fraction(sum(row[PULL] for row in offer.rows[offer.poor :]))
        unsure = offer.rows[offer.poor : offer.rich]
        for ratio, given in sorted((self.money(row[KIND]) / row[MULTIPLE], row[PULL]) for row in unsure):
            if need <= ratio * pull:
                break
            need -= ratio * given
            pull -= given
        return need / pull

    def _cash(self, rows: Iterable[Row]) -> Fraction:
        """All the money of these rows, exactly, with one product for each earlier purchase."""
        everybody = 0
        paid: dict[int, Amount] = {}
        for _, _, kind, heads, _ in rows:
            everybody += heads
            for purchase, multiple in self._past[kind]:
                paid[purchase] = paid.get(purchase, 0) + heads * multiple
        return self._exact(everybody, paid.items())

    def money(self, kind: int) -> Fraction:
        """What one voter of this kind has, exactly."""
        if kind == BROKE:
            return Fraction()
        return self._exact(1, self._past[kind])

    def _exact(self, heads: int, paid: Iterable[tuple[int, Amount]]) -> Fraction:
        """So many shares less what was paid for each purchase, so many times its price."""
        return (
            Fraction(self._share * heads - sum(self._prices[purchase] * times for purchase, times in paid))
            / self._below
        )

    def pay(self, offer: Offer, price: Fraction) -> None:
        """Every supporter pays `price` per multiple, or all they have."""
        becomes: dict[Amount, dict[int, int]] = {backing.multiple: {BROKE: BROKE} for backing in offer.good.backing}
        rough, purchase = float(price), len(self._prices)
        unsure = offer.rows[offer.poor : offer.rich]
        paying = [row for row in unsure if self.money(row[KIND]) > price * row[MULTIPLE]] + offer.rows[offer.rich :]
        for row in offer.rows[: offer.rich]:
            becomes[row[MULTIPLE]][row[KIND]] = BROKE
        for place, row in enumerate(paying, start=len(self._size)):
            becomes[row[MULTIPLE]][row[KIND]] = place
        self._size += [self._size[row[KIND]] for row in paying]
        self._money += [self._money[row[KIND]] - rough * float(row[MULTIPLE]) for row in paying]
        entries = {multiple: (purchase, multiple) for multiple in becomes}
        self._past += [(*self._past[row[KIND]], entries[row[MULTIPLE]]) for row in paying]
        self._record(price)
        kinds = self.kinds
        for backing in offer.good.backing:
            child = map(becomes[backing.multiple].__getitem__, backing.pick(kinds))
            for group, kind in zip(backing.groups, child, strict=True):
                kinds[group] = kind

    def _record(self, price: Fraction) -> None:
        factor = price.denominator // gcd(price.denominator, self._below)
        if factor > 1:
            self._below *= factor
            self._share *= factor
            self._prices = [each * factor for each in self._prices]
        self._prices.append(price.numerator * (self._below // price.denominator))


def _price(rows: list[Row], pulls: list[Amount], cost: float) -> float:
    """Price per multiple in doubles."""
    need, pull = cost, float(sum(pulls))
    for ratio, given in zip(map(_ratio, rows), pulls, strict=True):
        if need <= ratio * pull:
            return need / pull
        need -= ratio * float(given)
        pull -= float(given)
    return rows[-1][RATIO]
