"""A saved view of the catalogue: asking for letters of new projects, and the page behind the link of every letter."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from pb import clock
from pb.cycles.queries import every_district
from pb.cycles.rules import Category
from pb.talk import queries
from pb.talk.forms import WatchForm
from pb.talk.service import watching as service
from pb.web.access import public
from pb.web.current import public_url, reading, transaction
from pb.web.forms import PbForm
from pb.web.languages import current_language
from pb.web.security import limiter


def add_to(bp: Blueprint) -> None:
    """Join these pages to the stage's blueprint."""
    bp.add_url_rule("/watch", view_func=watch, methods=["GET", "POST"])
    bp.add_url_rule("/watch/<string:code>", view_func=saved_view, methods=["GET", "POST"])


@public
@limiter.limit("20 per hour", methods=["POST"])
def watch() -> Any:
    """Ask for letters about new projects; place and category stand in the address, `?asked` says one is on its way."""
    named = request.args.get("category", "")
    category = Category(named) if named in set(Category) else None
    form = WatchForm()
    with reading() as session:
        district = _district(session)
    if form.validate_on_submit():
        with transaction() as session:
            service.watch_projects(
                session,
                district=district,
                category=category,
                email=form.email.data,
                language=current_language(),
                public_url=public_url(),
                now=clock.now(),
            )
        return redirect(url_for("talk.watch", asked=1), 303)
    page = render_template(
        "talk/watch.html", form=form, district=district, category=category, is_asked="asked" in request.args
    )
    return page, 422 if form.is_submitted() else 200


def _district(session: Any) -> Any:
    return next((one for one in every_district(session) if one.code == request.args.get("district")), None)


@public
def saved_view(code: str) -> Any:
    """Confirm or stop: a button, because mail programs open links by themselves."""
    form = PbForm()
    if form.validate_on_submit():
        with transaction() as session:
            found = queries.watch_by_code(session, code)
            if found and request.form.get("act") == "stop":
                service.stop_watch(session, found)
            elif found:
                service.confirm_watch(session, found, clock.now())
        return redirect(url_for("talk.saved_view", code=code), 303)
    with reading() as session:
        found = queries.watch_by_code(session, code)
        places = {one.code: one.name for one in every_district(session)}
    category = Category(found.category) if found and found.category in set(Category) else None
    place = places.get(found.district_code, "") if found else ""
    return render_template("talk/saved_view.html", form=form, watch=found, place=place, category=category)
