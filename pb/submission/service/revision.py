"""Revision: what a returned project was asked, what its author answered, how it stood before and after."""

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from pb.audit.rules import Actor
from pb.errors import Refused
from pb.projects.models import Project
from pb.questions.queries import public_answers
from pb.submission.models import RemarkRow, Revision
from pb.submission.parts import public_texts
from pb.submission.queries import open_revision_of
from pb.submission.rules import Refusal, remarks_of
from pb.submission.service.parts import check_editable, note_saved


def open_revision(session: Session, project: Project, reason: str, now: datetime) -> None:
    """Keep the remarks of a decision, one a line, and what everybody could read of the project when it was returned."""
    revision = Revision(project_id=project.id, returned_at=now, before=_snapshot(session, project))
    remarks = enumerate(remarks_of(reason), start=1)
    revision.remarks = [RemarkRow(position=place, remark=remark) for place, remark in remarks]
    session.add(revision)


def answer_remarks(session: Session, actor: Actor, project: Project, answers: Sequence[str], now: datetime) -> None:
    """Keep the author's answers, in the order of the remarks; an empty one is owed until the project is sent."""
    check_editable(project)
    revision = open_revision_of(session, project.id)
    if revision is None:
        raise Refused(Refusal.NO_REMARKS)
    for row, answer in zip(revision.remarks, answers, strict=False):
        row.answer = answer.strip()
    note_saved(session, actor, project, "remarks", now)


def close_revision(session: Session, project: Project, now: datetime) -> None:
    """Keep how the project stands when it is sent again; Refused while a remark has no answer."""
    revision = open_revision_of(session, project.id)
    if revision is None:  # returned by a city that kept no remarks yet
        return
    if any(not row.answer for row in revision.remarks):
        raise Refused(Refusal.REMARKS_UNANSWERED)
    revision.after, revision.answered_at = _snapshot(session, project), now


def _snapshot(session: Session, project: Project) -> str:
    answers = {one.question.label: one.words for one in public_answers(session, project)}
    return json.dumps([public_texts(project), answers], ensure_ascii=False)
