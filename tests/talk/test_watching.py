"""Saved views of the catalogue: one letter for what is new in them, to those who agreed, until they stop it."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select

from pb.audit.models import AuditEntry
from pb.audit.rules import SYSTEM
from pb.cycles.models import Cycle, District
from pb.cycles.rules import Phase
from pb.db.database import Database
from pb.jobs import run_due
from pb.mail.models import OutboxLetter
from pb.mail.rules import Letter
from pb.projects.queries import project_by_code
from pb.projects.rules import Move, Status, searchable
from pb.projects.service import move_project
from pb.settings import Settings
from pb.talk.models import Watch
from pb.talk.rules import MOST_IN_LETTER, NewProject, View, is_in
from tests import make
from tests.visitor import Visitor

EMAIL = "Watcher.Canary@Example.org"
HOUR = timedelta(hours=1)
PROJECT = NewProject("X", 1, "Лавки", "", "center", "green", searchable("Лавки біля м'яча"), make.NOW)


@pytest.mark.parametrize(
    ("view", "shows"),
    [
        (View(), True),
        (View("center", "green", "лавки м’яча"), True),
        (View("kryhivtsi"), False),
        (View("center", "streets"), False),
        (View(words="лавки ліхтар"), False),
    ],
)
def test_a_view_shows_what_the_catalogue_would(view: View, shows: bool) -> None:
    assert is_in(view, PROJECT) is shows


def test_the_address_of_a_view_names_only_what_is_filtered() -> None:
    assert View(words="лавка").filters() == {"q": "лавка"}
    assert View().filters() == {}


@pytest.fixture
def city(database: Database) -> str:
    """Code of a cycle under review, with two places."""
    with database.transaction() as session:
        cycle = make.cycle(session, Phase.REVIEW)
        make.district(session, "center")
        make.district(session, "village")
        return cycle.code


def new_project(database: Database, title: str, place: str) -> str:
    """A sent project that the secretariat finds complete now."""
    with database.transaction() as session:
        cycle, district = (
            session.scalars(select(Cycle)).one(),
            session.scalars(select(District).filter_by(code=place)).one(),
        )
        changes = {"title": title, "district_id": district.id, "search_text": searchable(title)}
        row = make.project(session, cycle, Status.SUBMITTED, **changes)
        move_project(session, SYSTEM, project_by_code(session, row.code), Move.ACCEPT_COMPLETE)
        return row.code


def letters(database: Database) -> list[OutboxLetter]:
    with database.reading() as session:
        return list(session.scalars(select(OutboxLetter).order_by(OutboxLetter.id)))


def own_page(database: Database) -> str:
    found = re.search(r"http://localhost(/watch/\w+)", letters(database)[-1].body)
    assert found is not None
    return found[1]


def watching(visitor: Visitor, database: Database, address: str) -> str:
    """Ask for a view and confirm it; the page of its link."""
    visitor.get(address)
    visitor.send("main form", status=303, email=EMAIL)
    page = own_page(database)
    visitor.get(page)
    visitor.send("main form", status=303, act="confirm")
    return page


def test_one_letter_for_all_that_is_new_in_the_view_and_none_for_the_rest(
    visitor: Visitor, database: Database, settings: Settings, city: str, the_clock
) -> None:
    watching(visitor, database, "/projects/watch?district=village&q=Лавки")
    new_project(database, "Торішні лавки", "center")
    the_clock.now += 2 * HOUR
    expected = [new_project(database, title, "village") for title in ("Лавки при дорозі", "Нові лавки в парку")]
    new_project(database, "Ліхтарі при дорозі", "village")
    run_due(settings, database)
    assert len(letters(database)) == 1  # too fresh to be told
    the_clock.now += HOUR
    run_due(settings, database)
    run_due(settings, database)
    [news] = letters(database)[1:]
    assert (news.letter, news.to) == (Letter.WATCH_NEWS, EMAIL.lower())
    assert "Нові проєкти: Місце village, «лавки»" in news.subject
    assert re.findall(r"http://localhost/projects/(\w+)", news.body) == expected
    link = re.search(r"http://localhost(/projects\?\S+)", news.body)
    assert link is not None
    assert parse_qs(urlsplit(link[1]).query) == {"district": ["village"], "q": ["лавки"]}
    visitor.get(link[1])
    the_clock.now += 2 * HOUR
    run_due(settings, database)
    assert len(letters(database)) == 2


def test_a_flood_of_projects_is_a_short_letter(
    visitor: Visitor, database: Database, settings: Settings, city: str, the_clock
) -> None:
    watching(visitor, database, "/projects/watch")
    the_clock.now += 2 * HOUR
    for number in range(MOST_IN_LETTER + 3):
        new_project(database, f"Проєкт {number}", "center")
    the_clock.now += timedelta(minutes=2)
    run_due(settings, database)
    body = letters(database)[-1].body
    assert body.count("http://localhost/projects/") == MOST_IN_LETTER
    assert "І ще нових: 3" in body


def test_nothing_before_the_link_is_confirmed_and_nothing_after_it_is_stopped(
    visitor: Visitor, database: Database, settings: Settings, city: str, the_clock
) -> None:
    visitor.get("/projects/watch")
    visitor.send("main form", status=303, email=EMAIL)
    visitor.get(visitor.answer.location)
    assert visitor.title == "Перевірте пошту"
    page = own_page(database)
    visitor.get(page)  # a mail program looks at the link: that confirms nothing
    the_clock.now += 2 * HOUR
    new_project(database, "Лавки", "center")
    the_clock.now += 2 * HOUR
    run_due(settings, database)
    assert [row.letter for row in letters(database)] == [Letter.WATCH_ASKED]
    visitor.send("main form", status=303, act="confirm")
    visitor.get(page)
    visitor.send("main form", status=303, act="stop")
    visitor.get(page)
    assert "Адресу ми забули" in visitor.text
    with database.reading() as session:
        assert session.scalars(select(Watch)).all() == []
        assert not any(EMAIL.lower() in entry.details for entry in session.scalars(select(AuditEntry)))


def test_an_address_that_was_not_confirmed_is_forgotten(
    visitor: Visitor, database: Database, settings: Settings, city: str, the_clock
) -> None:
    for _again in range(3):  # a stranger cannot fill a letter box
        visitor.get("/projects/watch?district=center")
        visitor.send("main form", status=303, email=EMAIL)
    assert len(letters(database)) == 1
    the_clock.now += timedelta(days=3)
    run_due(settings, database)
    with database.reading() as session:
        assert session.scalars(select(Watch)).all() == []


@pytest.mark.parametrize("typed", ["", "ні", "a@b", "x" * 300 + "@example.org"])
def test_a_wrong_address_is_kept_and_explained(visitor: Visitor, city: str, typed: str) -> None:
    visitor.get("/projects/watch?district=village")
    visitor.send("main form", status=422, email=typed)
    assert visitor.page.select_one("input[name=email]")["value"] == typed
    assert "Місце village" in visitor.text


def test_what_is_not_known_is_not_filtered_by(visitor: Visitor, city: str) -> None:
    visitor.get("/projects/watch?district=%27--&contest=nothing")
    assert "усі проєкти громади" in visitor.text
    visitor.get("/projects")
    assert visitor.page.select_one("a[href^='/projects/watch']") is not None
