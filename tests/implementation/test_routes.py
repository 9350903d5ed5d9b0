"""The board, a project's works and the department's form, as a browser without JavaScript sees them."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from pb.accounts.models import Department
from pb.cycles.rules import Phase
from pb.implementation import queries
from pb.implementation.rules import ROAD, Stage
from pb.projects.rules import Status
from pb.values.permission import Role
from tests import make
from tests.implementation import make as build
from tests.visitor import Visitor


def writing(app: Flask):
    return app.extensions["pb"].database.transaction()


@pytest.fixture
def code(app: Flask) -> str:
    with writing(app) as session:
        return build.works(session, project={"title": "Сквер на Уявній"}).project.code


@pytest.fixture
def implementer(app: Flask, visitor: Visitor, code: str) -> Visitor:
    with writing(app) as session:
        own = queries.works_of(session, code).department_id
        make.signed_in(visitor, session, make.staff(session, Role.IMPLEMENTER, department_id=own))
    return visitor


def finished(app: Flask, folder: Path) -> str:
    with writing(app) as session:
        works = build.works(session)
        for stage in ROAD[1:]:
            works = build.post(session, works, folder, stage, photos=[(make.photo(), f"Видно {stage}")])
        return works.project.code


def test_the_board_shows_stages_money_and_silence(visitor: Visitor, code: str, the_clock) -> None:
    the_clock.now += timedelta(days=50)
    visitor.get("/implementation")
    assert "Сквер на Уявній" in visitor.text
    assert "Без новин 50 днів" in visitor.text or "Без новин 50 дні" in visitor.text
    assert "запізнюються: 1" in visitor.text
    visitor.get("/implementation?state=finished")
    assert "Нічого не знайдено" in visitor.text
    visitor.get("/implementation?q=СКВЕР&stage=planned")
    assert "Сквер на Уявній" in visitor.text
    visitor.get("/implementation?stage=nonsense&state=%01&page=99999999&year=x&department=y")


def test_the_empty_board_says_when_it_fills(visitor: Visitor) -> None:
    visitor.get("/implementation")
    assert "Ще нічого не будують" in visitor.text


def test_the_money_file_is_a_download(visitor: Visitor, code: str) -> None:
    answer = visitor.get("/implementation/money.csv")
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.get_data().startswith(b"\xef\xbb\xbfcycle,")


def test_a_winner_nobody_began_to_build_says_so(app: Flask, visitor: Visitor) -> None:
    with writing(app) as session:
        cycle = make.cycle(session, Phase.IMPLEMENTATION)
        won = make.project(session, cycle, Status.WON).code
        lost = make.project(session, cycle, Status.TOOK_PART).code
    visitor.get(f"/projects/{won}/works")
    assert "Роботи ще не почалися" in visitor.text
    visitor.get(f"/projects/{lost}/works", status=404)


def test_an_implementer_posts_from_a_phone(app: Flask, implementer: Visitor, code: str) -> None:
    implementer.get("/implement")
    assert "Сквер на Уявній" in implementer.text
    implementer.get(f"/implement/{code}")
    implementer.send(
        "form[enctype]", status=303, stage="works", text="Поставили лавки.", paid="25 000", tender_number="UA-2026-03-05-001234-a",
        photo1=(io.BytesIO(make.photo()), "1.jpg"), alt1="Дві лавки", photo2=(io.BytesIO(make.photo()), "2.jpg"), alt2="Липи",
    )  # fmt: skip
    stranger = Visitor(app)
    stranger.get(f"/projects/{code}/works")
    assert "Поставили лавки." in stranger.text
    assert "25 000 ₴" in stranger.text
    assert {image["alt"] for image in stranger.page.select(".pb-gallery img")} == {"Дві лавки", "Липи"}
    assert stranger.page.select_one("a[href='https://prozorro.gov.ua/tender/UA-2026-03-05-001234-a']")


def test_a_wordless_photo_keeps_the_text_and_asks_for_the_photo_again(implementer: Visitor, code: str) -> None:
    implementer.get(f"/implement/{code}")
    photo = (io.BytesIO(make.photo()), "1.jpg")
    implementer.send("form[enctype]", status=422, stage="works", text="Довгий допис.", photo1=photo)
    assert implementer.page.select_one("#alt1-error")
    assert "фото оберіть ще раз" in implementer.text
    assert "Довгий допис." in implementer.text


def test_three_large_photos_fit_into_one_post(implementer: Visitor, code: str) -> None:
    photos = {f"photo{n}": (io.BytesIO(make.photo() + b"0" * 6_000_000), f"{n}.jpg") for n in (1, 2, 3)}
    implementer.get(f"/implement/{code}")
    implementer.send("form[enctype]", status=303, stage="works", text="Є.", alt1="А", alt2="Б", alt3="В", **photos)
    implementer.get(f"/projects/{code}/works")
    assert len(implementer.page.select(".pb-gallery img")) == 3


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"stage": "impossible", "text": "Ні."}, "reason"),
        ({"stage": "works", "text": ""}, "text"),
        ({"stage": "done", "text": "Уже."}, "stage"),
        ({"stage": "works", "text": "Так.", "paid": "багато"}, "paid"),
        ({"stage": "works", "text": "Так.", "paid": "999 999 999"}, "reason"),
        ({"stage": "works", "text": "Так.", "tender_number": "12"}, "tender_number"),
        ({"stage": "works", "text": "Так.", "photo1": (io.BytesIO(b"no photo"), "a.jpg"), "alt1": "А"}, "photo1"),
    ],
)
def test_a_mistake_is_said_at_its_field(implementer: Visitor, code: str, typed: dict, field: str) -> None:
    implementer.get(f"/implement/{code}")
    implementer.send("form[enctype]", status=422, **typed)
    assert implementer.page.select_one(f".govuk-error-summary a[href='#{field}']"), implementer.text


def test_another_department_finds_nothing(app: Flask, visitor: Visitor, code: str) -> None:
    with writing(app) as session:
        other = make.department(session)
        make.signed_in(visitor, session, make.staff(session, Role.IMPLEMENTER, department_id=other.id))
    visitor.get(f"/implement/{code}", status=404)
    visitor.get("/implement")
    assert "Сквер" not in visitor.text


def test_a_winner_is_taken_on_with_a_plan(app: Flask, visitor: Visitor) -> None:
    with writing(app) as session:
        department = make.department(session)
        won = make.project(session, make.cycle(session, Phase.IMPLEMENTATION), Status.WON).code
        make.signed_in(visitor, session, make.staff(session, Role.IMPLEMENTER, department_id=department.id))
    visitor.get("/implement")
    visitor.get(f"/implement/{won}/start")
    day = {"department": department.code, "contact": "тел. 0", "done": ["1", "9", "2026"]}
    visitor.send("form[novalidate]", status=422, allocated="0", **day)
    assert visitor.page.select_one(".govuk-error-summary a[href='#allocated']")
    visitor.send("form[novalidate]", status=422, allocated="90 000", **day | {"works": ["1", "10", "2026"]})
    assert "не за порядком" in visitor.text
    visitor.send("form[novalidate]", status=422, allocated="90 000", **day | {"works": ["", "10", "2026"]})
    assert visitor.page.select_one(".govuk-error-summary a[href='#works']")
    visitor.send("form[novalidate]", status=303, allocated="90 000", **day | {"works": ["", "", ""]})
    with app.extensions["pb"].database.reading() as session:
        works = queries.works_of(session, won)
        assert works.allocated_kopecks == 90_000_00
        assert works.standing.days[Stage.DONE].planned_on.isoformat() == "2026-09-01"
        assert works.department_id == session.query(Department).one().id


def test_a_resident_rates_once_and_a_moderator_hides_words(app: Flask, visitor: Visitor, tmp_path) -> None:
    code = finished(app, tmp_path)
    with writing(app) as session:
        make.signed_in(visitor, session, make.author(session, "Уявний Сусід"))
    visitor.get(f"/projects/{code}/works")
    assert visitor.page.select(".pb-pair img")
    visitor.get(f"/projects/{code}/works/rate")
    visitor.send(status=422, comment="Без оцінки")
    assert "Без оцінки" in visitor.text
    visitor.send(status=303, stars="4", verdict="confirm", comment="Гарно вийшло.")
    visitor.get(f"/projects/{code}/works")
    assert "Оцінка 4 з 5" in visitor.text
    assert "Уявний Сусід" not in visitor.text

    moderator = Visitor(app)
    with writing(app) as session:
        make.signed_in(moderator, session, make.staff(session, Role.SECRETARY))
    moderator.get(f"/projects/{code}/works")
    moderator.get(moderator.page.select_one("a[href*='/works/hide/']")["href"])
    moderator.send("form[novalidate]", status=303, reason="Образа людини.")
    visitor.get(f"/projects/{code}/works")
    assert "Гарно вийшло." not in visitor.text
    assert "Образа людини." in visitor.text


def test_an_unfinished_work_is_not_rated(app: Flask, visitor: Visitor, code: str) -> None:
    with writing(app) as session:
        make.signed_in(visitor, session, make.author(session))
    visitor.get(f"/projects/{code}/works/rate", status=404)


def test_a_closed_project_takes_no_posts(app: Flask, visitor: Visitor, tmp_path) -> None:
    code = finished(app, tmp_path)
    with writing(app) as session:
        make.signed_in(visitor, session, make.staff(session, Role.IMPLEMENTER))
    visitor.get(f"/implement/{code}", status=303)
