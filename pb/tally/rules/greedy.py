"""Greedy by votes: the rule of most city regulations, from the highest score down until the purse ends.

Source: P. Faliszewski et al., «Participatory Budgeting: Data, Tools, and Analysis» (IJCAI 2023), rule
"BasicAV", with the four switches that official Polish results need: stop or skip, threshold, tail, conflicts.
No proportionality and no votes per cost here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import Enum
from fractions import Fraction
from itertools import groupby

from pb.tally.rules.amounts import Amount, exact
from pb.tally.rules.contest import (
    Contest,
    Decision,
    Lot,
    MalformedError,
    Outcome,
    Project,
    Reason,
    Rule,
    Settings,
    Step,
    Tie,
)
from pb.tally.rules.standing import (
    broken_by,
    check_settings,
    rivals,
    scores,
    tie_order,
    why_not_eligible,
)


class Unaffordable(Enum):
    """What happens to the list at a project that does not fit."""

    STOP = "stop"
    SKIP = "skip"


@dataclass(frozen=True, slots=True, kw_only=True)
class GreedySettings(Settings):
    """`tail`: the first project that does not fit is funded, and ends the list, when the money left covers
    at least this part of its cost; the rest comes from a reserve."""

    unaffordable: Unaffordable = field(
        default=Unaffordable.STOP,
        metadata={
            "parse": Unaffordable,
            "help": "at a project that does not fit: stop, or skip it and go on",
        },
    )
    tail: Fraction | None = field(
        default=None,
        metadata={
            "parse": Fraction,
            "help": "fund the first that does not fit if this part is covered (0.8)",
        },
    )

    def __post_init__(self) -> None:
        if self.tail is not None and not 0 < self.tail <= 1:
            raise MalformedError("the tail must be a part of the cost, above 0 and at most 1")


@dataclass(frozen=True, slots=True)
class _State:
    money: Amount
    winners: tuple[str, ...] = ()
    ended: bool = False
    tail_open: bool = True

    def after(self, project: Project, reason: Reason, settings: GreedySettings) -> "_State":
        if reason is Reason.DOES_NOT_FIT:
            return replace(self, tail_open=False, ended=settings.unaffordable is Unaffordable.STOP)
        if reason not in _FUNDS:
            return self
        return _State(
            money=exact(self.money - project.cost),
            winners=(*self.winners, project.id),
            ended=reason is Reason.TAIL,
            tail_open=self.tail_open and reason is not Reason.TAIL,
        )


_FUNDS = frozenset({Reason.FITS, Reason.TAIL})
_TAKES_PART = _FUNDS | {Reason.DOES_NOT_FIT}


def count(contest: Contest, settings: GreedySettings, lot: Lot | None = None) -> Outcome:
    """Winners by falling score, equals by the lot. Raises MalformedError if settings name strangers."""
    check_settings(contest, settings)
    total = scores(contest, settings.repeats)
    place = tie_order(contest, lot)
    order = sorted(contest.projects, key=lambda project: (-total[project.id], place[project.id]))
    state = _State(contest.purse)
    steps: list[Step] = []
    ties: list[Tie] = []
    for score, members in groupby(order, key=lambda project: total[project.id]):
        tied = tuple(members)
        start = state
        for project in tied:
            reason = _verdict(project, score, state, settings)
            before, state = state, state.after(project, reason, settings)
            steps.append(_step(project, score, before, state, reason))
        if len(tied) > 1:
            steps[-len(tied) :] = _lost_ties(steps[-len(tied) :], tied, start, settings)
            names = tuple(project.id for project in tied)
            ties.append(Tie(names, score, broken_by(names, lot), _decisive(tied, score, start, settings)))
    cost = exact(contest.purse - state.money)
    return Outcome(
        winners=state.winners,
        steps=tuple(_with_rank_and_rivals(steps, settings)),
        cost=cost,
        left=max(state.money, 0),
        from_reserve=max(-state.money, 0),
        ties=tuple(ties),
    )


def _verdict(project: Project, score: Amount, state: _State, settings: GreedySettings) -> Reason:
    if reason := why_not_eligible(project, score, settings):
        return reason
    if rivals(project.id, settings).intersection(state.winners):
        return Reason.LOST_CONFLICT
    if state.ended:
        return Reason.LIST_ENDED
    if project.cost <= state.money:
        return Reason.FITS
    if settings.tail is not None and state.tail_open and state.money >= settings.tail * project.cost:
        return Reason.TAIL
    return Reason.DOES_NOT_FIT


def _step(project: Project, score: Amount, before: _State, after: _State, reason: Reason) -> Step:
    decision = Decision.FUNDED if reason in _FUNDS else Decision.NOT_FUNDED
    return Step(
        project=project.id,
        score=score,
        cost=project.cost,
        before=before.money,
        after=after.money,
        decision=decision,
        reason=reason,
    )


def _lost_ties(steps: list[Step], tied: tuple[Project, ...], start: _State, settings: GreedySettings) -> Iterator[Step]:
    """Who would have been funded if taken first among its equals lost to those the lot put before it."""
    for place, (step, project) in enumerate(zip(steps, tied, strict=True)):
        alone = _verdict(project, step.score, start, settings)
        if step.reason not in _FUNDS and alone in _FUNDS:
            ahead = tuple(other.project for other in steps[:place] if other.reason in _TAKES_PART)
            yield replace(step, reason=Reason.LOST_TIE, others=ahead)
        else:
            yield step


def _decisive(tied: tuple[Project, ...], score: Amount, start: _State, settings: GreedySettings) -> bool:
    """Would another order of these equals change who wins?

    Money only falls while a group is taken, so only those who could be funded first can be funded at all.
    All of them are funded in every order, unless together they cost too much, two of them are in conflict,
    or a project that does not fit may come first and end the list or use up the tail.
    """
    verdicts = [(project, _verdict(project, score, start, settings)) for project in tied]
    able = [project for project, reason in verdicts if reason in _FUNDS]
    if not able:
        return False
    if any(reason is Reason.DOES_NOT_FIT for _, reason in verdicts):
        takes_tail = any(reason is Reason.TAIL for _, reason in verdicts)
        if takes_tail or settings.unaffordable is Unaffordable.STOP:
            return True
    clash = any(rivals(project.id, settings) & {other.id for other in able} for project in able)
    return len(able) > 1 and (clash or sum(project.cost for project in able) > start.money)


def _with_rank_and_rivals(steps: list[Step], settings: GreedySettings) -> Iterator[Step]:
    funded = {step.project for step in steps if step.decision is Decision.FUNDED}
    for rank, step in enumerate(steps, start=1):
        others = step.others
        if step.reason is Reason.LOST_CONFLICT:
            others = tuple(sorted(rivals(step.project, settings) & funded))
        yield replace(step, rank=rank, others=others)


RULE = Rule("greedy", GreedySettings, count, monotone=True)
