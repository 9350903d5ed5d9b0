"""Loaded streets and boundaries: what is read, what is refused and named, in which district a point lies."""

import io
import json
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from pb.cycles.geography import districts_at, is_inside, read_boundaries, read_streets
from pb.cycles.models import Boundary, District, Street
from pb.cycles.queries import streets_like
from pb.cycles.rules import GeographyFault
from pb.values.permission import Role
from tests import make
from tests.visitor import Visitor

NAMES = {"місто": "city", "city": "city", "село": "village", "village": "village"}


def square(west: float, south: float, size: float = 0.02) -> dict[str, Any]:
    ring = [[west, south], [west + size, south], [west + size, south + size], [west, south + size], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def collection(*features: tuple[str, Any]) -> str:
    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": [{"type": "Feature", "properties": {"name": n}, "geometry": g} for n, g in features],
        }
    )


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_streets_are_read_with_and_without_headings(sign: str) -> None:
    rows = [["Вулиця", "Місце", "Широта", "Довгота"], ["Цвітна", "Село", "48.92", "24.71"], ["Без місця", "", "", ""]]
    text = "\n".join(sign.join(row) for row in rows)
    for given in (text, text.split("\n", 1)[1], "\ufeff" + text):
        streets, faults = read_streets(given, NAMES)
        assert faults == []
        assert [(one.name, one.district, one.latitude) for one in streets] == [
            ("Цвітна", "village", 48.92),
            ("Без місця", "", None),
        ]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (";Село;;", GeographyFault.NO_NAME),
        ("Цвітна;Атлантида;;", GeographyFault.UNKNOWN_DISTRICT),
        ("Цвітна;Село;північ;24.7", GeographyFault.BAD_POINT),
        ("Цвітна;Село;24.71;48.92", GeographyFault.FAR_AWAY),
        ("Цвітна;Село;nan;24.71", GeographyFault.FAR_AWAY),
    ],
)
def test_a_wrong_line_is_named_and_the_others_stay(row: str, fault: GeographyFault) -> None:
    streets, faults = read_streets(f"вулиця;село;широта;довгота\n{row}\nДобра;Село;;", NAMES)
    assert [(one.line, one.fault) for one in faults] == [(2, fault)]
    assert [one.name for one in streets] == ["Добра"]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"features": 5}', '{"features": [1]}', "[" * 100_000, "не json"])
def test_what_is_no_geojson_is_said(text: str) -> None:
    assert read_boundaries(text, NAMES) == ({}, [read_boundaries("", NAMES)[1][0]])


@pytest.mark.parametrize(
    ("name", "geometry", "fault"),
    [
        ("Атлантида", square(24.7, 48.9), GeographyFault.UNKNOWN_DISTRICT),
        ("Місто", {"type": "Point", "coordinates": [24.7, 48.9]}, GeographyFault.BAD_AREA),
        ("Місто", {"type": "Polygon", "coordinates": [[[0, 0]]]}, GeographyFault.BAD_AREA),
        ("Місто", None, GeographyFault.BAD_AREA),
        ("Місто", square(48.9, 24.7), GeographyFault.FAR_AWAY),
        (
            "Місто",
            {
                "type": "Polygon",
                "coordinates": [[[24.7, 48.9], [24.8, 49.0], [24.8, 48.9], [24.7, 49.0], [24.7, 48.9]]],
            },
            GeographyFault.BAD_AREA,
        ),
    ],
)
def test_a_wrong_boundary_is_named(name: str, geometry: Any, fault: GeographyFault) -> None:
    found, faults = read_boundaries(collection((name, geometry), ("Село", square(24.6, 48.8))), NAMES)
    assert [(one.line, one.fault) for one in faults] == [(1, fault)]
    assert list(found) == ["village"]


def test_a_point_lies_where_its_boundary_is() -> None:
    found, _faults = read_boundaries(collection(("Місто", square(24.7, 48.9)), ("Село", square(24.72, 48.9))), NAMES)
    assert districts_at(48.91, 24.71, found) == ["city"]
    assert districts_at(48.91, 24.72, found) == ["city", "village"], "on the common edge both claim it"
    assert not is_inside(48.91, 24.75, found)
    assert is_inside(48.91, 24.75, {})
    assert not is_inside(50.45, 30.52, {})


@pytest.fixture
def manager(app: Flask, visitor: Visitor) -> Visitor:
    with app.extensions["pb"].database.transaction() as session:
        for code, name in (("city", "Місто"), ("village", "Село")):
            make.district(session, code).name = name
        make.signed_in(visitor, session, make.staff(session, Role.MANAGER))
    return visitor


def stored(app: Flask) -> tuple[list[str], list[str]]:
    with app.extensions["pb"].database.reading() as session:
        streets = list(session.scalars(select(Street.name).order_by(Street.name)))
        return streets, list(session.scalars(select(District.code).join(Boundary)))


def upload(manager: Visitor, kind: str, data: bytes, status: int = 200) -> None:
    manager.get("/staff/places")
    manager.send("form[enctype]", status=status, kind=kind, file=(io.BytesIO(data), "file.csv"))


def test_nothing_is_loaded_before_it_was_looked_at(app: Flask, manager: Visitor) -> None:
    upload(manager, "streets", "Цвітна;Село;48,92;24,71\nБіда;Атлантида;;".encode())
    assert "Готово до завантаження: 1" in manager.text
    assert "Атлантида".casefold() in manager.text.casefold()
    assert stored(app) == ([], [])
    manager.send("form[action*='/staff/places/streets/']", status=303)
    assert stored(app) == (["Цвітна"], [])
    upload(manager, "boundaries", collection(("Село", square(24.7, 48.9))).encode())
    assert "Меж немає для: Місто" in manager.text
    manager.send("form[action*='/staff/places/boundaries/']", status=303)
    assert stored(app) == (["Цвітна"], ["village"])


def test_a_file_that_is_no_text_or_none_is_refused(manager: Visitor) -> None:
    upload(manager, "streets", b"\xff\xfe\x00\x01")
    assert "це не текстовий файл" in manager.text
    manager.send("form[enctype]", status=422, kind="streets")
    assert "Оберіть файл" in manager.text
    manager.post(f"/staff/places/streets/{'0' * 64}", {}, status=404)


def test_streets_are_found_by_any_form_of_their_name_and_with_a_slip(app: Flask) -> None:
    with app.extensions["pb"].database.transaction() as session:
        for name in ("вулиця Цвітна", "вулиця Вишнева", "площа Ринок"):
            session.add(Street(name=name))
    with app.extensions["pb"].database.reading() as session:
        for typed in ("Цвітної", "цвитна", "вул. Цвітна"):
            assert streets_like(session, typed)[0].name == "вулиця Цвітна", typed
        assert streets_like(session, "Марс") == []
