"""Streets and boundaries as officials load them, and which district a point lies in; nothing is stored here."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import shapely
from shapely.errors import ShapelyError
from shapely.geometry import Point, shape

from pb.cycles.rules import EAST, NORTH, SOUTH, WEST, GeographyFault

MOST_STREETS = 20_000
# Headings people write above the columns; without headings the order is name, district, latitude, longitude.
_HEADINGS = {
    "name": {"name", "street", "назва", "вулиця"},
    "district": {"district", "place", "місце", "село", "район", "населений пункт"},
    "latitude": {"latitude", "lat", "широта"},
    "longitude": {"longitude", "lon", "lng", "довгота"},
}


@dataclass(frozen=True, slots=True)
class StreetLine:
    """One street of a loaded list; district by its code, empty when unknown; coordinates in degrees or None."""

    name: str
    district: str
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a line (from 1) of a loaded file, with the piece that is wrong."""

    line: int
    fault: GeographyFault
    piece: str = ""


def read_streets(text: str, districts: Mapping[str, str]) -> tuple[list[StreetLine], list[Fault]]:
    """Streets of a CSV file and its faults; `districts` maps names and codes (case-folded) to codes."""
    rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=_delimiter(text)))
    order, start = _columns(rows[0] if rows else [])
    found: dict[tuple[str, str], StreetLine] = {}
    faults: list[Fault] = []
    for number, row in enumerate(rows[start:], start=start + 1):
        cells = {name: row[place].strip() if place < len(row) else "" for name, place in order.items()}
        if not any(cells.values()):
            continue
        line = _street(number, cells, districts)
        if isinstance(line, Fault):
            faults.append(line)
        else:
            found[line.name.casefold(), line.district] = line
    if len(found) > MOST_STREETS:
        faults.append(Fault(MOST_STREETS, GeographyFault.TOO_MANY))
    return list(found.values()), faults


def _delimiter(text: str) -> str:
    first = text.split("\n", 1)[0]
    return max(";,\t", key=first.count)


def _columns(first: Sequence[str]) -> tuple[dict[str, int], int]:
    known = {name: place for place, cell in enumerate(first) for name, words in _HEADINGS.items()
             if cell.strip().lstrip("\ufeff").casefold() in words}  # fmt: skip
    return (known, 1) if "name" in known else ({name: place for place, name in enumerate(_HEADINGS)}, 0)


def _street(number: int, cells: Mapping[str, str], districts: Mapping[str, str]) -> StreetLine | Fault:
    name, place = cells.get("name", "")[:200], cells.get("district", "")
    if not name:
        return Fault(number, GeographyFault.NO_NAME)
    if place and place.casefold() not in districts:
        return Fault(number, GeographyFault.UNKNOWN_DISTRICT, place[:60])
    typed = [cells.get(part, "").replace(",", ".") for part in ("latitude", "longitude")]
    if not any(typed):
        return StreetLine(name, districts.get(place.casefold(), ""), None, None)
    try:
        latitude, longitude = float(typed[0]), float(typed[1])
    except ValueError:
        return Fault(number, GeographyFault.BAD_POINT, ", ".join(typed)[:60])
    if not (SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST):
        return Fault(number, GeographyFault.FAR_AWAY, ", ".join(typed)[:60])
    return StreetLine(name, districts.get(place.casefold(), ""), latitude, longitude)


def read_boundaries(text: str, districts: Mapping[str, str]) -> tuple[dict[str, str], list[Fault]]:
    """District code → GeoJSON geometry of a FeatureCollection (WGS 84), and what is wrong with which feature."""
    try:
        features = json.loads(text)["features"]
        parts = [(dict(feature.get("properties") or {}), feature["geometry"]) for feature in features]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}, [Fault(0, GeographyFault.NOT_GEOJSON)]
    found: dict[str, str] = {}
    faults: list[Fault] = []
    for number, (properties, geometry) in enumerate(parts, start=1):
        names = [str(value).casefold() for value in properties.values() if isinstance(value, str)]
        code = next((districts[name] for name in names if name in districts), "")
        if not code:
            faults.append(Fault(number, GeographyFault.UNKNOWN_DISTRICT, ", ".join(names)[:60]))
        elif fault := _why_not_area(geometry):
            faults.append(Fault(number, fault, code))
        else:
            found[code] = json.dumps(geometry, separators=(",", ":"))
    return found, faults


def _why_not_area(geometry: Any) -> GeographyFault | None:
    try:
        area = shape(geometry)
        west, south, east, north = area.bounds
    except (ShapelyError, ValueError, TypeError, KeyError, AttributeError, IndexError):
        return GeographyFault.BAD_AREA
    if area.geom_type not in {"Polygon", "MultiPolygon"} or not area.is_valid:
        return GeographyFault.BAD_AREA
    # Latitude and longitude swapped, or metres instead of degrees: both look like somewhere else on the earth.
    is_near = south >= SOUTH - 1 and north <= NORTH + 1 and west >= WEST - 1 and east <= EAST + 1
    return None if is_near else GeographyFault.FAR_AWAY


@lru_cache(maxsize=64)
def _prepared(geometry: str) -> Any:
    area = shape(json.loads(geometry))
    shapely.prepare(area)
    return area


def districts_at(latitude: float, longitude: float, boundaries: Mapping[str, str]) -> list[str]:
    """Codes of the districts whose boundary covers the point, its edge included."""
    point = Point(longitude, latitude)
    return [code for code, geometry in boundaries.items() if _prepared(geometry).covers(point)]


def is_inside(latitude: float, longitude: float, boundaries: Mapping[str, str]) -> bool:
    """Whether a point can lie in the community: in a boundary when there are any, else in the rectangle around all."""
    if not (SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST):
        return False
    return not boundaries or bool(districts_at(latitude, longitude, boundaries))
