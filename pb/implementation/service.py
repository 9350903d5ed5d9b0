"""Starting works, posting progress, rating the result; the only writer of the stage's tables."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb import clock
from pb.audit import service as audit
from pb.audit.rules import Actor
from pb.cycles.rules import Action, why_not
from pb.errors import Refused
from pb.implementation import rules
from pb.implementation.models import Post, PostPhoto, Rating, Works, WorksStage
from pb.implementation.rules import ROAD, Progress, Refusal, Stage, Verdict
from pb.media.service import store_picture
from pb.projects.models import Project
from pb.projects.rules import Move, Status
from pb.projects.service import move_project
from pb.values.code import new_code


def start_works(
    session: Session,
    actor: Actor,
    project: Project,
    *,
    department_id: int,
    allocated: int,
    planned: Mapping[Stage, date],
    contact: str = "",
    now: datetime,
) -> Works:
    """Hand a winner (loaded with its cycle) to a department with its money in kopecks and its planned days."""
    _check_phase(project, now)
    if session.scalar(select(Works.id).where(Works.project_id == project.id)) is not None:
        raise Refused(Refusal.ALREADY_STARTED)
    if project.status is not Status.WON:
        raise Refused(Refusal.NOT_A_WINNER)
    if allocated <= 0:
        raise Refused(Refusal.NOTHING_ALLOCATED)
    if refusal := rules.why_not_dates(planned):
        raise Refused(refusal)
    works = Works(
        project_id=project.id, department_id=department_id, stage=Stage.PLANNED, road=Stage.PLANNED,
        allocated_kopecks=allocated, estimate_kopecks=project.total_kopecks, paid_kopecks=0, contact=contact.strip(),
        started_at=now, last_post_at=now,
    )  # fmt: skip
    works.project = project
    works.stages = [
        WorksStage(stage=stage, promised_on=planned.get(stage), planned_on=planned.get(stage)) for stage in ROAD
    ]
    works.stages[0].real_on = now.astimezone(clock.CITY_ZONE).date()
    session.add(works)
    session.flush()
    move_project(session, actor, project, Move.PLAN)
    details = {"allocated": allocated, "until": planned[Stage.DONE]}
    audit.record(session, actor, "implementation.start", f"project:{project.code}", details)
    return works


def post_progress(
    session: Session,
    actor: Actor,
    works: Works,
    progress: Progress,
    *,
    photos: Sequence[tuple[bytes, str]] = (),
    folder: Path,
    now: datetime,
) -> Post:
    """Publish news of `works` (loaded by `queries.works_of`); photos are (bytes, what can be seen)."""
    _check_phase(works.project, now)
    today = now.astimezone(clock.CITY_ZONE).date()
    refusal = rules.why_not_post(works.standing, progress, today) or rules.why_not_photos(words for _, words in photos)
    if refusal:
        raise Refused(refusal)
    time = rules.photo_time(progress.stage, works.road)
    _reach(works, progress, today)
    _spend(works, progress)
    works.last_post_at = now
    post = Post(
        works_id=works.id, stage=progress.stage, text=progress.text.strip(), reason=progress.reason.strip(),
        paid_kopecks=works.paid_kopecks, posted_at=now,
    )  # fmt: skip
    post.photos = [
        PostPhoto(picture_id=store_picture(session, folder, data, alt=words).id, position=position, time=time)
        for position, (data, words) in enumerate(photos, start=1)
    ]
    session.add(post)
    session.flush()
    for move in rules.move_for(works.project.status, progress.stage):
        move_project(session, actor, works.project, move, reason=progress.reason)
    details = {"stage": progress.stage.value, "paid": works.paid_kopecks, "photos": len(photos)}
    audit.record(session, actor, "implementation.post", f"project:{works.project.code}", details)
    return post


def _check_phase(project: Project, now: datetime) -> None:
    if refusal := why_not(Action.REPORT_PROGRESS, project.cycle.phase(now)):
        raise Refused(refusal)


def _reach(works: Works, progress: Progress, today: date) -> None:
    standing, rows = works.standing, {row.stage: row for row in works.stages}
    following = rules.next_stage(standing, progress.stage)
    delayed = rules.comes_late(standing, progress.stage, today) or rules.goes_back(standing, progress.stage)
    if progress.reason and delayed:
        rows[progress.stage].reason = progress.reason.strip()
    if progress.next_on is not None and following is not None:
        if rules.slips(standing, progress):
            rows[following].reason = progress.reason.strip()
        for stage, on in rules.replanned(standing.days, following, progress.next_on).items():
            rows[stage].planned_on = on
            rows[stage].promised_on = rows[stage].promised_on or on
    works.stage = progress.stage
    if progress.stage in ROAD:
        works.road = progress.stage
        rows[progress.stage].real_on = rows[progress.stage].real_on or today
        for later in ROAD[rules.place(progress.stage) + 1 :]:
            rows[later].real_on = None  # after a way back these are to be reached anew


def _spend(works: Works, progress: Progress) -> None:
    if progress.paid is not None:
        works.paid_kopecks = progress.paid
    if progress.contracted is not None:
        works.contracted_kopecks = progress.contracted
    works.tender_number = progress.tender_number.strip() or works.tender_number
    works.contract_number = progress.contract_number.strip() or works.contract_number


def rate_result(
    session: Session,
    actor: Actor,
    works: Works,
    *,
    author_id: int,
    stars: int,
    verdict: Verdict,
    comment: str = "",
    now: datetime,
) -> Rating:
    """One resident's word about the finished thing; a second one replaces the first."""
    if refusal := rules.why_not_rate(works.stage, stars):
        raise Refused(refusal)
    rating = session.scalar(select(Rating).where(Rating.works_id == works.id, Rating.author_id == author_id))
    if rating is None:
        rating = Rating(code=new_code(), works_id=works.id, author_id=author_id)
        session.add(rating)
    rating.is_project_author = works.project.author_id == author_id
    rating.stars, rating.verdict, rating.comment = stars, verdict, comment.strip()
    rating.hidden_reason, rating.rated_at = "", now
    session.flush()
    details = {"stars": stars, "verdict": verdict.value}
    audit.record(session, actor, "implementation.rate", f"project:{works.project.code}", details)
    return rating


def hide_comment(session: Session, actor: Actor, works: Works, rating: Rating, reason: str) -> None:
    """Hide the words of a rating that break the rules; its stars still count."""
    if not reason.strip():
        raise Refused(Refusal.STOP_NEEDS_REASON)
    rating.hidden_reason = reason.strip()
    audit.record(session, actor, "implementation.hide_comment", f"project:{works.project.code}", {"reason": reason})
