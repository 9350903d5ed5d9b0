"""Loading the list of streets and the boundaries of districts: first looked at, then taken."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from pb.cycles import queries, service
from pb.cycles.forms import PlacesForm
from pb.cycles.geography import Fault, StreetLine, read_boundaries, read_streets
from pb.cycles.routes.staff import bp
from pb.cycles.rules import GeographyFault
from pb.values.permission import Permission
from pb.web.access import requires
from pb.web.current import actor, house, reading, transaction
from pb.web.forms import add_mistake

SHOWN = 20  # lines and faults on the preview


class Kind(StrEnum):
    """What a file holds."""

    STREETS = "streets"
    BOUNDARIES = "boundaries"


@dataclass(frozen=True, slots=True)
class Preview:
    """What a loaded file would put in, before it does."""

    kind: Kind
    digest: str
    streets: list[StreetLine]
    areas: dict[str, str]
    faults: list[Fault]


def _kept(digest: str) -> Path:
    return house().settings.folder("loaded") / digest


def _preview(session: Session, kind: Kind, data: bytes) -> Preview:
    digest = hashlib.sha256(data).hexdigest()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Preview(kind, digest, [], {}, [Fault(0, GeographyFault.NOT_TEXT)])
    names = queries.district_names(session)
    if kind is Kind.STREETS:
        streets, faults = read_streets(text, names)
        return Preview(kind, digest, streets, {}, faults)
    areas, faults = read_boundaries(text, names)
    return Preview(kind, digest, [], areas, faults)


@bp.route("/staff/places", methods=["GET", "POST"])
@requires(Permission.MANAGE_CYCLES)
def places() -> Any:
    """Choose a file; see what it would put in."""
    form, preview = PlacesForm(), None
    with reading() as session:
        counts = {"streets": queries.street_count(session), "boundaries": len(queries.boundaries(session))}
        districts = queries.every_district(session)
    if form.validate_on_submit():
        upload = request.files.get("file")
        data = upload.read() if upload else b""
        if data:
            with reading() as session:
                preview = _preview(session, Kind(form.kind.data), data)
            _kept(preview.digest).write_bytes(data)
        else:
            add_mistake(form.file, _("Оберіть файл."))
    values = {"counts": counts, "districts": districts, "shown": SHOWN}
    page = render_template("cycles/places.html", form=form, preview=preview, **values)
    return page, 422 if form.is_submitted() and form.mistakes else 200


@bp.post("/staff/places/<string:kind>/<string:digest>")
@requires(Permission.MANAGE_CYCLES)
def take_places(kind: str, digest: str) -> Any:
    """Put in what the preview showed; lines with faults are left out."""
    if kind not in set(Kind) or len(digest) != 64 or not digest.isalnum() or not _kept(digest).is_file():
        abort(404)
    with transaction() as session:
        found = _preview(session, Kind(kind), _kept(digest).read_bytes())
        if found.kind is Kind.STREETS and found.streets:
            service.load_streets(session, actor(), found.streets)
        elif found.areas:
            service.load_boundaries(session, actor(), found.areas)
        else:
            abort(404)
    _kept(digest).unlink(missing_ok=True)
    flash(_("Завантажено: %(count)s.", count=len(found.streets) or len(found.areas)), "success")
    return redirect(url_for("cycles.places"), 303)
