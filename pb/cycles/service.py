"""Setting up a budget year; its stages are run by their own services."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from pb.audit import service as audit
from pb.audit.rules import Actor
from pb.cycles.geography import StreetLine
from pb.cycles.models import Boundary, Contest, ContestGroup, Cycle, CycleRules, District, Street
from pb.cycles.rules import Action, Calendar, CycleKind, Refusal, RuleSet, why_not, why_not_moved
from pb.errors import NotFound, Refused


def create_cycle(
    session: Session,
    actor: Actor,
    *,
    code: str,
    kind: CycleKind,
    title: str,
    title_en: str,
    calendar: Calendar,
    rule_set: RuleSet,
    host_name: str = "",
) -> Cycle:
    """A new cycle with its first rule set; Refused when its dates are out of order."""
    if faults := calendar.faults():
        raise Refused(Refusal.CALENDAR_OUT_OF_ORDER, fields=", ".join(faults))
    cycle = Cycle(
        code=code,
        kind=kind,
        title=title,
        title_en=title_en,
        host_name=host_name,
        **_calendar_columns(calendar),
    )
    session.add(cycle)
    session.flush()
    session.add(CycleRules(cycle_id=cycle.id, version=1, digest=rule_set.digest(), **asdict(rule_set)))
    audit.record(session, actor, "cycles.create", f"cycle:{code}", {"rules": rule_set.digest()})
    return cycle


def change_rules(session: Session, actor: Actor, cycle: Cycle, rule_set: RuleSet, now: datetime) -> None:
    """A new version of the rule set; Refused once submission has opened."""
    if refusal := why_not(Action.CHANGE_RULES, cycle.phase(now)):
        raise Refused(refusal)
    newest = session.scalar(select(func.max(CycleRules.version)).where(CycleRules.cycle_id == cycle.id)) or 0
    session.add(CycleRules(cycle_id=cycle.id, version=newest + 1, digest=rule_set.digest(), **asdict(rule_set)))
    audit.record(session, actor, "cycles.change_rules", f"cycle:{cycle.code}", {"rules": rule_set.digest()})


def move_calendar(
    session: Session, actor: Actor, cycle: Cycle, calendar: Calendar, *, reason: str, now: datetime
) -> None:
    """New dates with a public reason; Refused when they are out of order, have passed, or would move a running vote."""
    if refusal := why_not_moved(cycle.calendar, calendar, now):
        raise Refused(refusal)
    if faults := calendar.faults():
        raise Refused(Refusal.CALENDAR_OUT_OF_ORDER, fields=", ".join(faults))
    for name, value in _calendar_columns(calendar).items():
        setattr(cycle, name, value)
    audit.record(session, actor, "cycles.move_calendar", f"cycle:{cycle.code}", {"reason": reason})


def add_contest(session: Session, actor: Actor, cycle: Cycle, columns: Mapping[str, object]) -> Contest:
    """A contest of a cycle; `columns` are those of `Contest` (money in kopecks)."""
    contest = Contest(cycle_id=cycle.id, **columns)
    session.add(contest)
    audit.record(session, actor, "cycles.add_contest", f"cycle:{cycle.code}", {"contest": contest.code})
    return contest


@dataclass(frozen=True, slots=True)
class Grouping:
    """A group as typed: one person may use at most `most` of these contests."""

    title: str
    title_en: str
    most: int
    contests: Collection[str]


def group_contests(session: Session, actor: Actor, cycle: Cycle, typed: Grouping, now: datetime) -> ContestGroup:
    """Make a group (`cycle.contests` loaded); Refused once submission has opened."""
    members = _members(cycle, typed, now)
    group = ContestGroup(cycle_id=cycle.id, title=typed.title, title_en=typed.title_en, most=typed.most)
    session.add(group)
    session.flush()
    for contest in members:
        contest.group_id = group.id
    audit.record(session, actor, "cycles.group_contests", f"cycle:{cycle.code}", _details(group, members))
    return group


def regroup_contests(
    session: Session, actor: Actor, cycle: Cycle, group_id: int, typed: Grouping, now: datetime
) -> None:
    """Change a group; Refused once submission has opened."""
    group = _group(session, cycle, group_id)
    members, before = _members(cycle, typed, now, group_id), _details(group, _in(cycle, group_id))
    for contest in cycle.contests:
        if contest.group_id == group_id:
            contest.group_id = None
    for contest in members:
        contest.group_id = group_id
    group.title, group.title_en, group.most = typed.title, typed.title_en, typed.most
    details = {"before": before, "after": _details(group, members)}
    audit.record(session, actor, "cycles.regroup_contests", f"cycle:{cycle.code}", details)


def ungroup_contests(session: Session, actor: Actor, cycle: Cycle, group_id: int, now: datetime) -> None:
    """Undo a group: each of its contests stands alone again; Refused once submission has opened."""
    if refusal := why_not(Action.CHANGE_RULES, cycle.phase(now)):
        raise Refused(refusal)
    group = _group(session, cycle, group_id)
    session.execute(update(Contest).where(Contest.group_id == group.id).values(group_id=None))
    session.delete(group)
    audit.record(session, actor, "cycles.ungroup_contests", f"cycle:{cycle.code}", {"title": group.title})


def _group(session: Session, cycle: Cycle, group_id: int) -> ContestGroup:
    group = session.scalar(select(ContestGroup).where(ContestGroup.id == group_id, ContestGroup.cycle_id == cycle.id))
    if group is None:
        raise NotFound(str(group_id))
    return group


def _in(cycle: Cycle, group_id: int) -> list[Contest]:
    return [contest for contest in cycle.contests if contest.group_id == group_id]


def _members(cycle: Cycle, typed: Grouping, now: datetime, group_id: int | None = None) -> list[Contest]:
    if refusal := why_not(Action.CHANGE_RULES, cycle.phase(now)):
        raise Refused(refusal)
    members = [contest for contest in cycle.contests if contest.code in typed.contests]
    if len(members) <= typed.most:
        raise Refused(Refusal.GROUP_TOO_SMALL)
    if taken := [contest.title for contest in members if contest.group_id not in {None, group_id}]:
        raise Refused(Refusal.ALREADY_GROUPED, contests=", ".join(taken))
    return members


def _details(group: ContestGroup, members: list[Contest]) -> dict[str, object]:
    return {"title": group.title, "most": group.most, "contests": [contest.code for contest in members]}


def load_streets(session: Session, actor: Actor, streets: list[StreetLine]) -> None:
    """Replace the list of streets."""
    ids = {row.code: row.id for row in session.scalars(select(District))}
    session.execute(delete(Street))
    session.add_all(
        Street(name=line.name, district_id=ids.get(line.district), latitude=line.latitude, longitude=line.longitude)
        for line in streets
    )
    audit.record(session, actor, "cycles.load_streets", "community:streets", {"streets": len(streets)})


def load_boundaries(session: Session, actor: Actor, areas: Mapping[str, str]) -> None:
    """Replace the boundaries: district code → GeoJSON geometry."""
    ids = {row.code: row.id for row in session.scalars(select(District))}
    session.execute(delete(Boundary))
    session.add_all(Boundary(district_id=ids[code], geometry=geometry) for code, geometry in areas.items())
    audit.record(session, actor, "cycles.load_boundaries", "community:boundaries", {"districts": sorted(areas)})


def _calendar_columns(calendar: Calendar) -> dict[str, object]:
    return {
        "announced_at": calendar.announced_at,
        "submission_opens_at": calendar.submission.opens,
        "submission_closes_at": calendar.submission.closes,
        "review_until": calendar.review_until,
        "appeals_until": calendar.appeals_until,
        "voting_opens_at": calendar.voting.opens,
        "voting_closes_at": calendar.voting.closes,
        "grace_minutes": int(calendar.grace.total_seconds() // 60),
        "results_at": calendar.results_at,
        "implementation_until": calendar.implementation_until,
    }
