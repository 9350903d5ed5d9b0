"""Reading cycles, contests, districts and rule sets."""

from collections.abc import Collection, Iterable
from dataclasses import fields
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from pb.cycles.models import Boundary, Contest, Cycle, CycleRules, Desk, District, Street
from pb.cycles.rules import CycleKind, DistrictKind, Group, Phase, RuleSet
from pb.errors import NotFound
from pb.values.words import likeness, stems

WITH_CONTESTS = selectinload(Cycle.contests).joinedload(Contest.group)
_CONTESTS_AT_ONCE = joinedload(Cycle.contests).joinedload(Contest.group)  # one statement; its rows repeat the cycle


def groups_of(cycle: Cycle, taken: Collection[str] = ()) -> list[Group]:
    """The groups of a cycle (loaded WITH_CONTESTS) in the order of their contests; `taken`: contests used already."""
    members: dict[int, list[Contest]] = {}
    for contest in cycle.contests:
        if contest.group_id is not None:
            members.setdefault(contest.group_id, []).append(contest)
    found = []
    for contests in members.values():
        row, codes = contests[0].group, frozenset(contest.code for contest in contests)
        assert row is not None
        found.append(Group(row.title, row.title_en, row.most, codes, codes.intersection(taken)))
    return found


def cycle_by_code(session: Session, code: str) -> Cycle:
    """The cycle with its contests loaded; NotFound if there is none."""
    query = select(Cycle).where(Cycle.code == code).options(_CONTESTS_AT_ONCE)
    found = session.scalars(query).unique().one_or_none()
    if found is None:
        raise NotFound(code)
    return found


def announced_cycles(session: Session, now: datetime, kind: CycleKind | None = None) -> list[Cycle]:
    """Every announced cycle with its contests, newest first."""
    query = select(Cycle).where(Cycle.announced_at <= now).options(_CONTESTS_AT_ONCE)
    if kind is not None:
        query = query.where(Cycle.kind == kind)
    return list(session.scalars(query.order_by(Cycle.submission_opens_at.desc(), Cycle.id.desc())).unique())


def cycles_in_phase(session: Session, now: datetime, phases: Iterable[Phase], kind: CycleKind) -> list[Cycle]:
    """Announced cycles of one kind that stand in one of `phases`, newest first."""
    wanted = frozenset(phases)
    return [cycle for cycle in announced_cycles(session, now, kind) if cycle.phase(now) in wanted]


def rule_set(session: Session, cycle_id: int) -> RuleSet:
    """The rules in force for a cycle; NotFound when none were set."""
    row = session.scalar(
        select(CycleRules).where(CycleRules.cycle_id == cycle_id).order_by(CycleRules.version.desc()).limit(1)
    )
    if row is None:
        raise NotFound(f"rules of cycle {cycle_id}")
    return rules_in(row)


def rules_in(row: CycleRules) -> RuleSet:
    """A stored version as the value that decisions are made by."""
    return RuleSet(**{entry.name: getattr(row, entry.name) for entry in fields(RuleSet)})


def contest_by_code(session: Session, cycle_id: int, code: str) -> Contest:
    """One contest of a cycle; NotFound if there is none."""
    found = session.scalar(select(Contest).where(Contest.cycle_id == cycle_id, Contest.code == code))
    if found is None:
        raise NotFound(code)
    return found


def contests_of(session: Session, cycle_id: int) -> list[Contest]:
    """The contests of a cycle in their order."""
    return list(session.scalars(select(Contest).where(Contest.cycle_id == cycle_id).order_by(Contest.position)))


def every_district(session: Session) -> list[District]:
    """The places of the community in their official order; not those of imported elections."""
    own = select(District).where(District.kind != DistrictKind.ELSEWHERE)
    return list(session.scalars(own.order_by(District.position)))


def every_desk(session: Session) -> list[Desk]:
    """Every service desk by name."""
    return list(session.scalars(select(Desk).order_by(Desk.name)))


def district_names(session: Session) -> dict[str, str]:
    """Case-folded name or code of each district → its code: how loaded files may call it."""
    rows = every_district(session)
    return {key.casefold(): row.code for row in rows for key in (row.name, row.code)}


def boundaries(session: Session) -> dict[str, str]:
    """District code → GeoJSON geometry; empty when no boundaries were loaded."""
    query = select(District.code, Boundary.geometry).join(Boundary)
    return {row.code: row.geometry for row in session.execute(query.order_by(District.position))}


def street_count(session: Session) -> int:
    """How many streets are loaded."""
    return session.scalar(select(func.count()).select_from(Street)) or 0


def streets_like(session: Session, typed: str, most: int = 8) -> list[Street]:
    """Streets whose names hold what was typed, whatever its endings; those most alike first, slips forgiven."""
    wanted = stems(typed)
    if not wanted:
        return []
    scored = []
    for row in session.scalars(select(Street).options(joinedload(Street.district))):
        words = stems(row.name)
        score = sum(max((likeness(one, other) for other in words), default=0.0) for one in wanted) / len(wanted)
        if score >= 0.4:
            scored.append((-score, len(words), row.name, row.id, row))
    return [row for *_rest, row in sorted(scored)[:most]]
