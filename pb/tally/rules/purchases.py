"""Purchases of equal shares at one share: the cheapest per utility first, as long as any can be bought.

How the share is found and what becomes of money left over is decided elsewhere.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heapify, heappop, heappush
from operator import itemgetter

from pb.tally.rules.amounts import Amount
from pb.tally.rules.ledger import SLACK, Ledger, Offer
from pb.tally.rules.market import Good, Market


@dataclass(frozen=True, slots=True)
class Purchase:
    """`price` is what a supporter pays per multiple of utility's scale, `rate` the same per utility.

    `tied` are the projects, the bought one first, between which only the lot decided.
    """

    good: Good
    price: Fraction
    rate: Fraction
    tied: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """All purchases at one share, in order, and what everybody has after them."""

    purchases: tuple[Purchase, ...]
    ledger: Ledger

    @property
    def share(self) -> Fraction:
        return self.ledger.share

    @property
    def cost(self) -> Amount:
        return sum(purchase.good.cost for purchase in self.purchases)

    @property
    def blocked(self) -> frozenset[str]:
        """Projects in conflict with something bought."""
        return frozenset(rival for purchase in self.purchases for rival in purchase.good.rivals)

    @property
    def winners(self) -> tuple[str, ...]:
        return tuple(purchase.good.project for purchase in self.purchases)


class _Stall:
    """The goods not yet bought, by a lower bound of their rate: rates only rise while money is spent.

    Without those that all the shares of their supporters together cannot pay.
    """

    def __init__(self, market: Market, ledger: Ledger) -> None:
        self._ledger = ledger
        self._goods = {name: good for name, good in market.goods.items() if good.heads * ledger.share >= good.cost}
        bounds = (
            (float(good.cost / (good.pull * good.scale)) * (1 - SLACK), name) for name, good in self._goods.items()
        )
        self._queue = list(bounds)
        heapify(self._queue)

    def offers(self, limit: float, *, shrink: bool) -> list[Offer]:
        """Every good whose rate may be at most `limit`, or, with `shrink`, at most the lowest rate found."""
        found = []
        while self._queue and self._queue[0][0] <= limit:
            _, name = heappop(self._queue)
            offer = self._ledger.offer(self._goods[name]) if name in self._goods else None
            if offer:
                found.append(offer)
                limit = min(limit, offer.high) if shrink else limit
        return found

    def sold(self, bought: Offer, found: list[Offer]) -> None:
        """Takes what was bought and its rivals off the stall and puts the other offers back."""
        for name in (bought.good.project, *bought.good.rivals):
            self._goods.pop(name, None)
        for offer in found:
            if offer is not bought:
                heappush(self._queue, (offer.low, offer.good.project))


def bought(market: Market, share: Fraction) -> Run:
    """Everything that is bought when each voter has `share`."""
    ledger = Ledger(market, share)
    stall = _Stall(market, ledger)
    purchases: list[Purchase] = []
    while found := stall.offers(math.inf, shrink=True):
        offer, purchase = _cheapest(ledger, found)
        ledger.pay(offer, purchase.price)
        stall.sold(offer, found)
        purchases.append(purchase)
    return Run(tuple(purchases), ledger)


def _cheapest(ledger: Ledger, found: Sequence[Offer]) -> tuple[Offer, Purchase]:
    limit = min(offer.high for offer in found)
    exact = []
    for offer in found:
        if offer.low <= limit:
            price = ledger.exact_price(offer)
            exact.append((price / offer.good.scale, offer.good.standing, price, offer))
    exact.sort(key=itemgetter(0, 1))
    rate, standing, price, chosen = exact[0]
    tied = tuple(each[3].good.project for each in exact if each[0] == rate and each[1][:2] == standing[:2])
    return chosen, Purchase(chosen.good, price, rate, tied)


def same_up_to(market: Market, share: Fraction, run: Run) -> Run | None:
    """The run at a higher `share` if it and every share between buys the same in the same order; else None.

    None may also mean that this could not be shown. While the order of purchases stays the same, a larger
    share leaves nobody poorer before any purchase, so no rate is higher. What was bought at the lower share
    was therefore never dearer in between than `run` says, and any other good never cheaper than it is now.
    If that other good is still behind, it was behind all the way; and what cannot be paid now never could.
    """
    ledger = Ledger(market, share)
    stall = _Stall(market, ledger)
    purchases: list[Purchase] = []
    for step in run.purchases:
        found = stall.offers(float(step.rate) * (1 + SLACK), shrink=False)
        offer = next((each for each in found if each.good is step.good), None)
        if offer is None or any(_overtakes(ledger, each, step) for each in found if each is not offer):
            return None
        price = ledger.exact_price(offer)
        ledger.pay(offer, price)
        stall.sold(offer, found)
        purchases.append(Purchase(step.good, price, price / step.good.scale, step.tied))
    if stall.offers(math.inf, shrink=False):
        return None
    return Run(tuple(purchases), ledger)


def _overtakes(ledger: Ledger, offer: Offer, step: Purchase) -> bool:
    if offer.high < float(step.rate) * (1 - SLACK):
        return True
    rate = ledger.exact_price(offer) / offer.good.scale
    return (rate, offer.good.standing) < (step.rate, step.good.standing)
