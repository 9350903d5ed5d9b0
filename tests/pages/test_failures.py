"""Every way an answer may fail has a page with its status, a next step and nothing of the inside."""

import io
import sqlite3
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from pb.demo.content.cycles import FINISHED
from pb.web.logs import init_logs
from pb.web.security import LARGEST_BODY, limiter
from tests.pages.city import City, doors, filled, links, parsed
from tests.visitor import Visitor, check_page

INSIDE = ("Traceback", "sqlalchemy", "sqlite", "werkzeug", "OperationalError", "SELECT", ".py", "/tmp", "site-packages")
CANARY = "canary-of-the-inside"


def explained(answer: TestResponse, status: int, step: str) -> None:
    """The page has this status, says what to do, leads home and tells nothing of the inside."""
    assert answer.status_code == status
    page = parsed(answer)
    check_page(page)
    words = " ".join(page.get_text(" ").split())
    assert step in words
    assert page.select_one("a[href='/']") is not None
    body = answer.get_data(as_text=True)
    assert [word for word in (*INSIDE, CANARY) if word in body] == []


def test_every_form_without_its_token_is_turned_back(city: City) -> None:
    client = city.as_("visitor").client
    for rule in doors(city.app, "POST", plain=False):
        explained(client.post(filled(rule)), 400, "оновіть сторінку і надішліть форму ще раз")


@pytest.mark.parametrize("path", ["/nowhere", "/projects/nothing-of-the-kind", "/news/1", "/cycle/1900", "/results/1"])
def test_an_unknown_address(city: City, path: str) -> None:
    explained(city.as_("visitor").client.get(path), 404, "почніть із головної сторінки")


def test_a_page_of_others(city: City) -> None:
    explained(city.as_("operator").client.get("/staff/people"), 403, "зверніться до адміністратора")


def test_a_wrong_method(city: City) -> None:
    answer = city.as_("visitor").client.get("/staff/sign-out")
    explained(answer, 405, "скористайтеся кнопкою")
    assert "POST" in answer.headers["Allow"]


def token_of(visitor: Visitor) -> str:
    """A form token of this visitor's session."""
    visitor.get("/submit")
    visitor.get(next(link for link in links(visitor.page, "/submit") if link.startswith("/submit/new/")))
    return str(visitor.page.select_one("input[name=csrf_token]")["value"])


def test_a_closed_phase(city: City) -> None:
    author = city.as_("author")
    answer = author.client.post(f"/submit/new/{FINISHED.code}", data={"csrf_token": token_of(author)})
    explained(answer, 409, "Поверніться назад")


def test_an_upload_too_large(city: City) -> None:
    author = city.as_("author")
    photo = (io.BytesIO(b"x" * (LARGEST_BODY + 1)), "big.jpg")
    answer = author.client.post("/submit/1/photos", data={"csrf_token": token_of(author), "photo": photo})
    explained(answer, 413, "до 10 МБ")


@pytest.mark.usefixtures("limited")
def test_too_many_attempts(city: City) -> None:
    limiter.reset()
    visitor = city.as_("visitor")
    visitor.get("/staff/sign-in")
    token = str(visitor.page.select_one("input[name=csrf_token]")["value"])
    answers = [visitor.client.post("/staff/sign-in", data={"csrf_token": token}) for _ in range(31)]
    limiter.reset()
    assert {answer.status_code for answer in answers[:20]} == {422}
    explained(answers[-1], 429, "Зачекайте хвилину")


@pytest.fixture
def broken(demo: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A database that cannot be reached."""

    def refuse(*_: object, **__: object) -> None:
        raise OperationalError(f"SELECT {CANARY}", {}, sqlite3.OperationalError(f"database is locked {CANARY}"))

    engine = demo.extensions["pb"].database.engine
    engine.dispose()
    monkeypatch.setattr(engine.pool, "connect", refuse)
    yield
    monkeypatch.undo()


@pytest.mark.usefixtures("broken")
@pytest.mark.parametrize("path", ["/", "/projects", "/results", "/vote", "/implementation", "/news"])
def test_a_database_that_is_gone(city: City, path: str) -> None:
    answer = Visitor(city.app).client.get(path)
    explained(answer, 503, "не зникло")
    assert int(answer.headers["Retry-After"]) > 0


@pytest.mark.usefixtures("broken")
def test_a_database_that_is_gone_from_a_known_person(city: City) -> None:
    explained(city.as_("manager").client.get("/staff"), 503, "не зникло")


@pytest.mark.sqlite
def test_a_locked_database(city: City, demo: Flask) -> None:
    author = city.as_("author")
    token = token_of(author)
    place = str(author.answer.request.path)
    engine = demo.extensions["pb"].database.engine
    engine.dispose()
    event.listen(engine, "connect", _impatient)
    with engine.connect() as holder:  # a writer that does not let go
        holder.execute(text("SELECT 1"))
        answer = author.client.post(place, data={"csrf_token": token, "contest": ""})
    event.remove(engine, "connect", _impatient)
    engine.dispose()
    explained(answer, 503, "не зникло")


def _impatient(raw: sqlite3.Connection, _record: object) -> None:
    raw.execute("PRAGMA busy_timeout=100")


def test_a_fault_of_ours_has_a_number_and_no_inside(demo: Flask, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    def fail() -> None:
        raise RuntimeError(CANARY)

    monkeypatch.setitem(demo.view_functions, "overview.front", fail)
    init_logs("ERROR")  # to the stream that capsys reads
    explained(Visitor(demo).client.get("/"), 500, "номер помилки")
    assert CANARY in capsys.readouterr().err  # for us, in the log


def test_a_script_gets_json(city: City) -> None:
    answer = city.as_("visitor").client.get("/nowhere", headers={"Accept": "application/json"})
    assert answer.status_code == 404
    assert set(answer.json) == {"error", "next"}


def test_the_demo_answers_after_all_that(demo: Flask) -> None:
    with demo.extensions["pb"].database.reading() as session:
        assert session.scalar(text("SELECT 1")) == 1
