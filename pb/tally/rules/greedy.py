"""Greedy by votes: the rule of most city regulations, from the highest score down until the purse ends.

Source: P. Faliszewski et al., «Participatory Budgeting: Data, Tools, and Analysis» (IJCAI 2023), rule
"BasicAV", with the four switches that official Polish results need: stop or skip, threshold, tail, conflicts.
No proportionality and no votes per cost here.
"""

from collections.abc import Callable, Iterator
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


@dataclass(frozen=True, slots=True)
class _Entry:
    project: Project
    score: Amount
    standing: Amount


_FUNDS = frozenset({Reason.FITS, Reason.TAIL})
_TAKES_PART = _FUNDS | {Reason.DOES_NOT_FIT, Reason.LOST_TIE}


def count(contest: Contest, settings: GreedySettings, lot: Lot | None = None) -> Outcome:
    """Winners by falling score, equals by the lot. Raises MalformedError if settings name strangers."""
    return taken_in_order(contest, settings, lot, lambda _, score: score)


Standing = Callable[[Project, Amount], Amount]
"""What orders a project with this score, and in what tied projects are equal."""


def taken_in_order(contest: Contest, settings: GreedySettings, lot: Lot | None, standing: Standing) -> Outcome:
    """Projects by falling standing, each funded if it may be and the money allows."""
    check_settings(contest, settings)
    total, place = scores(contest, settings.repeats), tie_order(contest, lot)
    entries = [_Entry(project, total[project.id], standing(project, total[project.id])) for project in contest.projects]
    entries.sort(key=lambda entry: (-entry.standing, place[entry.project.id]))
    state = _State(contest.purse)
    steps: list[Step] = []
    ties: list[Tie] = []
    for shared, members in groupby(entries, key=lambda entry: entry.standing):
        tied = list(members)
        taken, after = _taken(tied, state, settings)
        steps += taken
        if len(tied) > 1:
            names = tuple(entry.project.id for entry in tied)
            ties.append(Tie(names, shared, broken_by(names, lot), _decisive(tied, state, settings)))
        state = after
    return Outcome(
        winners=state.winners,
        steps=tuple(_with_rank_and_rivals(steps, settings)),
        cost=exact(contest.purse - state.money),
        left=max(state.money, 0),
        from_reserve=max(-state.money, 0),
        ties=tuple(ties),
    )


def _taken(tied: list[_Entry], start: _State, settings: GreedySettings) -> tuple[list[Step], _State]:
    """Steps of equals. Who would have been funded if taken first, but was not, lost a tie."""
    steps: list[Step] = []
    state = start
    for entry in tied:
        reason = _verdict(entry, state, settings)
        after = state.after(entry.project, reason, settings)
        ahead: tuple[str, ...] = ()
        if reason not in _FUNDS and _verdict(entry, start, settings) in _FUNDS:
            ahead = tuple(step.project for step in steps if step.reason in _TAKES_PART)
        steps.append(_step(entry, state, after, Reason.LOST_TIE if ahead else reason, ahead))
        state = after
    return steps, state


def _verdict(entry: _Entry, state: _State, settings: GreedySettings) -> Reason:
    project = entry.project
    if reason := why_not_eligible(project, entry.score, settings):
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


def _step(entry: _Entry, before: _State, after: _State, reason: Reason, others: tuple[str, ...]) -> Step:
    return Step(
        project=entry.project.id,
        score=entry.score,
        cost=entry.project.cost,
        before=before.money,
        after=after.money,
        decision=Decision.FUNDED if reason in _FUNDS else Decision.NOT_FUNDED,
        reason=reason,
        others=others,
    )


def _decisive(tied: list[_Entry], start: _State, settings: GreedySettings) -> bool:
    """Would another order of these equals change who wins?

    Money only falls while a group is taken, so only those who could be funded first can be funded at all.
    All of them are funded in every order, unless together they cost too much, two of them are in conflict,
    or a project that does not fit may come first and end the list or use up the tail.
    """
    verdicts = [(entry.project, _verdict(entry, start, settings)) for entry in tied]
    able = [project for project, reason in verdicts if reason in _FUNDS]
    reasons = {reason for _, reason in verdicts}
    ends = Reason.TAIL in reasons or settings.unaffordable is Unaffordable.STOP
    if able and ends and Reason.DOES_NOT_FIT in reasons:
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
