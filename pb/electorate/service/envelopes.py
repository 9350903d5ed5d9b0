"""Issuing envelopes: the roll row and the blind signature of a ballot that nobody here sees.

There is no audit entry, no log line and no time finer than a day: the roll is the record, and a list of moments
could be laid beside the box.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from pb import clock
from pb.ballots.blind import BlindSignatureError
from pb.cycles.models import Cycle
from pb.cycles.rules import RuleSet
from pb.db.database import Database
from pb.electorate import queries
from pb.electorate.keys import CycleKeys
from pb.electorate.models import Reissue, RollEntry, SchoolCode
from pb.electorate.rules import AgeBand, Channel, Reason, Refusal, age_band, why_not_issue
from pb.electorate.service.slots import take_slots
from pb.errors import Refused
from pb.identity.models import Visit

_ROLL = RollEntry.metadata.tables[RollEntry.__tablename__]
ENTER: dict[str, Any] = {
    name: into(_ROLL)
    .on_conflict_do_nothing(index_elements=[_ROLL.c.contest_id, _ROLL.c.person_key])
    .returning(_ROLL.c.contest_id)
    for name, into in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}


@dataclass(frozen=True, slots=True)
class Admission:
    """A confirmed person who may vote now, as the roll will know them; `contests` are code → row id.

    `grouped` are row ids of contests → their group's; `school_code` is the key of the slip's row, for those who vote
    by a code.
    """

    person_key: bytes
    contests: Mapping[str, int]
    channel: Channel
    desk_id: int | None
    day: date
    district_id: int | None
    age_band: AgeBand
    grouped: Mapping[int, int] = field(default_factory=dict)
    school_code: tuple[int, bytes] | None = None


@dataclass(frozen=True, slots=True)
class Signed:
    """A blinded request's hash and its blind signature, not yet released."""

    request_hash: bytes
    signature: bytes


def issue(database: Database, admission: Admission, requests: Mapping[str, bytes], keys: CycleKeys) -> dict[str, bytes]:
    """Contest code → blind signature for each blinded request, all or none; the same requests: the same signatures.

    Refused with ALREADY_VOTED (`contests`: those with another request on the roll). It opens its transaction itself,
    because a signature may leave only after its roll row is on the disk: one statement, one more with a school's code.
    """
    signed = sign_envelopes(admission, requests, keys)
    with database.transaction() as session:
        return enter_roll(session, admission, signed)


def admit(
    session: Session,
    cycle: Cycle,
    visit: Visit,
    *,
    keys: CycleKeys,
    region: str,
    now: datetime,
    rules: RuleSet | None = None,
) -> Admission:
    """Check the moment and the person (`cycle.contests` loaded); Refused with the first reason.

    One statement when `rules` are given.
    """
    if refusal := why_not_issue(cycle.calendar, visit.begun_at, now):
        raise Refused(refusal)
    standing = queries.standing_of(session, cycle, visit, keys=keys, region=region, day=clock.today(), rules=rules)
    if standing.reasons:
        raise Refused(standing.reasons[0])
    channel = queries.channel_of(visit)
    return Admission(
        person_key=keys.person_key(visit.stretch),
        contests={contest.code: contest.id for contest in cycle.contests},
        grouped={contest.id: contest.group_id for contest in cycle.contests if contest.group_id is not None},
        channel=channel,
        desk_id=standing.desk_id,
        day=clock.today(),
        district_id=standing.district_id,
        age_band=age_band(standing.birth_date, clock.today()),
        school_code=(cycle.id, keys.code_hash(visit.stretch)) if channel is Channel.CODE else None,
    )


def sign_envelopes(admission: Admission, requests: Mapping[str, bytes], keys: CycleKeys) -> dict[str, Signed]:
    """Sign before the roll is locked, so that RSA does not queue the voters; nothing leaves before `enter_roll`."""
    signed = {}
    for contest, blinded in sorted(requests.items()):
        if contest not in admission.contests:
            raise Refused(Refusal.UNKNOWN_CONTEST)
        try:
            signature = keys.signer(contest).blind_sign(blinded)
        except FileNotFoundError as missing:
            raise Refused(Refusal.ELECTION_NOT_OPENED) from missing
        except BlindSignatureError as wrong:
            raise Refused(Refusal.BAD_ENVELOPE) from wrong
        signed[contest] = Signed(hashlib.sha256(blinded).digest(), signature)
    if not signed:
        raise Refused(Refusal.BAD_ENVELOPE)
    return signed


def enter_roll(session: Session, admission: Admission, signed: Mapping[str, Signed]) -> dict[str, bytes]:
    """Put the rows on the roll, or find that the same were there; another request of a contest refuses them all.

    The keys decide, not a look beforehand: of simultaneous requests one wins, in a group of contests as many as its
    slots.
    """
    if admission.school_code:
        _mark_used(session, *admission.school_code)
    rows = [
        {
            "contest_id": admission.contests[code],
            "person_key": admission.person_key,
            "channel": admission.channel,
            "desk_id": admission.desk_id,
            "day": admission.day,
            "district_id": admission.district_id,
            "age_band": admission.age_band,
            "request_hash": one.request_hash,
            "blind_signature": one.signature,
        }
        for code, one in sorted(signed.items())
    ]
    entered = {row.contest_id for row in session.execute(ENTER[session.get_bind().dialect.name], rows)}
    if len(entered) < len(rows):
        _refuse_another(session, admission, signed)
    take_slots(session, admission.person_key, {one: of for one, of in admission.grouped.items() if one in entered})
    return {code: one.signature for code, one in signed.items()}


def _refuse_another(session: Session, admission: Admission, signed: Mapping[str, Signed]) -> None:
    """Refused when the roll holds another request's envelope for one of these contests."""
    codes = {admission.contests[code]: code for code in signed}
    found = session.execute(
        select(RollEntry.contest_id, RollEntry.request_hash, RollEntry.blind_signature).where(
            RollEntry.contest_id.in_(codes), RollEntry.person_key == admission.person_key
        )
    )
    on_roll = {codes[row.contest_id]: Signed(row.request_hash, row.blind_signature) for row in found}
    others = sorted(code for code, one in signed.items() if on_roll[code].request_hash != one.request_hash)
    if taken := [code for code in others if not _reissued(session, admission, code, signed[code])]:
        raise Refused(Refusal.ALREADY_VOTED, contests=taken)


def _reissued(session: Session, admission: Admission, code: str, envelope: Signed) -> bool:
    """Whether two people granted this person another envelope; it is used up by the statement that finds it."""
    key = {"contest_id": admission.contests[code], "person_key": admission.person_key}
    granted = update(Reissue).filter_by(**key, is_granted=True, is_used=False).values(is_used=True)
    if session.scalar(granted.returning(Reissue.code)) is None:
        return False
    values = {"request_hash": envelope.request_hash, "blind_signature": envelope.signature}
    session.execute(update(RollEntry).filter_by(**key).values(**values))
    return True


def _mark_used(session: Session, cycle_id: int, code_hash: bytes) -> None:
    """In the transaction of the roll: a slip is either used or replaced, whoever comes first."""
    key = (SchoolCode.cycle_id == cycle_id, SchoolCode.code_hash == code_hash, SchoolCode.is_void.is_(False))
    if session.scalar(update(SchoolCode).where(*key).values(is_used=True).returning(SchoolCode.class_label)) is None:
        raise Refused(Reason.CODE_VOID)
