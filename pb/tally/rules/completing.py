"""What is bought with money that equal shares leave over: by votes, or by Phragmén from what voters kept.

How shares are raised before that is in `raising`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from pb.tally.rules.clock import earned
from pb.tally.rules.contest import Contest, Exclusion, Lot, Reason, Settings, Tie
from pb.tally.rules.greedy import GreedySettings, Unaffordable
from pb.tally.rules.greedy import count as count_by_votes
from pb.tally.rules.market import Market
from pb.tally.rules.purchases import Run
from pb.tally.rules.telling import Refused


@dataclass(frozen=True, slots=True)
class Added:
    """Projects added in order, whom the completion turned down, its own ties, and what it had to draw."""

    projects: tuple[str, ...] = ()
    refused: Mapping[str, Refused] = field(default_factory=dict)
    ties: tuple[Tie, ...] = ()
    draws: tuple[tuple[str, ...], ...] = ()


Completing = Callable[[Market, Run], Added]


def nothing(_goods: Market, _run: Run) -> Added:
    """The money left stays."""
    return Added()


def by_votes(contest: Contest, settings: Settings, lot: Lot | None) -> Completing:
    """The projects with most votes that still fit, as greedy takes them with skip."""

    def added(_goods: Market, run: Run) -> Added:
        done = [*run.winners, *run.blocked]
        outcome = count_by_votes(
            replace(contest, purse=contest.purse - run.cost),
            GreedySettings(
                unaffordable=Unaffordable.SKIP,
                threshold=settings.threshold,
                repeats=settings.repeats,
                exclusions=(*settings.exclusions, *map(Exclusion, done)),
                conflicts=settings.conflicts,
                resting=settings.resting,
            ),
            lot,
        )
        return Added(
            projects=outcome.winners,
            refused={step.project: Refused(step.reason, step.others) for step in outcome.steps},
            ties=tuple(tie for tie in outcome.ties if tie.decisive),
        )

    return added


def by_phragmen(contest: Contest) -> Completing:
    """Voters go on saving from what they kept; what does not fit the money left is passed over."""

    def added(goods: Market, run: Run) -> Added:
        done = {*run.winners, *run.blocked}
        rest = replace(goods, goods={name: good for name, good in goods.goods.items() if name not in done})
        money = {kind: run.ledger.money(kind) for kind in set(run.ledger.kinds)}
        since = [-money[kind] for kind in run.ledger.kinds]
        bought, misfits = earned(rest, since, contest.purse - run.cost, skip=True)
        return Added(
            projects=tuple(each.good.project for each in bought),
            refused={name: Refused(Reason.DOES_NOT_FIT) for name in misfits},
            draws=tuple(each.tied for each in bought if len(each.tied) > 1),
        )

    return added
