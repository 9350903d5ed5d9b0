"""Greedy by votes: the rule of most city regulations, from the highest score down until the purse ends.

Source: P. Faliszewski et al., «Participatory Budgeting: Data, Tools, and Analysis» (IJCAI 2023), rule
"BasicAV", with the four switches that official Polish results need: stop or skip, threshold, tail, conflicts.
Caps for a theme and numbers of winners are those of Amsterdam and Budapest. No proportionality and no votes
per cost here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from enum import Enum
from fractions import Fraction
from itertools import groupby

from pb.tally.rules.amounts import Amount, exact
from pb.tally.rules.caps import Cap, check_caps, full_caps, over_caps
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


def _count_of(text: str) -> int:
    if not text.isdecimal():
        raise ValueError("it must be a whole number, zero or more")
    return int(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class GreedySettings(Settings):
    """`tail`: the first project that does not fit is funded, and ends the list, when the money left covers
    at least this part of its cost; the rest comes from a reserve. `most_winners`: nobody wins after so many, 0 for
    no limit. `least_winners`: what does not fit cannot stop the list before so many have won."""

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

    most_winners: int = field(
        default=0, metadata={"parse": _count_of, "help": "nobody wins after so many; 0 for no limit"}
    )
    least_winners: int = field(
        default=0, metadata={"parse": _count_of, "help": "nothing stops the list before so many have won"}
    )
    caps: tuple[Cap, ...] = ()

    def __post_init__(self) -> None:
        if min(self.most_winners, self.least_winners) < 0 or 0 < self.most_winners < self.least_winners:
            raise MalformedError("the least number of winners must not be above the greatest")
        if self.tail is not None and not 0 < self.tail <= 1:
            raise MalformedError("the tail must be a part of the cost, above 0 and at most 1")


@dataclass(frozen=True, slots=True)
class _State:
    money: Amount
    winners: tuple[str, ...] = ()
    spent: tuple[tuple[str, Amount], ...] = ()
    ended: bool = False
    tail_open: bool = True

    def after(self, project: Project, reason: Reason, settings: GreedySettings) -> "_State":
        if reason is Reason.DOES_NOT_FIT:
            stops = settings.unaffordable is Unaffordable.STOP and len(self.winners) >= settings.least_winners
            return replace(self, tail_open=False, ended=stops)
        if reason not in _FUNDS:
            return self
        return _State(
            money=exact(self.money - project.cost),
            winners=(*self.winners, project.id),
            spent=(*self.spent, (project.id, project.cost)),
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
    check_caps(settings.caps, contest)
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
    if reason := why_not_eligible(project, entry.score, settings) or _why_barred(project, state, settings):
        return reason
    if project.cost <= state.money:
        return Reason.FITS
    if settings.tail is not None and state.tail_open and state.money >= settings.tail * project.cost:
        return Reason.TAIL
    return Reason.DOES_NOT_FIT


def _why_barred(project: Project, state: _State, settings: GreedySettings) -> Reason | None:
    """What those ahead took from it besides money, or None."""
    if rivals(project.id, settings).intersection(state.winners):
        return Reason.LOST_CONFLICT
    if state.ended:
        return Reason.LIST_ENDED
    if settings.most_winners and len(state.winners) >= settings.most_winners:
        return Reason.ENOUGH_WINNERS
    return Reason.CAP_REACHED if full_caps(settings.caps, project, dict(state.spent)) else None


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
    All of them are funded in every order, unless together they cost too much or are too many, two of them are in
    conflict, or a project that does not fit may come first and end the list or use up the tail.
    """
    verdicts = [(entry.project, _verdict(entry, start, settings)) for entry in tied]
    able = [project for project, reason in verdicts if reason in _FUNDS]
    reasons = {reason for _, reason in verdicts}
    if able and Reason.DOES_NOT_FIT in reasons:
        # A list that stops can do so before the last of the able, once the least number of winners is reached.
        stops = len(start.winners) + len(able) - 1 >= settings.least_winners
        if Reason.TAIL in reasons or (settings.unaffordable is Unaffordable.STOP and stops):
            return True
    return len(able) > 1 and _cannot_all_win(able, start, settings)


def _cannot_all_win(able: list[Project], start: _State, settings: GreedySettings) -> bool:
    names = {project.id for project in able}
    return (
        sum(project.cost for project in able) > start.money
        or 0 < settings.most_winners < len(start.winners) + len(able)
        or any(rivals(project.id, settings) & names for project in able)
        or over_caps(settings.caps, {**dict(start.spent), **{project.id: project.cost for project in able}})
    )


def _with_rank_and_rivals(steps: list[Step], settings: GreedySettings) -> Iterator[Step]:
    funded = {step.project for step in steps if step.decision is Decision.FUNDED}
    ahead: list[str] = []
    for rank, step in enumerate(steps, start=1):
        others = step.others
        if step.reason is Reason.LOST_CONFLICT:
            others = tuple(sorted(rivals(step.project, settings) & funded))
        if step.reason is Reason.CAP_REACHED:
            same = {name for cap in settings.caps if step.project in cap.projects for name in cap.projects}
            others = tuple(name for name in ahead if name in same)
        if step.decision is Decision.FUNDED:
            ahead.append(step.project)
        yield replace(step, rank=rank, others=others)


RULE = Rule("greedy", GreedySettings, count, monotone=True)
