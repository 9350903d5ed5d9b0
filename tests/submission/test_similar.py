"""Similar projects are found by any form of a word, through a slip and by place; shown, never forced."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from pb.cycles.rules import Phase
from pb.projects.rules import Status
from pb.submission.similar import Wanted, similar_projects
from tests import make
from tests.visitor import Visitor

TITLES = [
    "Лавки й освітлення в парку Шевченка", "Дитячий майданчик на вулиці Цвітній", "Ремонт даху школи № 99",
    "Зарядні станції для військової частини", "Пандус до бібліотеки", "Саджанці дерев уздовж річки",
]  # fmt: skip


@pytest.fixture
def city(session: Session) -> Session:
    cycle = make.cycle(session, Phase.REVIEW)
    for number, title in enumerate(TITLES):
        make.project(
            session, cycle, title=title, summary=f"Опис номер {number}", latitude=48.92 + number / 100, longitude=24.71
        )
    make.project(session, cycle, Status.SUBMITTED, title="Таємні лавки в парку")
    session.flush()
    return session


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("освітити парк і поставити лавку", TITLES[0]),
        ("майданчика для дітей, Цвітна", TITLES[1]),
        ("дитячй майданчк на цвітній", TITLES[1]),
        ("відремонтувати дах у школі 99", TITLES[2]),
        ("пандуси біля бібліотек", TITLES[4]),
        ("посадити дерева вздовж річок", TITLES[5]),
    ],
)
def test_any_form_of_a_word_finds_it(city: Session, words: str, title: str) -> None:
    assert [one.title for one in similar_projects(city, Wanted(words))][:1] == [title]


def test_what_is_another_thing_is_not_found(city: Session) -> None:
    assert similar_projects(city, Wanted("Велопарковка на вокзалі")) == []
    assert similar_projects(city, Wanted("")) == []


def test_what_is_not_public_is_not_found(city: Session) -> None:
    assert "Таємні лавки в парку" not in [one.title for one in similar_projects(city, Wanted("Таємні лавки в парку"))]


def test_the_same_place_needs_fewer_same_words(city: Session) -> None:
    words = "Нові смітники, клумби, фонтан і доріжки до бібліотеки"
    assert similar_projects(city, Wanted(words)) == []
    near = similar_projects(city, Wanted(words, 48.9601, 24.7101))
    assert [(one.title, one.metres) for one in near] == [(TITLES[4], 13)]


@pytest.fixture
def author(app: Flask, visitor: Visitor) -> Visitor:
    with app.extensions["pb"].database.transaction() as session:
        past = make.cycle(session, Phase.IMPLEMENTATION, code="2026", title="Бюджет 2026")
        make.project(session, past, Status.IMPLEMENTED, title=TITLES[0])
        make.cycle(session, Phase.SUBMISSION, code="2027")
        make.signed_in(visitor, session, make.author(session))
    visitor.get("/submit/new/2027")
    visitor.send(status=303, title="Лавки в парку Шевченка")
    visitor.get(visitor.answer.location)
    return visitor


def test_they_are_shown_while_writing_and_before_sending(author: Visitor) -> None:
    path = author.answer.request.path
    for part in ("/idea", "/check"):
        author.get(path + part)
        box = author.page.select_one("section[aria-labelledby=similar]")
        assert TITLES[0] in box.get_text()
        assert "Бюджет 2026 · Реалізований" in box.get_text()
    told = author.client.get("/submit/similar", query_string={"words": "лавка у парку шевченка"}).get_json()
    assert [one["title"] for one in told["projects"]] == [TITLES[0]]
    assert author.client.get("/submit/similar").get_json() == {"projects": []}
