"""Questions and comments under a project: reading, writing, reporting."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from pb import clock
from pb.cycles.queries import rule_set
from pb.cycles.rules import Comments
from pb.errors import Refused
from pb.projects.queries import public_project
from pb.talk import queries
from pb.talk.forms import RemarkForm, ReportForm
from pb.talk.rules import Kind
from pb.talk.service import remarks as service
from pb.web.access import author_only, public
from pb.web.current import actor, reader, reading, transaction
from pb.web.forms import add_mistake
from pb.web.labels import labels
from pb.web.reader import ReaderKind
from pb.web.security import limiter


def add_to(bp: Blueprint) -> None:
    """Join these pages to the stage's blueprint."""
    bp.add_url_rule("/projects/<string:code>/talk", view_func=talk)
    bp.add_url_rule("/projects/<string:code>/talk/write", view_func=write, methods=["GET", "POST"])
    bp.add_url_rule("/talk/<string:code>/report", view_func=report, methods=["GET", "POST"])


@public
def talk(code: str) -> Any:
    """What residents asked and said about a project, and what the department answered."""
    typed = request.args.get("page", "1")
    page = int(typed) if typed.isdecimal() and 0 < len(typed) < 4 and int(typed) else 1
    is_resident = current_user.is_authenticated and current_user.kind is ReaderKind.AUTHOR
    with reading() as session:
        project = public_project(session, code)
        shown, has_more = queries.shown_remarks(session, project.id, page=page)
        own = queries.own_unseen_remarks(session, project.id, current_user.id) if is_resident else []
        comments = rule_set(session, project.cycle_id).comments
    return render_template(
        "talk/talk.html", project=project, shown=shown, own=own, page=page, has_more=has_more, comments=comments
    )


@author_only
@limiter.limit("20 per hour", methods=["POST"])
def write(code: str) -> Any:
    """Ask the department, or comment."""
    with reading() as session:
        project = public_project(session, code)
        comments = rule_set(session, project.cycle_id).comments
    form = RemarkForm()
    form.offer([Kind.QUESTION] if comments is Comments.OFF else list(Kind))
    if form.validate_on_submit():
        try:
            with transaction() as session:
                service.write_remark(
                    session,
                    actor(),
                    public_project(session, code),
                    author_id=reader().id,
                    kind=Kind(form.kind.data),
                    signature=form.signature.data,
                    text=form.text.data,
                    now=clock.now(),
                )
        except Refused as refused:
            add_mistake(form.text, labels.of_refusal(refused))
        else:
            is_shown = comments is Comments.AT_ONCE
            flash(_("Опубліковано.") if is_shown else _("Дякуємо. Текст з’явиться після модератора."), "success")
            return redirect(url_for("talk.talk", code=code), 303)
    page = render_template("talk/write.html", form=form, project=project, comments=comments)
    return page, 422 if form.is_submitted() else 200


@author_only
@limiter.limit("20 per hour", methods=["POST"])
def report(code: str) -> Any:
    """Tell a moderator that a remark breaks the rules."""
    with reading() as session:
        remark = queries.shown_remark(session, code)
    form = ReportForm()
    if form.validate_on_submit():
        with transaction() as session:
            service.report_remark(
                session,
                actor(),
                queries.shown_remark(session, code),
                author_id=reader().id,
                reason=form.reason.data,
                now=clock.now(),
            )
        flash(_("Дякуємо. Модератор перегляне цей запис."), "success")
        return redirect(url_for("talk.talk", code=remark.project.code), 303)
    page = render_template("talk/report.html", form=form, remark=remark)
    return page, 422 if form.is_submitted() else 200
