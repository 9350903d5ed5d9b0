"""J4 on a phone: an author answers the commission's remarks, with JavaScript and without."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from werkzeug.serving import make_server

from pb import clock
from pb.accounts.service import open_author_session
from pb.app import create_app
from pb.audit.rules import SYSTEM
from pb.cycles.rules import Phase
from pb.db.database import Database
from pb.projects.models import Project
from pb.projects.rules import Status
from pb.review.models import Item, Sitting
from pb.review.queries import sitting_by_code
from pb.review.rules import Decision
from pb.review.service import publish_sitting
from pb.settings import Settings
from pb.web.security import limiter
from tests import make
from tests.live import Quiet


@dataclass
class Town:
    url: str
    app: Flask
    token: str
    code: str


@pytest.fixture
def town(settings: Settings, database: Database) -> Iterator[Town]:
    """A city under review whose sitting has just returned a project with two remarks."""
    now = clock.now()
    with database.transaction() as session:
        cycle = make.cycle(session, calendar=make.calendar(Phase.REVIEW, now), code="2027")
        author = make.author(session)
        project = make.project(session, cycle, Status.IN_REVIEW, title="Сквер", author_id=author.id)
        project.latitude, project.longitude = 48.92, 24.71
        session.add(sitting := Sitting(code="SITTING3", cycle_id=cycle.id, number="1", held_on=now.date()))
        session.flush()
        item = Item(sitting_id=sitting.id, project_id=project.id, position=1, proposal=Decision.RETURN)
        item.reason, item.decided_at = "1. Уточніть назву.\n2. Хто доглядатиме?", now
        session.add(item)
        code = project.code
        token = open_author_session(
            session, person_key=author.person_key, name=author.name, birth_year=1990, device="test", now=now
        )
    with database.transaction() as session:
        publish_sitting(session, SYSTEM, sitting_by_code(session, "SITTING3"), now)
    app = create_app(settings)
    limiter.enabled = False
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Town(f"http://127.0.0.1:{server.server_port}", app, token, code)
    server.shutdown()
    server.server_close()
    limiter.enabled = True
    app.extensions["pb"].database.dispose()


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def phone(request: pytest.FixtureRequest, browser: Browser, town: Town) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 360, "height": 740}, locale="uk-UA", java_script_enabled=request.param)
    value = town.app.session_interface.get_signing_serializer(town.app).dumps({"_user_id": town.token, "_fresh": True})
    page.context.add_cookies([{"name": "sid", "value": value, "url": town.url}])
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    page.context.close()
    assert [words for words in said if "422" not in words] == []  # the one refusal this journey asks for


def test_from_the_letter_to_the_answer_that_everybody_reads(phone: Page, town: Town) -> None:
    phone.goto(f"{town.url}/projects/{town.code}/track")  # where the letter leads
    expect(phone.locator("main")).to_contain_text("Уточніть назву.")
    phone.get_by_role("link", name="Доповнити проєкт").click()
    expect(phone.locator("main")).to_contain_text("Відповідь чекаємо до")

    phone.get_by_role("link", name="Відповіді на зауваження").click()
    phone.get_by_label("Уточніть назву.").fill("Уточнили: сквер на Алеї 🌳")
    phone.get_by_role("button", name="Зберегти").click()
    phone.get_by_role("link", name="Ідея").click()
    phone.get_by_label("Назва проєкту").fill("Сквер на Алеї")
    phone.get_by_role("button", name="Зберегти").click()

    phone.get_by_role("link", name="Перевірити й надіслати").click()
    phone.locator("[name=consent]").check()
    phone.get_by_role("button", name="Надіслати проєкт").click()
    expect(phone.locator(".govuk-error-summary")).to_be_visible()  # the second remark has no answer
    phone.goto(f"{town.url}/submit/{town.code}/remarks")
    expect(phone.get_by_label("Уточніть назву.")).to_have_value("Уточнили: сквер на Алеї 🌳")
    phone.get_by_label("Хто доглядатиме?").fill("Залишаємо як є: доглядає квартальний комітет.")
    phone.get_by_role("button", name="Зберегти").click()
    phone.get_by_role("link", name="Перевірити й надіслати").click()
    phone.locator("[name=consent]").check()
    phone.get_by_role("button", name="Надіслати проєкт").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("надіслано")

    phone.goto(f"{town.url}/projects/{town.code}/track")
    for words in ("Уточнили: сквер на Алеї 🌳", "Залишаємо як є", "Сквер на Алеї"):
        expect(phone.locator("main")).to_contain_text(words)
    with town.app.extensions["pb"].database.reading() as session:
        assert session.scalars(select(Project.status)).one() is Status.IN_REVIEW
