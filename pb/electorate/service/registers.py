"""Loading the city's registers, whole or not at all; instead of a number and a name this cycle's key is kept."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from pb.audit import service as audit
from pb.cycles.models import Cycle
from pb.cycles.rules import Phase
from pb.electorate.keys import CycleKeys
from pb.electorate.models import Excluded, Resident
from pb.electorate.registers import Listed, RegisterKind, RegisterRefusal
from pb.errors import Refused
from pb.identity.person_key import stretched
from pb.identity.service import person_salt
from pb.values.actor import Actor

REGISTERS_CLOSED = frozenset({Phase.TALLY, Phase.IMPLEMENTATION, Phase.ARCHIVE})
AT_ONCE = 5_000
TABLES: dict[RegisterKind, type[Resident] | type[Excluded]] = {
    RegisterKind.RESIDENTS: Resident,
    RegisterKind.EXCLUDED: Excluded,
}


def keys_of_listed(
    people: Sequence[Listed], cycle: str, keys: Path, progress: Callable[[int, int], None] = lambda _done, _all: None
) -> list[bytes]:
    """Each person's key of this cycle, on all processors; 20 to 40 ms a person, to be done before `load_register`."""
    salt, cycle_keys = person_salt(keys), CycleKeys(keys, cycle)

    def key(one: Listed) -> bytes:
        return cycle_keys.register_key(stretched(one.kind, one.number, salt))

    found: list[bytes] = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # argon2 leaves the interpreter to the others
        for register_key in pool.map(key, people):
            found.append(register_key)
            progress(len(found), len(people))
    return found


def load_register(
    session: Session,
    actor: Actor,
    cycle: Cycle,
    kind: RegisterKind,
    people: Sequence[Listed],
    register_keys: Sequence[bytes],
    *,
    left_out: int,
    now: datetime,
) -> None:
    """Put these people in the place of those of the last file; Refused when the vote is over."""
    if cycle.phase(now) in REGISTERS_CLOSED:
        raise Refused(RegisterRefusal.REGISTER_LATE)
    table = TABLES[kind]
    session.execute(delete(table).where(table.cycle_id == cycle.id))
    rows = [_row(cycle, kind, one, key) for one, key in zip(people, register_keys, strict=True)]
    for first in range(0, len(rows), AT_ONCE):
        session.execute(insert(table), rows[first : first + AT_ONCE])
    details = {"register": kind.value, "people": len(people), "left_out": left_out}
    audit.record(session, actor, "electorate.load_register", f"cycle:{cycle.code}", details)


def _row(cycle: Cycle, kind: RegisterKind, one: Listed, register_key: bytes) -> dict[str, object]:
    row: dict[str, object] = {"cycle_id": cycle.id, "register_key": register_key}
    if kind is RegisterKind.RESIDENTS:
        row |= {"birth_date": one.birth_date, "district_id": one.district_id}
    return row


def readmit(session: Session, actor: Actor, cycle: Cycle, register_key: bytes, reason: str) -> None:
    """Take a person off the list of those without a vote: the list was wrong. Refused when they are not on it."""
    mine = Excluded.cycle_id == cycle.id, Excluded.register_key == register_key
    if session.scalar(delete(Excluded).where(*mine).returning(Excluded.cycle_id)) is None:
        raise Refused(RegisterRefusal.NOT_EXCLUDED)
    audit.record(session, actor, "electorate.readmit", f"cycle:{cycle.code}", {"reason": reason})


def forget_registers(session: Session, cycle: Cycle) -> None:
    """Delete both lists. No audit entry of its own: it is part of destroying the keys."""
    for table in TABLES.values():
        session.execute(delete(table).where(table.cycle_id == cycle.id))
