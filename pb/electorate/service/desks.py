"""The desk: shifts, confirming a person by documents, the way into the booth; the operator sees no choice."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pb import clock
from pb.accounts.passwords import new_token, token_hash
from pb.audit import service as audit
from pb.cycles.models import Contest, Cycle, Desk
from pb.cycles.rules import Group
from pb.electorate import queries
from pb.electorate.keys import CycleKeys
from pb.electorate.models import BoothCode, Shift, ShiftProof
from pb.electorate.queries import DESK_PROVIDER, VotedContest
from pb.electorate.rules import BOOTH_CODE_LASTS, BOOTH_CODE_LENGTH, BoothState, Reason, Refusal, ResidenceProof
from pb.errors import Refused
from pb.identity.models import Visit
from pb.identity.person_key import stretched
from pb.identity.rules import VISIT_LASTS, Address, NumberKind, VerifiedPerson, normalised_number
from pb.identity.service import end_visit, open_visit, person_salt
from pb.values.actor import Actor
from pb.values.code import new_code, normal_code


@dataclass(frozen=True, slots=True)
class Documents:
    """What the operator read off the documents; `place` is the district's name, empty when it is elsewhere."""

    number_kind: NumberKind
    number: str
    birth_date: date
    place: str
    region: str
    proof: ResidenceProof


def open_shift(session: Session, actor: Actor, cycle: Cycle, desk: Desk) -> Shift:
    """Begin a shift; Refused when this operator has one open."""
    shift = Shift(code=new_code(), cycle_id=cycle.id, desk_id=desk.id, operator=actor.code, opened_on=clock.today())
    session.add(shift)
    try:
        session.flush()
    except IntegrityError as twice:
        raise Refused(Refusal.SHIFT_OPEN) from twice
    audit.record(session, actor, "electorate.open_shift", f"desk:{desk.code}", {"cycle": cycle.code})
    return shift


@dataclass(frozen=True, slots=True)
class Identified:
    """The three outcomes: `reasons` say why not; `voted` what is used already; `code` opens the booth.

    `left` are the contests in which the person may vote yet.
    """

    reasons: list[Reason]
    voted: dict[str, VotedContest]
    groups: list[Group]
    left: list[Contest]
    code: str


def stretch_of_documents(documents: Documents, keys: Path) -> bytes:
    """What is kept of the number for a while; tens of milliseconds, so before the transaction.

    Refused when the number cannot be one.
    """
    return stretched(documents.number_kind, _number(documents), person_salt(keys))


def identify_voter(
    session: Session,
    shift: Shift,
    cycle: Cycle,
    desk: Desk,
    documents: Documents,
    stretch: bytes,
    *,
    keys: Path,
    now: datetime,
) -> Identified:
    """Confirm a person by documents; a one-time code when there is something left to vote on.

    The number is forgotten at once and no name is taken. There is no audit entry: it would be a moment of a voter's.
    """
    person = confirmed(desk, documents)
    visit, token = open_visit(session, person, begun_at=now, now=now, stretch=stretch)
    cycle_keys = CycleKeys(keys, cycle.code)
    standing = queries.standing_of(session, cycle, visit, keys=cycle_keys, region=documents.region, day=clock.today())
    person_key = cycle_keys.person_key(visit.stretch)
    voted, groups = queries.voted_contests(session, cycle, person_key), queries.groups_for(session, cycle, person_key)
    closed = frozenset[str]().union(*(group.closed for group in groups))
    left = [contest for contest in cycle.contests if contest.code not in voted and contest.code not in closed]
    if standing.reasons or not left:
        end_visit(session, token)
        return Identified(standing.reasons, voted, groups, left, "")
    code = new_code(BOOTH_CODE_LENGTH)
    session.execute(delete(BoothCode).where(BoothCode.expires_at <= now, BoothCode.state == BoothState.WAITING))
    session.add(
        BoothCode(
            code_hash=token_hash(code),
            visit_hash=visit.token_hash,
            shift_id=shift.id,
            proof=documents.proof,
            state=BoothState.WAITING,
            expires_at=now + BOOTH_CODE_LASTS,
        )
    )
    session.flush()
    return Identified([], voted, groups, left, code)


def _number(documents: Documents) -> str:
    number = normalised_number(documents.number_kind, documents.number)
    if number is None:
        raise Refused(Refusal.BAD_NUMBER)
    return number


def confirmed(desk: Desk, documents: Documents) -> VerifiedPerson:
    """The person whose documents the operator holds; Refused when the number cannot be one."""
    home = (Address("juridical", region=documents.region, city=documents.place),) if documents.place else ()
    return VerifiedPerson(
        provider=DESK_PROVIDER,
        bank=desk.code,
        number_kind=documents.number_kind,
        number=_number(documents),
        given_name="",
        family_name="",
        birth_date=documents.birth_date,
        addresses=home,
    )


def enter_booth(session: Session, typed: str, now: datetime) -> str:
    """The voter's screen takes the visit over: a token for its cookie. The code is good once, for five minutes."""
    booth = session.get(BoothCode, token_hash(normal_code(typed)))
    visit = session.get(Visit, booth.visit_hash) if booth is not None else None
    if booth is None or visit is None or booth.state is not BoothState.WAITING or booth.expires_at <= now:
        raise Refused(Refusal.BOOTH_CODE_GONE)
    token = new_token()
    visit.token_hash = booth.visit_hash = token_hash(token)
    visit.expires_at = booth.expires_at = now + VISIT_LASTS
    booth.state = BoothState.VOTING
    shift = session.get_one(Shift, booth.shift_id, with_for_update=True)
    shift.entered += 1
    count_proof(session, shift, booth.proof)
    session.flush()
    return token


def count_proof(session: Session, shift: Shift, proof: ResidenceProof) -> None:
    """One more person of the shift who proved their residence in this way."""
    row = session.get(ShiftProof, (shift.id, proof), with_for_update=True)
    if row is None:
        session.add(ShiftProof(shift_id=shift.id, proof=proof, amount=1))
    else:
        row.amount += 1


def finish_booth(session: Session, visit_hash: bytes) -> None:
    """The voter's screen says that all is cast: the operator's screen will say so, the shift counts one more."""
    booth = session.scalar(select(BoothCode).where(BoothCode.visit_hash == visit_hash))
    if booth is None or booth.state is not BoothState.VOTING:
        return
    booth.state = BoothState.DONE
    session.execute(update(Shift).where(Shift.id == booth.shift_id).values(finished=Shift.finished + 1))


def close_shift(session: Session, actor: Actor, shift: Shift, note: str, now: datetime) -> None:
    """End the shift; Refused while somebody is in the booth. The codes of the shift are deleted."""
    if queries.people_inside(session, shift.id, now):
        raise Refused(Refusal.VOTERS_INSIDE)
    shift.closed_on, shift.note = clock.today(), note[:500]
    session.execute(delete(BoothCode).where(BoothCode.shift_id == shift.id))
    details = {"entered": shift.entered, "finished": shift.finished, "on_paper": shift.on_paper, "note": shift.note}
    audit.record(session, actor, "electorate.close_shift", f"shift:{shift.code}", details)
