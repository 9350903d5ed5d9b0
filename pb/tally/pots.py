"""A cycle's count: contests one after another, and where the money goes that one of them leaves.

How one contest is counted is its rule's business. An area that gets the others' money for the highest
turnout is simply put last by the caller.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from pb.tally.rules import greedy
from pb.tally.rules.amounts import Amount, exact
from pb.tally.rules.contest import (
    Ballot,
    Contest,
    Decision,
    Lot,
    MalformedError,
    Outcome,
    Reason,
    Rule,
    Settings,
    grouped,
)
from pb.tally.rules.greedy import GreedySettings, Unaffordable


class Remainder(Enum):
    """Where money left goes: nowhere; to the next contest; to the last; to a reserve for all losers."""

    STAYS = "stays"
    NEXT = "next"
    LAST = "last"
    RESERVE = "reserve"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One contest and how it is counted."""

    name: str
    contest: Contest
    rule: Rule
    settings: Settings
    lot: Lot | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A stage as it was counted: its contest's purse includes what it `received`; it `gave` what it left."""

    stage: Stage
    outcome: Outcome
    received: Amount = 0
    gave: Amount = 0


RESERVE = "reserve"
"""The name of the stage in which the losers of all contests compete by votes for the money left."""

_MAY_NOT_WIN = frozenset(
    {
        *(Reason.WITHDRAWN, Reason.EXCLUDED, Reason.BELOW_THRESHOLD, Reason.LOST_CONFLICT),
        *(Reason.ADDRESS_RESTS, Reason.CAP_REACHED, Reason.ENOUGH_WINNERS),
    }
)


def count_stages(stages: Sequence[Stage], remainder: Remainder, lot: Lot | None = None) -> list[Counted]:
    """All stages in the order given, and a last one for the reserve, whose ties `lot` decides.

    Raises MalformedError where stages that share a reserve have ballots of different forms or a project in
    common.
    """
    counted: list[Counted] = []
    pot: Amount = 0
    for stage in stages:
        ends_here = stage is stages[-1] and remainder is not Remainder.RESERVE
        takes = remainder is Remainder.NEXT or ends_here
        done = _counted(stage, pot if takes else 0)
        gives = remainder is not Remainder.STAYS and not ends_here
        counted.append(replace(done, gave=done.outcome.left if gives else 0))
        pot = exact(pot - counted[-1].received + counted[-1].gave)
    if remainder is Remainder.RESERVE and stages:
        counted.append(_counted(_reserve(counted, lot), pot))
    return counted


def _counted(stage: Stage, received: Amount) -> Counted:
    contest = replace(stage.contest, purse=exact(stage.contest.purse + received))
    outcome = stage.rule.count(contest, stage.settings, stage.lot)
    return Counted(stage=replace(stage, contest=contest), outcome=outcome, received=received)


def _reserve(counted: Sequence[Counted], lot: Lot | None) -> Stage:
    """A contest of all who lost for want of money, with an empty purse, by votes and skipping."""
    forms = {each.stage.contest.form for each in counted}
    losers = [project for each in counted for project in _losers(each)]
    if len(forms) > 1 or len(set(losers)) != len(losers):
        raise MalformedError("contests that share a reserve need the same form of ballot and different projects")
    projects = tuple(project for each in counted for project in each.stage.contest.projects if project.id in losers)
    ballots = (ballot for each in counted for ballot in _without_others(each.stage.contest.ballots, set(losers)))
    form = forms.pop()
    conflicts = (group for each in counted for group in each.stage.settings.conflicts)
    among_losers = (tuple(name for name in group if name in losers) for group in conflicts)
    return Stage(
        name=RESERVE,
        contest=Contest(projects, grouped(ballots, [project.id for project in projects], form), 0, form),
        rule=greedy.RULE,
        settings=GreedySettings(unaffordable=Unaffordable.SKIP, conflicts=tuple(filter(None, among_losers))),
        lot=lot,
    )


def _losers(counted: Counted) -> Iterator[str]:
    for step in counted.outcome.steps:
        if step.decision is Decision.NOT_FUNDED and step.reason not in _MAY_NOT_WIN:
            yield step.project


def _without_others(ballots: Sequence[Ballot], kept: set[str]) -> Iterator[Ballot]:
    for ballot in ballots:
        places = [place for place, choice in enumerate(ballot.choices) if choice in kept]
        points = tuple(ballot.points[place] for place in places) if ballot.points else ()
        yield Ballot(tuple(ballot.choices[place] for place in places), points, ballot.count)
