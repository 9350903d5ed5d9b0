"""The part «Місце»: streets, the district from the map, contradictions, several points and lines; without scripts."""

import json

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from pb.cycles.models import Boundary, Street
from pb.cycles.rules import Phase
from pb.projects.models import Project
from pb.projects.rules import Shape
from tests import make
from tests.cycles.test_geography import square
from tests.visitor import Visitor


@pytest.fixture
def author(app: Flask, visitor: Visitor) -> Visitor:
    with app.extensions["pb"].database.transaction() as session:
        make.cycle(session, Phase.SUBMISSION, code="2027")
        places = {code: make.district(session, code) for code in ("center", "village")}
        for place, west in zip(places.values(), (24.70, 24.72), strict=True):
            session.add(Boundary(district_id=place.id, geometry=json.dumps(square(west, 48.90))))
        session.add(Street(name="Цвітна", district_id=places["village"].id, latitude=48.91, longitude=24.73))
        make.signed_in(visitor, session, make.author(session))
    visitor.get("/submit/new/2027")
    visitor.send(status=303, title="Лавки")
    visitor.get(visitor.answer.location.split("?")[0] + "/place")
    return visitor


def stored(app: Flask) -> Project:
    with app.extensions["pb"].database.reading() as session:
        query = select(Project).options(selectinload(Project.further_points), selectinload(Project.district))
        return session.scalars(query).one()


def test_a_street_is_searched_picked_and_brings_its_place(app: Flask, author: Visitor) -> None:
    author.send("main form", status=200, address="Цвітної, 12а", act="search")
    author.send("main form", status=200, pick=str(author.page.select_one("[name=pick]")["value"]))
    assert author.page.select_one("#address")["value"] == "Цвітна, 12а"
    author.send("main form", status=303)
    found = stored(app)
    assert (found.address, found.district.code, found.latitude) == ("Цвітна, 12а", "village", 48.91)


def test_an_unknown_street_is_said_and_the_text_stays(author: Visitor) -> None:
    author.send("main form", status=200, address="Марсіанська 🚀", act="search")
    assert "Такої вулиці у списку немає" in author.text
    assert author.page.select_one("#address")["value"] == "Марсіанська 🚀"


def test_the_district_follows_from_the_map(app: Flask, author: Visitor) -> None:
    author.send("main form", status=303, latitude="48,91", longitude="24.71")
    assert stored(app).district.code == "center"


def test_a_contradiction_is_asked_about_and_either_answer_holds(app: Flask, author: Visitor) -> None:
    author.send("main form", status=422, district="village", latitude="48.91", longitude="24.71")
    assert "Що правильно?" in author.text
    assert stored(app).latitude is None
    author.send("main form", status=303, settle="chosen")
    assert stored(app).district.code == "village"
    author.get(f"/submit/{stored(app).code}/place")
    author.send("main form", status=422)
    author.send("main form", status=303, settle="map")
    assert stored(app).district.code == "center"


def test_outside_the_boundaries_is_refused_kindly(app: Flask, author: Visitor) -> None:
    author.send("main form", status=422, address="Тут", latitude="48.95", longitude="24.71")
    assert "за межами громади" in author.text
    assert author.page.select_one("#address")["value"] == "Тут"


def test_a_street_is_a_line_of_points(app: Flask, author: Visitor) -> None:
    line = "48.905, 24.705\n48,906 24,706\n\n"
    author.send("main form", status=303, latitude="48.904", longitude="24.704", shape="line", more=line)
    found = stored(app)
    assert found.shape is Shape.LINE
    assert [(row.latitude, row.longitude) for row in found.further_points] == [(48.905, 24.705), (48.906, 24.706)]
    author.get(f"/submit/{found.code}/place")
    assert author.page.select_one("#more").get_text().strip() == "48.90500, 24.70500\n48.90600, 24.70600"
    author.send("main form", status=303, shape="point")
    assert stored(app).further_points == []


@pytest.mark.parametrize(
    ("more", "sentence"),
    [("48.9", "Рядок 1"), ("48.905, 24.705\nnan nan", "Рядок 2"), ("50.45, 30.52", "за межами"), ("a b", "Рядок 1")],
)
def test_a_wrong_further_point_is_named(author: Visitor, more: str, sentence: str) -> None:
    author.send("main form", status=422, latitude="48.904", longitude="24.704", shape="points", more=more)
    assert sentence in author.text
    assert author.page.select_one("#more").get_text().strip() == more


def test_too_many_points(author: Visitor) -> None:
    more = "48.905, 24.705\n" * 51
    author.send("main form", status=422, latitude="48.904", longitude="24.704", shape="line", more=more)
    assert "до 50 точок" in author.text
