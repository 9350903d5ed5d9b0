"""Reading forms and answers: the version in force, the one being composed, what a project answered."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from pb.errors import NotFound
from pb.projects.models import Project
from pb.questions.kinds import kind_of
from pb.questions.models import Answer, FormVersion, ProjectForm, QuestionRow
from pb.questions.rules import Question, asked_of


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with its answer in words; `value` is the kind's own shape, None when there is no answer."""

    question: Question
    value: Any
    words: str
    is_complete: bool


def question_of(row: QuestionRow) -> Question:
    """A stored question as a value."""
    return Question(
        key=row.key,
        kind=row.kind,
        label=row.label,
        help=row.help,
        example=row.example,
        is_required=row.is_required,
        is_public=row.is_public,
        contest=row.contest,
        options=row.options,
    )


def published_form(session: Session, cycle_id: int) -> FormVersion | None:
    """The newest published version of a cycle's form with its questions."""
    return _newest(session, cycle_id, is_published=True)


def working_form(session: Session, cycle_id: int) -> FormVersion | None:
    """The version being composed, None when everything is published."""
    return _newest(session, cycle_id, is_published=False)


def _newest(session: Session, cycle_id: int, *, is_published: bool) -> FormVersion | None:
    is_null = FormVersion.published_at.is_(None)
    query = select(FormVersion).where(FormVersion.cycle_id == cycle_id, ~is_null if is_published else is_null)
    return session.scalar(query.options(_QUESTIONS).order_by(FormVersion.version.desc()).limit(1))


_QUESTIONS = selectinload(FormVersion.questions)


def composed_questions(session: Session, cycle_id: int) -> list[Question]:
    """The questions as the manager left them, published or not."""
    form = working_form(session, cycle_id) or published_form(session, cycle_id)
    return [question_of(row) for row in form.questions] if form else []


def composed_question(session: Session, cycle_id: int, key: str) -> Question:
    """One of them; NotFound if there is none."""
    found = next((entry for entry in composed_questions(session, cycle_id) if entry.key == key), None)
    if found is None:
        raise NotFound(key)
    return found


def questions_for(session: Session, project: Project) -> list[Question]:
    """What this project is asked: by the version it was sent with, a draft by the newest published one."""
    query = select(FormVersion).join(ProjectForm).where(ProjectForm.project_id == project.id).options(_QUESTIONS)
    form = session.scalar(query) or published_form(session, project.cycle_id)
    contest = project.contest.code if project.contest else ""
    return asked_of([question_of(row) for row in form.questions], contest) if form else []


def answers_of(session: Session, project: Project) -> list[Answered]:
    """Every question of a project with its answer, private ones too: for the author and for reviewers."""
    rows = session.execute(select(Answer.key, Answer.value).where(Answer.project_id == project.id))
    values = {row.key: json.loads(row.value) for row in rows}
    return [_answered(question, values.get(question.key)) for question in questions_for(session, project)]


def _answered(question: Question, value: Any) -> Answered:
    kind = kind_of(question.kind)
    words = "" if value is None else kind.words(question, value)
    return Answered(question, value, words, kind.is_complete(question, value))


def public_answers(session: Session, project: Project) -> list[Answered]:
    """What everybody may read: answered questions that were public in the version the project was sent with."""
    return [one for one in answers_of(session, project) if one.question.is_public and one.value is not None]


def unanswered(session: Session, project: Project) -> int:
    """How many required questions a project still owes an answer to."""
    return sum(one.question.is_required and not one.is_complete for one in answers_of(session, project))
