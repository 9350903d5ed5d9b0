"""What every voter still has during purchases, and what a good would cost its supporters now, exactly.

Which good is bought, and how large the share is, is decided elsewhere.

Doubles only make a shortlist; every price paid, every near tie and every near affordability is a rational.
Groups of voters with the same past form a kind, so a price costs one pass over kinds. What a kind holds is
never stored exactly: it is the share minus the prices it paid in full, or nothing.
"""

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


class Offer(NamedTuple):
    """A good, the bounds of its rate (price per utility), its price, and rows within `near` of that price."""

    good: Good
    low: float
    high: float
    price: float
    near: float
    rows: list[Row]


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
        price, sure = _price(rows, cost, SLACK * float(self.share))
        slack = SLACK * cost / sure
        scale = float(good.scale)
        near = slack + SLACK * (price + float(self.share))
        return Offer(good, (price - slack) / scale, (price + slack) / scale, price, near, rows)

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
        rows.sort(key=itemgetter(0))
        return rows

    def exact_price(self, offer: Offer) -> Fraction:
        """What each supporter who can pays per multiple; those who cannot pay all they have."""
        low, high = offer.price - offer.near, offer.price + offer.near
        poor = [row for row in offer.rows if row[RATIO] < low]
        need = offer.good.cost - self._cash(poor)
        pull = Fraction(sum(row[PULL] for row in offer.rows[len(poor) :]))
        close = [row for row in offer.rows[len(poor) :] if row[RATIO] <= high]
        for ratio, given in sorted((self.money(kind) / multiple, given) for _, _, given, _, kind, multiple in close):
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
        rough = float(price)
        for row in offer.rows:
            kind, multiple = row[KIND], row[MULTIPLE]
            if self._spends_all(row, offer, price):
                becomes[multiple][kind] = BROKE
                continue
            becomes[multiple][kind] = len(self._size)
            self._size.append(self._size[kind])
            self._money.append(self._money[kind] - rough * float(multiple))
            self._past.append((*self._past[kind], (len(self.prices), multiple)))
        self.prices.append(price)
        kinds = self.kinds
        for backing in offer.good.backing:
            child = becomes[backing.multiple]
            for group, kind in zip(backing.groups, backing.pick(kinds), strict=True):
                kinds[group] = child[kind]

    def _spends_all(self, row: Row, offer: Offer, price: Fraction) -> bool:
        if abs(row[RATIO] - offer.price) > offer.near:
            return row[RATIO] < offer.price
        return self.money(row[KIND]) <= price * row[MULTIPLE]


def _price(rows: list[Row], cost: float, blur: float) -> tuple[float, float]:
    """Price per multiple in doubles, and the multiples of those who surely can pay it.

    Where the doubles cannot name anybody who surely can, it is the multiples of the richest.
    """
    need, pull = cost, float(sum(row[PULL] for row in rows))
    price = rows[-1][RATIO]
    for ratio, cash, given, _, _, _ in rows:
        if need <= ratio * pull:
            price = need / pull
            break
        need -= cash
        pull -= float(given)
    sure = sum(row[PULL] for row in rows if row[RATIO] > price + blur)
    return price, float(sure or rows[-1][PULL])
