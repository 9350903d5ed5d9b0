"""Every door of the house: who comes in, who is sent where, and that nobody finds it broken."""

import pytest
from flask import Flask

from tests.pages.city import PEOPLE, City, access_of, doors, filled, may_open, parsed
from tests.visitor import check_page


@pytest.mark.parametrize("name", PEOPLE)
def test_plain_addresses_open_for_whom_they_should(city: City, name: str) -> None:
    wrong = []
    for rule in doors(city.app):
        answer = city.as_(name).client.get(rule.rule)
        if answer.status_code >= 500:
            wrong.append(f"{rule.rule}: {answer.status_code}")
        elif not may_open(name, access_of(city.app, rule)) and answer.status_code not in {302, 403}:
            wrong.append(f"{rule.rule}: opened with {answer.status_code}")
        elif may_open(name, access_of(city.app, rule)) and answer.status_code in {401, 403}:
            wrong.append(f"{rule.rule}: shut with {answer.status_code}")
        if answer.mimetype == "text/html" and answer.status_code not in {301, 302, 303, 403}:
            try:
                check_page(parsed(answer))
            except AssertionError as mistake:
                wrong.append(f"{rule.rule}: {mistake}")
    assert wrong == []


@pytest.mark.parametrize("name", PEOPLE)
def test_no_address_with_a_made_up_code_breaks_or_lets_in(city: City, name: str) -> None:
    wrong = []
    for rule in doors(city.app, plain=False):
        if rule.endpoint == "static" or not rule.arguments:
            continue
        answer = city.as_(name).client.get(filled(rule))
        allowed = may_open(name, access_of(city.app, rule))
        if answer.status_code >= 500 or (not allowed and answer.status_code not in {302, 303, 403}):
            wrong.append(f"{rule.rule}: {answer.status_code}")
    assert wrong == []


def test_the_guards_send_to_the_right_door(city: City) -> None:
    stranger = city.as_("visitor")
    for rule in doors(city.app):
        access = access_of(city.app, rule)
        if access == "public":
            continue
        answer = stranger.client.get(rule.rule)
        door = {"author": "/identity/choose", "visitor": "/identity/choose"}.get(access, "/staff/sign-in")
        assert (answer.status_code, answer.location.split("?")[0]) == (302, door), rule.rule


def test_there_is_a_person_for_every_permission(demo: Flask) -> None:
    asked = {access_of(demo, rule) for rule in demo.url_map.iter_rules() if rule.endpoint != "static"}
    unreachable = {access for access in asked - {"visitor"} if not any(may_open(name, access) for name in PEOPLE)}
    assert unreachable == set()


def test_a_search_finds_by_the_word_that_was_typed(city: City) -> None:
    visitor = city.as_("visitor")
    visitor.get("/projects")
    cards = [card.get_text(" ", strip=True) for card in visitor.page.select(".pb-grid > li")]
    title = visitor.page.select_one(".pb-grid h2").get_text(" ", strip=True)
    box = visitor.page.select_one("form[role=search] input[type=search]")
    visitor.get("/projects", query_string={str(box["name"]): title})
    found = visitor.page.select(".pb-grid > li")
    assert 1 <= len(found) < len(cards)
    assert any(title in card.get_text(" ", strip=True) for card in found)
    assert visitor.page.select_one("form[role=search] input[type=search]")["value"] == title


@pytest.mark.parametrize("name", ["endpoint", "_external", "_anchor", "_scheme", "_method", "values"])
def test_a_strange_question_does_not_break_the_catalogue(city: City, name: str) -> None:
    assert city.as_("visitor").get("/projects", query_string={name: "x"}).status_code == 200
