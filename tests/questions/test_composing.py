"""The manager composes a form; authors answer; versions do not touch what was sent; private answers stay private."""

import pytest
from flask import Flask
from sqlalchemy import select

from pb.audit.rules import SYSTEM
from pb.cycles.rules import Phase
from pb.projects.models import Project
from pb.projects.rules import Move, Status
from pb.projects.service import move_project
from pb.values.permission import Role
from tests import make
from tests.visitor import Visitor

PRIVATE = "канарка-приватна-7f3a"


@pytest.fixture
def city(app: Flask) -> Flask:
    with app.extensions["pb"].database.transaction() as session:
        make.cycle(session, Phase.SUBMISSION, code="2027")
        make.district(session, "center")
    return app


@pytest.fixture
def manager(city: Flask) -> Visitor:
    found = Visitor(city)
    with city.extensions["pb"].database.transaction() as session:
        return make.signed_in(found, session, make.staff(session, Role.MANAGER))


@pytest.fixture
def author(city: Flask) -> Visitor:
    found = Visitor(city)
    with city.extensions["pb"].database.transaction() as session:
        return make.signed_in(found, session, make.author(session))


def ask(manager: Visitor, label: str, kind: str = "text", **more: str) -> None:
    manager.get("/staff/cycles/2027/form/new")
    manager.send("main form", status=303, label=label, kind=kind, **more)


def publish(manager: Visitor) -> None:
    manager.get("/staff/cycles/2027/form")
    manager.send("form[action$='/publish']", status=303)


def begun(city: Flask, author: Visitor) -> str:
    author.get("/submit/new/2027")
    author.send(status=303, title="Лавки", contest="improvement", summary="Буде.", problem="Немає.", idea="Поставити.")
    code = project(city).code
    author.get(f"/submit/{code}/place")
    author.send(status=303, district="center", address="Алея")
    author.get(f"/submit/{code}/estimate")
    author.send(status=303, **{"lines-0-item": "Лавка", "lines-0-quantity": "1", "lines-0-price": "100"})
    return code


def project(city: Flask) -> Project:
    with city.extensions["pb"].database.reading() as session:
        return session.scalars(select(Project)).one()


def answer(author: Visitor, code: str, *values: str, status: int = 303) -> None:
    author.get(f"/submit/{code}/questions")
    names = [field["name"] for field in author.page.select("main [name^='q-']")]
    author.send("main form", status=status, **dict(zip(names, values, strict=False)))


def test_composing_moving_removing_and_seeing_it_as_an_author(manager: Visitor) -> None:
    ask(manager, "Хто доглядатиме?", help="Назвіть установу.", example="Школа № 99")
    ask(manager, "Чия ділянка?", "choice", options="Громади\nІнша")
    manager.get("/staff/cycles/2027/form")
    labels = lambda: [link.get_text() for link in manager.page.select("li h2 a")]  # noqa: E731
    assert labels() == ["Хто доглядатиме?", "Чия ділянка?"]
    assert "(Школа № 99)" in manager.text
    assert "Є неоприлюднені зміни" in manager.text
    manager.send("li:nth-child(2) form[action$='/move']", status=303, direction="up")
    manager.get("/staff/cycles/2027/form")
    assert labels() == ["Чия ділянка?", "Хто доглядатиме?"]
    manager.send("li:nth-child(1) form[action$='/remove']", status=303)
    manager.get("/staff/cycles/2027/form")
    assert labels() == ["Хто доглядатиме?"]
    manager.get(str(manager.page.select_one("li h2 a")["href"]))
    manager.send("main form", status=303, label="Хто прибиратиме?")
    manager.get("/staff/cycles/2027/form")
    assert labels() == ["Хто прибиратиме?"]


def test_a_wrong_question_is_refused_and_kept(manager: Visitor) -> None:
    manager.get("/staff/cycles/2027/form/new")
    manager.send("main form", status=422, label="Чия ділянка?", kind="choice", options="Одна")
    assert "щонайменше два" in manager.text
    assert manager.page.select_one("#label")["value"] == "Чия ділянка?"


def test_unpublished_questions_reach_nobody(city: Flask, manager: Visitor, author: Visitor) -> None:
    ask(manager, "Хто доглядатиме?", is_required="y")
    code = begun(city, author)
    author.get(f"/submit/{code}")
    assert "Додаткові запитання" not in author.text
    author.get(f"/submit/{code}/questions", status=404)


def test_a_required_answer_is_asked_for_before_sending(city: Flask, manager: Visitor, author: Visitor) -> None:
    ask(manager, "Хто доглядатиме?", is_required="y", is_public="y")
    publish(manager)
    code = begun(city, author)
    author.get(f"/submit/{code}/check")
    author.send(status=422, consent="y")
    assert "обов’язкові додаткові" in author.text
    answer(author, code, "Школа")
    author.get(f"/submit/{code}/check")
    assert "Школа" in author.text
    author.send(status=303, consent="y")
    assert project(city).status is Status.SUBMITTED


def test_a_new_version_never_breaks_a_sent_project(city: Flask, manager: Visitor, author: Visitor) -> None:
    ask(manager, "Старе запитання?", is_public="y")
    publish(manager)
    code = begun(city, author)
    answer(author, code, "Стара відповідь")
    author.get(f"/submit/{code}/check")
    author.send(status=303, consent="y")
    manager.get("/staff/cycles/2027/form")
    manager.send("li form[action$='/remove']", status=303)
    ask(manager, "Нове обов’язкове?", is_required="y")
    publish(manager)
    with city.extensions["pb"].database.transaction() as session:
        sent = session.scalars(select(Project)).one()
        move_project(session, SYSTEM, sent, Move.FIND_INCOMPLETE, reason="Допишіть.")
    author.get(f"/submit/{code}/questions")
    assert "Старе запитання?" in author.text
    assert "Нове обов’язкове?" not in author.text
    author.get(f"/submit/{code}/check")
    author.send(status=303, consent="y")
    assert project(city).status is Status.SUBMITTED


def test_private_answers_are_for_reviewers_only(city: Flask, manager: Visitor, author: Visitor) -> None:
    ask(manager, "Таємне?")
    ask(manager, "Відкрите?", is_public="y")
    publish(manager)
    code = begun(city, author)
    answer(author, code, PRIVATE, "відповідь для всіх")
    author.get(f"/submit/{code}/check")
    author.send(status=303, consent="y")
    secretary, visitor = Visitor(city), Visitor(city)
    with city.extensions["pb"].database.transaction() as session:
        make.signed_in(secretary, session, make.staff(session, Role.SECRETARY))
    secretary.get(f"/review/completeness/{code}")
    assert PRIVATE in secretary.text
    with city.extensions["pb"].database.transaction() as session:
        sent = session.scalars(select(Project)).one()
        move_project(session, SYSTEM, sent, Move.ACCEPT_COMPLETE)
    pages = [f"/projects/{code}", f"/projects/{code}/track", "/projects", f"/projects?q={PRIVATE}", "/", "/submit"]
    visitor.get(pages[0])
    assert "відповідь для всіх" in visitor.text
    for path in pages[:3] + pages[4:]:
        assert PRIVATE not in visitor.client.get(path).get_data(as_text=True), path
    visitor.get("/projects", query_string={"q": PRIVATE})
    assert not visitor.page.select(".pb-grid > li")


def test_two_tabs_see_each_other(city: Flask, manager: Visitor, author: Visitor) -> None:
    ask(manager, "Хто доглядатиме?")
    publish(manager)
    code = begun(city, author)
    author.get(f"/submit/{code}/questions")
    seen = author.page.select_one("[name=seen]")["value"]
    name = author.page.select_one("main textarea")["name"]
    author.send("main form", status=303, **{name: "Перша"})
    author.post(f"/submit/{code}/questions", {name: "Друга", "seen": seen}, status=409)
    assert "Перша" in author.page.select_one(".govuk-inset-text").get_text()
    assert "Друга" in author.page.select_one("textarea").get_text()


def test_another_cycle_begins_with_the_same_questions(city: Flask, manager: Visitor) -> None:
    ask(manager, "Хто доглядатиме?")
    publish(manager)
    with city.extensions["pb"].database.transaction() as session:
        make.cycle(session, Phase.ANNOUNCED, code="2028")
    manager.get("/staff/cycles/2028/form")
    manager.send("form[action$='/copy']", status=303)
    manager.get("/staff/cycles/2028/form")
    assert "Хто доглядатиме?" in manager.text
    manager.post("/staff/cycles/2028/form/copy", {"source": "2027"}, status=409)


def test_only_the_manager_composes(city: Flask, author: Visitor) -> None:
    operator = Visitor(city)
    with city.extensions["pb"].database.transaction() as session:
        make.signed_in(operator, session, make.staff(session, Role.OPERATOR))
    operator.get("/staff/cycles/2027/form", status=403)
    author.get("/staff/cycles/2027/form", status=302)
