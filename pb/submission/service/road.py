"""The road of an application: begun, sent, taken back, carried over into another cycle."""

from datetime import datetime

from sqlalchemy.orm import Session

from pb.accounts.models import Author
from pb.audit import service as audit
from pb.audit.rules import Actor
from pb.cycles.models import Cycle
from pb.cycles.queries import rule_set
from pb.cycles.rules import Action, why_not
from pb.errors import Refused
from pb.mail.rules import Letter
from pb.projects.models import EstimateRow, FurtherPoint, Project, ProjectPhoto
from pb.projects.rules import Move, Status, applicant_line, reserve_of
from pb.projects.service import move_project, next_number
from pb.questions.service import copy_answers, pin_form
from pb.submission.letters import AuthorPost
from pb.submission.parts import IDEA_TEXTS
from pb.submission.queries import accepted_coauthors, contest_like, cycle_of, draft_of, sent_count
from pb.submission.rules import Refusal, what_is_missing, why_not_author
from pb.submission.service.parts import check_editable
from pb.submission.service.revision import close_revision
from pb.values.code import new_code


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


def send_project(
    session: Session,
    actor: Actor,
    project: Project,
    author: Author,
    *,
    consent: bool,
    now: datetime,
    post: AuthorPost | None = None,
) -> None:
    """Send a complete draft; from now on it has a number and goes to the secretariat. `post` tells the author."""
    check_editable(project)
    if author.id != project.author_id:
        raise Refused(Refusal.FIRST_AUTHOR_ONLY)
    cycle = cycle_of(session, project)
    is_first = project.status is Status.DRAFT
    action = Action.SUBMIT_PROJECT if is_first else Action.REVISE_PROJECT
    if refusal := why_not(action, cycle.phase(now)):
        raise Refused(refusal)
    if not consent:
        raise Refused(Refusal.CONSENT_NEEDED)
    if what_is_missing(draft_of(session, project, author)):
        raise Refused(Refusal.NOT_COMPLETE)
    if project.status is Status.RETURNED:
        close_revision(session, project, now)
    if is_first:
        _check_author(session, author, cycle, now)
        project.number, project.submitted_at = next_number(session, cycle.id), now
        pin_form(session, project)
    people = [one.name for one in [author, *accepted_coauthors(session, project.id)]]
    project.author_name = applicant_line(project.body_name, project.body_code, people)
    move = Move.ANSWER if project.status is Status.RETURNED else Move.SUBMIT
    move_project(session, actor, project, move)
    if post is not None:
        post.write(session, project, Letter.PROJECT_SUBMITTED, {}, now)


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


def move_draft(session: Session, actor: Actor, project: Project, cycle: Cycle, now: datetime) -> None:
    """Carry a draft whose submission has passed over into a cycle that takes projects; its code stays."""
    check_editable(project)
    if project.status is not Status.DRAFT:
        raise Refused(Refusal.NOT_EDITABLE)
    if project.cycle_id == cycle.id:
        raise Refused(Refusal.SAME_CYCLE)
    if refusal := why_not(Action.SUBMIT_PROJECT, cycle.phase(now)):
        raise Refused(refusal)
    contest = contest_like(session, project.contest, cycle)
    project.cycle_id, project.contest_id = cycle.id, contest.id if contest else None
    project.saved_at = now
    audit.record(session, actor, "submission.move", f"project:{project.code}", {"cycle": cycle.code})


def copy_project(session: Session, actor: Actor, author: Author, old: Project, cycle: Cycle, now: datetime) -> Project:
    """A new draft in `cycle` with everything an author wrote in an earlier project: texts, place, estimate, photos."""
    draft = begin_draft(session, actor, author, cycle, now)
    for name in (*IDEA_TEXTS, "title_en", "summary_en", "address", "latitude", "longitude", "shape", "search_text"):
        setattr(draft, name, getattr(old, name))
    contest = contest_like(session, old.contest, cycle)
    draft.contest_id, draft.district_id = contest.id if contest else None, old.district_id
    for row in old.estimate:
        session.add(
            EstimateRow(
                project_id=draft.id, position=row.position, item=row.item, unit=row.unit,
                quantity=row.quantity, price_kopecks=row.price_kopecks,
            )
        )  # fmt: skip
    for point in old.further_points:
        session.add(
            FurtherPoint(
                project_id=draft.id, position=point.position, latitude=point.latitude, longitude=point.longitude
            )
        )
    for photo in old.photos:
        session.add(ProjectPhoto(project_id=draft.id, picture_id=photo.picture_id, position=photo.position))
    draft.reserve_percent = min(old.reserve_percent, rule_set(session, cycle.id).reserve_percent)
    lines_sum = sum(row.total for row in old.estimate)
    draft.total_kopecks = lines_sum + reserve_of(lines_sum, draft.reserve_percent)
    copy_answers(session, old, draft)
    audit.record(session, actor, "submission.copy", f"project:{draft.code}", {"from": old.code})
    return draft
