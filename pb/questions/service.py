"""Composing a form, publishing it, keeping answers; published versions never change."""

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from pb.audit import service as audit
from pb.audit.rules import Actor
from pb.cycles.models import Cycle
from pb.errors import Refused
from pb.projects.models import Project
from pb.questions.models import Answer, FormVersion, ProjectForm, QuestionRow
from pb.questions.queries import composed_question, composed_questions, published_form, question_of, working_form
from pb.questions.rules import MOST_QUESTIONS, Direction, Question, Refusal, moved
from pb.values.code import new_code


def _rewrite(session: Session, cycle: Cycle, questions: list[Question]) -> None:
    """Make `questions` the working version; a published one is left alone and a new one begun."""
    form = working_form(session, cycle.id)
    if form is None:
        query = select(func.max(FormVersion.version)).where(FormVersion.cycle_id == cycle.id)
        form = FormVersion(cycle_id=cycle.id, version=(session.scalar(query) or 0) + 1, questions=[])
        session.add(form)
    form.questions.clear()
    session.flush()
    form.questions.extend(QuestionRow(position=place, **asdict(entry)) for place, entry in enumerate(questions, 1))


def save_question(session: Session, actor: Actor, cycle: Cycle, question: Question) -> str:
    """Add a question (without a key) or change one; its key. The kind of a question never changes."""
    found = composed_questions(session, cycle.id)
    if question.key:
        before = composed_question(session, cycle.id, question.key)
        if before.kind != question.kind:
            raise Refused(Refusal.KIND_IS_FIXED)
        found = [question if entry.key == question.key else entry for entry in found]
    elif len(found) >= MOST_QUESTIONS:
        raise Refused(Refusal.TOO_MANY)
    else:
        question = replace(question, key=new_code())
        found = [*found, question]
    _rewrite(session, cycle, found)
    details = {"question": question.key, "kind": question.kind}
    audit.record(session, actor, "questions.save", f"cycle:{cycle.code}", details)
    return question.key


def move_question(session: Session, actor: Actor, cycle: Cycle, key: str, direction: Direction) -> None:
    """A place up or down."""
    found = {entry.key: entry for entry in composed_questions(session, cycle.id)}
    composed_question(session, cycle.id, key)
    _rewrite(session, cycle, [found[one] for one in moved(list(found), key, direction)])
    audit.record(session, actor, "questions.move", f"cycle:{cycle.code}", {"question": key})


def remove_question(session: Session, actor: Actor, cycle: Cycle, key: str) -> None:
    """Ask it no more; projects that were sent with it keep it and their answers."""
    composed_question(session, cycle.id, key)
    _rewrite(session, cycle, [entry for entry in composed_questions(session, cycle.id) if entry.key != key])
    audit.record(session, actor, "questions.remove", f"cycle:{cycle.code}", {"question": key})


def copy_form(session: Session, actor: Actor, source: Cycle, cycle: Cycle) -> None:
    """Begin with the questions of an earlier cycle; their keys stay, so that carried over projects keep answers."""
    if composed_questions(session, cycle.id):
        raise Refused(Refusal.FORM_EXISTS)
    _rewrite(session, cycle, composed_questions(session, source.id))
    audit.record(session, actor, "questions.copy", f"cycle:{cycle.code}", {"from": source.code})


def publish_form(session: Session, actor: Actor, cycle: Cycle, now: datetime) -> None:
    """From now on drafts are asked the composed questions; sent projects keep theirs."""
    form = working_form(session, cycle.id)
    if form is None:
        raise Refused(Refusal.NOTHING_TO_PUBLISH)
    form.published_at = now
    details = {"version": form.version, "questions": len(form.questions)}
    audit.record(session, actor, "questions.publish", f"cycle:{cycle.code}", details)


def keep_answers(session: Session, project: Project, values: Mapping[str, Any]) -> None:
    """Store values by key, None takes an answer away; part of a larger save."""
    keys = list(values)
    session.execute(delete(Answer).where(Answer.project_id == project.id, Answer.key.in_(keys)))
    for key, value in values.items():
        if value is not None:
            session.add(Answer(project_id=project.id, key=key, value=json.dumps(value, ensure_ascii=False)))
    session.flush()


def copy_answers(session: Session, old: Project, new: Project) -> None:
    """Carry over the answers whose questions the new cycle asks too; part of a larger act."""
    form = published_form(session, new.cycle_id)
    asked = {question_of(row).key for row in form.questions} if form else set()
    for row in session.scalars(select(Answer).where(Answer.project_id == old.id, Answer.key.in_(asked))):
        session.add(Answer(project_id=new.id, key=row.key, value=row.value))


def pin_form(session: Session, project: Project) -> None:
    """The project keeps the version it is sent with; part of sending."""
    form = published_form(session, project.cycle_id)
    if form is not None:
        session.add(ProjectForm(project_id=project.id, form_id=form.id))
