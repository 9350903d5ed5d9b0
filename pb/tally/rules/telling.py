"""Turns what a rule funded into an outcome in which every project has its step.

What is funded is decided by the rules; nothing is decided here.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pb.tally.rules.amounts import Amount, exact
from pb.tally.rules.contest import (
    Contest,
    Decision,
    Lot,
    Outcome,
    Project,
    Reason,
    Settings,
    Step,
    Tie,
    TieBreak,
)
from pb.tally.rules.standing import broken_by, rivals, scores, tie_order, why_not_eligible


@dataclass(frozen=True, slots=True)
class Funded:
    """A winner, why it won, and what its supporters paid each, if they did."""

    project: str
    reason: Reason
    price: Amount | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a project was turned down, and which projects beat it, if that is the reason."""

    reason: Reason
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a rule found: winners in order, whom it turned down and why, lots it needed, everybody's share.

    Losers that are not in `refused`, and neither ineligible nor in conflict with a winner, are told
    `otherwise`.
    """

    funded: Sequence[Funded]
    refused: Mapping[str, Refused]
    otherwise: Reason
    ties: Sequence[Tie] = ()
    share: Amount | None = None


def tie(
    tied: tuple[str, ...], lot: Lot | None, winners: set[str], winners_with: Callable[[str], set[str]]
) -> tuple[TieBreak, bool]:
    """What decided a draw that the first of `tied` won, and whether another draw changes who wins.

    `winners_with` counts again as if the named project had been drawn first.
    """
    decisive = any(other not in winners or winners_with(other) != winners for other in tied[1:])
    return broken_by(tied, lot), decisive


def outcome(contest: Contest, settings: Settings, lot: Lot | None, found: Found) -> Outcome:
    """Winners first in the order funded, then the others by falling score."""
    score, place = scores(contest, settings.repeats), tie_order(contest, lot)
    project = {each.id: each for each in contest.projects}
    won = [each.project for each in found.funded]
    lost = sorted(project.keys() - set(won), key=lambda name: (-score[name], place[name]))
    left = exact(contest.purse - sum(project[name].cost for name in won))
    steps = list(_won(contest.purse, found.funded, project))
    steps += [_lost(project[name], score[name], left, settings, found) for name in lost]
    return Outcome(
        winners=tuple(won),
        steps=tuple(replace(step, score=score[step.project], rank=rank) for rank, step in enumerate(steps, 1)),
        cost=exact(contest.purse - left),
        left=left,
        ties=tuple(found.ties),
        share=found.share,
    )


def _won(money: Amount, funded: Sequence[Funded], project: Mapping[str, Project]) -> Iterator[Step]:
    for each in funded:
        cost = project[each.project].cost
        before, money = money, exact(money - cost)
        yield Step(
            project=each.project,
            score=0,
            cost=cost,
            before=before,
            after=money,
            decision=Decision.FUNDED,
            reason=each.reason,
            price=each.price,
        )


def _lost(project: Project, score: Amount, left: Amount, settings: Settings, found: Found) -> Step:
    why = _why(project, score, settings, found)
    return Step(
        project=project.id,
        score=score,
        cost=project.cost,
        before=left,
        after=left,
        decision=Decision.NOT_FUNDED,
        reason=why.reason,
        others=why.others,
    )


def _why(project: Project, score: Amount, settings: Settings, found: Found) -> Refused:
    if reason := why_not_eligible(project, score, settings):
        return Refused(reason)
    if winning := rivals(project.id, settings) & {each.project for each in found.funded}:
        return Refused(Reason.LOST_CONFLICT, tuple(sorted(winning)))
    return found.refused.get(project.id, Refused(found.otherwise))
