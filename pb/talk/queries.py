"""Reading what residents wrote: what everybody sees, one's own, and what waits for staff."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from pb.errors import NotFound
from pb.projects.models import Project
from pb.projects.rules import PUBLIC
from pb.review.models import DossierRow
from pb.talk.models import Remark, Report
from pb.talk.rules import Heap, Kind, State

PAGE_SIZE = 50


def shown_remarks(session: Session, project_id: int, *, page: int = 1) -> tuple[list[Remark], bool]:
    """(one page of what everybody reads, newest first; whether there are older ones).

    What was shown and then hidden stays as a place with its reason.
    """
    query = select(Remark).where(Remark.project_id == project_id, Remark.shown_at.is_not(None))
    query = query.options(joinedload(Remark.department)).order_by(Remark.written_at.desc(), Remark.id.desc())
    found = list(session.scalars(query.limit(PAGE_SIZE + 1).offset((page - 1) * PAGE_SIZE)))
    return found[:PAGE_SIZE], len(found) > PAGE_SIZE


def own_unseen_remarks(session: Session, project_id: int, author_id: int) -> list[Remark]:
    """What one person wrote and others do not see: it waits, or a moderator did not let it through."""
    query = select(Remark).where(Remark.project_id == project_id, Remark.author_id == author_id)
    return list(session.scalars(query.where(Remark.shown_at.is_(None)).order_by(Remark.id.desc())))


def amount_shown(session: Session, project_id: int) -> int:
    """How many questions and comments of a project everybody sees."""
    query = select(func.count()).where(Remark.project_id == project_id, Remark.state == State.SHOWN)
    return session.scalar(query) or 0


def shown_remark(session: Session, code: str) -> Remark:
    """One remark that everybody sees under a public project; NotFound otherwise."""
    found = remark_by_code(session, code)
    if found.state is not State.SHOWN or found.project.status not in PUBLIC:
        raise NotFound(code)
    return found


def remark_by_code(session: Session, code: str) -> Remark:
    """One remark with its project and reports, whatever its state; NotFound if there is none."""
    query = select(Remark).where(Remark.code == code)
    query = query.options(joinedload(Remark.project), joinedload(Remark.department), selectinload(Remark.reports))
    found = session.scalar(query)
    if found is None:
        raise NotFound(code)
    return found


def remarks_of_codes(session: Session, codes: Iterable[str]) -> list[Remark]:
    """The remarks of these codes with their reports; unknown codes are left out."""
    query = select(Remark).where(Remark.code.in_(list(codes)[:PAGE_SIZE])).options(selectinload(Remark.reports))
    return list(session.scalars(query.order_by(Remark.id)))


def written_since(session: Session, author_id: int, now: datetime, span: timedelta = timedelta(days=1)) -> int:
    """How much one person wrote within `span`."""
    query = select(func.count()).where(Remark.author_id == author_id, Remark.written_at > now - span)
    return session.scalar(query) or 0


def waiting_remarks() -> Select[Remark]:
    """What a moderator has to decide on: new remarks, and shown ones with an open report."""
    reported = select(Report.remark_id).where(Report.settled_at.is_(None))
    return select(Remark).where(
        or_(Remark.state == State.WAITING, (Remark.state == State.SHOWN) & Remark.id.in_(reported))
    )


def moderation(session: Session, heap: Heap) -> list[Remark]:
    """The first page of a heap: what waits with the oldest first, what is hidden with the newest first."""
    if heap is Heap.WAITING:
        query = waiting_remarks().order_by(Remark.written_at, Remark.id)
    else:
        query = select(Remark).where(Remark.state == State.HIDDEN).order_by(Remark.id.desc())
    query = query.options(joinedload(Remark.project), selectinload(Remark.reports))
    return list(session.scalars(query.limit(PAGE_SIZE)))


def open_questions(department_id: int | None) -> Select[Remark]:
    """Shown questions without an answer about the projects a department analyses, or that nobody does."""
    of_others = select(DossierRow.project_id).where(DossierRow.department_id.is_distinct_from(department_id))
    query = select(Remark).where(Remark.kind == Kind.QUESTION, Remark.state == State.SHOWN, Remark.answer == "")
    in_public = select(Project.id).where(Project.status.in_(PUBLIC))
    return query.where(Remark.project_id.not_in(of_others), Remark.project_id.in_(in_public))


def questions_for(session: Session, department_id: int | None) -> list[Remark]:
    """The open questions of a department, oldest first."""
    query = open_questions(department_id).options(joinedload(Remark.project))
    return list(session.scalars(query.order_by(Remark.written_at, Remark.id).limit(PAGE_SIZE)))


def question_for(session: Session, code: str, department_id: int | None) -> Remark:
    """One open question of a department; NotFound when it is another's or answered."""
    query = open_questions(department_id).where(Remark.code == code).options(joinedload(Remark.project))
    found = session.scalar(query)
    if found is None:
        raise NotFound(code)
    return found
