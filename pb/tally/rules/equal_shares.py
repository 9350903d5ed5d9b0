"""Method of Equal Shares: everybody gets an equal share of the purse, and supporters buy projects together.

Source: D. Peters, G. Pierczyński, P. Skowron, «Proportional Participatory Budgeting with Additive
Utilities» (NeurIPS 2021); completions and the order of ties as recommended at equalshares.net.
How purchases and the raising of shares work is in `purchases` and `raising`.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction

from pb.tally.rules.amounts import Amount, exact, parse_amount
from pb.tally.rules.completing import Completing, by_phragmen, by_votes, nothing
from pb.tally.rules.contest import (
    Ballot,
    Contest,
    Lot,
    MalformedError,
    Outcome,
    Reason,
    Repeats,
    Rule,
    Settings,
    Tie,
)
from pb.tally.rules.market import Market, market, redrawn
from pb.tally.rules.purchases import Run, bought
from pb.tally.rules.raising import raised
from pb.tally.rules.standing import check_settings, eligible_projects, worth
from pb.tally.rules.telling import Found, Funded, Refused, outcome, tie


class Utility(Enum):
    """What a voter draws from a funded project: its cost, one, or the points given to it."""

    COST = "cost"
    CARDINALITY = "cardinality"
    POINTS = "points"


class Completion(Enum):
    """What is done with money left: nothing; by votes; raise shares; that and then by votes; Phragmén."""

    NONE = "none"
    UTILITARIAN = "utilitarian"
    ADD1 = "add1"
    ADD1U = "add1u"
    PHRAGMEN = "phragmen"


class StopWhen(Enum):
    """When shares are raised no further: before the purse is exceeded; or as soon as nothing more fits it."""

    OVER_BUDGET = "over-budget"
    EXHAUSTIVE = "exhaustive"


class Start(Enum):
    """The first share: purse / voters exactly, or rounded down to a whole unit of money."""

    EXACT = "exact"
    FLOOR = "floor"


@dataclass(frozen=True, slots=True, kw_only=True)
class EqualSharesSettings(Settings):
    """`step` is in the contest's unit of money; a project twice on one ballot counts once by default."""

    repeats: Repeats = field(default=Repeats.ONCE, metadata=Settings.__dataclass_fields__["repeats"].metadata)
    utility: Utility = field(
        default=Utility.COST, metadata={"parse": Utility, "help": "what a voter draws from a funded project"}
    )
    completion: Completion = field(
        default=Completion.NONE, metadata={"parse": Completion, "help": "what is done with money left"}
    )
    stop_when: StopWhen = field(
        default=StopWhen.OVER_BUDGET,
        metadata={"parse": StopWhen, "help": "when shares are raised no further"},
    )
    start: Start = field(
        default=Start.EXACT, metadata={"parse": Start, "help": "first share: purse / voters, or its floor"}
    )
    step: Amount = field(
        default=1, metadata={"parse": parse_amount, "help": "by how much add1 raises the share each time"}
    )

    def __post_init__(self) -> None:
        if self.step <= 0:
            raise MalformedError("the step must be above zero")


def count(contest: Contest, settings: EqualSharesSettings, lot: Lot | None = None) -> Outcome:
    """Winners in the order bought, then the completion's. MalformedError if settings name strangers."""
    check_settings(contest, settings)
    goods = _goods(contest, settings, lot)
    run = _at_final_share(contest, settings, goods)
    completing = _completing(contest, settings, lot)
    added = completing(goods, run)
    winners = {*run.winners, *added.projects}

    def winners_with(first: str) -> set[str]:
        other = redrawn(goods, first)
        again = bought(other, run.share)
        return {*again.winners, *completing(other, again).projects}

    draws = [each.tied for each in run.purchases if len(each.tied) > 1] + list(added.draws)
    unlucky = {name: Refused(Reason.LOST_TIE, tied[:1]) for tied in draws for name in tied[1:] if name not in winners}
    found = Found(
        funded=[
            *(Funded(each.good.project, Reason.SUPPORTERS_PAY, exact(each.price)) for each in run.purchases),
            *(Funded(project, Reason.COMPLETION) for project in added.projects),
        ],
        refused={**added.refused, **unlucky},
        otherwise=Reason.SUPPORTERS_CANNOT_PAY,
        ties=[Tie(each, goods.goods[each[0]].votes, *tie(each, lot, winners, winners_with)) for each in draws]
        + list(added.ties),
        share=exact(run.share),
    )
    return outcome(contest, settings, lot, found)


def _goods(contest: Contest, settings: EqualSharesSettings, lot: Lot | None) -> Market:
    by_cost = settings.utility is Utility.COST
    return market(contest, settings, lot, lambda ballot: multiples(ballot, settings), scale_is_cost=by_cost)


def _completing(contest: Contest, settings: EqualSharesSettings, lot: Lot | None) -> Completing:
    if settings.completion in (Completion.UTILITARIAN, Completion.ADD1U):
        return by_votes(contest, settings, lot)
    if settings.completion is Completion.PHRAGMEN:
        return by_phragmen(contest)
    return nothing


def multiples(ballot: Ballot, settings: EqualSharesSettings) -> Mapping[str, Amount]:
    """What each project on a ballot is worth to its voter, above zero: its points where asked, else one."""
    if not ballot.points:
        return Counter(ballot.choices) if settings.repeats is Repeats.COUNT else dict.fromkeys(ballot.choices, 1)
    by_points = settings.utility is Utility.POINTS
    wants: dict[str, Amount] = {}
    for project, given in worth(ballot, settings.repeats):
        wants[project] = wants.get(project, 0) + (given if by_points else int(given > 0))
    return {project: multiple for project, multiple in wants.items() if multiple > 0}


def _first_share(contest: Contest, settings: EqualSharesSettings) -> Fraction:
    share = Fraction(contest.purse) / max(contest.voters, 1)
    return Fraction(share // 1) if settings.start is Start.FLOOR else share


def _at_final_share(contest: Contest, settings: EqualSharesSettings, goods: Market) -> Run:
    run = bought(goods, _first_share(contest, settings))
    if settings.completion not in (Completion.ADD1, Completion.ADD1U):
        return run
    until_full = settings.stop_when is StopWhen.EXHAUSTIVE
    eligible = {project.id: project.cost for project in eligible_projects(contest, settings)}

    def enough(run: Run) -> bool:
        left = contest.purse - run.cost
        return until_full and all(eligible[name] > left for name in eligible.keys() - run.blocked - {*run.winners})

    return raised(goods, run, step=settings.step, purse=contest.purse, enough=enough)


RULE = Rule("equal-shares", EqualSharesSettings, count, monotone=False)
