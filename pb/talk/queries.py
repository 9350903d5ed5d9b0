"""Reading what residents wrote: what everybody sees, one's own, what waits for staff, what followers have not heard."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from pb.cycles.models import Contest, District
from pb.errors import NotFound
from pb.projects.models import Project, StatusChange
from pb.projects.rules import PUBLIC, Move, Status
from pb.review.models import DossierRow
from pb.talk.models import Follow, Remark, Report, Watch
from pb.talk.rules import BETWEEN_LETTERS, Heap, Kind, NewProject, State, View

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


@dataclass(frozen=True, slots=True)
class ProjectNews:
    """What happened to one project: its public statuses and its answers, each with its moment."""

    statuses: list[tuple[datetime, Status]] = field(default_factory=list)
    answers: list[datetime] = field(default_factory=list)

    def since(self, moment: datetime) -> tuple[Status | None, int]:
        """(the newest status, if there was one after `moment`; how many answers)."""
        newer = [status for at, status in self.statuses if at > moment]
        return newer[-1] if newer else None, sum(at > moment for at in self.answers)


def follow_by_code(session: Session, code: str) -> Follow | None:
    """The subscription of a link with its project, or None when it was stopped or never was."""
    return session.scalar(select(Follow).where(Follow.code == code).options(joinedload(Follow.project)))


def follows_with_news(session: Session, until: datetime, most: int = 500) -> list[Follow]:
    """Confirmed followers to whom something happened after they were told last, those told longest ago first."""
    moved = select(StatusChange.id).where(
        StatusChange.project_id == Follow.project_id, StatusChange.at > Follow.told_until, StatusChange.at <= until
    )
    answered = select(Remark.id).where(
        Remark.project_id == Follow.project_id, Remark.answered_at > Follow.told_until, Remark.answered_at <= until
    )
    query = select(Follow).join(Follow.project).where(Project.status.in_(PUBLIC), Follow.confirmed_at.is_not(None))
    query = query.where(Follow.told_until <= until - BETWEEN_LETTERS, or_(moved.exists(), answered.exists()))
    query = query.options(contains_eager(Follow.project)).order_by(Follow.told_until, Follow.id).limit(most)
    return list(session.scalars(query.with_for_update(of=Follow, skip_locked=True)))


def news_of(session: Session, project_ids: set[int], until: datetime) -> dict[int, ProjectNews]:
    """What happened to these projects up to `until`, by project id."""
    found = {project_id: ProjectNews() for project_id in project_ids}
    changes = select(StatusChange).where(StatusChange.project_id.in_(project_ids), StatusChange.at <= until)
    for change in session.scalars(changes.where(StatusChange.status.in_(PUBLIC)).order_by(StatusChange.id)):
        found[change.project_id].statuses.append((change.at, change.status))
    answers = select(Remark).where(Remark.project_id.in_(project_ids), Remark.state == State.SHOWN)
    for remark in session.scalars(answers.where(Remark.answered_at <= until)):
        if remark.answered_at is not None:
            found[remark.project_id].answers.append(remark.answered_at)
    return found


def watch_by_code(session: Session, code: str) -> Watch | None:
    """The saved view of a link, or None when it was stopped or never was."""
    return session.scalar(select(Watch).where(Watch.code == code))


def watches_to_tell(session: Session, until: datetime, most: int = 500) -> list[Watch]:
    """Confirmed views that nobody looked at for an hour, so that a reader gets one letter an hour; the oldest first."""
    query = select(Watch).where(Watch.confirmed_at.is_not(None), Watch.told_until <= until - BETWEEN_LETTERS)
    query = query.order_by(Watch.told_until, Watch.id).limit(most)
    return list(session.scalars(query.with_for_update(skip_locked=True)))


def new_projects(session: Session, after: datetime, until: datetime) -> list[NewProject]:
    """Projects that were found complete after `after` and are public still, by the moment."""
    query = (
        select(Project, StatusChange.at)
        .join(StatusChange, StatusChange.project_id == Project.id)
        .where(StatusChange.move == Move.ACCEPT_COMPLETE, StatusChange.at > after, StatusChange.at <= until)
        .where(Project.status.in_(PUBLIC))
        .options(joinedload(Project.contest), joinedload(Project.district))
        .order_by(StatusChange.at, Project.id)
    )
    return [
        NewProject(
            code=project.code,
            number=project.number or 0,
            title=project.title,
            title_en=project.title_en,
            place=project.district.code if project.district else "",
            contest=project.contest.code if project.contest else "",
            text=project.search_text,
            since=at,
        )
        for project, at in session.execute(query)
    ]


def known_view(session: Session, place: str, contest: str, words: str) -> View:
    """A view of places and contests that there are; what is unknown is not filtered by."""
    has_place = place and session.scalar(select(District.id).where(District.code == place)) is not None
    has_contest = contest and session.scalar(select(Contest.id).where(Contest.code == contest).limit(1)) is not None
    return View(place if has_place else "", contest if has_contest else "", words)


def view_in_words(session: Session, view: View, language: str) -> str:
    """«Крихівці, школи, „лавка“» as the letters say it; empty for the whole catalogue."""
    place = session.scalar(select(District.name).where(District.code == view.place)) if view.place else None
    newest = select(Contest).where(Contest.code == view.contest).order_by(Contest.id.desc()).limit(1)
    contest = session.scalar(newest) if view.contest else None
    title = contest and (contest.title_en if language == "en" else contest.title)
    return ", ".join(part for part in (place, title, view.words and f"«{view.words}»") if part)
