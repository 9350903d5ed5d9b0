"""Codes of a school's electorate: made once, shown once, known afterwards by their hashes; no names."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from pb.accounts.passwords import new_token, token_hash
from pb.audit import service as audit
from pb.cycles.models import Cycle
from pb.cycles.queries import rule_set
from pb.cycles.rules import VoterProof
from pb.electorate.keys import CycleKeys
from pb.electorate.models import SchoolCode
from pb.electorate.queries import CODE_PROVIDER
from pb.electorate.rules import MOST_CODES, SCHOOL_CODE_LENGTH, Refusal, code_stretch
from pb.errors import Refused
from pb.identity.models import Visit
from pb.identity.rules import VISIT_LASTS
from pb.values.actor import Actor
from pb.values.code import new_code, normal_code


def make_codes(
    session: Session, actor: Actor, cycle: Cycle, counts: Mapping[str, int], *, keys: CycleKeys
) -> dict[str, list[str]]:
    """Class label → new codes, returned this once; the register keeps their hashes, sorted by hash."""
    if rule_set(session, cycle.id).voter_proof is not VoterProof.CODE:
        raise Refused(Refusal.NOT_A_CODE_CYCLE)
    if not counts or any(not 0 < amount <= MOST_CODES or not label.strip() for label, amount in counts.items()):
        raise Refused(Refusal.BAD_CODE_COUNT, most=MOST_CODES)
    made = {label: [new_code(SCHOOL_CODE_LENGTH) for _ in range(amount)] for label, amount in counts.items()}
    rows = [
        {
            "cycle_id": cycle.id,
            "code_hash": keys.code_hash(code_stretch(cycle.code, code)),
            "class_label": label,
            "is_void": False,
        }
        for label, codes in made.items()
        for code in codes
    ]
    session.execute(insert(SchoolCode), sorted(rows, key=lambda row: str(row["code_hash"])))
    audit.record(session, actor, "electorate.make_codes", f"cycle:{cycle.code}", dict(counts))
    return made


def void_code(session: Session, actor: Actor, cycle: Cycle, typed: str, *, keys: CycleKeys) -> None:
    """Make a lost slip worthless; Refused if there is no such code. A vote already cast with it stays."""
    row = session.get(SchoolCode, (cycle.id, keys.code_hash(code_stretch(cycle.code, normal_code(typed)))))
    if row is None:
        raise Refused(Refusal.UNKNOWN_CODE)
    row.is_void = True
    audit.record(session, actor, "electorate.void_code", f"cycle:{cycle.code}", {"class": row.class_label})


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
