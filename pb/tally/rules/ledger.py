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
from typing import NamedTuple

from pb.tally.rules.amounts import Amount
from pb.tally.rules.market import Good, Market

SLACK = 1e-9
"""Doubles closer than this, relatively, are not trusted; their real error is thousands of times smaller."""

BROKE = 0


class Row(NamedTuple):
    """Supporters of one kind and multiple: money per multiple, money in all, multiples in all, heads."""

    ratio: float
    cash: float
    pull: Amount
    heads: int
    kind: int
    multiple: Amount


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
        cash = sum(row[1] for row in rows)
        if cash < cost * (1 + SLACK) and (cash < cost * (1 - SLACK) or self._cash(rows) < good.cost):
            return None
        price, pull, least = _price(rows, cost, SLACK * float(self.share))
        slack = SLACK * cost / (least or pull)
        scale = float(good.scale)
        near = slack + SLACK * (price + float(self.share))
        return Offer(good, (price - slack) / scale, (price + slack) / scale, price, near, rows)

    def _rows(self, good: Good) -> list[Row]:
        rows = []
        for backing in good.backing:
            multiple = backing.multiple
            for kind, groups in Counter(backing.pick(self.kinds)).items():
                if kind != BROKE:
                    money, heads = self._money[kind], groups * self._size[kind]
                    rows.append(Row(money / multiple, money * heads, heads * multiple, heads, kind, multiple))
        rows.sort(key=itemgetter(0))
        return rows

    def exact_price(self, offer: Offer) -> Fraction:
        """What each supporter who can pays per multiple; those who cannot pay all they have."""
        low, high = offer.price - offer.near, offer.price + offer.near
        need = offer.good.cost - self._cash(row for row in offer.rows if row.ratio < low)
        pull = sum((row.pull for row in offer.rows if row.ratio >= low), Fraction())
        close = [(self.money(row.kind) / row.multiple, row) for row in offer.rows if low <= row.ratio <= high]
        for ratio, row in sorted(close, key=itemgetter(0)):
            if need <= ratio * pull:
                break
            need -= ratio * row.pull
            pull -= row.pull
        return need / pull

    def _cash(self, rows: Iterable[Row]) -> Fraction:
        """All the money of these rows, exactly, with one product per earlier purchase."""
        heads = 0
        paid: dict[int, Amount] = {}
        for row in rows:
            heads += row.heads
            for purchase, multiple in self._past[row.kind]:
                paid[purchase] = paid.get(purchase, 0) + row.heads * multiple
        return self.share * heads - sum(self.prices[purchase] * times for purchase, times in paid.items())

    def money(self, kind: int) -> Fraction:
        """What one voter of this kind has, exactly."""
        if kind == BROKE:
            return Fraction()
        return self.share - sum(self.prices[purchase] * multiple for purchase, multiple in self._past[kind])

    def pay(self, offer: Offer, price: Fraction) -> None:
        """Every supporter pays `price` per multiple, or all they have."""
        purchase = len(self.prices)
        becomes = {(row.kind, row.multiple): self._after(row, offer, price, purchase) for row in offer.rows}
        self.prices.append(price)
        for backing in offer.good.backing:
            child = {kind: new for (kind, multiple), new in becomes.items() if multiple == backing.multiple}
            child[BROKE] = BROKE
            for group in backing.groups:
                self.kinds[group] = child[self.kinds[group]]

    def _after(self, row: Row, offer: Offer, price: Fraction, purchase: int) -> int:
        """The kind that supporters of this row belong to once they have paid."""
        if abs(row.ratio - offer.price) > offer.near:
            poor = row.ratio < offer.price
        else:
            poor = self.money(row.kind) <= price * row.multiple
        if poor:
            return BROKE
        self._size.append(self._size[row.kind])
        self._money.append(self._money[row.kind] - float(price * row.multiple))
        self._past.append((*self._past[row.kind], (purchase, row.multiple)))
        return len(self._size) - 1


def _price(rows: list[Row], cost: float, blur: float) -> tuple[float, float, float]:
    """Price per multiple in doubles, the multiples of those who can pay it, and of those who surely can."""
    need, pull = cost, float(sum(row.pull for row in rows))
    price = rows[-1].ratio
    for row in rows:
        if need <= row.ratio * pull:
            price = need / pull
            break
        need -= row.cash
        pull -= float(row.pull)
    return price, pull, sum(float(row.pull) for row in rows if row.ratio > price + blur)
