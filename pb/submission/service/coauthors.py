"""Co-authors: invited by the first author, authors only from their own yes."""

from datetime import datetime

from sqlalchemy.orm import Session

from pb.accounts.models import Author
from pb.audit import service as audit
from pb.audit.rules import Actor
from pb.errors import NotFound, Refused
from pb.projects.models import Project
from pb.submission.models import CoAuthor
from pb.submission.queries import coauthors_of, invitation_by_code, is_author_of, open_mergers
from pb.submission.rules import MOST_COAUTHORS, Refusal
from pb.submission.service.parts import check_editable
from pb.values.code import new_code


def invite_coauthor(session: Session, actor: Actor, project: Project, *, name: str, now: datetime) -> CoAuthor:
    """An invitation whose code goes into a link; `name` is how the first author calls the person, and private."""
    check_editable(project)
    if not name.strip():
        raise Refused(Refusal.NAME_NEEDED)
    if sum(one.declined_at is None for one in coauthors_of(session, project.id)) >= MOST_COAUTHORS:
        raise Refused(Refusal.TOO_MANY_COAUTHORS)
    invited = CoAuthor(code=new_code(16), project_id=project.id, invited_as=name.strip()[:200], invited_at=now)
    session.add(invited)
    audit.record(session, actor, "submission.invite_coauthor", f"project:{project.code}")
    return invited


def answer_invitation(
    session: Session, actor: Actor, author: Author, code: str, *, accepts: bool, now: datetime
) -> Project:
    """The invited person's own yes or no; Refused when the invitation is over or they are an author already."""
    invited, project = invitation_by_code(session, code)
    if is_author_of(session, project, author.id):
        raise Refused(Refusal.ALREADY_AUTHOR)
    if accepts:
        check_editable(project)
        invited.author_id, invited.accepted_at = author.id, now
    else:
        invited.declined_at = now
    details = {"accepts": accepts}
    audit.record(session, actor, "submission.answer_invitation", f"project:{project.code}", details)
    return project


def remove_coauthor(session: Session, actor: Actor, project: Project, code: str) -> None:
    """Take back an invitation, or end a co-authorship before the project is sent.

    Nobody is removed while their consent to a merger is asked for.
    """
    check_editable(project)
    found = next((one for one in coauthors_of(session, project.id) if one.code == code), None)
    if found is None:
        raise NotFound(code)
    if found.accepted_at and open_mergers(session, project.id):
        raise Refused(Refusal.MERGER_OPEN)
    session.delete(found)
    audit.record(session, actor, "submission.remove_coauthor", f"project:{project.code}")
