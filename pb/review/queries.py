"""Reading what is under review: queues, dossiers, sittings, appeals, lots."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from pb.cycles.models import Cycle
from pb.errors import NotFound
from pb.projects.models import Project, StatusChange
from pb.projects.queries import for_cards
from pb.projects.rules import Move, Status
from pb.review.models import Appeal, Check, DossierRow, Item, Lot, MemberVote, Sitting


def waiting_for_check(session: Session) -> list[Project]:
    """Sent projects nobody has checked yet, oldest first."""
    query = select(Project).where(Project.status == Status.SUBMITTED).options(joinedload(Project.cycle))
    return list(session.scalars(for_cards(query.order_by(Project.submitted_at))))


def open_dossiers(session: Session, department_id: int | None) -> list[DossierRow]:
    """Unsigned dossiers of a department (of all, without one), the nearest deadline first."""
    query = select(DossierRow).where(DossierRow.signed_at.is_(None)).options(*_dossier_parts())
    if department_id is not None:
        query = query.where(DossierRow.department_id == department_id)
    return list(session.scalars(query.order_by(DossierRow.due_on, DossierRow.id)))


def _dossier_parts() -> list[ExecutableOption]:
    return [
        joinedload(DossierRow.project).joinedload(Project.contest),
        joinedload(DossierRow.department),
        joinedload(DossierRow.signer),
    ]


def dossier_of(session: Session, project_id: int) -> DossierRow | None:
    """The dossier of a project, or None."""
    query = select(DossierRow).where(DossierRow.project_id == project_id)
    return session.scalar(query.options(*_dossier_parts()))


def ready_for_sitting(session: Session, cycle_id: int) -> list[Project]:
    """Projects in review with a signed dossier that stand on no open agenda."""
    on_agenda = select(Item.project_id).join(Sitting).where(Sitting.published_at.is_(None))
    signed = select(DossierRow.project_id).where(DossierRow.signed_at.is_not(None))
    query = select(Project).where(Project.cycle_id == cycle_id, Project.status == Status.IN_REVIEW)
    query = query.where(Project.id.in_(signed), Project.id.not_in(on_agenda)).order_by(Project.number)
    return list(session.scalars(for_cards(query)))


def every_sitting(session: Session) -> list[Sitting]:
    """All sittings, newest first."""
    return list(session.scalars(select(Sitting).order_by(Sitting.held_on.desc(), Sitting.id.desc())))


def sitting_by_code(session: Session, code: str) -> Sitting:
    """A sitting with agenda, projects and votes; NotFound if there is none."""
    parts = selectinload(Sitting.items)
    query = select(Sitting).where(Sitting.code == code)
    query = query.options(
        parts.joinedload(Item.project).joinedload(Project.contest),
        parts.selectinload(Item.votes).joinedload(MemberVote.member),
    )
    found = session.scalar(query)
    if found is None:
        raise NotFound(code)
    return found


def public_sitting(session: Session, code: str) -> Sitting:
    """A sitting whose protocol is published; NotFound otherwise."""
    found = sitting_by_code(session, code)
    if found.published_at is None:
        raise NotFound(code)
    return found


def open_items(session: Session, staff_id: int) -> list[tuple[Item, MemberVote | None]]:
    """Items the commission votes on now, each with this member's vote."""
    query = select(Item).join(Sitting).where(Item.decided_at.is_(None), Sitting.published_at.is_(None))
    query = query.options(joinedload(Item.project), joinedload(Item.sitting), selectinload(Item.votes))
    rows = session.scalars(query.order_by(Item.sitting_id, Item.position))
    return [(row, next((vote for vote in row.votes if vote.staff_id == staff_id), None)) for row in rows]


def decision_of(session: Session, project_id: int) -> Item | None:
    """The newest published decision about a project, with its sitting."""
    query = select(Item).join(Sitting).where(Item.project_id == project_id, Sitting.published_at.is_not(None))
    return session.scalar(query.options(joinedload(Item.sitting)).order_by(Item.id.desc()).limit(1))


def refusal_of(session: Session, project_id: int) -> StatusChange | None:
    """The newest refusal of a project: by a sitting, or by the rules because its author did not answer in time."""
    query = select(StatusChange).where(StatusChange.project_id == project_id)
    refused = StatusChange.move.in_((Move.REFUSE, Move.LAPSE))
    return session.scalar(query.where(refused).order_by(StatusChange.id.desc()).limit(1))


def returns_of(session: Session, project_id: int) -> int:
    """How often a project has been returned to its author."""
    query = select(func.count()).where(StatusChange.project_id == project_id, StatusChange.move == Move.RETURN)
    return session.scalar(query) or 0


def returned_projects(session: Session) -> list[Project]:
    """Projects whose authors owe an answer."""
    return list(session.scalars(select(Project).where(Project.status == Status.RETURNED).order_by(Project.id)))


def appeal_of(session: Session, project_id: int) -> Appeal | None:
    """The appeal of a project, or None."""
    return session.scalar(select(Appeal).where(Appeal.project_id == project_id))


def open_appeals(session: Session) -> list[Appeal]:
    """Appeals nobody has decided, oldest first."""
    query = select(Appeal).where(Appeal.outcome.is_(None)).options(joinedload(Appeal.project))
    return list(session.scalars(query.order_by(Appeal.filed_at)))


def deciders_of(session: Session, project_id: int) -> set[int]:
    """Ids of the staff who voted about a project or signed its dossier: they may not decide its appeal."""
    voters = select(MemberVote.staff_id).join(Item).where(Item.project_id == project_id)
    signers = select(DossierRow.signed_by).where(DossierRow.project_id == project_id)
    return {found for found in [*session.scalars(voters), *session.scalars(signers)] if found is not None}


def lot_of(session: Session, cycle_id: int) -> Lot | None:
    """The lot of a cycle, or None before the list is announced."""
    return session.scalar(select(Lot).where(Lot.cycle_id == cycle_id))


def listed_projects(session: Session, cycle: Cycle, statuses: frozenset[Status]) -> list[Project]:
    """Projects of a cycle in `statuses`, by contest and place on the ballot."""
    query = select(Project).where(Project.cycle_id == cycle.id, Project.status.in_(statuses))
    order = (Project.contest_id, Project.ballot_position, Project.number)
    return list(session.scalars(for_cards(query.order_by(*order))))


def checks_of(session: Session, project_id: int) -> list[Check]:
    """Completeness checks of a project, oldest first."""
    return list(session.scalars(select(Check).where(Check.project_id == project_id).order_by(Check.id)))
