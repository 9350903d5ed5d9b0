"""Making one project of two: an author or the secretary proposes, every author answers on the tracking page."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from wtforms.fields import SelectChoice

from pb import clock
from pb.accounts.models import Author
from pb.accounts.queries import author_by_code
from pb.errors import NotFound, Refused
from pb.projects.models import Project
from pb.projects.queries import public_project
from pb.submission import queries, service
from pb.submission.forms import MergeForm
from pb.submission.letters import AuthorPost
from pb.submission.routes.desk import bp, mine, mine_alone
from pb.submission.rules import GoesOn, MergerOutcome
from pb.values.permission import Permission
from pb.web.access import author_only, requires
from pb.web.current import actor, public_url, reader, reading, transaction
from pb.web.forms import add_mistake
from pb.web.labels import labels
from pb.web.security import limiter


@bp.route("/<string:code>/merge", methods=["GET", "POST"])
@author_only
@limiter.limit("30 per hour", methods=["POST"])
def merge(code: str) -> Any:
    """An author proposes to join another project, or to let it join."""
    return _asked(code, mine_alone, lambda session: author_by_code(session, reader().code))


@bp.route("/merging/<string:code>", methods=["GET", "POST"])
@requires(Permission.RUN_SITTING)
def merge_others(code: str) -> Any:
    """The secretary proposes it to two authors."""
    return _asked(code, public_project, lambda _session: None)


def _asked(
    code: str, find: Callable[[Session, str], Project], proposer_of: Callable[[Session], Author | None]
) -> Any:  # fmt: skip
    with reading() as session:
        project = find(session, code)
    form = MergeForm()
    form.goes_on.choices = [SelectChoice(one.value, labels(one)) for one in GoesOn]
    if form.validate_on_submit():
        try:
            with transaction() as session:
                this = find(session, code)
                _propose(session, this, form, proposer_of(session))
        except Refused as refused:
            add_mistake(form.number, labels.of_refusal(refused))
        else:
            flash(_("Пропозицію надіслано. Автори обох проєктів побачать її на сторінці свого проєкту."), "success")
            return redirect(url_for("review.track", code=code), 303)
    page = render_template("submission/merge.html", form=form, project=project)
    return page, 422 if form.is_submitted() else 200


def _propose(session: Session, this: Project, form: MergeForm, proposer: Author | None) -> None:
    other = queries.numbered_project(session, this.cycle_id, form.number.data or 0)
    goes_on, joins = (this, other) if form.goes_on.data == GoesOn.THIS else (other, this)
    service.propose_merger(
        session,
        actor(),
        goes_on,
        joins,
        proposer=proposer,
        reason=form.reason.data or "",
        now=clock.now(),
        post=AuthorPost(public_url()),
    )


@bp.post("/<string:code>/merge/<string:proposal>")
@author_only
def answer_merger(code: str, proposal: str) -> Any:
    """An author agrees, declines, or takes their own proposal back."""
    now, post, act = clock.now(), AuthorPost(public_url()), request.form.get("act")
    try:
        with transaction() as session:
            project, author = mine(session, code), author_by_code(session, reader().code)
            row = queries.merger_by_code(session, project.id, proposal)
            if act == "withdraw":
                service.withdraw_merger(session, actor(), row, author, now, post)
            elif act in {"agree", "decline"}:
                agrees = act == "agree"
                service.answer_merger(session, actor(), row, project, author, agrees=agrees, now=now, post=post)
            else:
                raise NotFound(code)
            outcome = row.outcome
    except Refused as refused:
        flash(labels.of_refusal(refused))
    else:
        _told(outcome)
    return redirect(url_for("review.track", code=code), 303)


@bp.post("/merging/<string:code>/<string:proposal>/withdraw")
@requires(Permission.RUN_SITTING)
def withdraw_merger(code: str, proposal: str) -> Any:
    """The secretary takes a proposal back."""
    try:
        with transaction() as session:
            row = queries.merger_by_code(session, public_project(session, code).id, proposal)
            service.withdraw_merger(session, actor(), row, None, clock.now(), AuthorPost(public_url()))
    except Refused as refused:
        flash(labels.of_refusal(refused))
    else:
        _told(MergerOutcome.WITHDRAWN)
    return redirect(url_for("review.track", code=code), 303)


def _told(outcome: MergerOutcome | None) -> None:
    sentences = {
        MergerOutcome.MERGED: _("Проєкти об’єднано. Автори обох – тепер співавтори."),
        MergerOutcome.DECLINED: _("Ви відмовилися. Обидва проєкти йдуть далі окремо."),
        MergerOutcome.WITHDRAWN: _("Пропозицію відкликано."),
    }
    flash(sentences[outcome] if outcome else _("Вашу згоду записано. Чекаємо на решту авторів."), "success")
