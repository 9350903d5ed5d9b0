"""What is known of one confirmed person in a cycle, and the cycle's frozen election."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlalchemy import and_, bindparam, func, literal, select, true
from sqlalchemy.orm import Session, aliased, joinedload

from pb.ballots.manifest import Manifest
from pb.cycles.models import Contest, Cycle, CycleRules, Desk, District
from pb.cycles.queries import groups_of, rule_set, rules_in
from pb.cycles.rules import Group, RuleSet, VoterProof
from pb.electorate.keys import CycleKeys
from pb.electorate.models import Election, Excluded, Reissue, Resident, RollEntry, SchoolCode
from pb.electorate.rules import Channel, Community, Reason, Voter, place_key, why_not_eligible
from pb.identity.models import Visit

DESK_PROVIDER, CODE_PROVIDER = "desk", "school_code"
_DESK = select(Desk.id).where(Desk.code == bindparam("desk")).scalar_subquery()
_EXCLUDED = (
    select(Excluded.cycle_id)
    .where(Excluded.cycle_id == bindparam("cycle"), Excluded.register_key == bindparam("listed"))
    .exists()
)
_HOME = and_(Resident.cycle_id == bindparam("cycle"), Resident.register_key == bindparam("listed"))
_one = select(literal(1).label("one")).subquery()  # so that there is a row where a city has no districts
_PLACES = (
    select(
        District.id.label("district_id"),
        District.name,
        _DESK.label("desk_id"),
        _EXCLUDED.label("is_excluded"),
        Resident.district_id.label("home"),
        Resident.birth_date,
    )
    .select_from(_one)
    .join(District, true(), isouter=True)
    .join(Resident, _HOME, isouter=True)
)
_CHANNELS = {DESK_PROVIDER: Channel.DESK, CODE_PROVIDER: Channel.CODE}


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a person may vote in a cycle (no reasons: yes), the district that counts them, the desk they are at.

    `birth_date` is the bank's or, where it tells none, the register's.
    """

    reasons: list[Reason]
    district_id: int | None
    desk_id: int | None = None
    birth_date: date | None = None


@dataclass(frozen=True, slots=True)
class VotedContest:
    """A contest in which a person took an envelope: the day, where, and the desk's name if it was one."""

    contest: str
    day: date
    channel: Channel
    desk: str


def channel_of(visit: Visit) -> Channel:
    """Where a visit was opened; the browser has no say in it."""
    return _CHANNELS.get(visit.provider, Channel.ONLINE)


@dataclass(frozen=True, slots=True)
class Door:
    """A visit at the door of a cycle: the person, the cycle with its contests' codes, the rules."""

    visit: Visit
    cycle: Cycle
    rules: RuleSet


_any = aliased(CycleRules)
_NEWEST = select(func.max(_any.version)).where(_any.cycle_id == Cycle.id).scalar_subquery()
_DOOR = (
    select(Visit, Cycle, CycleRules)
    .select_from(Visit)
    .join(Cycle, Cycle.code == bindparam("cycle"))
    .join(CycleRules, CycleRules.cycle_id == Cycle.id)
    .where(Visit.token_hash == bindparam("token"), CycleRules.version == _NEWEST)
    .options(joinedload(Cycle.contests).load_only(Contest.code, Contest.group_id))
)


def door(session: Session, token_hash: bytes, cycle: str) -> Door | None:
    """One statement; None when there is no such visit, cycle or rule set. Whether the visit is over is not asked."""
    row = session.execute(_DOOR, {"token": token_hash, "cycle": cycle}).unique().one_or_none()
    return Door(row[0], row[1], rules_in(row[2])) if row else None


def standing_of(
    session: Session,
    cycle: Cycle,
    visit: Visit,
    *,
    keys: CycleKeys,
    region: str,
    day: date,
    rules: RuleSet | None = None,
) -> Standing:
    """Two statements: the rules, unless they are given, and the code or the districts with the city's registers."""
    rules = rules or rule_set(session, cycle.id)
    if rules.voter_proof is VoterProof.CODE or channel_of(visit) is Channel.CODE:
        return _by_code(session, cycle, visit, keys, rules, day)
    desk = visit.bank if channel_of(visit) is Channel.DESK else ""
    asked = {"desk": desk, "cycle": cycle.id, "listed": keys.register_key(visit.stretch)}
    found = session.execute(_PLACES, asked).all()
    places = {place_key(row.name): row.district_id for row in found if row.name is not None}
    listed = found[0]
    birth_date = visit.birth_date or listed.birth_date
    voter = Voter(
        birth_date,
        visit.country,
        visit.region,
        visit.place,
        is_listed=listed.home is not None,
        is_excluded=listed.is_excluded,
    )
    reasons = why_not_eligible(voter, rules, Community(frozenset(places), region), day)
    home = listed.home if listed.home is not None else places.get(place_key(visit.place))
    return Standing(reasons, home, listed.desk_id, birth_date)


def _by_code(session: Session, cycle: Cycle, visit: Visit, keys: CycleKeys, rules: RuleSet, day: date) -> Standing:
    """Where one votes by a slip, or came with one to where nobody does."""
    valid: bool | None = None
    if channel_of(visit) is Channel.CODE:
        row = None
        if rules.voter_proof is VoterProof.CODE:
            row = session.get(SchoolCode, (cycle.id, keys.code_hash(visit.stretch)))
        valid = row is not None and not row.is_void
    voter = Voter(visit.birth_date, code_is_valid=valid)
    return Standing(why_not_eligible(voter, rules, Community(frozenset()), day), None, None, visit.birth_date)


_MAY_HAVE_ANOTHER = (
    select(Reissue.contest_id)
    .where(
        Reissue.contest_id == RollEntry.contest_id,
        Reissue.person_key == RollEntry.person_key,
        Reissue.is_granted,
        ~Reissue.is_used,
    )
    .exists()
)


def voted_contests(session: Session, cycle: Cycle, person_key: bytes) -> dict[str, VotedContest]:
    """Contest code → where and when the person took its envelope; without those granted a second one."""
    query = (
        select(Contest.code, RollEntry.day, RollEntry.channel, Desk.name)
        .join(Contest, Contest.id == RollEntry.contest_id)
        .join(Desk, Desk.id == RollEntry.desk_id, isouter=True)
        .where(Contest.cycle_id == cycle.id, RollEntry.person_key == person_key, ~_MAY_HAVE_ANOTHER)
        .order_by(Contest.position)
    )
    return {code: VotedContest(code, day, channel, desk or "") for code, day, channel, desk in session.execute(query)}


def groups_for(session: Session, cycle: Cycle, person_key: bytes) -> list[Group]:
    """The groups of a cycle as this person has used them; one statement, none when the cycle has no group."""
    if not groups_of(cycle):
        return []
    query = select(Contest.code).join(RollEntry, RollEntry.contest_id == Contest.id)
    mine = Contest.cycle_id == cycle.id, Contest.group_id.is_not(None), RollEntry.person_key == person_key
    return groups_of(cycle, list(session.scalars(query.where(*mine))))


def election_of(session: Session, cycle_id: int) -> Election | None:
    """The cycle's frozen election, or None before it is opened."""
    return session.get(Election, cycle_id)


def frozen_manifest(election: Election) -> Manifest:
    """The manifest, parsed once: it never changes."""
    return _parsed(election.manifest)


@lru_cache(maxsize=8)
def _parsed(frozen: bytes) -> Manifest:
    return Manifest.parse(frozen)
