"""Following a project by e-mail: asking for it, and the page behind the link of every letter."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from pb import clock
from pb.projects.queries import public_project
from pb.talk import queries
from pb.talk.forms import FollowForm
from pb.talk.service import following as service
from pb.web.access import public
from pb.web.current import public_url, reading, transaction
from pb.web.forms import PbForm
from pb.web.languages import current_language
from pb.web.security import limiter


def add_to(bp: Blueprint) -> None:
    """Join these pages to the stage's blueprint."""
    bp.add_url_rule("/projects/<string:code>/follow", view_func=follow, methods=["GET", "POST"])
    bp.add_url_rule("/follow/<string:code>", view_func=own, methods=["GET", "POST"])


@public
@limiter.limit("20 per hour", methods=["POST"])
def follow(code: str) -> Any:
    """Ask for letters about a project; `?asked` says that one is on its way."""
    with reading() as session:
        project = public_project(session, code)
    form = FollowForm()
    if form.validate_on_submit():
        with transaction() as session:
            service.follow_project(
                session,
                public_project(session, code),
                email=form.email.data,
                language=current_language(),
                public_url=public_url(),
                now=clock.now(),
            )
        return redirect(url_for("talk.follow", code=code, asked=1), 303)
    page = render_template("talk/follow.html", form=form, project=project, is_asked="asked" in request.args)
    return page, 422 if form.is_submitted() else 200


@public
def own(code: str) -> Any:
    """Confirm or stop: a button, because mail programs open links by themselves."""
    form = PbForm()
    if form.validate_on_submit():
        with transaction() as session:
            found = queries.follow_by_code(session, code)
            if found and request.form.get("act") == "stop":
                service.stop_follow(session, found)
            elif found:
                service.confirm_follow(session, found, clock.now())
        return redirect(url_for("talk.own", code=code), 303)
    with reading() as session:
        found = queries.follow_by_code(session, code)
    return render_template("talk/own.html", form=form, follow=found)
