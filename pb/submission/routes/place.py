"""The part «Місце»: an address found in the list of streets, a tap on the map, or coordinates."""

import re
from typing import Any

from flask import render_template, request
from flask_babel import gettext as _
from wtforms.fields import SelectChoice

from pb import clock
from pb.cycles.models import District, Street
from pb.cycles.queries import boundaries, every_district, street_count, streets_like
from pb.errors import Refused
from pb.projects.rules import Shape
from pb.submission import service
from pb.submission.forms import PlaceForm
from pb.submission.parts import coordinate, stored_texts
from pb.submission.routes.desk import bp, conflict, mine, page, saved, seen, writers_only
from pb.submission.rules import Refusal, Settle, Task
from pb.web.current import actor, reading, transaction
from pb.web.forms import add_mistake
from pb.web.labels import labels
from pb.web.template_filters import place as place_name

HOUSE = re.compile(r"(\d+[\w/-]*)\s*$")  # «вул. Цвітна, 12а»: what follows the street


@bp.route("/<string:code>/place", methods=["GET", "POST"])
@writers_only
def place(code: str) -> Any:
    """Search and «use this street» are buttons of the same form, so that all works without scripts."""
    with reading() as session:
        project = mine(session, code)
        districts = every_district(session)
        shown: dict[str, Any] = {"has_streets": street_count(session) > 0, "has_areas": bool(boundaries(session))}
    form = PlaceForm(data={**stored_texts(project, Task.PLACE), "seen": seen(project, Task.PLACE)})
    _offer(form, districts, has_areas=shown["has_areas"])
    if request.form.get("act") == "search" or "pick" in request.form:
        streets = _streets(form, request.form.get("pick"))
        return render_template(
            "submission/place.html", form=form, project=project, streets=streets, searched=True, **shown
        )
    typed = _typed(form) if form.validate_on_submit() else None
    if typed is None or form.mistakes:
        return page("place", form, project=project, **shown)
    try:
        with transaction() as session:
            service.save_place(session, actor(), mine(session, code), typed, clock.now(), seen=form.seen.data or "")
    except Refused as refused:
        if refused.reason is Refusal.CHANGED_ELSEWHERE:
            return conflict("place", form, code, Task.PLACE, **shown)
        asks = refused.reason is Refusal.DISTRICT_DIFFERS
        add_mistake(form.settle if asks else form.latitude, labels.of_refusal(refused))
        return page("place", form, project=project, asks=asks, **shown)
    return saved(code, Task.PLACE)


def _offer(form: PlaceForm, districts: list[District], *, has_areas: bool) -> None:
    if not has_areas:
        form.district.description = ""  # without boundaries the map cannot tell
    names = [SelectChoice(entry.code, place_name(entry.name)) for entry in districts]
    form.district.choices = [SelectChoice("", _("оберіть зі списку")), *names]
    form.settle.choices = [SelectChoice(answer.value, labels(answer)) for answer in Settle]
    form.shape.choices = [SelectChoice(shape.value, labels(shape)) for shape in Shape]


def _typed(form: PlaceForm) -> service.Place:
    return service.Place(
        district=form.district.data or "",
        address=form.address.data or "",
        point=form.point(),
        shape=Shape(form.shape.data) if form.shape.data in set(Shape) else Shape.POINT,
        more=form.further_points(),
        settle=Settle(form.settle.data) if form.settle.data in set(Settle) else None,
    )


def _streets(form: PlaceForm, picked: str | None) -> list[Street]:
    """Streets like the typed address; a picked one is written into the form, with the house that was typed."""
    typed = form.address.data or ""
    with reading() as session:
        found = streets_like(session, HOUSE.sub("", typed) or typed)
    street = next((one for one in found if value_of(one) == picked), None)
    if street is None:
        return found
    house = HOUSE.search(typed)
    form.address.data = f"{street.name}, {house.group(1)}" if house else street.name
    if street.district is not None:
        form.district.data = street.district.code
    if street.latitude is not None:
        form.latitude.data, form.longitude.data = coordinate(street.latitude), coordinate(street.longitude)
    return []


def value_of(street: Street) -> str:
    """What a button says about its street: names repeat, with the district they do not."""
    return f"{street.name}|{street.district.code if street.district else ''}"


bp.add_app_template_global(value_of, "street_value")
