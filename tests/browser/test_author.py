"""J1 on a phone: from the first word to a sent project and its tracking page, with JavaScript and without."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from pb import clock
from pb.cycles.rules import Phase
from pb.db.database import Database
from pb.projects.models import Project
from pb.projects.rules import Status
from pb.settings import Settings
from pb.web.security import limiter
from tests import make
from tests.live import city_with_bank, placed

pytestmark = pytest.mark.enable_socket


@dataclass
class City:
    url: str
    app: Flask


@pytest.fixture
def city(settings: Settings, database: Database) -> Iterator[City]:
    """A city in submission and its bank."""
    here, doors = placed(settings)
    with database.transaction() as session:
        make.cycle(session, calendar=make.calendar(Phase.SUBMISSION, clock.now()), code="2027")
        make.district(session, "center")
    limiter.enabled = False
    with city_with_bank(here, doors) as app:
        yield City(here.public_url, app)
    limiter.enabled = True


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def phone(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 360, "height": 740}, locale="uk-UA", java_script_enabled=request.param)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    page.close()
    assert [words for words in said if "422" not in words] == []  # the one refusal this journey asks for


def press(page: Page, button: str, heading: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)


def test_from_the_first_word_to_the_tracking_page(phone: Page, city: City, tmp_path: Path) -> None:
    phone.goto(f"{city.url}/submit/new/2027")
    phone.get_by_label("Назва проєкту").fill("Лавки на алеї 🌳")
    phone.locator("main form button").first.click()
    phone.get_by_role("button", name="Прут").click()
    phone.locator("[name=person]").first.click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Лавки на алеї 🌳")

    phone.get_by_role("link", name="Ідея").click()
    expect(phone.get_by_label("Назва проєкту")).to_have_value("Лавки на алеї 🌳")
    phone.get_by_label("Напрям").select_option(index=1)
    phone.get_by_label("Що зміниться").fill("Буде де сісти в затінку.")
    phone.get_by_label("Яку проблему це вирішує").fill("Немає де сісти.")
    phone.get_by_label("Що саме треба зробити").fill("Поставити чотири лавки.")
    press(phone, "Зберегти", "Лавки")
    phone.get_by_role("link", name="Місце").click()
    phone.get_by_label("Адреса або орієнтир").fill("Алея, 1")
    phone.get_by_label("Місто або село").select_option(index=1)
    press(phone, "Зберегти", "Лавки")
    phone.get_by_role("link", name="Кошторис").click()
    for name, value in {"item": "Лавка", "quantity": "4", "price": "10 000,50"}.items():
        phone.locator(f"[name='lines-0-{name}']").fill(value)
    press(phone, "Зберегти", "Лавки")
    phone.get_by_role("link", name="Фото й документи").click()
    (tmp_path / "alley.jpg").write_bytes(make.photo())
    phone.locator("[name=photo]").set_input_files(tmp_path / "alley.jpg")
    phone.get_by_role("button", name="Додати фото").click()
    expect(phone.locator(".pb-grid img")).to_have_count(1)
    phone.get_by_role("link", name="До списку частин").click()
    phone.get_by_role("link", name="Про вас").click()
    phone.get_by_label("Телефон").fill("000 000 00 00")
    press(phone, "Зберегти", "Лавки")

    phone.get_by_role("link", name="Перевірити й надіслати").click()
    press(phone, "Надіслати проєкт", "Перевірте")
    expect(phone.locator(".govuk-error-summary")).to_be_visible()
    phone.locator("[name=consent]").check()
    phone.get_by_role("button", name="Надіслати проєкт").click()
    expect(phone.get_by_text("Номер проєкту: 1")).to_be_visible()
    with city.app.extensions["pb"].database.reading() as session:
        sent = session.scalars(select(Project)).one()
    assert (sent.status, sent.title, sent.total_kopecks) == (Status.SUBMITTED, "Лавки на алеї 🌳", 40_002_00)
    phone.goto(f"{city.url}/projects/{sent.code}/track")
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Лавки")
