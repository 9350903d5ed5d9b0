"""What everybody reads of review: a project's road, a protocol; and the author's appeal."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from pb import clock
from pb.cycles.queries import rule_set
from pb.cycles.rules import Action, why_not
from pb.errors import Refused
from pb.projects.queries import public_project
from pb.projects.rules import Status
from pb.review import queries, service
from pb.review.forms import AppealForm
from pb.submission.queries import project_for_author
from pb.web.access import author_only, public
from pb.web.current import actor, reader, reading, transaction
from pb.web.forms import add_mistake
from pb.web.labels import labels


def add_to(bp: Blueprint) -> None:
    """Hang these pages on the stage's blueprint."""
    bp.add_url_rule("/projects/<string:code>/track", view_func=track)
    bp.add_url_rule("/projects/<string:code>/appeal", view_func=file_appeal, methods=["GET", "POST"])
    bp.add_url_rule("/decisions/<string:code>", view_func=protocol)


@public
def track(code: str) -> Any:
    """Where a project stands, who has it, until when, and what was decided why."""
    with reading() as session:
        project = public_project(session, code)
        dossier = queries.dossier_of(session, project.id)
        decision = queries.decision_of(session, project.id)
        appeal = queries.appeal_of(session, project.id)
        rules = rule_set(session, project.cycle_id)
    may_appeal = project.status is Status.REFUSED and appeal is None
    open_for_appeal = may_appeal and why_not(Action.FILE_APPEAL, project.cycle.phase(clock.now())) is None
    return render_template(
        "review/track.html",
        project=project,
        dossier=dossier if dossier and dossier.signed_at and decision else None,
        waiting=dossier if dossier and not dossier.signed_at else None,
        decision=decision,
        appeal=appeal,
        rules=rules,
        open_for_appeal=open_for_appeal,
    )


@author_only
def file_appeal(code: str) -> Any:
    """The author's appeal against a refusal."""
    with reading() as session:
        project = project_for_author(session, code, reader().id)
        decision = queries.decision_of(session, project.id)
    form = AppealForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                mine = project_for_author(session, code, reader().id)
                service.file_appeal(session, actor(), mine, form.text.data, clock.now())
        except Refused as refused:
            add_mistake(form.text, labels.of_refusal(refused))
        else:
            flash(_("Скаргу подано. Її розглянуть ті, хто не ухвалював першого рішення."), "success")
            return redirect(url_for("review.track", code=code), 303)
    page = render_template("review/file_appeal.html", form=form, project=project, decision=decision)
    return page, 422 if form.is_submitted() else 200


@public
def protocol(code: str) -> Any:
    """The protocol of a sitting: decisions, reasons, votes by name."""
    with reading() as session:
        found = queries.public_sitting(session, code)
    return render_template("review/protocol.html", sitting=found)
