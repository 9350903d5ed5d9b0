"""A returned project whose author owes an answer: reminded, then refused by the rules, by nobody's hand."""

from datetime import datetime

from sqlalchemy.orm import Session

from pb import clock
from pb.audit import service as audit
from pb.audit.rules import SYSTEM
from pb.mail.rules import Letter
from pb.projects.rules import Move
from pb.projects.service import move_project
from pb.review.queries import returned_projects
from pb.submission.letters import AuthorPost, written_day
from pb.submission.queries import last_day_to_answer, open_revision_of
from pb.submission.rules import is_reminder_due


def remind_unanswered(session: Session, post: AuthorPost, now: datetime) -> int:
    """Write to the authors of returned projects whose last day is near; returns how many projects."""
    reminded, today = 0, now.astimezone(clock.CITY_ZONE).date()
    for project in returned_projects(session):
        revision, last = open_revision_of(session, project.id), last_day_to_answer(session, project)
        days = (last - today).days
        if revision is None or days < 0 or not is_reminder_due(days, revision.reminded_days):
            continue
        if revision.returned_at.astimezone(clock.CITY_ZONE).date() == today:
            continue  # the letter of the return has just said it
        revision.reminded_days = days
        post.write(session, project, Letter.REVISION_DUE, {"days": days, "due_on": written_day(last)}, now)
        audit.record(session, SYSTEM, "review.remind_unanswered", f"project:{project.code}", {"days": days})
        reminded += 1
    return reminded


def refuse_unanswered(session: Session, post: AuthorPost, now: datetime) -> int:
    """Refuse every returned project whose last day has passed and write to its authors; returns how many."""
    refused = 0
    for project in returned_projects(session):
        last = last_day_to_answer(session, project)
        if now.astimezone(clock.CITY_ZONE).date() <= last:
            continue
        move_project(session, SYSTEM, project, Move.LAPSE)
        post.write(session, project, Letter.PROJECT_LAPSED, {"due_on": written_day(last)}, now)
        details = {"due_on": last.isoformat()}
        audit.record(session, SYSTEM, "review.refuse_unanswered", f"project:{project.code}", details)
        refused += 1
    return refused
