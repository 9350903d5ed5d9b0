"""The author's desk: begin, fill in part by part, send, withdraw."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from pb.accounts.models import Author
from pb.audit import service as audit
from pb.audit.rules import Actor
from pb.cycles.models import Contest, Cycle
from pb.cycles.queries import rule_set
from pb.cycles.rules import Action, why_not
from pb.errors import NotFound, Refused
from pb.media.rules import Refusal as PictureRefusal
from pb.media.service import store_picture
from pb.projects.models import EstimateRow, Project, ProjectPhoto
from pb.projects.rules import EstimateLine, Move, Status, searchable, total_of
from pb.projects.service import move_project, next_number
from pb.submission.queries import cycle_of, draft_of, sent_count
from pb.submission.rules import (
    MOST_LINES,
    MOST_PHOTOS,
    Refusal,
    is_inside,
    what_is_missing,
    why_not_author,
)
from pb.values.code import new_code

EDITABLE = frozenset({Status.DRAFT, Status.INCOMPLETE, Status.RETURNED})


@dataclass(frozen=True, slots=True)
class Idea:
    """The part «Ідея» as typed."""

    title: str
    contest: Contest | None
    summary: str
    problem: str
    idea: str
    beneficiaries: str
    plan: str
    upkeep: str


def begin_draft(session: Session, actor: Actor, author: Author, cycle: Cycle, now: datetime) -> Project:
    """An empty draft; Refused when the cycle takes no projects or the author none of this age."""
    if refusal := why_not(Action.SUBMIT_PROJECT, cycle.phase(now)):
        raise Refused(refusal)
    _check_author(session, author, cycle, now)
    draft = Project(
        code=new_code(),
        cycle_id=cycle.id,
        author_id=author.id,
        author_name=author.name,
        started_at=now,
        saved_at=now,
    )
    session.add(draft)
    session.flush()
    audit.record(session, actor, "submission.begin", f"project:{draft.code}")
    return draft


def _check_author(session: Session, author: Author, cycle: Cycle, now: datetime) -> None:
    rules = rule_set(session, cycle.id)
    age = now.year - author.birth_year if author.birth_year else None
    sent = sent_count(session, author.id, cycle.id)
    if refusal := why_not_author(age, rules.author_age, sent, rules.projects_per_author):
        raise Refused(refusal, age=rules.author_age, most=rules.projects_per_author)


def _editable(project: Project) -> None:
    if project.status not in EDITABLE:
        raise Refused(Refusal.NOT_EDITABLE)


def _saved(session: Session, actor: Actor, project: Project, part: str, now: datetime) -> None:
    project.saved_at = now
    project.search_text = searchable(project.title, project.summary, project.address, project.problem)
    audit.record(session, actor, "submission.save", f"project:{project.code}", {"part": part})


def save_idea(session: Session, actor: Actor, project: Project, idea: Idea, now: datetime) -> None:
    """Keep the part «Ідея», complete or not."""
    _editable(project)
    project.title, project.summary = idea.title, idea.summary
    project.problem, project.idea = idea.problem, idea.idea
    project.beneficiaries, project.plan, project.upkeep = idea.beneficiaries, idea.plan, idea.upkeep
    if idea.contest is not None:
        project.contest_id = idea.contest.id
    _saved(session, actor, project, "idea", now)


def save_place(
    session: Session,
    actor: Actor,
    project: Project,
    *,
    district_id: int | None,
    address: str,
    point: tuple[float, float] | None,
    now: datetime,
) -> None:
    """Keep the part «Місце»; Refused when the point is not in the community."""
    _editable(project)
    if point is not None and not is_inside(*point):
        raise Refused(Refusal.OUTSIDE)
    project.district_id = district_id
    project.address = address
    project.latitude, project.longitude = point or (None, None)
    _saved(session, actor, project, "place", now)


def save_estimate(session: Session, actor: Actor, project: Project, lines: list[EstimateLine], now: datetime) -> None:
    """Keep the estimate, line by line; the sum follows."""
    _editable(project)
    if len(lines) > MOST_LINES:
        raise Refused(Refusal.TOO_MANY_LINES)
    project.estimate.clear()
    session.flush()
    project.estimate.extend(
        EstimateRow(position=place, item=line.item, unit=line.unit, quantity=line.quantity, price_kopecks=line.price)
        for place, line in enumerate(lines, start=1)
    )
    project.total_kopecks = total_of(lines)
    _saved(session, actor, project, "estimate", now)


def add_photo(
    session: Session, actor: Actor, project: Project, data: bytes, *, alt: str, folder: Path, now: datetime
) -> None:
    """Keep one more photo; Refused when it is none, too large, or the eleventh."""
    _editable(project)
    if len(project.photos) >= MOST_PHOTOS:
        raise Refused(PictureRefusal.TOO_MANY)
    picture = store_picture(session, folder, data, alt=alt)
    last = max((photo.position for photo in project.photos), default=0)
    session.add(ProjectPhoto(project_id=project.id, picture_id=picture.id, position=last + 1))
    _saved(session, actor, project, "photos", now)


def remove_photo(session: Session, actor: Actor, project: Project, code: str, now: datetime) -> None:
    """Take one photo out; NotFound if the project has none with this code."""
    _editable(project)
    found = next((photo for photo in project.photos if photo.picture.code == code), None)
    if found is None:
        raise NotFound(code)
    session.delete(found)
    _saved(session, actor, project, "photos", now)


def send_project(
    session: Session, actor: Actor, project: Project, author: Author, *, consent: bool, now: datetime
) -> None:
    """Send a complete draft; from now on it has a number and goes to the secretariat."""
    _editable(project)
    cycle = cycle_of(session, project)
    is_first = project.status is Status.DRAFT
    action = Action.SUBMIT_PROJECT if is_first else Action.REVISE_PROJECT
    if refusal := why_not(action, cycle.phase(now)):
        raise Refused(refusal)
    if not consent:
        raise Refused(Refusal.CONSENT_NEEDED)
    if what_is_missing(draft_of(project, author)):
        raise Refused(Refusal.NOT_COMPLETE)
    if is_first:
        _check_author(session, author, cycle, now)
        project.number, project.submitted_at = next_number(session, cycle.id), now
    project.author_name = author.name
    move = Move.ANSWER if project.status is Status.RETURNED else Move.SUBMIT
    move_project(session, actor, project, move)


def withdraw_project(session: Session, actor: Actor, project: Project, *, reason: str, now: datetime) -> None:
    """Take a sent project back before the ballot is frozen."""
    if refusal := why_not(Action.WITHDRAW_PROJECT, cycle_of(session, project).phase(now)):
        raise Refused(refusal)
    move_project(session, actor, project, Move.WITHDRAW, reason=reason)


def discard_draft(session: Session, actor: Actor, project: Project) -> None:
    """Delete a draft that was never sent."""
    if project.status is not Status.DRAFT:
        raise Refused(Refusal.NOT_EDITABLE)
    session.delete(project)
    audit.record(session, actor, "submission.discard", f"project:{project.code}")
