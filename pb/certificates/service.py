"""Issuing, revoking and reissuing certificates; the PDF is printed once and kept, its hash stands in the row."""

import hashlib
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from pb import clock
from pb.audit import service as audit
from pb.audit.rules import Actor
from pb.certificates.models import Certificate
from pb.certificates.paper import Facts, Press
from pb.certificates.queries import CouncilDecision, waiting_projects
from pb.certificates.rules import CODE_LENGTH, Kind, Refusal, Verdict, why_not_name
from pb.cycles.models import Cycle
from pb.errors import Refused
from pb.projects.models import Project
from pb.values.code import new_code


def issue_certificates(
    session: Session,
    actor: Actor,
    cycle: Cycle,
    *,
    decision: CouncilDecision | None,
    press: Press,
    folder: Path,
    now: datetime,
) -> list[Certificate]:
    """Print a certificate for every author of a published cycle who has none; Refused when winners lack a decision."""
    waiting = waiting_projects(session, cycle.id)
    if decision is None and any(kind is Kind.WINNER for _, kind in waiting):
        raise Refused(Refusal.NO_DECISION)
    today = now.astimezone(clock.CITY_ZONE).date()
    made = []
    for project, kind in waiting:
        made.append(_row(project, kind, project.author_name, decision if kind is Kind.WINNER else None, today))
        _print(made[-1], project, press, folder)
    session.add_all(made)
    details = {"winners": sum(row.kind is Kind.WINNER for row in made), "all": len(made)}
    audit.record(session, actor, "certificates.issue", f"cycle:{cycle.code}", details)
    return made


def _row(project: Project, kind: Kind, name: str, decision: CouncilDecision | None, today: date) -> Certificate:
    return Certificate(
        code=new_code(CODE_LENGTH), project_id=project.id, kind=kind, name=name.strip(), issued_on=today,
        decision_number=decision.number if decision else "", decided_on=decision.decided_on if decision else None,
    )  # fmt: skip


def _print(row: Certificate, project: Project, press: Press, folder: Path) -> None:
    # The file is written before the row: a lost transaction leaves an unused file, never a row without one.
    pdf = press.pdf(
        Facts(
            kind=row.kind.value,
            code=row.code,
            name=row.name,
            title=project.title,
            number=project.number or 0,
            contest=project.contest.title if project.contest else "",
            cycle=project.cycle.title,
            decision_number=row.decision_number,
            decided_on=row.decided_on,
            issued_on=row.issued_on,
        )
    )
    (folder / f"{row.code}.pdf").write_bytes(pdf)
    row.pdf_sha256 = hashlib.sha256(pdf).hexdigest()


def revoke_certificate(session: Session, actor: Actor, row: Certificate, *, reason: str, now: datetime) -> None:
    """A certificate no longer holds; everybody who checks it reads why."""
    if row.verdict is not Verdict.GENUINE:
        raise Refused(Refusal.NOT_VALID)
    if not reason.strip():
        raise Refused(Refusal.REASON_NEEDED)
    row.revoked_at, row.revoked_reason = now, reason.strip()
    audit.record(session, actor, "certificates.revoke", f"certificate:{row.code}", {"reason": reason.strip()})


def reissue_certificate(
    session: Session, actor: Actor, row: Certificate, *, name: str, press: Press, folder: Path, now: datetime
) -> Certificate:
    """Print `row` (loaded by `certificate_by_code`) anew with a corrected name; the old code says so."""
    if row.verdict is not Verdict.GENUINE:
        raise Refused(Refusal.NOT_VALID)
    if refusal := why_not_name(name, row.name):
        raise Refused(refusal)
    decision = CouncilDecision(row.decision_number, row.decided_on) if row.decided_on else None
    made = _row(row.project, row.kind, name, decision, now.astimezone(clock.CITY_ZONE).date())
    _print(made, row.project, press, folder)
    row.replaced_by = made.code
    session.flush()
    session.add(made)
    audit.record(session, actor, "certificates.reissue", f"certificate:{row.code}", {"by": made.code})
    return made
