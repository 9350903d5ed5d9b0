"""The page of the whole check in a real browser, under the site's own policies: an honest archive and a forged one."""

import shutil
import threading
from collections.abc import Iterator

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Page, expect, sync_playwright
from werkzeug.serving import make_server

from pb.results.publishing import ELECTION
from tests.live import Quiet
from tests.observer.make import published_cycle, put_sealed, sealed_files

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium: apt-get install chromium"),
]


@pytest.fixture
def page(app, session, settings) -> Iterator[tuple[Page, object]]:
    published = settings.folder("published")
    cycle, _manifest = published_cycle(session, settings.folder("elections"), published)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        opened = browser.new_page(viewport={"width": 360, "height": 740}, locale="uk-UA")
        said: list[str] = []
        opened.on("console", lambda message: said.append(message.text))
        opened.on("pageerror", lambda error: said.append(str(error)))
        opened.goto(f"http://127.0.0.1:{server.port}/results/{cycle.code}/verify")
        yield opened, published / cycle.code
        assert said == []
        browser.close()
    server.shutdown()
    server.server_close()


def press(page: Page) -> None:
    page.get_by_role("button", name="Перевірити в браузері").click()


def test_the_page_checks_the_published_archive_and_says_what_fails(page, tmp_path) -> None:
    opened, folder = page
    press(opened)
    expect(opened.locator("#pb-verify-news")).to_have_text("Усе збігається.")
    expect(opened.locator("[data-check]:visible .govuk-tag--green")).to_have_count(12)
    cells = opened.locator('[data-contest="improvement"] td')
    expect(cells).to_have_text(["15", "0", "15", "0"])
    assert opened.evaluate("document.documentElement.scrollWidth") == 360
    opened.evaluate(AXE_FILE_PATH.read_text("utf-8"))
    found = opened.evaluate("async (tags) => (await axe.run({ runOnly: tags })).violations.map((one) => one.id)", WCAG)
    assert found == []
    files = sealed_files(folder)
    files["ballots-improvement.ndjson"] = files["ballots-improvement.ndjson"].split(b"\n", 1)[1]
    put_sealed(folder, files)
    press(opened)
    expect(opened.locator("#pb-verify-news")).to_contain_text("Не збігається")
    failed = opened.locator("[data-check]:visible", has=opened.locator(".govuk-tag--red"))
    expect(failed).to_have_count(1)
    expect(failed).to_contain_text("Опубліковано саме ті бюлетені, що є в журналі")


def test_an_archive_of_ones_own_is_checked_too(page, tmp_path) -> None:
    opened, folder = page
    opened.locator("#pb-verify-file").set_input_files(folder / ELECTION)
    expect(opened.locator("#pb-verify-news")).to_have_text("Усе збігається.")
    (tmp_path / "noise.zip").write_bytes(b"noise")
    opened.locator("#pb-verify-file").set_input_files(tmp_path / "noise.zip")
    expect(opened.locator("#pb-verify-news")).to_contain_text("Архів не вдалося прочитати")
    expect(opened.locator("#pb-verify-results")).to_be_hidden()
