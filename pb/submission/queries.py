"""An author's own projects: the only way by which an author's page gets one."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from pb.accounts.models import Author
from pb.cycles.models import Contest, Cycle
from pb.cycles.queries import cycles_in_phase
from pb.cycles.rules import Phase
from pb.errors import NotFound, Refused
from pb.projects.models import Project
from pb.projects.queries import for_cards, project_by_code
from pb.projects.rules import EstimateLine, Status
from pb.questions.queries import unanswered
from pb.submission.models import DeviceLink
from pb.submission.rules import Draft, Refusal
from pb.values.money import Kopecks


def project_for_author(session: Session, code: str, author_id: int) -> Project:
    """A project of this author; somebody else's looks exactly like none."""
    found = project_by_code(session, code)
    if found.author_id != author_id:
        raise NotFound(code)
    return found


def projects_of_author(session: Session, author_id: int) -> list[Project]:
    """Everything an author has begun, newest first, drafts included."""
    query = select(Project).where(Project.author_id == author_id).order_by(Project.id.desc())
    return list(session.scalars(for_cards(query).options(joinedload(Project.cycle))))


def contest_like(session: Session, old: Contest | None, cycle: Cycle) -> Contest | None:
    """The contest of `cycle` that continues `old`: the same code, else the only one of its category, else None."""
    if old is None:
        return None
    found = list(session.scalars(select(Contest).where(Contest.cycle_id == cycle.id)))
    same = [row for row in found if row.code == old.code]
    alike = same or [row for row in found if row.category is old.category]
    return alike[0] if len(alike) == 1 else None


def cycle_to_go_on(session: Session, project: Project, now: datetime) -> Cycle | None:
    """The cycle into which a draft may be carried over because its own takes no more projects."""
    if project.status is not Status.DRAFT or project.cycle.phase(now) in {Phase.ANNOUNCED, Phase.SUBMISSION}:
        return None
    return next(iter(cycles_in_phase(session, now, {Phase.SUBMISSION}, project.cycle.kind)), None)


def link_of(session: Session, code: str, now: datetime) -> Author:
    """Whose draft a link opens, to be shown before it is used; Refused when it opens none."""
    link = session.scalar(select(DeviceLink).where(DeviceLink.code == code))
    if link is None or link.used_at is not None or link.expires_at < now:
        raise Refused(Refusal.LINK_DEAD)
    return session.get_one(Author, link.author_id)


def sent_count(session: Session, author_id: int, cycle_id: int) -> int:
    """How many projects of a cycle an author has sent and not withdrawn."""
    outside = (Status.DRAFT, Status.WITHDRAWN, Status.REMOVED)
    query = select(func.count()).where(
        Project.author_id == author_id, Project.cycle_id == cycle_id, Project.status.not_in(outside)
    )
    return session.scalar(query) or 0


def cycle_of(session: Session, project: Project) -> Cycle:
    """The cycle of a project."""
    return session.get_one(Cycle, project.cycle_id)


def draft_of(session: Session, project: Project, author: Author) -> Draft:
    """A loaded project as the rules see it."""
    lines = tuple(
        EstimateLine(row.item, row.unit, row.quantity, Kopecks(row.price_kopecks)) for row in project.estimate
    )
    return Draft(
        title=project.title,
        summary=project.summary,
        problem=project.problem,
        idea=project.idea,
        has_contest=project.contest_id is not None,
        has_district=project.district_id is not None,
        address=project.address,
        estimate=lines,
        ceiling=Kopecks(project.contest.ceiling_kopecks) if project.contest else None,
        photos=len(project.photos),
        has_contact=bool(author.email or author.phone),
        reserve_percent=project.reserve_percent,
        unanswered=unanswered(session, project),
    )
