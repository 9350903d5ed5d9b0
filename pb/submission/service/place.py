"""Keeping where a project is: one point, several or a line; the district follows from the map."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.audit.rules import Actor
from pb.cycles.geography import districts_at, is_inside
from pb.cycles.models import District
from pb.cycles.queries import boundaries
from pb.errors import Refused
from pb.projects.models import FurtherPoint, Project
from pb.projects.rules import Shape
from pb.submission.parts import coordinate, point_text
from pb.submission.rules import MOST_POINTS, Refusal, Settle, Task
from pb.submission.service.parts import check_editable, check_seen, note_saved

LatLon = tuple[float, float]
"""Latitude and longitude in degrees."""


@dataclass(frozen=True, slots=True)
class Place:
    """The part «Місце» as typed; `settle` answers the question that a contradiction between map and list raised."""

    district: str
    address: str
    point: LatLon | None
    shape: Shape = Shape.POINT
    more: tuple[LatLon, ...] = ()
    settle: Settle | None = None


def save_place(
    session: Session, actor: Actor, project: Project, place: Place, now: datetime, *, seen: str = ""
) -> None:
    """Keep the place; Refused when a point is outside, contradicts the chosen district, or another tab was quicker."""
    check_editable(project)
    areas = boundaries(session)
    more = place.more if place.shape is not Shape.POINT else ()
    if len(more) > MOST_POINTS:
        raise Refused(Refusal.TOO_MANY_POINTS)
    points = [point for point in (place.point, *more) if point is not None]
    if not all(is_inside(*point, areas) for point in points):
        raise Refused(Refusal.OUTSIDE)
    latitude, longitude = place.point or (None, None)
    typed = {"district": place.district, "address": place.address, "shape": place.shape.value}
    typed |= {"latitude": coordinate(latitude), "longitude": coordinate(longitude)}
    check_seen(project, Task.PLACE, {**typed, "more": "\n".join(point_text(*point) for point in more)}, seen)
    district = _district(session, place, areas)
    project.district_id, project.district = district.id if district else None, district
    project.address, project.shape = place.address, place.shape
    project.latitude, project.longitude = latitude, longitude
    project.further_points.clear()
    session.flush()
    project.further_points.extend(
        FurtherPoint(position=number, latitude=point[0], longitude=point[1]) for number, point in enumerate(more, 1)
    )
    note_saved(session, actor, project, Task.PLACE.value, now)


def _district(session: Session, place: Place, areas: Mapping[str, str]) -> District | None:
    """The chosen district, or the one on the map where none is chosen or the author says that the map is right."""
    known = {row.code: row for row in session.scalars(select(District))}
    chosen = known.get(place.district)
    on_map = [known[code] for code in districts_at(*place.point, areas)] if place.point else []
    if not on_map or chosen in on_map or place.settle is Settle.CHOSEN:
        return chosen
    if chosen is None or place.settle is Settle.MAP:
        return on_map[0]
    raise Refused(Refusal.DISTRICT_DIFFERS, found=on_map[0].name, chosen=chosen.name)
