"""People look at what stands out: a note closes a finding; and the nights of the public log are noted for it."""

from datetime import datetime

from sqlalchemy.orm import Session

from pb import clock
from pb.audit import service as audit
from pb.cycles.models import Cycle
from pb.electorate import queries
from pb.electorate.models import FindingNote, Night
from pb.electorate.rules import Refusal
from pb.errors import Refused
from pb.values.actor import Actor

SHORTEST_NOTE = 10
NIGHT_ENDS = 6
"""The hour of the city's clock until which it is night; it begins at midnight."""


def close_finding(session: Session, actor: Actor, cycle: Cycle, finding: str, note: str) -> None:
    """Say what was found out; Refused when the figure has changed since, or is closed, or nothing is said."""
    if len(note.strip()) < SHORTEST_NOTE:
        raise Refused(Refusal.NOTE_NEEDED)
    if finding not in {one.finding.key for one in queries.looked_at(session, cycle.id) if one.note is None}:
        raise Refused(Refusal.FINDING_GONE)
    session.add(
        FindingNote(
            cycle_id=cycle.id, finding=finding, note=note.strip()[:1000], closed_by=actor.code, closed_on=clock.today()
        )
    )
    details = {"finding": finding, "note": note.strip()[:1000]}
    audit.record(session, actor, "electorate.close_finding", f"cycle:{cycle.code}", details)


def note_night(session: Session, cycle: Cycle, logged: int, now: datetime) -> None:
    """Keep the length of the box's public log at midnight and at six; a missed midnight is a night not noted.

    No audit entry: the public log is the record.
    """
    local = now.astimezone(clock.CITY_ZONE)
    row = session.get(Night, (cycle.id, local.date()))
    if row is None and local.hour == 0:
        session.add(Night(cycle_id=cycle.id, day=local.date(), at_midnight=logged))
    elif row is not None and row.at_six is None and local.hour >= NIGHT_ENDS:
        row.at_six = logged
