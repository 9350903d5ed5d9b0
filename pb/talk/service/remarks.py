"""Asking, commenting, answering, reporting, showing and hiding."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from pb.audit import service as audit
from pb.audit.rules import Actor
from pb.cycles.queries import rule_set
from pb.errors import Refused
from pb.projects.models import Project
from pb.talk import queries
from pb.talk.models import Remark, Report
from pb.talk.rules import Kind, Refusal, State, Verdict, first_state, why_not_settle, why_not_write
from pb.values.code import new_code


def write_remark(
    session: Session, actor: Actor, project: Project, *, author_id: int, kind: Kind, signature: str, text: str,
    now: datetime,
) -> Remark:  # fmt: skip
    """Keep a question or a comment; the cycle's rules say whether a moderator reads it first."""
    comments = rule_set(session, project.cycle_id).comments
    if refusal := why_not_write(kind, comments, queries.written_since(session, author_id, now)):
        raise Refused(refusal)
    state = first_state(comments)
    row = Remark(
        code=new_code(), project_id=project.id, author_id=author_id, signature=" ".join(signature.split()), kind=kind,
        text=text.strip(), state=state, written_at=now, shown_at=now if state is State.SHOWN else None, reports=[],
    )  # fmt: skip
    session.add(row)
    audit.record(session, actor, "talk.write", f"project:{project.code}", {"remark": row.code, "kind": kind.value})
    return row


def report_remark(
    session: Session, actor: Actor, remark: Remark, *, author_id: int, reason: str, now: datetime
) -> None:
    """Bring a shown remark before a moderator; the same person's second report changes nothing."""
    if remark.state is not State.SHOWN:
        raise Refused(Refusal.NOT_SHOWN)
    if all(report.author_id != author_id for report in remark.reports):
        remark.reports.append(Report(remark_id=remark.id, author_id=author_id, reason=reason.strip(), reported_at=now))
    audit.record(session, actor, "talk.report", f"remark:{remark.code}")


def settle_remarks(
    session: Session, actor: Actor, remarks: Sequence[Remark], verdict: Verdict, *, reason: str, now: datetime
) -> None:
    """Show or hide `remarks`, one or many; their reports are settled with that."""
    if refusal := why_not_settle(verdict, reason, len(remarks)):
        raise Refused(refusal)
    for remark in remarks:
        is_shown = verdict is Verdict.SHOW
        remark.state = State.SHOWN if is_shown else State.HIDDEN
        remark.hidden_reason = "" if is_shown else reason.strip()
        if is_shown:
            remark.shown_at = remark.shown_at or now
        for report in remark.reports:
            report.settled_at = report.settled_at or now
    codes = [remark.code for remark in remarks]
    audit.record(session, actor, f"talk.{verdict.value}", f"remark:{codes[0]}", {"remarks": codes})


def answer_question(
    session: Session, actor: Actor, question: Remark, *, department_id: int | None, answer: str, now: datetime
) -> None:
    """The department's public answer to a question that everybody sees."""
    if question.state is not State.SHOWN or question.kind is not Kind.QUESTION:
        raise Refused(Refusal.NOT_SHOWN)
    question.answer, question.answered_at, question.department_id = answer.strip(), now, department_id
    audit.record(session, actor, "talk.answer", f"remark:{question.code}")
