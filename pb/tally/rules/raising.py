"""Add1: everybody's share is raised step by step while what is bought stays within the purse.

Source: the completion recommended at equalshares.net, and D. Peters, G. Pierczyński, P. Skowron,
«Proportional Participatory Budgeting with Additive Utilities» (NeurIPS 2021), section on exhaustiveness.
Steps at which provably the same is bought are passed over in growing strides; the result is that of taking
each step (the idea of looking for the next change: «Streamlining Equal Shares», arXiv 2502.11797).
"""

from collections.abc import Callable
from fractions import Fraction

from pb.tally.rules.amounts import Amount
from pb.tally.rules.market import Market
from pb.tally.rules.purchases import Run, bought, same_up_to


def raised(market: Market, run: Run, *, step: Amount, purse: Amount, enough: Callable[[Run], bool]) -> Run:
    """The run at the last share `run.share + k × step` before the cost exceeds `purse`.

    Ends earlier at the first share at which `enough` says so or nothing more can be bought. `enough` may
    look at nothing but what was bought.
    """
    pace = _Pace()
    while not enough(run) and _unsold(market, run):
        share = run.share + pace.stride * Fraction(step)
        if pace.stride > 1:
            ahead = same_up_to(market, share, run)
            pace.strode(shown=ahead is not None)
            run = ahead or run
            continue
        ahead = bought(market, share)
        if ahead.cost > purse:
            break
        pace.stepped(same=ahead.winners == run.winners)
        run = ahead
    return bought(market, run.share)


class _Pace:
    """How many steps to take at once: doubled while nothing changes, tried less often while that fails."""

    def __init__(self) -> None:
        self.stride = 1
        self._calm = 0
        self._patience = 1

    def stepped(self, *, same: bool) -> None:
        self._calm = self._calm + 1 if same else 0
        if self._calm >= self._patience:
            self.stride = 2

    def strode(self, *, shown: bool) -> None:
        if shown:
            self.stride *= 2
            self._patience = 1
            return
        self.stride //= 2
        if self.stride == 1:
            self._calm = 0
            self._patience *= 2


def _unsold(market: Market, run: Run) -> bool:
    """Is there a good that a larger share could still buy?"""
    return not market.goods.keys() <= run.blocked.union(run.winners)
