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
    stride = 1
    while not enough(run) and _unsold(market, run):
        share = run.share + stride * Fraction(step)
        if stride > 1:
            ahead = same_up_to(market, share, run)
            run, stride = (ahead, stride * 2) if ahead else (run, stride // 2)
            continue
        ahead = bought(market, share)
        if ahead.cost > purse:
            break
        stride = 2 if ahead.winners == run.winners else 1
        run = ahead
    return bought(market, run.share)


def _unsold(market: Market, run: Run) -> bool:
    """Is there a good that a larger share could still buy?"""
    blocked = {rival for purchase in run.purchases for rival in purchase.good.rivals}
    return not market.goods.keys() <= blocked.union(run.winners)
