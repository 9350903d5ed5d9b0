"""How the finished cycle's winners are being carried out: each stage and each piece of news on its own day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb import clock
from pb.accounts.models import Staff
from pb.accounts.queries import staff_with_role
from pb.audit.rules import Actor
from pb.cycles.models import Cycle
from pb.demo.content import reader, records
from pb.demo.content.stories import implementations, scene_of
from pb.demo.loading.moment import standing_at
from pb.demo.loading.review import actor_of
from pb.demo.loading.workers import Drawing
from pb.implementation import queries
from pb.implementation.models import PostPhoto, Works
from pb.implementation.rules import CLOSED, PhotoTime, Progress, Stage
from pb.implementation.service import post_progress, start_works
from pb.media.models import Picture
from pb.projects.models import Project
from pb.projects.queries import project_by_code
from pb.values.code import new_code
from pb.values.permission import Role

TIMES = {"before": PhotoTime.BEFORE, "during": PhotoTime.DURING, "after": PhotoTime.AFTER}
WORDS = {
    Stage.DOCUMENTS: "Документи готові, перевірку пройдено.",
    Stage.TENDER: "Закупівлю завершено, переможця визначено.",
    Stage.CONTRACT: "Договір підписано.",
    Stage.WORKS: "Роботи виконано, готуємося приймати.",
    Stage.ACCEPTANCE: "Комісія прийняла роботи.",
    Stage.DONE: "Готово. Запрошуємо подивитися.",
    Stage.SUSPENDED: "Роботи призупинено.",
    Stage.IMPOSSIBLE: "Реалізувати проєкт неможливо.",
}


@dataclass(frozen=True, slots=True)
class News:
    """One post to be made: on a day, at a stage, with what it says and a drawing's scene."""

    on: date
    stage: Stage
    text: str
    reason: str
    picture: str
    scene: str | None


def load_works(session: Session, cycle: Cycle, moved: int, media: Path) -> list[Drawing]:
    """Start the works of every winner and post their news; returns the pictures still to be drawn."""
    written = {project.title: project for project in reader.projects(cycle.code)}
    builders = {person.department_id: person for person in staff_with_role(session, Role.IMPLEMENTER)}
    departments = {contest.id: contest.department_id for contest in cycle.contests}
    drawings: list[Drawing] = []
    query = select(Project.code, Project.title, Project.contest_id).where(Project.cycle_id == cycle.id)
    for row in session.execute(query.order_by(Project.number)):
        project = written[row.title]
        story = implementations().get(project.code)
        if story is not None:
            builder = builders[departments[row.contest_id]]
            _start(session, cycle, row.code, story, builder, moved)
            drawings += _news(session, row.code, project, story, builder, moved, media)
    return drawings


def _shifted(day: date, moved: int) -> date:
    return day + timedelta(days=moved)


def _start(
    session: Session, cycle: Cycle, code: str, story: records.Implementation, builder: Staff, moved: int
) -> None:
    planned = {Stage(mark.stage): _shifted(mark.planned_on, moved) for mark in story.stages}
    planned.setdefault(Stage.DONE, max(planned.values()) + timedelta(days=60))
    with standing_at(cycle.results_at + timedelta(days=15, hours=9)):
        start_works(
            session,
            actor_of(builder),
            project_by_code(session, code),
            department_id=builder.department_id or 0,
            allocated=story.allocated_kopecks,
            planned=planned,
            contact=builder.email,
            now=clock.now(),
        )


def _news(
    session: Session,
    code: str,
    project: records.Project,
    story: records.Implementation,
    builder: Staff,
    moved: int,
    media: Path,
) -> list[Drawing]:
    drawings = []
    today, works = clock.today(), queries.works_of(session, code)
    for news in _in_order(project, story):
        day = _shifted(news.on, moved)
        if day > today:
            continue
        if works.stage in CLOSED:
            break  # what is finished has no more news
        with standing_at(min(clock.city_moment(day, 10), clock.now())):
            post_id = _post(session, works, story, news, actor_of(builder), media)
        if news.scene:
            drawings.append(_picture(session, post_id, news, media))
    return drawings


def _in_order(project: records.Project, story: records.Implementation) -> Iterator[News]:
    """Reached stages and posts by day; a post stands at the stage that was reached by its day."""
    events: list[tuple[date, int, records.StageMark | records.Post]] = [
        (mark.done_on, 2 if mark.stage == "done" else 0, mark)  # the news of the last day comes before the end
        for mark in story.stages
        if mark.done_on is not None and Stage(mark.stage) is not Stage.PLANNED
    ]
    events += [(post.on, 1, post) for post in story.posts]
    stage = Stage.PLANNED
    for day, _kind, event in sorted(events, key=lambda found: (found[0], found[1])):
        if isinstance(event, records.StageMark):
            stage = Stage(event.stage)
            yield News(day, stage, WORDS[stage], event.late_reason, "", None)
        else:
            yield News(day, stage, event.text, "", event.picture, scene_of(event, project.picture.scene))
    if Stage(story.stage) in {Stage.SUSPENDED, Stage.IMPOSSIBLE}:
        last = max([post.on for post in story.posts], default=date(2025, 9, 1))
        ended = Stage(story.stage)
        yield News(last, ended, WORDS[ended], story.reason, "", None)


def _post(
    session: Session, works: Works, story: records.Implementation, news: News, builder: Actor, media: Path
) -> int:
    is_contracted = news.stage in {Stage.CONTRACT, Stage.WORKS, Stage.ACCEPTANCE, Stage.DONE}
    is_paid = news.stage in {Stage.WORKS, Stage.ACCEPTANCE, Stage.DONE}
    progress = Progress(
        stage=news.stage,
        text=news.text,
        reason=news.reason or "Зміни в графіку підрядника.",
        paid=story.paid_kopecks if is_paid else None,
        contracted=story.contracted_kopecks if is_contracted and story.contracted_kopecks else None,
        tender_number=story.tender if news.stage is Stage.TENDER else "",
        contract_number=story.contract if is_contracted else "",
    )
    return post_progress(session, builder, works, progress, folder=media, now=clock.now()).id


def _picture(session: Session, post_id: int, news: News, media: Path) -> Drawing:
    code = new_code(12)
    alt = news.text[:190]
    picture = Picture(code=code, sha256=bytes(32), width=960, height=640, alt=alt, stored_at=clock.now())
    session.add(picture)
    session.flush()
    session.add(PostPhoto(post_id=post_id, picture_id=picture.id, position=1, time=TIMES[news.picture]))
    return Drawing(media, code, news.scene or "", post_id)
