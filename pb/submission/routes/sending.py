"""The last steps: check, send, take back."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from pb import clock
from pb.accounts.queries import author_by_code
from pb.cycles.queries import rule_set
from pb.errors import Refused
from pb.questions.queries import answers_of
from pb.submission import forms, queries, service
from pb.submission.letters import AuthorPost
from pb.submission.routes.desk import bp, mine, mine_alone, page
from pb.submission.routes.similar import wanted_of
from pb.submission.rules import what_is_missing
from pb.submission.similar import similar_projects
from pb.web.access import author_only
from pb.web.current import actor, public_url, reader, reading, transaction
from pb.web.forms import add_mistake
from pb.web.labels import labels


@bp.route("/<string:code>/check", methods=["GET", "POST"])
@author_only
def check(code: str) -> Any:
    """Everything once more, then «Надіслати»."""
    with reading() as session:
        project = mine(session, code)
        author = author_by_code(session, reader().code)
        missing = what_is_missing(queries.draft_of(session, project, project.author or author))
        answers = answers_of(session, project)
        alike = similar_projects(session, wanted_of(project))
    form = forms.SendForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                known = author_by_code(session, reader().code)
                service.send_project(
                    session,
                    actor(),
                    mine(session, code),
                    known,
                    consent=form.consent.data,
                    now=clock.now(),
                    post=AuthorPost(public_url()),
                )
        except Refused as refused:
            add_mistake(form.consent, labels.of_refusal(refused))
        else:
            return redirect(url_for("submission.sent", code=code), 303)
    return page("check", form, project=project, author=author, missing=missing, answers=answers, alike=alike)


@bp.get("/<string:code>/sent")
@author_only
def sent(code: str) -> Any:
    """Confirmation: the number and what happens next."""
    with reading() as session:
        project = mine(session, code)
        rules = rule_set(session, project.cycle_id)
        support = queries.support_of(session, project)
    return render_template("submission/sent.html", project=project, rules=rules, support=support)


@bp.route("/<string:code>/withdraw", methods=["GET", "POST"])
@author_only
def withdraw(code: str) -> Any:
    """Take a sent project back, or delete a draft."""
    with reading() as session:
        project = mine_alone(session, code)
    form = forms.WithdrawForm()
    if form.validate_on_submit():
        with transaction() as session:
            own = mine_alone(session, code)
            if own.status == "draft":
                service.discard_draft(session, actor(), own)
            else:
                service.withdraw_project(session, actor(), own, reason=form.reason.data or "", now=clock.now())
        flash(_("Чернетку видалено.") if project.status == "draft" else _("Проєкт відкликано."))
        return redirect(url_for("submission.start"), 303)
    return page("withdraw", form, project=project)
