"""Typing what is on the ballots: twice by two people who do not see each other's work, a third where they differ."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pb import clock
from pb.audit import service as audit
from pb.cycles.models import Cycle
from pb.errors import Refused
from pb.paper import queries
from pb.paper.models import Entry, Reading
from pb.paper.queries import Ledger
from pb.paper.rules import SETTLING, TURNS, TYPED_IN, Readings, Refusal
from pb.values.actor import Actor


def type_batch(
    session: Session, actor: Actor, cycle: Cycle, ledger: Ledger, readings: Readings, now: datetime
) -> Entry:
    """The first or the second entry of a whole batch; the second person's must be another person.

    Refused while people vote, before the account is closed, and when two have typed already.
    """
    _refuse_early(session, cycle, ledger, now)
    if len(ledger.entries) >= len(TURNS):
        raise Refused(Refusal.TYPED_TWICE)
    turn = TURNS[len(ledger.entries)]
    entry = _kept(session, actor, ledger, turn, readings)
    audit.record(session, actor, "paper.type_batch", f"batch:{ledger.batch.code}", {"turn": turn})
    return entry


def settle_batch(
    session: Session, actor: Actor, cycle: Cycle, ledger: Ledger, readings: Readings, now: datetime
) -> Entry:
    """The third person's reading of exactly those ballots on which the two differ."""
    _refuse_early(session, cycle, ledger, now)
    if not ledger.contested or len(ledger.entries) > len(TURNS):
        raise Refused(Refusal.NOT_DISPUTED)
    if set(readings) != set(ledger.contested):
        raise Refused(Refusal.OTHER_SERIALS, serials=", ".join(map(str, ledger.contested)))
    entry = _kept(session, actor, ledger, SETTLING, readings)
    details = {"ballots": len(readings)}
    audit.record(session, actor, "paper.settle_batch", f"batch:{ledger.batch.code}", details)
    return entry


def _refuse_early(session: Session, cycle: Cycle, ledger: Ledger, now: datetime) -> None:
    if queries.closing_of(session, cycle.id):
        raise Refused(Refusal.PUBLISHED)
    if cycle.phase(now) not in TYPED_IN:
        raise Refused(Refusal.STILL_VOTING)
    if not ledger.account.is_closed:
        raise Refused(Refusal.NOT_ACCOUNTED)


def _kept(session: Session, actor: Actor, ledger: Ledger, turn: int, readings: Readings) -> Entry:
    if ledger.has_typed(actor.code):
        raise Refused(Refusal.SAME_PERSON)
    entry = Entry(batch_id=ledger.batch.id, turn=turn, typed_by=actor.code, typed_on=clock.today())
    entry.readings = [Reading(serial=serial, marks=marks) for serial, marks in sorted(readings.items())]
    session.add(entry)
    try:
        session.flush()
    except IntegrityError as twice:  # two people sent the same turn at once: one of them reloads
        raise Refused(Refusal.TYPED_TWICE) from twice
    return entry
