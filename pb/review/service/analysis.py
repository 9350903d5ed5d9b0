"""The secretariat's check and the department's dossier."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from pb import clock
from pb.accounts.models import Department, Staff
from pb.audit import service as audit
from pb.audit.rules import Actor
from pb.cycles.models import Cycle
from pb.cycles.queries import rule_set
from pb.cycles.rules import Action, why_not
from pb.errors import NotFound, Refused
from pb.mail.rules import Letter
from pb.projects.models import Project
from pb.projects.rules import Move
from pb.projects.service import move_project
from pb.review.models import Check, DossierRow
from pb.review.queries import dossier_of
from pb.review.rules import CheckOutcome, Conclusion, Dossier, Refusal, due_on, why_not_signable
from pb.submission.letters import AuthorPost, written_day
from pb.submission.queries import support_of
from pb.submission.rules import Refusal as SubmissionRefusal
from pb.values.money import Kopecks


@dataclass(frozen=True, slots=True)
class Answers:
    """A dossier as typed; money in kopecks, None where nothing was typed."""

    competent: bool | None
    on_public_land: bool | None
    feasible: bool | None
    lawful: bool | None
    corrected: Kopecks | None
    correction_reason: str
    upkeep: Kopecks | None
    overlap: str
    conditions: str
    conclusion: Conclusion | None
    reason: str
    legal_act: str


def check_completeness(
    session: Session,
    actor: Actor,
    project: Project,
    *,
    outcome: CheckOutcome,
    remarks: str,
    staff_id: int,
    department: Department | None,
    now: datetime,
    post: AuthorPost | None = None,
) -> None:
    """Send a complete project to its department, an incomplete one back to its author with remarks."""
    cycle = session.get_one(Cycle, project.cycle_id)
    if refusal := why_not(Action.CHECK_PROJECT, cycle.phase(now)):
        raise Refused(refusal)
    if outcome is CheckOutcome.COMPLETE:
        _check_support(session, project)
    move = Move.ACCEPT_COMPLETE if outcome is CheckOutcome.COMPLETE else Move.FIND_INCOMPLETE
    move_project(session, actor, project, move, reason=remarks)
    session.add(
        Check(project_id=project.id, outcome=outcome, remarks=remarks.strip(), checked_by=staff_id, checked_at=now)
    )
    if outcome is CheckOutcome.COMPLETE and dossier_of(session, project.id) is None:
        _open_dossier(session, project, cycle, department, now)
    if post is not None:
        _tell(session, project, outcome, remarks, post, now)
    audit.record(session, actor, "review.check", f"project:{project.code}", {"outcome": outcome.value})


def _check_support(session: Session, project: Project) -> None:
    support = support_of(session, project)
    if not support.is_enough:
        raise Refused(SubmissionRefusal.SUPPORT_LACKING, count=support.count, needed=support.needed)


def _tell(
    session: Session, project: Project, outcome: CheckOutcome, remarks: str, post: AuthorPost, now: datetime
) -> None:
    dossier = dossier_of(session, project.id)
    if outcome is CheckOutcome.INCOMPLETE:
        post.write(session, project, Letter.PROJECT_INCOMPLETE, {"reason": remarks.strip()}, now)
    elif dossier is not None:
        facts = {"department": dossier.department.name, "due_on": written_day(dossier.due_on)}
        post.write(session, project, Letter.PROJECT_COMPLETE, facts, now)


def _open_dossier(
    session: Session, project: Project, cycle: Cycle, department: Department | None, now: datetime
) -> None:
    chosen = department.id if department else project.contest.department_id if project.contest else None
    if chosen is None:
        raise NotFound("department")
    start = now.astimezone(clock.CITY_ZONE).date()
    days = rule_set(session, cycle.id).dossier_days
    session.add(DossierRow(project_id=project.id, department_id=chosen, due_on=due_on(start, days)))
    session.flush()


def save_dossier(session: Session, actor: Actor, dossier: DossierRow, answers: Answers, signer: Staff) -> None:
    """Keep what an expert of the department typed, complete or not; nothing is public before the signature."""
    _check_expert(dossier, signer)
    dossier.competent, dossier.on_public_land = answers.competent, answers.on_public_land
    dossier.feasible, dossier.lawful = answers.feasible, answers.lawful
    dossier.corrected_kopecks, dossier.upkeep_kopecks = answers.corrected, answers.upkeep
    dossier.correction_reason, dossier.overlap = answers.correction_reason, answers.overlap
    dossier.conditions, dossier.conclusion = answers.conditions, answers.conclusion
    dossier.reason, dossier.legal_act = answers.reason, answers.legal_act
    if dossier.corrected_kopecks is not None and not dossier.correction_reason:
        raise Refused(Refusal.REASON_NEEDED)
    audit.record(session, actor, "review.save_dossier", f"dossier:{dossier.id}")


def _check_expert(dossier: DossierRow, signer: Staff) -> None:
    if dossier.signed_at is not None:
        raise Refused(Refusal.DOSSIER_SIGNED)
    if signer.department_id != dossier.department_id:
        raise Refused(Refusal.OTHER_DEPARTMENT)


def sign_dossier(session: Session, actor: Actor, dossier: DossierRow, signer: Staff, now: datetime) -> None:
    """Sign by name; Refused when answers are missing, contradict each other or lack the reason or the law."""
    _check_expert(dossier, signer)
    seen = Dossier(
        competent=dossier.competent,
        on_public_land=dossier.on_public_land,
        feasible=dossier.feasible,
        lawful=dossier.lawful,
        conclusion=dossier.conclusion,
        reason=dossier.reason,
        legal_act=dossier.legal_act,
        conditions=dossier.conditions,
    )
    if refusal := why_not_signable(seen):
        raise Refused(refusal)
    dossier.signed_by, dossier.signed_at = signer.id, now
    conclusion = dossier.conclusion.value if dossier.conclusion else ""
    audit.record(session, actor, "review.sign_dossier", f"dossier:{dossier.id}", {"conclusion": conclusion})
