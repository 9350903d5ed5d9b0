"""The figures in which something may stand out, and the notes of those who looked; days at the finest."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pb.accounts.models import Staff
from pb.cycles.models import Contest, Desk
from pb.electorate.models import FindingNote, Night, RollEntry, Shift
from pb.electorate.rules import AgeBand, Channel
from pb.electorate.unusual import Finding, Seen, findings


@dataclass(frozen=True, slots=True)
class Looked:
    """A finding with the note that closed it, if any; `closed_by` is the person's name."""

    finding: Finding
    note: FindingNote | None
    closed_by: str


def looked_at(session: Session, cycle_id: int) -> list[Looked]:
    """What stands out in a cycle now, the open first; then what somebody has closed with a note."""
    query = select(FindingNote, Staff.name).outerjoin(Staff, Staff.code == FindingNote.closed_by)
    rows = session.execute(query.where(FindingNote.cycle_id == cycle_id))
    notes = {row.finding: (row, name or row.closed_by) for row, name in rows}
    every = [Looked(one, *notes.get(one.key, (None, ""))) for one in findings(seen(session, cycle_id))]
    return sorted(every, key=lambda one: one.note is not None)


def seen(session: Session, cycle_id: int) -> Seen:
    """The figures of a cycle: people and not votes."""
    by_desk: Counter[tuple[str, date]] = Counter()
    at_desks: Counter[str] = Counter()
    ages_at_desks: defaultdict[str, Counter[AgeBand]] = defaultdict(Counter)
    ages_online: defaultdict[date, Counter[AgeBand]] = defaultdict(Counter)
    for channel, desk, day, band, people in session.execute(_people(cycle_id)):
        if channel is Channel.ONLINE:
            ages_online[day][band] += people
        elif desk:
            by_desk[desk, day] += people
            ages_at_desks[desk][band] += people
        if channel is Channel.DESK:
            at_desks[desk] += people
    by_operator: Counter[tuple[str, date]] = Counter()
    through_shifts: Counter[str] = Counter()
    for operator, desk, day, entered, on_paper in session.execute(_shifts(cycle_id)):
        by_operator[operator, day] += entered + on_paper
        through_shifts[desk] += entered
    nights = select(Night.day, Night.at_six - Night.at_midnight).where(Night.cycle_id == cycle_id)
    return Seen(
        by_operator=by_operator,
        by_desk=by_desk,
        through_shifts=through_shifts,
        at_desks=at_desks,
        ages_at_desks=ages_at_desks,
        ages_online=ages_online,
        nights={day: grown for day, grown in session.execute(nights) if grown is not None},
    )


def _people(cycle_id: int) -> Any:
    """People by channel, desk, day and age: one who took envelopes of several contests on a day is one."""
    once = (
        select(RollEntry.person_key, RollEntry.channel, RollEntry.desk_id, RollEntry.day, RollEntry.age_band)
        .join(Contest, Contest.id == RollEntry.contest_id)
        .where(Contest.cycle_id == cycle_id)
        .distinct()
        .subquery()
    )
    groups = once.c.channel, Desk.name, once.c.day, once.c.age_band
    query = select(*groups, func.count()).join(Desk, Desk.id == once.c.desk_id, isouter=True)
    return query.group_by(*groups)


def _shifts(cycle_id: int) -> Any:
    """People of each shift; an operator whose account is gone goes by the public code."""
    operator = func.coalesce(Staff.name, Shift.operator)
    query = select(operator, Desk.name, Shift.opened_on, Shift.entered, Shift.on_paper)
    query = query.join(Desk, Desk.id == Shift.desk_id).join(Staff, Staff.code == Shift.operator, isouter=True)
    return query.where(Shift.cycle_id == cycle_id)
