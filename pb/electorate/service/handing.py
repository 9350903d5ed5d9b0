"""Marking the roll for people who vote on paper; the first channel wins, as everywhere. Which ballot: nobody knows."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from pb.accounts.passwords import token_hash
from pb.cycles.models import Cycle, Desk
from pb.electorate.keys import CycleKeys
from pb.electorate.models import BoothCode, RollEntry, Shift
from pb.electorate.rules import AgeBand, BoothState, Channel, Refusal
from pb.electorate.service.desks import count_proof
from pb.electorate.service.envelopes import admit
from pb.electorate.service.slots import grouped_among, take_slots
from pb.errors import Refused
from pb.identity.models import Visit
from pb.values.code import normal_code

INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
NO_REQUEST = hashlib.sha256(b"pb.paper").digest()


@dataclass(frozen=True, slots=True)
class OnPaper:
    """A person as the roll will know them, with the day on which they were handed paper."""

    person_key: bytes
    desk_id: int
    day: date
    district_id: int | None
    age_band: AgeBand


def hand_on_paper(
    session: Session,
    shift: Shift,
    cycle: Cycle,
    desk: Desk,
    typed: str,
    contests: Collection[str],
    *,
    keys: CycleKeys,
    region: str,
    now: datetime,
) -> None:
    """The person confirmed a moment ago (`typed`: their booth code) takes paper ballots of `contests`, all or none.

    Refused with ALREADY_VOTED (`contests`: where). The code is used up. No audit entry: the roll is the record.
    """
    booth = session.get(BoothCode, token_hash(normal_code(typed)))
    visit = session.get(Visit, booth.visit_hash) if booth is not None else None
    is_theirs = booth is not None and booth.shift_id == shift.id and booth.expires_at > now
    if booth is None or visit is None or not is_theirs or booth.state is not BoothState.WAITING:
        raise Refused(Refusal.BOOTH_CODE_GONE)
    admission = admit(session, cycle, visit, keys=keys, region=region, now=now)
    if not set(contests) <= admission.contests.keys():
        raise Refused(Refusal.UNKNOWN_CONTEST)
    person = OnPaper(admission.person_key, desk.id, admission.day, admission.district_id, admission.age_band)
    wanted = {code: admission.contests[code] for code in contests}
    if taken := sorted(wanted.keys() - enter_on_paper(session, person, wanted)):
        raise Refused(Refusal.ALREADY_VOTED, contests=taken)
    count_proof(session, shift, booth.proof)
    session.execute(update(Shift).where(Shift.id == shift.id).values(on_paper=Shift.on_paper + 1))
    session.delete(booth)
    session.execute(delete(Visit).where(Visit.token_hash == visit.token_hash))


def enter_on_paper(session: Session, person: OnPaper, contests: Mapping[str, int]) -> set[str]:
    """Put a person on the roll of `contests` (code → row id); the codes of those where they were not yet.

    The keys decide, as they do for envelopes; Refused when a group of contests has no slot left.
    """
    rows = [
        {
            "contest_id": contest_id,
            "person_key": person.person_key,
            "channel": Channel.PAPER,
            "desk_id": person.desk_id,
            "day": person.day,
            "district_id": person.district_id,
            "age_band": person.age_band,
            "request_hash": NO_REQUEST,
            "blind_signature": b"",
        }
        for contest_id in contests.values()
    ]
    if not rows:
        return set()
    into = INSERT[session.get_bind().dialect.name](RollEntry).values(rows)
    into = into.on_conflict_do_nothing(index_elements=[RollEntry.contest_id, RollEntry.person_key])
    entered = set(session.scalars(into.returning(RollEntry.contest_id)))
    take_slots(session, person.person_key, grouped_among(session, entered))
    return {code for code, contest_id in contests.items() if contest_id in entered}
