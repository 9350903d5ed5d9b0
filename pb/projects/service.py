"""The one way by which a project's status changes; the stages decide when."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pb import clock
from pb.audit import service as audit
from pb.audit.rules import Actor
from pb.errors import Refused
from pb.projects.models import Project, StatusChange
from pb.projects.rules import NEEDS_REASON, Move, Refusal, status_after


def move_project(session: Session, actor: Actor, project: Project, move: Move, *, reason: str = "") -> None:
    """Take `project` along `move`; Refused when its status has no such road or a reason is missing."""
    following = status_after(project.status, move)
    if following is None:
        raise Refused(Refusal.NOT_FROM_HERE)
    if move in NEEDS_REASON and not reason.strip():
        raise Refused(Refusal.REASON_NEEDED)
    project.status = following
    session.add(StatusChange(project_id=project.id, at=clock.now(), move=move, status=following, reason=reason.strip()))
    audit.record(session, actor, f"projects.{move.value}", f"project:{project.code}", {"status": following.value})


def next_number(session: Session, cycle_id: int) -> int:
    """The next public number of a cycle, from 1; the UNIQUE constraint settles a race."""
    return (session.scalar(select(func.max(Project.number)).where(Project.cycle_id == cycle_id)) or 0) + 1
