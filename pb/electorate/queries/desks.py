"""Shifts, and what the operator's screen may know about the booth."""

from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from pb.accounts.passwords import token_hash
from pb.cycles.models import Contest, Cycle, Desk
from pb.cycles.queries import WITH_CONTESTS
from pb.electorate.models import BoothCode, RollEntry, Shift, ShiftProof
from pb.electorate.rules import BoothState, ResidenceProof
from pb.errors import NotFound


def desk_by_code(session: Session, code: str) -> Desk:
    """One desk; NotFound if there is none."""
    found = session.scalar(select(Desk).where(Desk.code == code))
    if found is None:
        raise NotFound(code)
    return found


def open_shift_of(session: Session, operator: str) -> tuple[Shift, Desk, Cycle] | None:
    """The operator's open shift with its desk and its cycle (contests loaded), or None."""
    query = _with_desk_and_cycle().where(Shift.operator == operator, Shift.closed_on.is_(None))
    found = session.execute(query).one_or_none()
    return None if found is None else (found[0], found[1], found[2])


def shift_by_code(session: Session, code: str, operator: str) -> tuple[Shift, Desk, Cycle]:
    """One shift of this operator; NotFound for another's."""
    query = _with_desk_and_cycle().where(Shift.code == code, Shift.operator == operator)
    found = session.execute(query).one_or_none()
    if found is None:
        raise NotFound(code)
    return found[0], found[1], found[2]


def _with_desk_and_cycle() -> Select[Shift, Desk, Cycle]:
    query = select(Shift, Desk, Cycle).join(Desk, Desk.id == Shift.desk_id).join(Cycle, Cycle.id == Shift.cycle_id)
    return query.options(WITH_CONTESTS)


def booth_state(session: Session, shift_id: int, code: str, now: datetime) -> BoothState | None:
    """What the booth opened with `code` is doing; None when it is over without a vote."""
    booth = session.get(BoothCode, token_hash(code))
    if booth is None or booth.shift_id != shift_id:
        return None
    return booth.state if booth.state is BoothState.DONE or booth.expires_at > now else None


def people_inside(session: Session, shift_id: int, now: datetime) -> int:
    """How many people of the shift are in the booth now."""
    query = select(func.count()).select_from(BoothCode)
    inside = BoothCode.state == BoothState.VOTING
    return session.scalar(query.where(BoothCode.shift_id == shift_id, inside, BoothCode.expires_at > now)) or 0


def envelopes_at_desk(session: Session, cycle_id: int, desk_id: int, day: date) -> int:
    """Envelopes the roll knows of a desk and a day, all its shifts together: the roll knows nothing finer."""
    query = (
        select(func.count())
        .select_from(RollEntry)
        .join(Contest, Contest.id == RollEntry.contest_id)
        .where(Contest.cycle_id == cycle_id, RollEntry.desk_id == desk_id, RollEntry.day == day)
    )
    return session.scalar(query) or 0


def proofs_of(session: Session, shift_id: int) -> dict[ResidenceProof, int]:
    """How many people of a shift showed which proof of residence."""
    query = select(ShiftProof.proof, ShiftProof.amount).where(ShiftProof.shift_id == shift_id)
    return dict(session.execute(query).all())
