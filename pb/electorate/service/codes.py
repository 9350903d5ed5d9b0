"""Codes of a school's electorate: made once, shown once, known afterwards by their hashes; no names."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pb import clock
from pb.accounts.passwords import new_token, token_hash
from pb.audit import service as audit
from pb.cycles.models import Cycle
from pb.cycles.queries import rule_set
from pb.cycles.rules import VoterProof
from pb.electorate.keys import CycleKeys
from pb.electorate.models import SchoolClass, SchoolCode
from pb.electorate.queries import CODE_PROVIDER, codes_by_class
from pb.electorate.rules import CODES_UNTIL, MOST_CODES, SCHOOL_CODE_LENGTH, Refusal, code_stretch
from pb.errors import Refused
from pb.identity.models import Visit
from pb.identity.rules import VISIT_LASTS
from pb.values.actor import Actor
from pb.values.code import new_code, normal_code

INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def make_codes(
    session: Session,
    actor: Actor,
    cycle: Cycle,
    counts: Mapping[str, int],
    *,
    keys: CycleKeys,
    more: bool = False,
) -> dict[str, list[str]]:
    """Class label → new codes, returned this once; the register keeps their hashes, sorted by hash.

    Refused for a class that has codes already unless `more` are wanted: a list sent twice would double the voters;
    and for one that votes together by raised hands.
    """
    _check_cycle(session, cycle)
    if not counts or any(not 0 < amount <= MOST_CODES or not label.strip() for label, amount in counts.items()):
        raise Refused(Refusal.BAD_CODE_COUNT, most=MOST_CODES)
    present = sorted(codes_by_class(session, cycle.id).keys() & counts.keys())
    if present and not more:
        raise Refused(Refusal.CLASS_HAS_CODES, classes=", ".join(present))
    into = INSERT[session.get_bind().dialect.name](SchoolClass).on_conflict_do_nothing()
    session.execute(into, [{"cycle_id": cycle.id, "label": one, "by_hands": False, "pupils": 0} for one in counts])
    try:
        made = _new_codes(session, cycle, counts, keys)
    except IntegrityError as together:
        raise Refused(Refusal.CLASS_BY_HANDS, classes=", ".join(sorted(counts))) from together
    audit.record(session, actor, "electorate.make_codes", f"cycle:{cycle.code}", dict(counts))
    return made


def _check_cycle(session: Session, cycle: Cycle) -> None:
    if rule_set(session, cycle.id).voter_proof is not VoterProof.CODE:
        raise Refused(Refusal.NOT_A_CODE_CYCLE)
    if cycle.phase(clock.now()) not in CODES_UNTIL:
        raise Refused(Refusal.TOO_LATE_FOR_CODES)


def _new_codes(session: Session, cycle: Cycle, counts: Mapping[str, int], keys: CycleKeys) -> dict[str, list[str]]:
    made = {label: [new_code(SCHOOL_CODE_LENGTH) for _ in range(amount)] for label, amount in counts.items()}
    rows = [
        {
            "cycle_id": cycle.id,
            "code_hash": keys.code_hash(code_stretch(cycle.code, code)),
            "class_label": label,
            "by_hands": False,
            "is_void": False,
            "is_used": False,
        }
        for label, codes in made.items()
        for code in codes
    ]
    session.execute(insert(SchoolCode), sorted(rows, key=lambda row: str(row["code_hash"])))
    return made


def replace_code(session: Session, actor: Actor, cycle: Cycle, typed: str, *, keys: CycleKeys) -> dict[str, list[str]]:
    """Make one slip worthless and its class a new code; Refused when it is unknown, replaced or used."""
    _check_cycle(session, cycle)
    row = session.get(SchoolCode, (cycle.id, keys.code_hash(code_stretch(cycle.code, normal_code(typed)))))
    if row is None:
        raise Refused(Refusal.UNKNOWN_CODE)
    if row.is_void:
        raise Refused(Refusal.VOID_CODE)
    if not _void(session, cycle, SchoolCode.code_hash == row.code_hash):
        raise Refused(Refusal.USED_CODE)
    made = _new_codes(session, cycle, {row.class_label: 1}, keys)
    audit.record(session, actor, "electorate.replace_code", f"cycle:{cycle.code}", {"class": row.class_label})
    return made


def replace_class_codes(
    session: Session, actor: Actor, cycle: Cycle, label: str, *, keys: CycleKeys
) -> dict[str, list[str]]:
    """As many new codes as the class had unused ones, which are worthless now.

    For slips lost without anybody knowing their codes: who has voted keeps the vote, the others get new slips.
    """
    _check_cycle(session, cycle)
    voided = _void(session, cycle, SchoolCode.class_label == label)
    if not voided:
        raise Refused(Refusal.NO_CODES_LEFT)
    made = _new_codes(session, cycle, {label: voided}, keys)
    audit.record(
        session, actor, "electorate.replace_class_codes", f"cycle:{cycle.code}", {"class": label, "replaced": voided}
    )
    return made


def _void(session: Session, cycle: Cycle, which: ColumnElement[bool]) -> int:
    """Void what is neither used nor void, decided by the statement itself: somebody may be voting now."""
    unused = (SchoolCode.is_used.is_(False), SchoolCode.is_void.is_(False))
    statement = update(SchoolCode).where(SchoolCode.cycle_id == cycle.id, which, *unused).values(is_void=True)
    return len(session.scalars(statement.returning(SchoolCode.code_hash)).all())


def open_code_visit(session: Session, cycle: Cycle, typed: str, *, keys: CycleKeys, now: datetime) -> str:
    """The token of a visit for whoever holds the slip; Refused for an unknown or void code.

    No audit entry: it would be a moment of a voter's. `bank` names the cycle, for a code is good in one only.
    """
    session.execute(delete(Visit).where(Visit.expires_at <= now))
    stretch = code_stretch(cycle.code, normal_code(typed))
    row = session.get(SchoolCode, (cycle.id, keys.code_hash(stretch)))
    if row is None:
        raise Refused(Refusal.UNKNOWN_CODE)
    if row.is_void:
        raise Refused(Refusal.VOID_CODE)
    token = new_token()
    session.add(
        Visit(
            token_hash=token_hash(token),
            stretch=stretch,
            name="",
            birth_date=None,
            provider=CODE_PROVIDER,
            bank=cycle.code,
            begun_at=now,
            opened_at=now,
            expires_at=now + VISIT_LASTS,
        )
    )
    session.flush()
    return token
