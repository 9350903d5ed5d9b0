"""Cases as those who handle them, the person and everybody see them; what the roll knows, never what was chosen."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from pb.accounts.models import Staff
from pb.accounts.passwords import token_hash
from pb.cycles.models import Contest, Cycle, Desk
from pb.electorate.models import Case, RollEntry, Shift
from pb.electorate.rules import CaseOutcome, CaseState, Channel
from pb.errors import NotFound


@dataclass(frozen=True, slots=True)
class Trace:
    """What the roll knows of one contest: the day, the channel, the desk and who worked there that day."""

    contest: str
    contest_en: str
    day: date
    channel: Channel
    desk: str
    operators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Handled:
    """A case with its cycle, the name of whoever handles it, and what the roll knows."""

    case: Case
    cycle: Cycle
    handler: str
    traces: tuple[Trace, ...]

    def is_late(self, today: date) -> bool:
        """Whether the answer is overdue."""
        return self.case.state is not CaseState.ANSWERED and today > self.case.due_on


def handled_cases(session: Session) -> list[Handled]:
    """Every case, the unanswered by deadline, then the answered, the newest first; three statements."""
    query = _cases().order_by(Case.due_on, Case.id)
    rows = [(case, cycle, name or "") for case, cycle, name in session.execute(query)]
    every = _with_traces(session, rows)
    answered = [one for one in every if one.case.state is CaseState.ANSWERED]
    return [one for one in every if one.case.state is not CaseState.ANSWERED] + answered[::-1]


def case_by_token(session: Session, token: str) -> Handled:
    """A person's own case; NotFound for any other token."""
    row = session.execute(_cases().where(Case.token_hash == token_hash(token))).one_or_none()
    if row is None:
        raise NotFound("case")
    return _with_traces(session, [(row[0], row[1], row[2] or "")])[0]


def _cases() -> Any:
    """Case, its cycle, the name of whoever handles it."""
    query = select(Case, Cycle, Staff.name).join(Cycle, Cycle.id == Case.cycle_id)
    return query.join(Staff, Staff.code == Case.handled_by, isouter=True)


def _with_traces(session: Session, rows: list[tuple[Case, Cycle, str]]) -> list[Handled]:
    wanted = {(cycle.id, case.person_key) for case, cycle, _name in rows}
    found: defaultdict[tuple[int, bytes], list[Trace]] = defaultdict(list)
    if wanted:
        query = (
            select(Contest, RollEntry, Desk.name)
            .join(RollEntry, RollEntry.contest_id == Contest.id)
            .join(Desk, Desk.id == RollEntry.desk_id, isouter=True)
            .where(tuple_(Contest.cycle_id, RollEntry.person_key).in_(sorted(wanted)))
            .order_by(Contest.position)
        )
        on_roll = list(session.execute(query))
        worked = _operators(session, {entry.desk_id for _contest, entry, _desk in on_roll if entry.desk_id is not None})
        for contest, entry, desk in on_roll:
            operators = tuple(sorted(worked[entry.desk_id, entry.day]))
            trace = Trace(contest.title, contest.title_en, entry.day, entry.channel, desk or "", operators)
            found[contest.cycle_id, entry.person_key].append(trace)
    return [Handled(case, cycle, name, tuple(found[cycle.id, case.person_key])) for case, cycle, name in rows]


def _operators(session: Session, desks: set[int]) -> defaultdict[tuple[int | None, date], set[str]]:
    """(desk's row id, day) → names of the operators whose shift began there that day."""
    worked: defaultdict[tuple[int | None, date], set[str]] = defaultdict(set)
    query = select(Shift.desk_id, Shift.opened_on, func.coalesce(Staff.name, Shift.operator))
    query = query.join(Staff, Staff.code == Shift.operator, isouter=True)
    for desk, day, name in session.execute(query.where(Shift.desk_id.in_(desks))) if desks else ():
        worked[desk, day].add(name)
    return worked


@dataclass(frozen=True, slots=True)
class CaseCounts:
    """How many cases a cycle has, how many wait for an answer, what the answered turned out to be."""

    total: int
    waiting: int
    outcomes: dict[CaseOutcome, int]


def case_counts(session: Session, cycle_id: int) -> CaseCounts:
    """For everybody: numbers only."""
    query = select(Case.outcome, func.count()).where(Case.cycle_id == cycle_id).group_by(Case.outcome)
    counts = dict(session.execute(query).all())
    outcomes = {outcome: counts[outcome] for outcome in CaseOutcome if outcome in counts}
    return CaseCounts(sum(counts.values()), counts.get(None, 0), outcomes)
