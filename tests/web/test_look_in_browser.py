"""The styleguide in Chromium: silent console under the content policy, no sideways scrolling, a menu that answers."""

import shutil
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from werkzeug.serving import make_server

from tests.web.look import create_app
from tests.web.test_look import PAGES

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium: apt-get install chromium"),
]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = make_server("127.0.0.1", 0, create_app(), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield launched
        launched.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 320, "height": 640})
    yield page
    page.close()


@pytest.mark.parametrize("path", PAGES)
def test_console_is_silent_and_nothing_overflows(phone: Page, address: str, path: str) -> None:
    said: list[str] = []
    phone.on("console", lambda message: said.append(message.text))
    phone.on("pageerror", lambda error: said.append(str(error)))
    phone.goto(address + path, wait_until="networkidle")
    assert said == []
    assert phone.evaluate("() => document.documentElement.scrollWidth") <= 320


def test_menu_opens_closes_and_gives_the_focus_back(phone: Page, address: str) -> None:
    phone.goto(address + "/page/front", wait_until="networkidle")
    button = phone.get_by_role("button", name="Меню")
    menu = phone.get_by_role("navigation", name="Головне меню")
    expect(menu).to_be_hidden()
    button.click()
    expect(menu).to_be_visible()
    menu.get_by_role("link", name="Новини").focus()
    phone.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(button).to_be_focused()


def test_without_scripts_the_menu_is_open_and_nothing_promises_what_it_cannot_do(
    browser: Browser, address: str
) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 640}, java_script_enabled=False)
    page.goto(address + "/page/project")
    expect(page.get_by_role("navigation", name="Головне меню")).to_be_visible()
    expect(page.get_by_role("button", name="Меню")).to_be_hidden()
    expect(page.get_by_role("button", name="Скопіювати посилання")).to_be_hidden()
    page.close()


def test_tap_on_the_map_fills_in_the_coordinates(phone: Page, address: str) -> None:
    phone.goto(address + "/", wait_until="networkidle")
    picture = phone.locator(".pb-point img")
    picture.scroll_into_view_if_needed()
    frame = picture.bounding_box()
    assert frame is not None
    picture.click(position={"x": frame["width"] / 2, "y": frame["height"] / 2})
    assert abs(float(phone.locator("#wrong-lon").input_value()) - 24.7) < 0.01
    assert abs(float(phone.locator("#wrong-lat").input_value()) - 48.9) < 0.01
    expect(phone.locator(".pb-point [data-pin]")).to_be_visible()
    expect(phone.locator("#pb-status")).to_contain_text("Місце позначено")


def test_letters_left_are_counted_in_ukrainian(phone: Page, address: str) -> None:
    phone.goto(address + "/page/submit", wait_until="networkidle")
    phone.get_by_label("Що це дасть громаді").fill("Тінь")
    expect(phone.get_by_text("Залишилося знаків: 296").first).to_be_visible()


def test_what_an_answer_asks_for_is_shown_when_it_is_chosen(phone: Page, address: str) -> None:
    phone.goto(address + "/", wait_until="networkidle")
    asked = phone.locator("#land-1-more")
    expect(asked).to_be_hidden()
    phone.locator("label[for=land-1]").click()
    expect(asked).to_be_visible()


def test_bottom_bar_is_56_pixels_and_stays_at_the_edge(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 412, "height": 800})
    page.goto(address + "/page/booth", wait_until="networkidle")
    frame = page.locator(".pb-bar").bounding_box()
    assert frame is not None
    assert 56 <= frame["height"] <= 64
    assert frame["y"] + frame["height"] == pytest.approx(800, abs=1)
    page.close()
