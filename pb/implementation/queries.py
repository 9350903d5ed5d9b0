"""Reading the works: the public board, one project's works, the department's list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from pb import clock
from pb.accounts.models import Department
from pb.cycles.models import Contest, Cycle
from pb.errors import NotFound
from pb.implementation import rules
from pb.implementation.models import Post, PostPhoto, Rating, Works
from pb.implementation.rules import CLOSED, PhotoTime, Stage, StageView, State, Verdict
from pb.media.models import Picture
from pb.projects.models import Project
from pb.projects.rules import Status, searchable

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class Search:
    """What a reader of the board looks for; empty fields do not narrow."""

    words: str = ""
    cycle: str = ""
    department: str = ""
    stage: Stage | None = None
    state: State | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """One project on the board."""

    works: Works
    stages: list[StageView]
    days_late: int
    days_silent: int

    @property
    def saved(self) -> int:
        """Kopecks not needed."""
        return rules.saved(self.works.stage, self.works.money)


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums in kopecks over every row found, and how many stand how."""

    allocated: int
    contracted: int
    paid: int
    saved: int
    projects: int
    states: dict[State, int]


@dataclass(frozen=True, slots=True)
class Board:
    """One page of the board; totals are over all pages."""

    rows: list[Row]
    totals: Totals
    search: Search
    pages: int


@dataclass(frozen=True, slots=True)
class Opinion:
    """What residents say: the mean of the stars in tenths of a star, and the verdicts."""

    ratings: int
    tenths: int
    confirmed: int
    disputed: int


def is_in(row: Row, state: State) -> bool:
    """Whether a row of the board stands in `state`."""
    if state is State.FINISHED:
        return row.works.stage is Stage.DONE
    if state is State.LATE:
        return row.days_late > 0
    if state is State.SILENT:
        return rules.is_silent(row.days_silent)
    return row.works.stage not in CLOSED


def board(session: Session, search: Search, now: datetime) -> Board:
    """The public board, the latest first, then those longest without news."""
    found = [row for row in rows_of(session, search, now) if search.state is None or is_in(row, search.state)]
    pages = max(1, -(-len(found) // PAGE_SIZE))
    page = min(max(search.page, 1), pages)
    return Board(found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE], totals_of(found), search, pages)


def rows_of(session: Session, search: Search, now: datetime) -> list[Row]:
    """Every row that matches `search` but for its state."""
    query = _all_works()
    if search.cycle:
        query = query.where(Cycle.code == search.cycle)
    if search.department:
        query = query.where(Department.code == search.department)
    if search.stage is not None:
        query = query.where(Works.stage == search.stage)
    for word in searchable(search.words).split():
        query = query.where(Project.search_text.contains(word, autoescape=True))
    return _sorted(session.scalars(query), now)


def _all_works() -> Select[Works]:
    query = select(Works).join(Works.project).join(Project.cycle).join(Works.department)
    project = contains_eager(Works.project)
    return query.options(
        project.contains_eager(Project.cycle),
        project.joinedload(Project.contest),
        contains_eager(Works.department),
        selectinload(Works.stages),
    )


def _sorted(works: Iterable[Works], now: datetime) -> list[Row]:
    rows = [row_of(each, now) for each in works]
    return sorted(rows, key=lambda row: (-row.days_late, row.works.stage in CLOSED, -row.days_silent, row.works.id))


def row_of(works: Works, now: datetime) -> Row:
    """Loaded works as a row of the board."""
    today = now.astimezone(clock.CITY_ZONE).date()
    standing = works.standing
    silent = rules.days_silent(works.stage, works.last_post_at, now)
    return Row(works, rules.stage_views(standing, today), rules.days_late(standing, today), silent)


def totals_of(rows: list[Row]) -> Totals:
    """Sums and counts over `rows`."""
    return Totals(
        allocated=sum(row.works.allocated_kopecks for row in rows),
        contracted=sum(row.works.contracted_kopecks or 0 for row in rows),
        paid=sum(row.works.paid_kopecks for row in rows),
        saved=sum(row.saved for row in rows),
        projects=len(rows),
        states={state: sum(is_in(row, state) for row in rows) for state in State},
    )


def newest_photos(session: Session, works_ids: list[int]) -> dict[int, Picture]:
    """The newest photo of each of these works."""
    query = select(Post.works_id, Picture).join(PostPhoto, PostPhoto.post_id == Post.id)
    query = query.join(Picture, Picture.id == PostPhoto.picture_id).where(Post.works_id.in_(works_ids))
    ordered = session.execute(query.order_by(Post.posted_at, Post.id, PostPhoto.position.desc()))
    return {row.works_id: row.Picture for row in ordered}


def cycles_with_works(session: Session) -> list[Cycle]:
    """Cycles of which something is or was built, newest first."""
    query = select(Cycle).where(Cycle.id.in_(select(Project.cycle_id).join(Works, Works.project_id == Project.id)))
    return list(session.scalars(query.order_by(Cycle.submission_opens_at.desc(), Cycle.id.desc())))


def departments_with_works(session: Session) -> list[Department]:
    """Departments that build something, by name."""
    query = select(Department).where(Department.id.in_(select(Works.department_id)))
    return list(session.scalars(query.order_by(Department.name)))


def _parts() -> list[ExecutableOption]:
    project = joinedload(Works.project)
    return [
        project.joinedload(Project.cycle),
        project.joinedload(Project.contest),
        project.joinedload(Project.district),
        joinedload(Works.department),
        selectinload(Works.stages),
        selectinload(Works.posts).selectinload(Post.photos).joinedload(PostPhoto.picture),
        selectinload(Works.ratings),
    ]


def works_of(session: Session, code: str) -> Works:
    """The works of a project with all that its pages show; NotFound when they have not been started."""
    query = select(Works).join(Works.project).where(Project.code == code).options(*_parts())
    found = session.scalar(query)
    if found is None:
        raise NotFound(code)
    return found


def works_for_staff(session: Session, code: str, department_id: int | None) -> Works:
    """The works of a project of one's own department (of any, without one); NotFound otherwise."""
    found = works_of(session, code)
    if department_id is not None and found.department_id != department_id:
        raise NotFound(code)
    return found


def own_rows(session: Session, department_id: int | None, now: datetime) -> list[Row]:
    """Open works of a department (of all, without one), the latest first."""
    query = _all_works().where(Works.stage.not_in(CLOSED))
    if department_id is not None:
        query = query.where(Works.department_id == department_id)
    return _sorted(session.scalars(query), now)


def waiting_winners(session: Session, department_id: int | None) -> list[Project]:
    """Winners that nobody has begun to build, of the contests of a department (of all, without one)."""
    query = select(Project).join(Project.contest).where(Project.status == Status.WON)
    if department_id is not None:
        query = query.where((Contest.department_id == department_id) | Contest.department_id.is_(None))
    query = query.options(contains_eager(Project.contest), joinedload(Project.cycle))
    return list(session.scalars(query.order_by(Project.cycle_id, Project.number)))


def waiting_winner(session: Session, code: str, department_id: int | None) -> Project:
    """One of `waiting_winners`; NotFound otherwise."""
    for project in waiting_winners(session, department_id):
        if project.code == code:
            return project
    raise NotFound(code)


def before_and_after(works: Works) -> tuple[Picture, Picture] | None:
    """The first photo before the works and the newest after them; None until there are both."""
    by_time: dict[PhotoTime, list[Picture]] = {time: [] for time in PhotoTime}
    for post in reversed(works.posts):
        for photo in post.photos:
            by_time[photo.time].append(photo.picture)
    before, after = by_time[PhotoTime.BEFORE], by_time[PhotoTime.AFTER]
    return (before[0], after[-1]) if before and after else None


def opinion_of(works: Works) -> Opinion | None:
    """What residents say in sum; None before the first rating."""
    given = works.ratings
    if not given:
        return None
    confirmed = sum(rating.verdict is Verdict.CONFIRM for rating in given)
    tenths = round(10 * sum(rating.stars for rating in given) / len(given))
    return Opinion(len(given), tenths, confirmed, len(given) - confirmed)


def rating_by(works: Works, author_id: int | None) -> Rating | None:
    """The rating of one resident."""
    return next((rating for rating in works.ratings if rating.author_id == author_id), None)


def rating_of(works: Works, code: str) -> Rating:
    """One rating of the works; NotFound if it is not theirs."""
    found = next((rating for rating in works.ratings if rating.code == code), None)
    if found is None:
        raise NotFound(code)
    return found
