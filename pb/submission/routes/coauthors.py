"""Co-authors: the first author invites by a link, the invited person signs in and answers."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from pb import clock
from pb.accounts.queries import author_by_code
from pb.errors import Refused
from pb.submission import queries, service
from pb.submission.forms import InviteForm, JoinForm
from pb.submission.routes.desk import bp, mine_alone
from pb.web.access import author_only
from pb.web.current import actor, public_url, reader, reading, transaction
from pb.web.forms import add_mistake
from pb.web.labels import labels
from pb.web.security import limiter


@bp.route("/<string:code>/coauthors", methods=["GET", "POST"])
@author_only
@limiter.limit("30 per hour", methods=["POST"])
def coauthors(code: str) -> Any:
    """Who was invited and what they answered; one more invitation."""
    form = InviteForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                mine = mine_alone(session, code)
                service.invite_coauthor(session, actor(), mine, name=form.name.data or "", now=clock.now())
        except Refused as refused:
            add_mistake(form.name, labels.of_refusal(refused))
        else:
            return redirect(url_for("submission.coauthors", code=code), 303)
    with reading() as session:
        project = mine_alone(session, code)
        people = queries.coauthors_of(session, project.id)
    address = public_url().rstrip("/")
    page = render_template("submission/coauthors.html", form=form, project=project, people=people, address=address)
    return page, 422 if form.is_submitted() else 200


@bp.post("/<string:code>/coauthors/<string:person>/remove")
@author_only
def remove_coauthor(code: str, person: str) -> Any:
    """Take back an invitation or a co-authorship."""
    try:
        with transaction() as session:
            service.remove_coauthor(session, actor(), mine_alone(session, code), person)
    except Refused as refused:
        flash(labels.of_refusal(refused))
    return redirect(url_for("submission.coauthors", code=code), 303)


@bp.route("/join/<string:code>", methods=["GET", "POST"])
@author_only
@limiter.limit("30 per hour", methods=["POST"])
def join(code: str) -> Any:
    """The invited person reads whose project it is, and says yes or no."""
    form = JoinForm()
    if form.validate_on_submit() and form.answer.data in {"yes", "no"}:
        accepts = form.answer.data == "yes"
        with transaction() as session:
            author = author_by_code(session, reader().code)
            project = service.answer_invitation(session, actor(), author, code, accepts=accepts, now=clock.now())
        flash(_("Ви співавтор проєкту.") if accepts else _("Ви відмовилися. Автор про це дізнається."), "success")
        return redirect(url_for("submission.tasks", code=project.code) if accepts else url_for("submission.start"), 303)
    with reading() as session:
        _invited, project = queries.invitation_by_code(session, code)
    return render_template("submission/join.html", form=form, project=project), 422 if form.is_submitted() else 200
