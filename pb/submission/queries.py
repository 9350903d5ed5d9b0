"""An author's own projects: the only way by which an author's page gets one."""

import json
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload, selectinload

from pb.accounts.models import Author
from pb.cycles.models import Contest, Cycle
from pb.cycles.queries import cycles_in_phase, rule_set
from pb.cycles.rules import CycleKind, Phase
from pb.errors import NotFound, Refused
from pb.projects.models import Project, StatusChange
from pb.projects.queries import for_cards, project_by_code
from pb.projects.rules import MERGEABLE, PUBLIC, EstimateLine, Move, Status
from pb.questions.queries import unanswered
from pb.submission.models import (
    CoAuthor,
    DeviceLink,
    Merger,
    MergerConsent,
    Revision,
    SupportKept,
    SupportList,
    SupportRow,
)
from pb.submission.rules import GATHERS, Body, Change, Draft, Refusal, Side, Support, changes_between, last_day_after
from pb.values.money import Kopecks


def project_for_author(session: Session, code: str, author_id: int) -> Project:
    """A project of this author or co-author; somebody else's looks exactly like none."""
    found = project_by_code(session, code)
    if not is_author_of(session, found, author_id):
        raise NotFound(code)
    return found


def is_author_of(session: Session, project: Project, author_id: int) -> bool:
    """Whether this person is the project's first author or a co-author who accepted."""
    if project.author_id == author_id:
        return True
    query = _accepted().where(CoAuthor.project_id == project.id, CoAuthor.author_id == author_id)
    return session.scalar(query) is not None


def _accepted() -> Select[CoAuthor]:
    return select(CoAuthor).where(CoAuthor.accepted_at.is_not(None))


def coauthors_of(session: Session, project_id: int) -> list[CoAuthor]:
    """Everybody who was invited, in that order, with those who answered loaded."""
    query = select(CoAuthor).where(CoAuthor.project_id == project_id).options(joinedload(CoAuthor.author))
    return list(session.scalars(query.order_by(CoAuthor.id)))


def authors_of(session: Session, project: Project) -> list[Author]:
    """The first author, then the co-authors who accepted; nobody for a project whose author was forgotten."""
    first = session.get(Author, project.author_id) if project.author_id else None
    return [first, *accepted_coauthors(session, project.id)] if first else []


def accepted_coauthors(session: Session, project_id: int) -> list[Author]:
    """Those who are authors too."""
    return [one.author for one in coauthors_of(session, project_id) if one.accepted_at and one.author]


def invitation_by_code(session: Session, code: str) -> tuple[CoAuthor, Project]:
    """An invitation nobody has answered, and its project; Refused when it is over."""
    found = session.scalar(select(CoAuthor).where(CoAuthor.code == code))
    if found is None or found.accepted_at or found.declined_at:
        raise Refused(Refusal.INVITATION_OVER)
    return found, session.get_one(Project, found.project_id)


def projects_of_author(session: Session, author_id: int) -> list[Project]:
    """Everything an author has begun or joined, newest first, drafts included."""
    joined = _accepted().where(CoAuthor.author_id == author_id).with_only_columns(CoAuthor.project_id)
    query = select(Project).where(or_(Project.author_id == author_id, Project.id.in_(joined)))
    return list(session.scalars(for_cards(query.order_by(Project.id.desc())).options(joinedload(Project.cycle))))


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
    """How many projects of a cycle an author has sent, neither withdrawn nor merged."""
    outside = (Status.DRAFT, Status.WITHDRAWN, Status.REMOVED, Status.MERGED)
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
        body=Body(project.applicant, project.body_name, project.body_code),
        condominiums_apply=rule_set(session, project.cycle_id).condominiums_apply,
        unanswered=unanswered(session, project),
    )


def is_supporter(session: Session, project_id: int, person_key: bytes) -> bool:
    """Whether a person, known by this project's key, supports it, online or on paper."""
    return session.get(SupportRow, (project_id, person_key)) is not None


def support_of(session: Session, project: Project) -> Support:
    """How many people support a project: each known person once, each signature without a number once."""
    needed = rule_set(session, project.cycle_id).supporters_needed
    return Support(session.scalar(select(_support_count(project.id))) or 0, needed)


def _support_count(project_id: ColumnElement[int] | InstrumentedAttribute[int] | int) -> ColumnElement[int]:
    people = select(func.count()).where(SupportRow.project_id == project_id).scalar_subquery()
    unnumbered = select(func.coalesce(func.sum(SupportList.unnumbered), 0)).where(SupportList.project_id == project_id)
    kept = select(func.coalesce(func.sum(SupportKept.people), 0)).where(SupportKept.project_id == project_id)
    return people + unnumbered.scalar_subquery() + kept.scalar_subquery()


def gathering_projects(session: Session, now: datetime) -> list[tuple[Project, Support]]:
    """Sent projects that gather support in cycles that still take lists, by cycle and number."""
    phases = {Phase.SUBMISSION, Phase.REVIEW}
    cycles = [one for kind in CycleKind for one in cycles_in_phase(session, now, phases, kind)]
    needed = {one.id: rule_set(session, one.id).supporters_needed for one in cycles}
    asking = [number for number, least in needed.items() if least]
    query = select(Project, _support_count(Project.id)).where(Project.cycle_id.in_(asking), Project.status.in_(GATHERS))
    rows = session.execute(query.options(joinedload(Project.cycle)).order_by(Project.cycle_id, Project.number))
    return [(project, Support(count, needed[project.cycle_id])) for project, count in rows]


def project_to_support(session: Session, code: str) -> Project:
    """A sent project that its author shows to those who may support it; a draft or a removed one looks like none."""
    found = project_by_code(session, code)
    if found.status in {Status.DRAFT, Status.REMOVED, Status.WITHDRAWN, Status.MERGED}:
        raise NotFound(code)
    return found


def support_lists(session: Session, project_id: int) -> list[SupportList]:
    """The paper lists of a project, in the order in which they were typed."""
    return list(
        session.scalars(select(SupportList).where(SupportList.project_id == project_id).order_by(SupportList.id))
    )


def open_revision_of(session: Session, project_id: int) -> Revision | None:
    """The return of a project that its author has not answered yet, with its remarks."""
    query = _revisions(project_id).where(Revision.answered_at.is_(None))
    return session.scalar(query.order_by(Revision.id.desc()).limit(1))


def last_day_to_answer(session: Session, project: Project) -> date:
    """The last day on which the author of a returned project may send it again."""
    query = select(func.max(StatusChange.at)).where(StatusChange.project_id == project.id)
    returned_at = session.scalars(query.where(StatusChange.move == Move.RETURN)).one()
    days = rule_set(session, project.cycle_id).revision_days
    return last_day_after(returned_at, days, cycle_of(session, project).review_until)


def revisions_of(session: Session, project_id: int) -> list[tuple[Revision, list[Change]]]:
    """Every return of a project, oldest first, with what its author changed."""
    rows = session.scalars(_revisions(project_id).order_by(Revision.id))
    return [(row, changes_between(json.loads(row.before), json.loads(row.after or row.before))) for row in rows]


def _revisions(project_id: int) -> Select[Revision]:
    return select(Revision).where(Revision.project_id == project_id).options(selectinload(Revision.remarks))


def entered_at_desk(session: Session, staff_id: int, code: str) -> tuple[Project, Author]:
    """A project that this operator typed, and for whom; anybody else's looks like none."""
    found = project_by_code(session, code)
    if found.entered_by != staff_id or found.author is None:
        raise NotFound(code)
    return found, found.author


def dictated_draft(session: Session, staff_id: int, code: str) -> Project:
    """A draft that this operator still types; once it is sent it is its author's alone."""
    found, _author = entered_at_desk(session, staff_id, code)
    if found.status is not Status.DRAFT:
        raise NotFound(code)
    return found


def drafts_of_operator(session: Session, staff_id: int) -> list[Project]:
    """What this operator typed and nobody has signed yet, oldest first."""
    query = select(Project).where(Project.entered_by == staff_id, Project.status == Status.DRAFT)
    return list(session.scalars(query.order_by(Project.id)))


def numbered_project(session: Session, cycle_id: int, number: int) -> Project:
    """The public project with this number; Refused when there is none."""
    query = select(Project).where(Project.cycle_id == cycle_id, Project.number == number, Project.status.in_(PUBLIC))
    found = session.scalar(query)
    if found is None:
        raise Refused(Refusal.NO_SUCH_PROJECT)
    return found


def lock_projects(session: Session, *projects: Project) -> None:
    """Hold these projects until the transaction ends, and see what others did to them before."""
    ids = [one.id for one in projects]
    session.execute(select(Project.id).where(Project.id.in_(ids)).order_by(Project.id).with_for_update())
    for one in projects:
        session.refresh(one, ["status", "merged_into_id"])


def side_of(session: Session, project: Project) -> Side:
    """A project as the rules of merging see it."""
    joined = session.scalar(select(func.count()).where(Project.merged_into_id == project.id))
    return Side(
        project.id,
        project.contest_id,
        project.status,
        has_joined=bool(joined),
        has_author=project.author_id is not None,
    )


def open_mergers(session: Session, project_id: int) -> list[Merger]:
    """Proposals about a project that still wait for an answer and can still come true."""
    query = _mergers(project_id).where(Merger.ended_at.is_(None)).order_by(Merger.id)
    return [row for row in session.scalars(query) if {row.first.status, row.second.status} <= MERGEABLE]


def asked_about(session: Session, row: Merger) -> dict[Author, bool]:
    """Everybody whose consent a proposal needs, the authors of its first project first, and whether they gave it."""
    agreed = set(session.scalars(select(MergerConsent.author_id).where(MergerConsent.merger_id == row.id)))
    people = [*authors_of(session, row.first), *authors_of(session, row.second)]
    return {author: author.id in agreed for author in people}


def merger_by_code(session: Session, project_id: int, code: str) -> Merger:
    """A proposal about this project; one about others looks like none."""
    found = session.scalar(_mergers(project_id).where(Merger.code == code))
    if found is None:
        raise NotFound(code)
    return found


def _mergers(project_id: int) -> Select[Merger]:
    mine = or_(Merger.first_id == project_id, Merger.second_id == project_id)
    return select(Merger).where(mine).options(joinedload(Merger.first), joinedload(Merger.second))
