"""Reading projects: the catalogue, one project, those of a contest."""

from dataclasses import dataclass, replace

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from pb.cycles.models import Contest
from pb.errors import NotFound
from pb.media.models import Document
from pb.projects.models import Project, ProjectDocument, ProjectPhoto
from pb.projects.rules import PUBLIC, Status, searchable
from pb.values.words import meant, stems


@dataclass(frozen=True, slots=True)
class Search:
    """What a reader looks for in the catalogue; empty fields do not narrow."""

    words: str = ""
    contest: str = ""
    district: str = ""
    statuses: frozenset[Status] = PUBLIC
    page: int = 1
    page_size: int = 20


@dataclass(frozen=True, slots=True)
class Found:
    """One page of the catalogue and how many projects match in all."""

    projects: list[Project]
    total: int
    search: Search
    is_guessed: bool = False  # no project has the very words; these have words that are like them

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.search.page_size))


def for_cards(query: Select[Project]) -> Select[Project]:
    """`query` with everything loaded that a project card shows."""
    return query.options(
        joinedload(Project.contest),
        joinedload(Project.district),
        selectinload(Project.photos).joinedload(ProjectPhoto.picture),
    )


def found_projects(session: Session, cycle_id: int, search: Search) -> Found:
    """Public projects of a cycle that match `search`, in the order of the lot, then of their numbers.

    One statement; two more when nothing has the very words and other forms of them or slips are tried.
    """
    narrow = select(Project).where(Project.cycle_id == cycle_id, Project.status.in_(search.statuses & PUBLIC))
    if search.contest:
        narrow = narrow.where(Project.contest.has(Contest.code == search.contest))
    if search.district:
        narrow = narrow.where(Project.district.has(code=search.district))
    exact = narrow
    for word in searchable(search.words).split():
        exact = exact.where(Project.search_text.contains(word, autoescape=True))
    found = _page_of(session, exact, search)
    if found.total or not search.words:
        return found
    alike = _alike(session, narrow, search.words)
    return replace(_page_of(session, narrow.where(Project.id.in_(alike)), search), is_guessed=True) if alike else found


def _alike(session: Session, query: Select[Project], words: str) -> list[int]:
    """Projects that have every word in another form or with a slip."""
    rows = session.execute(query.with_only_columns(Project.id, Project.search_text))
    texts = {row.id: frozenset(stems(row.search_text)) for row in rows}
    known = frozenset().union(*texts.values())
    wanted = [meant(word, known) for word in stems(words)]
    return [key for key, own in texts.items() if wanted and all(own & one for one in wanted)]


def _page_of(session: Session, query: Select[Project], search: Search) -> Found:
    order = (Project.contest_id, Project.ballot_position.asc().nulls_last(), Project.number)
    shown = (joinedload(Project.contest), joinedload(Project.district))
    photos = joinedload(Project.photos).joinedload(ProjectPhoto.picture)
    page = (
        query.order_by(*order)
        .options(*shown, photos)
        .limit(search.page_size)
        .offset((max(search.page, 1) - 1) * search.page_size)
    )
    rows = session.execute(page.add_columns(func.count().over().label("total"))).unique().all()
    if rows or search.page <= 1:
        return Found([row.Project for row in rows], rows[0].total if rows else 0, search)
    return Found([], session.scalar(select(func.count()).select_from(query.subquery())) or 0, search)


def projects_of_contest(session: Session, contest_id: int, statuses: frozenset[Status]) -> list[Project]:
    """Projects of one contest in ballot order, loaded for cards."""
    query = select(Project).where(Project.contest_id == contest_id, Project.status.in_(statuses))
    return list(session.scalars(for_cards(query.order_by(Project.ballot_position, Project.number))))


def project_by_code(session: Session, code: str) -> Project:
    """One project, whatever its status, with all that its page shows; NotFound if there is none."""
    query = for_cards(select(Project).where(Project.code == code)).options(
        joinedload(Project.cycle),
        joinedload(Project.author),
        selectinload(Project.estimate),
        selectinload(Project.history),
        selectinload(Project.further_points),
    )
    found = session.scalar(query)
    if found is None:
        raise NotFound(code)
    return found


def documents_of(session: Session, project_id: int) -> list[Document]:
    """The documents of a project in the order they came; private."""
    query = select(Document).join(ProjectDocument).where(ProjectDocument.project_id == project_id)
    return list(session.scalars(query.order_by(Document.id)))


def document_of(session: Session, project_id: int, code: str) -> Document:
    """One document of a project; NotFound when it is another's."""
    found = next((row for row in documents_of(session, project_id) if row.code == code), None)
    if found is None:
        raise NotFound(code)
    return found


def public_project(session: Session, code: str) -> Project:
    """One project that everybody may read; NotFound when it is not public, exactly as when it does not exist."""
    project = project_by_code(session, code)
    if project.status not in PUBLIC:
        raise NotFound(code)
    return project


def merged_with(session: Session, project: Project) -> list[Project]:
    """The project that goes on instead of this one, or those that this one goes on for."""
    query = select(Project).where(or_(Project.id == project.merged_into_id, Project.merged_into_id == project.id))
    return list(session.scalars(query.order_by(Project.number)))


def counts_by_status(session: Session, cycle_id: int) -> dict[Status, int]:
    """How many projects of a cycle stand in each status."""
    query = (
        select(Project.status, func.count().label("amount"))
        .where(Project.cycle_id == cycle_id)
        .group_by(Project.status)
    )
    return {row.status: row.amount for row in session.execute(query)}
