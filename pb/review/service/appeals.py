"""Appeals against a refusal, decided by people who did not decide before."""

from datetime import datetime

from sqlalchemy.orm import Session

from pb.audit import service as audit
from pb.audit.rules import Actor
from pb.cycles.models import Cycle
from pb.cycles.rules import Action, why_not
from pb.errors import Refused
from pb.projects.models import Project
from pb.projects.rules import Move, Status
from pb.projects.service import move_project
from pb.review.letters import DecisionPost
from pb.review.models import Appeal
from pb.review.queries import appeal_of, deciders_of
from pb.review.rules import AppealOutcome, Refusal


def file_appeal(session: Session, actor: Actor, project: Project, text: str, now: datetime) -> Appeal:
    """The author's appeal; Refused outside its days, for a project that was not refused, or a second time."""
    if refusal := why_not(Action.FILE_APPEAL, session.get_one(Cycle, project.cycle_id).phase(now)):
        raise Refused(refusal)
    if project.status is not Status.REFUSED:
        raise Refused(Refusal.NOT_REFUSED)
    if appeal_of(session, project.id) is not None:
        raise Refused(Refusal.APPEAL_EXISTS)
    if not text.strip():
        raise Refused(Refusal.REASON_NEEDED)
    appeal = Appeal(project_id=project.id, text=text.strip(), filed_at=now)
    session.add(appeal)
    audit.record(session, actor, "review.file_appeal", f"project:{project.code}")
    return appeal


def decide_appeal(
    session: Session,
    actor: Actor,
    appeal: Appeal,
    *,
    outcome: AppealOutcome,
    answer: str,
    staff_id: int,
    now: datetime,
    post: DecisionPost | None = None,
) -> None:
    """Grant or reject with a public answer; Refused for whoever took part in the first decision."""
    project = session.get_one(Project, appeal.project_id)
    if refusal := why_not(Action.DECIDE_APPEAL, session.get_one(Cycle, project.cycle_id).phase(now)):
        raise Refused(refusal)
    if staff_id in deciders_of(session, project.id):
        raise Refused(Refusal.DECIDED_BEFORE)
    if appeal.outcome is not None:
        raise Refused(Refusal.ITEM_DECIDED)
    if not answer.strip():
        raise Refused(Refusal.REASON_NEEDED)
    appeal.outcome, appeal.answer = outcome, answer.strip()
    appeal.decided_by, appeal.decided_at = staff_id, now
    move = Move.GRANT_APPEAL if outcome is AppealOutcome.GRANTED else Move.REJECT_APPEAL
    move_project(session, actor, project, move, reason=appeal.answer)
    if post is not None:
        post.decided(session, project, appeal.answer, now)
    audit.record(session, actor, "review.decide_appeal", f"project:{project.code}", {"outcome": outcome.value})
