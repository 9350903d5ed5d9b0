"""Nothing typed is lost: before the login, between two tabs, on another device, after the deadline."""

import json
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select

from pb.accounts.models import AccountSession, Author
from pb.cycles.rules import Phase
from pb.projects.models import Project
from pb.projects.rules import Status
from pb.submission.models import WaitingDraft
from tests import make
from tests.visitor import Visitor

TYPED = {"title": "Лавки на алеї 🌳", "problem": "Немає де сісти. שלום", "contest": "improvement"}


@pytest.fixture
def city(app: Flask) -> Flask:
    with app.extensions["pb"].database.transaction() as session:
        make.cycle(session, Phase.SUBMISSION, code="2027")
        make.district(session, "center")
    return app


def sign_in(app: Flask, visitor: Visitor, name: str = "Уявна Ольга") -> Visitor:
    with app.extensions["pb"].database.transaction() as session:
        return make.signed_in(visitor, session, make.author(session, name))


def projects(app: Flask) -> list[Project]:
    with app.extensions["pb"].database.reading() as session:
        return list(session.scalars(select(Project).order_by(Project.id)))


def begun(app: Flask, visitor: Visitor) -> str:
    sign_in(app, visitor)
    visitor.get("/submit/new/2027")
    visitor.send(status=303, **TYPED)
    return projects(app)[-1].code


def autosave(visitor: Visitor, path: str, typed: dict[str, Any], status: int = 200) -> dict[str, Any]:
    token = visitor.page.select_one("input[name=csrf_token]")["value"]
    answer = visitor.client.post(path, data={"csrf_token": token, **typed}, headers={"X-Autosave": "1"})
    assert answer.status_code == status
    return json.loads(answer.get_data())


def test_typed_before_the_login_is_a_draft_after_it(city: Flask, visitor: Visitor) -> None:
    visitor.get("/submit")
    visitor.get(str(visitor.page.select_one("a[href^='/submit/new/']")["href"]))
    visitor.send(status=303, **TYPED)
    assert "/identity/choose" in visitor.answer.location
    assert projects(city) == []
    sign_in(city, visitor)
    visitor.get("/submit/claim", status=303)
    draft = projects(city)[0]
    assert (draft.title, draft.problem, draft.author_name) == (TYPED["title"], TYPED["problem"], "Уявна Ольга")
    assert draft.contest_id is not None
    visitor.get(f"/submit/{draft.code}")
    visitor.get("/submit/claim", status=303)
    assert len(projects(city)) == 1, "what waited is given once"


def test_what_waits_belongs_to_the_browser_that_typed_it(city: Flask, visitor: Visitor) -> None:
    visitor.get("/submit/new/2027")
    visitor.send(status=303, **TYPED)
    sign_in(city, stranger := Visitor(city), "Чужа Людина")
    stranger.get("/submit/claim", status=303)
    assert projects(city) == []


def test_what_nobody_came_back_for_goes(city: Flask, visitor: Visitor, the_clock) -> None:
    visitor.get("/submit/new/2027")
    visitor.send(status=303, **TYPED)
    the_clock.now += make.DAY * 8
    visitor.get("/submit/new/2027")
    visitor.send(status=303, title="Інше")
    with city.extensions["pb"].database.reading() as session:
        assert [json.loads(row.typed)["title"] for row in session.scalars(select(WaitingDraft))] == ["Інше"]


def test_a_mistake_before_the_login_keeps_the_text(city: Flask, visitor: Visitor) -> None:
    visitor.get("/submit/new/2027")
    visitor.send(status=422, title="х" * 121, problem="Цей текст лишається")
    assert "Цей текст лишається" in visitor.text


def test_autosave_says_when_and_leaves_no_trail(city: Flask, visitor: Visitor) -> None:
    code = begun(city, visitor)
    visitor.get(f"/submit/{code}/idea")
    told = autosave(visitor, f"/submit/{code}/idea", {**TYPED, "summary": "Буде де сісти."})
    assert told["at"] == "12:00"
    assert projects(city)[0].summary == "Буде де сісти."
    assert autosave(visitor, f"/submit/{code}/idea", {"title": "х" * 200}, 422)["mistakes"] == 1


def test_two_tabs_see_each_other(city: Flask, visitor: Visitor) -> None:
    code = begun(city, visitor)
    path = f"/submit/{code}/idea"
    visitor.get(path)
    seen = visitor.page.select_one("input[name=seen]")["value"]
    visitor.send(status=303, problem="Написано в першій вкладці")
    visitor.post(path, {**TYPED, "problem": "Написано у другій", "seen": seen}, status=409)
    assert "Написано в першій вкладці" in visitor.page.select_one(".govuk-inset-text").get_text()
    assert "Написано у другій" in visitor.page.select_one("#problem").get_text()
    assert projects(city)[0].problem == "Написано в першій вкладці"
    visitor.send(status=303)
    assert projects(city)[0].problem == "Написано у другій"


def test_the_same_text_from_two_tabs_is_no_conflict(city: Flask, visitor: Visitor) -> None:
    code = begun(city, visitor)
    visitor.get(f"/submit/{code}/idea")
    seen = visitor.page.select_one("input[name=seen]")["value"]
    same = {**TYPED, "problem": "Однаково"}
    autosave(visitor, f"/submit/{code}/idea", {**same, "seen": seen})
    autosave(visitor, f"/submit/{code}/idea", {**same, "seen": seen})
    told = autosave(visitor, f"/submit/{code}/idea", {**TYPED, "problem": "Інше", "seen": seen}, 409)
    assert "в іншій вкладці" in told["conflict"]


@pytest.mark.parametrize("part", ["place", "estimate"])
def test_the_other_parts_see_each_other_too(city: Flask, visitor: Visitor, part: str) -> None:
    code = begun(city, visitor)
    path = f"/submit/{code}/{part}"
    first = {"address": "Перша"} if part == "place" else {
        "lines-0-item": "Перша", "lines-0-quantity": "1", "lines-0-price": "10"}  # fmt: skip
    second = {name: value.replace("Перша", "Друга") for name, value in first.items()}
    visitor.get(path)
    seen = visitor.page.select_one("input[name=seen]")["value"]
    visitor.send(status=303, **first)
    visitor.post(path, {**second, "seen": seen}, status=409)
    assert "Перша" in visitor.page.select_one(".govuk-inset-text").get_text()
    assert visitor.page.select_one("[value='Друга']")


def test_a_link_opens_the_draft_on_another_device_once(city: Flask, visitor: Visitor, the_clock) -> None:
    code = begun(city, visitor)
    visitor.get(f"/submit/{code}/device")
    visitor.send("main form", status=200)
    address = str(visitor.page.select_one("main a[href*='/go-on/']")["href"]).removeprefix("http://localhost")
    assert visitor.page.select_one("img[src^='data:image/svg']")
    other = Visitor(city)
    other.get(address)
    assert "Уявна Ольга" in other.text
    other.send("main form", status=303)
    other.get(f"/submit/{code}/idea")
    assert "Немає де сісти" in other.text
    Visitor(city).get(address, status=409)
    Visitor(city).get(address[:-2] + "xx", status=409)
    visitor.get(f"/submit/{code}/device")
    visitor.send("main form", status=200)
    later = str(visitor.page.select_one("main a[href*='/go-on/']")["href"]).removeprefix("http://localhost")
    the_clock.now += make.DAY
    late = Visitor(city)
    late.get(later, status=409)
    assert "минув" in late.text


def test_a_draft_that_missed_the_deadline_goes_into_the_next_cycle(city: Flask, visitor: Visitor, the_clock) -> None:
    code = begun(city, visitor)
    with city.extensions["pb"].database.transaction() as session:
        make.cycle(session, code="2028", calendar=make.calendar(Phase.SUBMISSION, make.NOW + make.DAY * 30))
    for _fortnight in range(3):
        the_clock.now += make.DAY * 10
        visitor.get(f"/submit/{code}")
    assert "Чернетка збережена" in visitor.text
    visitor.send("form[action$='/carry/2028']", status=303)
    draft = projects(city)[0]
    visitor.get(f"/submit/{draft.code}/idea")
    assert (draft.code, draft.title) == (code, TYPED["title"])
    assert visitor.page.select_one("#contest option[selected]")["value"] == "improvement"


def test_an_earlier_project_is_copied_with_one_tap(city: Flask, visitor: Visitor) -> None:
    with city.extensions["pb"].database.transaction() as session:
        person = make.author(session)
        past = make.cycle(session, Phase.IMPLEMENTATION, code="2026")
        make.project(session, past, Status.TOOK_PART, author_id=person.id, title="Сквер", idea="Посадити дерева")
        make.signed_in(visitor, session, person)
    visitor.get("/submit")
    visitor.send("form[action$='/carry/2027']", status=303)
    old, new = projects(city)
    assert (new.title, new.idea, new.total_kopecks, new.status) == (
        "Сквер",
        "Посадити дерева",
        100_000_00,
        Status.DRAFT,
    )
    assert new.code != old.code
    visitor.get(f"/submit/{new.code}/estimate")
    assert visitor.page.select_one("[value='Лавка']")


def test_only_the_author_carries_a_project_over(city: Flask, visitor: Visitor) -> None:
    code = begun(city, visitor)
    stranger = sign_in(city, Visitor(city), "Чужа Людина")
    stranger.get("/submit/new/2027")
    stranger.post(f"/submit/{code}/carry/2027", {}, status=404)
    stranger.get(f"/submit/{code}/device", status=404)


HERE = {"Origin": "http://localhost"}


def test_a_session_that_ended_while_one_wrote_keeps_the_text_without_scripts(city: Flask, visitor: Visitor) -> None:
    code = begun(city, visitor)
    path = f"/submit/{code}/idea"
    visitor.get(path)
    token = visitor.page.select_one("input[name=csrf_token]")["value"]
    written = {**TYPED, "summary": "Буде де сісти всім, хто гуляє.\r\nІ де постояти. \u202eשלום", "seen": ""}
    with city.extensions["pb"].database.transaction() as session:
        session.execute(delete(AccountSession))
    answer = visitor.client.post(path, data={"csrf_token": token, **written}, headers=HERE)
    visitor._seen(answer, 401)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "І де постояти." in visitor.text
    assert visitor.page.select_one("a[target=_blank][href^='/identity/choose']")
    with visitor.client.session_transaction() as cookie:
        cookie.clear()  # as a login does
    with city.extensions["pb"].database.transaction() as session:
        make.signed_in(visitor, session, session.scalars(select(Author)).one())
    for status in (400, 303):  # the first one fetches a token of the new session
        form = visitor.page.select_one("main form")
        fields = {str(one["name"]): str(one["value"]) for one in form.select("input[type=hidden]")}
        answer = visitor._seen(visitor.client.post(path, data=fields, headers=HERE), status)
    assert projects(city)[-1].summary.splitlines() == written["summary"].splitlines()


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://evil.example.org"}])
def test_a_form_of_another_site_gets_no_button_that_would_send_it(
    city: Flask, visitor: Visitor, headers: dict[str, str]
) -> None:
    code = begun(city, visitor)
    answer = visitor.client.post(f"/submit/{code}/idea", data=TYPED, headers=headers)
    assert answer.status_code == 400
    assert TYPED["title"] not in answer.get_data(as_text=True)
