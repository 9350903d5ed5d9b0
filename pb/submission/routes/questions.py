"""The part «Додаткові запитання»: what the programme manager asks of this cycle and contest."""

import json
from typing import Any

from flask import jsonify, render_template
from sqlalchemy.orm import Session

from pb import clock
from pb.errors import NotFound, Refused
from pb.projects.models import Project
from pb.questions.forms import Asked, answer_form, read_answers
from pb.questions.queries import Answered, answers_of
from pb.submission import service
from pb.submission.routes.desk import bp, is_autosave, mine, page, saved_part, writers_only
from pb.submission.routes.photos import scanner
from pb.submission.rules import Refusal, Task, changed_elsewhere, digest_of
from pb.web.current import actor, documents_folder, reading, transaction
from pb.web.forms import add_mistake
from pb.web.labels import labels


def _stored(answers: list[Answered]) -> dict[str, str]:
    return {one.question.key: json.dumps(one.value) for one in answers}


@bp.route("/<string:code>/questions", methods=["GET", "POST"])
@writers_only
def questions(code: str) -> Any:
    """One page with all of them; an unanswered required one is asked for before sending, not here."""
    with reading() as session:
        project = mine(session, code)
        answers = answers_of(session, project)
    if not answers:
        raise NotFound(code)
    values = {one.question.key: one.value for one in answers}
    form, asked = answer_form([one.question for one in answers], values, seen=digest_of(_stored(answers)))
    is_valid = form.validate_on_submit()
    typed = read_answers(form, asked) if form.is_submitted() else {}
    if not is_valid or form.mistakes:
        return page("questions", form, project=project, asked=asked, answers=answers)
    try:
        with transaction() as session:
            found = mine(session, code)
            kept = _kept(session, found, asked, typed, values)
            service.save_answers(session, actor(), found, kept, clock.now(), seen=form.seen.data or "")
    except Refused as refused:
        if refused.reason is Refusal.CHANGED_ELSEWHERE:
            return _conflict(form, asked, project, answers, typed)
        files = [form[entry.names[""]] for entry in asked if entry.kind.code == "file"]
        add_mistake(files[0] if files else form.seen, labels.of_refusal(refused))
        return page("questions", form, project=project, asked=asked, answers=answers)
    with reading() as session:
        stored = _stored(answers_of(session, mine(session, code)))
    return saved_part(code, Task.QUESTIONS, digest_of(stored))


def _kept(
    session: Session, project: Project, asked: list[Asked], typed: dict[str, Any], before: dict[str, Any]
) -> dict[str, Any]:
    """What each kind writes down of its answer; files are stored now, as documents of the project."""

    def store(data: bytes, name: str) -> dict[str, str]:
        now, folder = clock.now(), documents_folder()
        found = service.add_document(
            session, actor(), project, data, name=name, folder=folder, scanner=scanner(), now=now
        )
        return {"code": found.code, "name": found.name}

    return {
        entry.question.key: entry.kind.keep(typed[entry.question.key], before[entry.question.key], store)
        for entry in asked
    }


def _conflict(form: Any, asked: Any, project: Any, answers: list[Answered], typed: dict[str, Any]) -> Any:
    """Two tabs: the stored answers beside the typed ones."""
    if is_autosave():
        return jsonify(conflict=labels.of_refusal(Refused(Refusal.CHANGED_ELSEWHERE))), 409
    stored = _stored(answers)
    texts = {key: json.dumps(value, default=str) for key, value in typed.items()}
    differing = changed_elsewhere(stored, texts, form.seen.data)
    form.seen.data = digest_of(stored)
    values = {
        "theirs": {one.question.key: one.words for one in answers if one.question.key in differing},
        "answers": answers,
        "labels": {one.question.key: one.question.label for one in answers},
    }
    return render_template("submission/questions.html", form=form, project=project, asked=asked, **values), 409
