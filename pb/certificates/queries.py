"""Reading certificates: one by its code, those of a cycle, and what waits to be issued."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from pb.certificates.models import Certificate
from pb.certificates.rules import Kind, Verdict, kind_for
from pb.cycles.models import Cycle
from pb.errors import NotFound
from pb.projects.models import Project
from pb.projects.rules import FUNDED, Status
from pb.results.queries import decision_of, publications

AWARDED = FUNDED | {Status.TOOK_PART}


@dataclass(frozen=True, slots=True)
class CouncilDecision:
    """The decision printed on a winner's certificate."""

    number: str
    decided_on: date


@dataclass(frozen=True, slots=True)
class Batch:
    """A published cycle and how far its certificates are."""

    cycle: Cycle
    decision: CouncilDecision | None
    issued: int
    waiting: int


def council_decision(session: Session, cycle_id: int) -> CouncilDecision | None:
    """The council's decision on a cycle as certificates print it."""
    found = decision_of(session, cycle_id)
    return CouncilDecision(found.number, found.decided_on) if found else None


def certificate_by_code(session: Session, code: str) -> Certificate:
    """One certificate with its project, contest and cycle; NotFound if there is none."""
    found = session.scalar(_with_project().where(Certificate.code == code))
    if found is None:
        raise NotFound(code)
    return found


def _with_project() -> Select[Certificate]:
    project = contains_eager(Certificate.project)
    return (
        select(Certificate)
        .join(Certificate.project)
        .options(project.joinedload(Project.contest), project.joinedload(Project.cycle))
    )


def certificates_of_cycle(session: Session, cycle_id: int) -> list[Certificate]:
    """Every certificate of a cycle, winners first, by the project's number, the newest of a project first."""
    query = _with_project().where(Project.cycle_id == cycle_id)
    return list(session.scalars(query.order_by(Certificate.kind.desc(), Project.number, Certificate.id.desc())))


def valid_certificate(session: Session, project_id: int) -> Certificate | None:
    """The certificate of a project that holds, or None."""
    rows = session.scalars(select(Certificate).where(Certificate.project_id == project_id))
    return next((row for row in rows if row.verdict is Verdict.GENUINE), None)


def _without(cycle_id: int) -> Select[Project]:
    # One that was revoked counts as issued: only a person decides to print another.
    printed = select(Certificate.project_id)
    return select(Project).where(
        Project.cycle_id == cycle_id, Project.status.in_(AWARDED), Project.id.not_in(printed), Project.author_name != ""
    )


def waiting_projects(session: Session, cycle_id: int) -> list[tuple[Project, Kind]]:
    """Projects of a cycle whose authors were given nothing yet, loaded for printing."""
    query = _without(cycle_id).options(joinedload(Project.contest), joinedload(Project.cycle)).order_by(Project.number)
    found = [(project, kind_for(project.status)) for project in session.scalars(query)]
    return [(project, kind) for project, kind in found if kind is not None]


def batches(session: Session) -> list[Batch]:
    """Published cycles, the newest first, with what was issued and what waits."""
    found = []
    for publication in publications(session):
        cycle = publication.cycle
        issued = select(func.count()).select_from(Certificate).join(Certificate.project)
        waiting = select(func.count()).select_from(_without(cycle.id).subquery())
        found.append(
            Batch(
                cycle=cycle,
                decision=council_decision(session, cycle.id),
                issued=session.scalar(issued.where(Project.cycle_id == cycle.id)) or 0,
                waiting=session.scalar(waiting) or 0,
            )
        )
    return found


def published_batch(session: Session, cycle_code: str) -> Batch:
    """The batch of one published cycle; NotFound before the results are public."""
    found = next((batch for batch in batches(session) if batch.cycle.code == cycle_code), None)
    if found is None:
        raise NotFound(cycle_code)
    return found
