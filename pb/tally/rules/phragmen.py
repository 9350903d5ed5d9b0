"""Sequential Phragmén: all voters earn alike, and supporters buy a project the moment they can.

Source: L. Phragmén (1894) for parliaments; for budgets M. Los, Z. Christoff, D. Grossi, «Proportional Budget
Allocations: Towards a Systematization» (IJCAI 2022). A project dearer than the purse takes no part. Where ballots
carry points, a project given any point is supported; points beyond the first count only for the threshold. The
clock itself is in `clock`.
"""

from dataclasses import dataclass, field, replace
from fractions import Fraction

from pb.tally.rules.clock import Earned, earned
from pb.tally.rules.contest import Contest, Lot, Outcome, Reason, Rule, Settings, Tie
from pb.tally.rules.greedy import Unaffordable
from pb.tally.rules.market import Market, market, redrawn, supported
from pb.tally.rules.standing import check_settings
from pb.tally.rules.telling import Found, Funded, Refused, outcome, tie


@dataclass(frozen=True, slots=True, kw_only=True)
class PhragmenSettings(Settings):
    """With `stop` the list ends when a project that is due, or one due at the same moment, does not fit."""

    unaffordable: Unaffordable = field(
        default=Unaffordable.STOP,
        metadata={
            "parse": Unaffordable,
            "help": "at a project that does not fit: stop, or skip it and go on",
        },
    )


def count(contest: Contest, settings: PhragmenSettings, lot: Lot | None = None) -> Outcome:
    """Winners by the moment their supporters have the cost. MalformedError if settings name strangers."""
    check_settings(contest, settings)
    offered = market(contest, settings, lot, supported, scale_is_cost=False)
    # What costs more than the whole purse can never be bought, and must not end the list for the others.
    goods = replace(offered, goods={name: each for name, each in offered.goods.items() if each.cost <= contest.purse})
    bought, misfits = _earned(goods, contest, settings)
    winners = {each.good.project for each in bought}
    refused = {name: Refused(Reason.DOES_NOT_FIT) for name in [*misfits, *(offered.goods.keys() - goods.goods.keys())]}
    refused |= {
        name: Refused(Reason.LOST_TIE, each.tied[:1])
        for each in bought
        for name in each.tied[1:]
        if name not in winners
    }

    def winners_with(first: str) -> set[str]:
        return {each.good.project for each in _earned(redrawn(goods, first), contest, settings)[0]}

    ended = misfits and settings.unaffordable is Unaffordable.STOP
    found = Found(
        funded=[Funded(each.good.project, Reason.SUPPORTERS_PAY) for each in bought],
        refused=refused,
        otherwise=Reason.LIST_ENDED if ended else Reason.SUPPORTERS_CANNOT_PAY,
        ties=[
            Tie(each.tied, each.good.votes, *tie(each.tied, lot, winners, winners_with))
            for each in bought
            if len(each.tied) > 1
        ],
    )
    return outcome(contest, settings, lot, found)


def _earned(goods: Market, contest: Contest, settings: PhragmenSettings) -> tuple[list[Earned], list[str]]:
    start = [Fraction()] * len(goods.weights)
    return earned(goods, start, contest.purse, skip=settings.unaffordable is Unaffordable.SKIP)


RULE = Rule("phragmen", PhragmenSettings, count, monotone=False)
