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
from operator import itemgetter
from typing import Final, NamedTuple

from pb.tally.rules.amounts import Amount
from pb.tally.rules.market import Good, Market

SLACK = 1e-9
"""Doubles closer than this, relatively, are not trusted; their real error is thousands of times smaller."""

BROKE = 0

Row = tuple[float, float, Amount, int, int, Amount]
"""Supporters of one kind and multiple: money per multiple, all money, all multiples, heads, kind, multiple.

A bare tuple, for rows are made by the hundred thousand.
"""
RATIO: Final = 0
CASH: Final = 1
PULL: Final = 2
KIND: Final = 4
MULTIPLE: Final = 5
_ratio = itemgetter(RATIO)


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
    """The money of all groups of voters after some purchases at one share."""

    def __init__(self, market: Market, share: Fraction) -> None:
        self.share = share
        self.prices: list[Fraction] = []
        sizes = sorted(set(market.weights))
        self._size = [0, *sizes]
        self._money = [0.0, *[float(share)] * len(sizes)]
        self._past: list[tuple[tuple[int, Amount], ...]] = [()] * (len(sizes) + 1)
        kind = {size: number for number, size in enumerate(sizes, start=1)}
        self.kinds = [kind[weight] for weight in market.weights]

    def offer(self, good: Good) -> Offer | None:
        """What `good` would cost now; None if its supporters cannot pay, which stays so ever after."""
        rows = self._rows(good)
        cost = float(good.cost)
        cash = sum(row[CASH] for row in rows)
        if cash < cost * (1 + SLACK) and (cash < cost * (1 - SLACK) or self._cash(rows) < good.cost):
            return None
        price = _price(rows, cost)
        blur = SLACK * float(self.share)
        sure = sum(row[PULL] for row in rows[bisect_right(rows, price + blur, key=_ratio) :])
        # Where nobody surely can pay, the price hangs on the richest alone.
        slack = SLACK * cost / float(sure or rows[-1][PULL])
        scale, near = float(good.scale), blur + slack + SLACK * price
        poor, rich = bisect_left(rows, price - near, key=_ratio), bisect_right(rows, price + near, key=_ratio)
        return Offer(good, (price - slack) / scale, (price + slack) / scale, rows, poor, rich)

    def _rows(self, good: Good) -> list[Row]:
        rows: list[Row] = []
        money, size = self._money, self._size
        for backing in good.backing:
            multiple = backing.multiple
            groups = Counter(backing.pick(self.kinds))
            del groups[BROKE]
            rows += [
                (
                    money[kind] / multiple,
                    money[kind] * (heads := count * size[kind]),
                    heads * multiple,
                    heads,
                    kind,
                    multiple,
                )
                for kind, count in groups.items()
            ]
        rows.sort(key=_ratio)
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
        """All the money of these rows, exactly, with one product per earlier purchase."""
        everybody = 0
        paid: dict[int, Amount] = {}
        for _, _, _, heads, kind, _ in rows:
            everybody += heads
            for purchase, multiple in self._past[kind]:
                paid[purchase] = paid.get(purchase, 0) + heads * multiple
        return self.share * everybody - sum(self.prices[purchase] * times for purchase, times in paid.items())

    def money(self, kind: int) -> Fraction:
        """What one voter of this kind has, exactly."""
        if kind == BROKE:
            return Fraction()
        return self.share - sum(self.prices[purchase] * multiple for purchase, multiple in self._past[kind])

    def pay(self, offer: Offer, price: Fraction) -> None:
        """Every supporter pays `price` per multiple, or all they have."""
        becomes: dict[Amount, dict[int, int]] = {backing.multiple: {BROKE: BROKE} for backing in offer.good.backing}
        rough, purchase = float(price), len(self.prices)
        for place, row in enumerate(offer.rows):
            kind, multiple = row[KIND], row[MULTIPLE]
            unsure = offer.poor <= place < offer.rich
            if place < offer.poor or (unsure and self.money(kind) <= price * multiple):
                becomes[multiple][kind] = BROKE
                continue
            becomes[multiple][kind] = len(self._size)
            self._size.append(self._size[kind])
            self._money.append(self._money[kind] - rough * float(multiple))
            self._past.append((*self._past[kind], (purchase, multiple)))
        self.prices.append(price)
        kinds = self.kinds
        for backing in offer.good.backing:
            child = becomes[backing.multiple]
            for group, kind in zip(backing.groups, backing.pick(kinds), strict=True):
                kinds[group] = child[kind]


def _price(rows: list[Row], cost: float) -> float:
    """Price per multiple in doubles."""
    need, pull = cost, float(sum(row[PULL] for row in rows))
    for ratio, cash, given, _, _, _ in rows:
        if need <= ratio * pull:
            return need / pull
        need -= cash
        pull -= float(given)
    return rows[-1][RATIO]
