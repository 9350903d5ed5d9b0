"""The part «Додаткові запитання»: what the programme manager asks of this cycle and contest."""

import json
from typing import Any

from flask import jsonify, render_template

from pb import clock
from pb.errors import NotFound, Refused
from pb.questions.forms import answer_form, read_answers
from pb.questions.queries import Answered, answers_of
from pb.submission import service
from pb.submission.routes.desk import bp, is_autosave, mine, page, saved_part
from pb.submission.rules import Refusal, Task, changed_elsewhere, digest_of
from pb.web.access import author_only
from pb.web.current import actor, reading, transaction
from pb.web.labels import labels


def _stored(answers: list[Answered]) -> dict[str, str]:
    return {one.question.key: json.dumps(one.value) for one in answers}


@bp.route("/<string:code>/questions", methods=["GET", "POST"])
@author_only
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
        return page("questions", form, project=project, asked=asked)
    try:
        with transaction() as session:
            service.save_answers(session, actor(), mine(session, code), typed, clock.now(), seen=form.seen.data or "")
    except Refused as refused:
        if refused.reason is not Refusal.CHANGED_ELSEWHERE:
            raise
        return _conflict(form, asked, project, answers, typed)
    with reading() as session:
        stored = _stored(answers_of(session, mine(session, code)))
    return saved_part(code, Task.QUESTIONS, digest_of(stored))


def _conflict(form: Any, asked: Any, project: Any, answers: list[Answered], typed: dict[str, Any]) -> Any:
    """Two tabs: the stored answers beside the typed ones."""
    if is_autosave():
        return jsonify(conflict=labels.of_refusal(Refused(Refusal.CHANGED_ELSEWHERE))), 409
    stored = _stored(answers)
    differing = changed_elsewhere(stored, {key: json.dumps(value) for key, value in typed.items()}, form.seen.data)
    form.seen.data = digest_of(stored)
    values = {
        "theirs": {one.question.key: one.words for one in answers if one.question.key in differing},
        "labels": {one.question.key: one.question.label for one in answers},
    }
    return render_template("submission/questions.html", form=form, project=project, asked=asked, **values), 409
