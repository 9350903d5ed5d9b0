"""Saved views: a letter for new projects of a place or a category, to nobody who has not agreed."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from pb.cycles.rules import Category, CycleKind, Phase
from pb.db.database import Database
from pb.jobs import run_due
from pb.mail.models import OutboxLetter
from pb.projects.rules import Status
from pb.settings import Settings
from pb.talk.models import Watch
from tests import make
from tests.conftest import MovableClock
from tests.visitor import Visitor

EMAIL = "Watcher.Canary@Example.org"
DAY, SOON = timedelta(days=1, hours=1), timedelta(minutes=5)


@pytest.fixture
def cycle(database: Database) -> int:
    """A cycle in review with two contests and two places."""
    with database.transaction() as session:
        row = make.cycle(session, Phase.REVIEW, code="2026")
        make.contest(session, row, "trees", category=Category.GREEN)
        make.district(session, "here")
        make.district(session, "there")
        return row.id


def letters(database: Database) -> list[OutboxLetter]:
    with database.reading() as session:
        query = select(OutboxLetter).where(OutboxLetter.to == EMAIL.lower()).order_by(OutboxLetter.id)
        return list(session.scalars(query))


def asked(visitor: Visitor, query: str) -> None:
    visitor.get(f"/watch?{query}")
    visitor.post(f"/watch?{query}", {"email": EMAIL}, status=303)


def own_page(database: Database) -> str:
    found = re.search(r"http://localhost(/watch/\w+)", letters(database)[-1].body)
    assert found is not None
    return found[1]


def confirmed(visitor: Visitor, database: Database, query: str) -> str:
    asked(visitor, query)
    page = own_page(database)
    visitor.get(page)
    visitor.send("main form", status=303, act="confirm")
    return page


def added(database: Database, cycle_id: int, place: str, contest: str, title: str) -> None:
    from pb.cycles.models import Contest, Cycle, District

    with database.transaction() as session:
        row = session.get_one(Cycle, cycle_id)
        district = session.scalars(select(District).where(District.code == place)).one()
        chosen = session.scalars(select(Contest).where(Contest.cycle_id == cycle_id, Contest.code == contest)).one()
        make.project(session, row, Status.IN_REVIEW, district_id=district.id, contest=chosen, title=title)


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("", {"Тут дерева", "Тут лавки", "Там дерева"}),
        ("district=here", {"Тут дерева", "Тут лавки"}),
        ("category=green", {"Тут дерева", "Там дерева"}),
        ("district=here&category=green", {"Тут дерева"}),
    ],
)
def test_a_letter_names_the_new_projects_of_the_view(
    cycle: int, visitor: Visitor, database: Database, settings: Settings, the_clock: MovableClock, query: str,
    told: set[str],
) -> None:  # fmt: skip
    added(database, cycle, "here", "trees", "Тут давно")
    the_clock.now += SOON
    confirmed(visitor, database, query)
    the_clock.now += SOON
    for place, contest, title in (
        ("here", "trees", "Тут дерева"), ("here", "improvement", "Тут лавки"), ("there", "trees", "Там дерева")
    ):  # fmt: skip
        added(database, cycle, place, contest, title)
    the_clock.now += DAY
    for _round in range(2):
        run_due(settings, database)
    _ask, news = letters(database)
    names = ("Тут давно", "Тут дерева", "Тут лавки", "Там дерева")
    assert {name for name in names if name in news.body} == told
    assert own_page(database) in news.body


def test_nobody_is_written_to_without_having_agreed(
    cycle: int, visitor: Visitor, database: Database, settings: Settings, the_clock: MovableClock
) -> None:
    asked(visitor, "district=here")
    asked(visitor, "district=here")  # a second asking fills no letter box
    the_clock.now += SOON
    added(database, cycle, "here", "trees", "Тут дерева")
    the_clock.now += DAY
    run_due(settings, database)
    assert len(letters(database)) == 1
    the_clock.now += DAY
    run_due(settings, database)
    with database.reading() as session:
        assert session.scalars(select(Watch)).all() == []


def test_it_stops_from_every_letter(
    cycle: int, visitor: Visitor, database: Database, settings: Settings, the_clock: MovableClock
) -> None:
    page = confirmed(visitor, database, "district=here")
    visitor.get(page)
    assert "Місце here" in visitor.text
    visitor.send("main form", status=303, act="stop")
    visitor.get(page)
    assert "адресу ми забули" in visitor.text
    the_clock.now += SOON
    added(database, cycle, "here", "trees", "Тут дерева")
    the_clock.now += DAY
    run_due(settings, database)
    assert len(letters(database)) == 1


def test_a_school_is_no_news_for_the_city(
    cycle: int, visitor: Visitor, database: Database, settings: Settings, the_clock: MovableClock
) -> None:
    confirmed(visitor, database, "")
    the_clock.now += SOON
    with database.transaction() as session:
        school = make.cycle(session, Phase.REVIEW, kind=CycleKind.SCHOOL, host_name="Школа")
        make.project(session, school, Status.IN_REVIEW)
    the_clock.now += DAY
    run_due(settings, database)
    assert len(letters(database)) == 1


@pytest.mark.usefixtures("cycle")
@pytest.mark.parametrize("email", ["", "   ", "немає", "a@b", "x" * 300 + "@example.org"])
def test_a_bad_address_is_explained_and_kept(visitor: Visitor, database: Database, email: str) -> None:
    visitor.get("/watch?district=here&category=nothing")
    visitor.post("/watch?district=here&category=nothing", {"email": email}, status=422)
    assert visitor.page.select(".govuk-error-summary")
    assert str(visitor.page.select_one("#email")["value"]).strip() == email.strip()  # type: ignore[index]
    with database.reading() as session:
        assert session.scalars(select(Watch)).all() == []


@pytest.mark.usefixtures("cycle")
def test_an_unknown_place_is_the_whole_community(visitor: Visitor) -> None:
    visitor.get("/watch?district=nowhere&category=%00")
    assert "уся громада" in visitor.text


def test_the_catalogue_leads_there_with_its_filters(
    app: Flask, cycle: int, visitor: Visitor, database: Database
) -> None:
    added(database, cycle, "here", "trees", "Тут дерева")
    visitor.get("/projects?district=here&contest=trees")
    link = visitor.page.select_one("a[href^='/watch']")
    assert link is not None
    visitor.get(str(link["href"]))
    assert "Місце here · Зелене місто" in visitor.text
    assert app.url_map
