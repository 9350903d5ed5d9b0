"""The page by which people support a sent project: open to everybody who has its address."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from pb import clock
from pb.cycles.rules import Action, why_not
from pb.errors import Refused
from pb.identity.routes.visitor import current_visit
from pb.projects.models import Project
from pb.submission import queries, service
from pb.submission.forms import SupportForm
from pb.submission.routes.desk import bp
from pb.submission.rules import why_not_gathering
from pb.web.access import public
from pb.web.current import house, reading, transaction
from pb.web.labels import labels


@bp.route("/support/<string:code>", methods=["GET", "POST"])
@public
def support(code: str) -> Any:
    """What the project is, how many support it, and the button for a person whom a bank has just confirmed."""
    form, refusal = SupportForm(), ""
    if form.validate_on_submit():
        try:
            if not _acted(code):
                return redirect(url_for("identity.choose", purpose="support", next=request.path), 303)
        except Refused as refused:
            refusal = labels.of_refusal(refused)
        else:
            return redirect(url_for("submission.support", code=code), 303)
    with reading() as session:
        project = queries.project_to_support(session, code)
        found = queries.support_of(session, project)
        visit = current_visit(session)
        supports = visit is not None and _supports(session, project, visit.stretch)
    page = render_template(
        "submission/support.html",
        form=form,
        project=project,
        support=found,
        visit=visit,
        supports=supports,
        refusal=refusal,
        closed=closed_words(project, found.needed, Action.SUPPORT_PROJECT),
    )
    return page, 422 if refusal else 200


def closed_words(project: Project, needed: int, action: Action) -> str:
    """Why no support is taken any more, in a sentence; empty while it is."""
    is_open = why_not(action, project.cycle.phase(clock.now())) is None
    refusal = why_not_gathering(project.status, needed, is_open=is_open)
    return labels.of_refusal(Refused(refusal)) if refusal else ""


def _supports(session: Session, project: Project, stretch: bytes) -> bool:
    key = service.supporter_key(house().settings.folder("keys"), project, stretch)
    return queries.is_supporter(session, project.id, key)


def _acted(code: str) -> bool:
    """Do what the button says; False when the visit is over."""
    keys = house().settings.folder("keys")
    with transaction() as session:
        project = queries.project_to_support(session, code)
        visit = current_visit(session)
        if visit is None:
            return False
        if request.form.get("act") == "withdraw":
            service.withdraw_support(session, project, visit.stretch, keys=keys, now=clock.now())
        else:
            service.support_project(session, project, visit.stretch, keys=keys, now=clock.now())
    withdrawn = request.form.get("act") == "withdraw"
    flash(_("Підтримку відкликано.") if withdrawn else _("Дякуємо: вашу підтримку зараховано."), "success")
    return True
