"""The programme manager composes the questions of a cycle, looks at them and publishes them."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from wtforms.fields import SelectChoice

from pb import clock
from pb.cycles.models import Cycle
from pb.cycles.queries import announced_cycles, cycle_by_code
from pb.questions import queries, service
from pb.questions.forms import QuestionForm, answer_form
from pb.questions.kinds import every_kind
from pb.questions.rules import Direction
from pb.values.permission import Permission
from pb.web.access import requires
from pb.web.current import actor, reading, transaction

bp = Blueprint("questions", __name__, url_prefix="/staff/cycles")


def _done(code: str, sentence: str) -> Any:
    flash(sentence, "success")
    return redirect(url_for("questions.compose", code=code), 303)


@bp.get("/<string:code>/form")
@requires(Permission.MANAGE_CYCLES)
def compose(code: str) -> Any:
    """All questions of a cycle in their order, and how an author will see them."""
    with reading() as session:
        cycle = cycle_by_code(session, code)
        questions = queries.composed_questions(session, cycle.id)
        working = queries.working_form(session, cycle.id)
        published = queries.published_form(session, cycle.id)
        sources = [] if questions else _sources(session, cycle)
    form, asked = answer_form(questions, {})
    return render_template(
        "questions/compose.html",
        cycle=cycle,
        questions=questions,
        kinds=every_kind(),
        working=working,
        published=published,
        sources=sources,
        form=form,
        asked=asked,
        contests={contest.code: contest.title for contest in cycle.contests},
    )


def _sources(session: Session, cycle: Cycle) -> list[Cycle]:
    others = announced_cycles(session, clock.now(), cycle.kind)
    return [other for other in others if other.id != cycle.id and queries.composed_questions(session, other.id)]


@bp.route("/<string:code>/form/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_CYCLES)
def add(code: str) -> Any:
    """One more question."""
    return _question(code, "")


@bp.route("/<string:code>/form/<string:key>", methods=["GET", "POST"])
@requires(Permission.MANAGE_CYCLES)
def change(code: str, key: str) -> Any:
    """Another wording, another help; sent projects keep theirs."""
    return _question(code, key)


def _question(code: str, key: str) -> Any:
    with reading() as session:
        cycle = cycle_by_code(session, code)
        stored = asdict(queries.composed_question(session, cycle.id, key)) if key else {}
    form = QuestionForm(data=stored)
    offered = {stored["kind"]: every_kind()[stored["kind"]]} if stored else every_kind()
    form.kind.choices = [SelectChoice(kind.code, kind.label) for kind in offered.values()]
    titles = [SelectChoice(contest.code, contest.title) for contest in cycle.contests]
    form.contest.choices = [SelectChoice("", _("усі проєкти")), *titles]
    if form.validate_on_submit() and (question := form.question(key)):
        with transaction() as session:
            service.save_question(session, actor(), cycle_by_code(session, code), question)
        return _done(code, _("Збережено. Автори побачать зміни, коли ви їх оприлюдните."))
    page = render_template("questions/question.html", form=form, cycle=cycle, key=key, kinds=every_kind())
    return page, 422 if form.is_submitted() else 200


@bp.post("/<string:code>/form/<string:key>/move")
@requires(Permission.MANAGE_CYCLES)
def move(code: str, key: str) -> Any:
    """A place up or down."""
    direction = Direction.UP if request.form.get("direction") == Direction.UP.value else Direction.DOWN
    with transaction() as session:
        service.move_question(session, actor(), cycle_by_code(session, code), key, direction)
    return redirect(url_for("questions.compose", code=code), 303)


@bp.post("/<string:code>/form/<string:key>/remove")
@requires(Permission.MANAGE_CYCLES)
def remove(code: str, key: str) -> Any:
    """Ask it no more."""
    with transaction() as session:
        service.remove_question(session, actor(), cycle_by_code(session, code), key)
    return _done(code, _("Запитання прибрано. У надісланих проєктах воно лишилося."))


@bp.post("/<string:code>/form/copy")
@requires(Permission.MANAGE_CYCLES)
def copy(code: str) -> Any:
    """Begin with the questions of an earlier cycle."""
    with transaction() as session:
        source = cycle_by_code(session, request.form.get("source", ""))
        service.copy_form(session, actor(), source, cycle_by_code(session, code))
    return _done(code, _("Запитання скопійовано. Перегляньте їх і оприлюдніть."))


@bp.post("/<string:code>/form/publish")
@requires(Permission.MANAGE_CYCLES)
def publish(code: str) -> Any:
    """From now on drafts are asked these questions."""
    with transaction() as session:
        service.publish_form(session, actor(), cycle_by_code(session, code), clock.now())
    return _done(code, _("Форму оприлюднено. Надіслані проєкти лишилися зі своїми запитаннями."))
