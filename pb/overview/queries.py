"""Reading across stages for the front page, the catalogue and the page of a cycle."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from pb.cycles.models import Contest, Cycle
from pb.cycles.queries import announced_cycles
from pb.cycles.rules import CycleKind, Phase
from pb.overview.rules import Frame, Marker, StepState, markers, most_urgent
from pb.projects.models import Project
from pb.projects.queries import counts_by_status, for_cards
from pb.projects.rules import FUNDED, PUBLIC, STOOD_FOR_VOTE, Status


@dataclass(frozen=True, slots=True)
class Front:
    """What the front page says: the cycle that matters now, its figures, the others, what was built."""

    cycle: Cycle
    phase: Phase
    fund_kopecks: int
    projects: int
    built: int
    showcase: list[Project]
    works: list[Project]
    others: list[tuple[Cycle, Phase]]


def front(session: Session, now: datetime) -> Front | None:
    """The front page at `now`; None before the first announcement."""
    cycles = announced_cycles(session, now)
    city = [cycle for cycle in cycles if cycle.kind is CycleKind.CITY] or cycles
    chosen = most_urgent([cycle.phase(now) for cycle in city])
    if chosen is None:
        return None
    cycle = city[chosen]
    counts = counts_by_status(session, cycle.id)
    built = session.scalar(select(func.count()).where(Project.status == Status.IMPLEMENTED)) or 0
    return Front(
        cycle=cycle,
        phase=cycle.phase(now),
        fund_kopecks=sum(contest.purse_kopecks for contest in cycle.contests),
        projects=sum(amount for status, amount in counts.items() if status in PUBLIC),
        built=built,
        showcase=_showcase(session, cycle.id),
        works=_works(session),
        others=[(other, other.phase(now)) for other in cycles if other.id != cycle.id],
    )


def _showcase(session: Session, cycle_id: int) -> list[Project]:
    """A few projects of the cycle, one per contest, in the order of the lot: nobody is favoured."""
    query = select(Project).where(Project.cycle_id == cycle_id, Project.status.in_(STOOD_FOR_VOTE | {Status.ADMITTED}))
    query = query.where((Project.ballot_position == 1) | Project.ballot_position.is_(None))
    return list(session.scalars(for_cards(query.order_by(Project.contest_id, Project.number).limit(6))))


def _works(session: Session) -> list[Project]:
    """The newest projects under way or built."""
    states = (Status.IMPLEMENTED, Status.IN_IMPLEMENTATION)
    query = select(Project).where(Project.status.in_(states)).order_by(Project.status.desc(), Project.id.desc())
    return list(session.scalars(for_cards(query.limit(3))))


def current_cycle(session: Session, now: datetime, code: str = "") -> Cycle | None:
    """The cycle of `code` if it is announced, else the one that matters most now; one statement."""
    has_public = select(Project.id).where(Project.cycle_id == Cycle.id, Project.status.in_(PUBLIC)).exists()
    query = select(Cycle, has_public.label("has_public")).where(Cycle.announced_at <= now)
    query = query.options(joinedload(Cycle.contests)).order_by(Cycle.submission_opens_at.desc(), Cycle.id.desc())
    rows = session.execute(query).unique().all()
    for row in rows:
        if row.Cycle.code == code:
            return cast("Cycle", row.Cycle)
    city = [row for row in rows if row.Cycle.kind is CycleKind.CITY]
    cycles: list[Cycle] = [row.Cycle for row in [row for row in city if row.has_public] or city]
    chosen = most_urgent([cycle.phase(now) for cycle in cycles])
    return None if chosen is None else cycles[chosen]


def contest_counts(session: Session, cycle_id: int) -> dict[int, int]:
    """Public projects by contest id."""
    query = select(Project.contest_id, func.count().label("amount"))
    query = query.where(Project.cycle_id == cycle_id, Project.status.in_(PUBLIC)).group_by(Project.contest_id)
    return {row.contest_id: row.amount for row in session.execute(query)}


def funded_kopecks(session: Session, cycle_id: int) -> int:
    """Money of the winners of a cycle."""
    query = select(func.coalesce(func.sum(Project.total_kopecks), 0))
    return int(session.scalar(query.where(Project.cycle_id == cycle_id, Project.status.in_(FUNDED))) or 0)


def neighbours(session: Session, project: Project) -> list[Project]:
    """Up to three other public projects of the same contest, by number."""
    query = select(Project).where(
        Project.contest_id == project.contest_id, Project.id != project.id, Project.status.in_(PUBLIC)
    )
    return list(session.scalars(for_cards(query.order_by(func.abs(Project.number - project.number)).limit(3))))


def compared(session: Session, codes: list[str]) -> list[Project]:
    """The public projects of these codes, in the order of the codes; others are left out."""
    query = (
        select(Project).where(Project.code.in_(codes), Project.status.in_(PUBLIC)).options(joinedload(Project.cycle))
    )
    return sorted(session.scalars(for_cards(query)), key=lambda project: codes.index(project.code))


def on_map(projects: list[Project], frame: Frame) -> list[tuple[Marker, list[Project]]]:
    """Markers with their projects; one without a point of its own stands at the point of its district."""
    found = markers([_point(project) for project in projects], frame)
    return [(marker, [projects[index] for index in marker.points]) for marker in found]


def _point(project: Project) -> tuple[float, float]:
    if project.latitude is not None and project.longitude is not None:
        return project.latitude, project.longitude
    district = project.district
    assert district is not None
    return district.latitude, district.longitude


def calendar_steps(cycle: Cycle, now: datetime) -> list[tuple[Phase, datetime, datetime, StepState]]:
    """(phase, beginning, end, state) of what residents can follow."""
    calendar = cycle.calendar
    spans = [
        (Phase.ANNOUNCED, calendar.announced_at, calendar.submission.opens),
        (Phase.SUBMISSION, calendar.submission.opens, calendar.submission.closes),
        (Phase.REVIEW, calendar.submission.closes, calendar.review_until),
        (Phase.APPEALS, calendar.review_until, calendar.appeals_until),
        (Phase.BALLOT, calendar.appeals_until, calendar.voting.opens),
        (Phase.VOTING, calendar.voting.opens, calendar.voting.closes),
        (Phase.TALLY, calendar.voting.closes, calendar.results_at),
        (Phase.IMPLEMENTATION, calendar.results_at, calendar.implementation_until),
    ]
    return [(phase, start, end, _state(start, end, now)) for phase, start, end in spans]


def _state(start: datetime, end: datetime, now: datetime) -> StepState:
    if now >= end:
        return StepState.DONE
    return StepState.NOW if now >= start else StepState.LATER


def contests_of(session: Session, cycle_id: int) -> list[Contest]:
    """Contests of a cycle in their order."""
    return list(session.scalars(select(Contest).where(Contest.cycle_id == cycle_id).order_by(Contest.position)))
