"""Saved views of the catalogue: asking for letters about new projects, and the page behind the link of every letter."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from pb import clock
from pb.projects.rules import searchable
from pb.talk import queries
from pb.talk.forms import FollowForm
from pb.talk.rules import View
from pb.talk.service import watching as service
from pb.web.access import public
from pb.web.current import public_url, reading, transaction
from pb.web.forms import PbForm
from pb.web.languages import current_language
from pb.web.security import limiter


def add_to(bp: Blueprint) -> None:
    """Join these pages to the stage's blueprint."""
    bp.add_url_rule("/projects/watch", view_func=watch, methods=["GET", "POST"])
    bp.add_url_rule("/watch/<string:code>", view_func=own_watch, methods=["GET", "POST"])


@public
@limiter.limit("20 per hour", methods=["POST"])
def watch() -> Any:
    """Ask for letters about new projects of a filtered catalogue; `?asked` says that one is on its way."""
    asked = request.args
    with reading() as session:
        view = queries.known_view(
            session, asked.get("district", ""), asked.get("contest", ""), searchable(asked.get("q", ""))[:100].strip()
        )
        words = queries.view_in_words(session, view, current_language())
    form = FollowForm()
    if form.validate_on_submit():
        with transaction() as session:
            service.watch_catalogue(
                session,
                view,
                email=form.email.data,
                language=current_language(),
                public_url=public_url(),
                now=clock.now(),
            )
        told: dict[str, Any] = {**view.filters(), "asked": 1}
        return redirect(url_for("talk.watch", **told), 303)
    page = render_template("talk/watch.html", form=form, view=view, words=words, is_asked="asked" in asked)
    return page, 422 if form.is_submitted() else 200


@public
def own_watch(code: str) -> Any:
    """Confirm or stop: a button, because mail programs open links by themselves."""
    form = PbForm()
    if form.validate_on_submit():
        with transaction() as session:
            found = queries.watch_by_code(session, code)
            if found and request.form.get("act") == "stop":
                service.stop_watch(session, found)
            elif found:
                service.confirm_watch(session, found, clock.now())
        return redirect(url_for("talk.own_watch", code=code), 303)
    with reading() as session:
        found = queries.watch_by_code(session, code)
        view = View(found.place, found.contest, found.words) if found else View()
        words = queries.view_in_words(session, view, current_language())
    return render_template("talk/own_watch.html", form=form, watch=found, view=view, words=words)
