"""The page on which the programme manager says in how many districts one person may vote."""

import json

import pytest
from flask import Flask

from pb.audit.queries import every_entry
from pb.cycles.queries import cycle_by_code, groups_of
from pb.cycles.rules import Phase
from pb.db.database import Database
from pb.values.permission import Role
from tests import make
from tests.visitor import Visitor


@pytest.fixture
def manager(app: Flask, database: Database) -> Visitor:
    with database.transaction() as session:
        cycle = make.cycle(session, Phase.ANNOUNCED, code="2031")
        for code in ("north", "south"):
            make.contest(session, cycle, code)
        make.cycle(session, Phase.VOTING, code="2030")
        return make.signed_in(Visitor(app), session, make.staff(session, Role.MANAGER))


def test_a_group_is_made_read_by_residents_and_undone(manager: Visitor) -> None:
    manager.get("/staff/cycles/2031/groups")
    assert "Груп немає" in manager.text
    typed = {"title": "Райони", "title_en": "Districts", "contests": ["north", "south"]}
    manager.send("main form", status=422, **typed, most="2")
    assert "Напрямів у групі має бути більше" in manager.text
    assert manager.page.select_one("input[name=title]")["value"] == "Райони"  # what was typed is kept
    for wrong in ("", "два", "0"):
        manager.send("main form", status=422, **typed, most=wrong)
        assert "числ" in manager.page.select_one(".govuk-error-summary").get_text().casefold()
    manager.send("main form", status=303, **typed, most="1")
    manager.get("/staff/cycles/2031/groups")
    assert "Одна людина голосує не більше ніж у 1 напрямі: Напрям north, Напрям south." in manager.text
    manager.get("/cycle/2031")
    assert "Райони: одна людина голосує не більше ніж у 1 напрямі з цієї групи." in manager.text
    assert "Напрям north, Напрям south." in manager.text
    manager.get("/staff/cycles/2031/groups")
    manager.send("main form[action*=groups]", status=303)
    manager.get("/staff/cycles/2031/groups")
    assert "Груп немає" in manager.text


def test_a_group_is_changed_and_the_log_tells_both(manager: Visitor, database: Database) -> None:
    manager.get("/staff/cycles/2031/groups")
    manager.send("main form", status=303, title="Райони", title_en="Districts", contests=["north", "south"], most="1")
    with database.transaction() as session:
        make.contest(session, cycle_by_code(session, "2031"), "west")
    manager.get("/staff/cycles/2031/groups")
    manager.get(manager.page.select_one("main a[href$=change]")["href"])
    assert [box["value"] for box in manager.page.select("input[name=contests][checked]")] == ["north", "south"]
    typed = {"title": "Частини міста", "title_en": "Parts of the city"}
    manager.send("main form", status=422, **typed, contests=["south", "west"], most="2")
    assert "Напрямів у групі має бути більше" in manager.text
    assert manager.page.select_one("input[name=title]")["value"] == "Частини міста"
    manager.send("main form", status=303, **typed, contests=["south", "west"], most="1")
    with database.snapshot() as session:
        [group] = groups_of(cycle_by_code(session, "2031"))
        assert (group.title, group.most, group.contests) == ("Частини міста", 1, {"south", "west"})
        [entry] = [one for one in every_entry(session) if one.action == "cycles.regroup_contests"]
    told = json.loads(entry.details)
    assert (told["before"]["contests"], told["after"]["contests"]) == (["north", "south"], ["south", "west"])


def test_groups_are_frozen_with_the_rules(manager: Visitor) -> None:
    manager.get("/staff/cycles/2030/groups")
    assert "Правила циклу заморожено" in manager.text
    assert manager.page.select_one("main form") is None


def test_groups_are_the_managers(app: Flask, manager: Visitor, database: Database) -> None:
    with database.transaction() as session:
        operator = make.signed_in(Visitor(app), session, make.staff(session, Role.OPERATOR))
    operator.get("/staff/cycles/2031/groups", status=403)
    manager.get("/staff/cycles/2031/groups")
    manager.post("/staff/cycles/2031/groups/99", {}, status=404)
    manager.get("/staff/cycles/2031/groups/99/change", status=404)
