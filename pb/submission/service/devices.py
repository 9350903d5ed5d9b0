"""Going on with a draft on another device: a link that works once and soon ends."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.accounts.models import Author
from pb.audit import service as audit
from pb.audit.rules import Actor, ActorKind
from pb.errors import Refused
from pb.projects.models import Project
from pb.submission.models import DeviceLink
from pb.submission.rules import LINK_LASTS, Refusal
from pb.values.code import new_code


def open_link(session: Session, actor: Actor, project: Project, author: Author, now: datetime) -> DeviceLink:
    """A new link for this author and draft; its code goes into the address signed."""
    link = DeviceLink(code=new_code(16), project_id=project.id, author_id=author.id, expires_at=now + LINK_LASTS)
    session.add(link)
    audit.record(session, actor, "submission.open_link", f"project:{project.code}")
    return link


def use_link(session: Session, code: str, now: datetime) -> tuple[Author, Project]:
    """Whose draft the link opens; Refused when it was used, has ended, or never was."""
    link = session.scalar(select(DeviceLink).where(DeviceLink.code == code))
    if link is None or link.used_at is not None or link.expires_at < now:
        raise Refused(Refusal.LINK_DEAD)
    link.used_at = now
    author, project = session.get_one(Author, link.author_id), session.get_one(Project, link.project_id)
    if author.erased_at is not None:
        raise Refused(Refusal.LINK_DEAD)
    audit.record(session, Actor(ActorKind.AUTHOR, author.code), "submission.use_link", f"project:{project.code}")
    return author, project
