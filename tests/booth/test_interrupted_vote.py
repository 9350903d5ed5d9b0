"""What breaks off in the browser is finished at the next visit, once; a refusal keeps the envelope and says why."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from pb.box import queries as box_queries
from pb.electorate.models import RollEntry
from tests.booth.conftest import Live

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium: apt-get install chromium"),
]
DONE = "Ваш голос зараховано"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Browser, live: Live) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 360, "height": 740}, locale="uk-UA")
    log_in(opened, live, "green", live.vote.codes["green"][0])
    yield opened
    opened.close()


def log_in(page: Page, live: Live, contest: str, code: str, person: str = "oksana") -> None:
    page.goto(f"{live.url}/vote?contest={contest}")
    button = page.locator(f'form[data-pick="{code}"] button')
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    page.goto(f"{live.url}/vote/review")
    page.get_by_role("link", name="Увійти через банк").click()
    page.get_by_role("button", name="Бистриця").click()
    page.locator(f'[name=person][value="{person}"]').first.click()
    page.get_by_role("button", name="Проголосувати").wait_for()


def press(page: Page) -> None:
    page.get_by_role("button", name="Проголосувати").click()


def issued(live: Live) -> int:
    with live.database.reading() as session:
        return session.query(RollEntry).count()


def in_box(live: Live) -> int:
    with live.vote.clerk.box.database.reading() as session:
        return len(box_queries.waiting_leaves(session, live.vote.election.hash))


def stored_states(page: Page) -> list[str]:
    return page.evaluate(
        "async () => (await (await import('/static/js/booth-store.js')).all()).map((one) => one.state)"
    )


def test_a_box_that_was_out_of_reach_gets_the_envelope_later(page: Page, live: Live) -> None:
    page.route("**/box/ballots", lambda route: route.abort())
    press(page)
    expect(page.locator("#pb-booth-news")).to_contain_text("Немає зв’язку")
    assert (issued(live), in_box(live), stored_states(page)) == (1, 0, ["signed"])
    page.unroute("**/box/ballots")
    page.goto(f"{live.url}/vote")
    page.get_by_role("heading", name=DONE).wait_for()
    assert (issued(live), in_box(live), stored_states(page)) == (1, 1, ["cast"])


def test_a_lost_signature_is_asked_for_again_and_is_the_same(page: Page, live: Live) -> None:
    def swallow(route: Route) -> None:
        route.fetch()  # the city signs, and the answer never arrives
        route.abort()

    page.route("**/vote/issue", swallow)
    press(page)
    expect(page.locator("#pb-booth-news")).to_contain_text("Немає зв’язку")
    assert (issued(live), in_box(live), stored_states(page)) == (1, 0, ["sealed"])
    page.unroute("**/vote/issue")
    page.reload()
    page.get_by_role("heading", name=DONE).wait_for()
    assert (issued(live), in_box(live)) == (1, 1)


def test_a_receipt_that_got_lost_casts_nothing_twice(page: Page, live: Live) -> None:
    def swallow(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/box/ballots", swallow)
    press(page)
    expect(page.locator("#pb-booth-news")).to_contain_text("Немає зв’язку")
    page.unroute("**/box/ballots")
    press(page)
    page.get_by_role("heading", name=DONE).wait_for()
    assert (issued(live), in_box(live)) == (1, 1)


def test_somebody_else_at_the_same_screen_has_a_vote_of_their_own(page: Page, live: Live) -> None:
    press(page)
    page.get_by_role("heading", name=DONE).wait_for()
    page.get_by_role("button", name="Завершити").click()
    log_in(page, live, "green", live.vote.codes["green"][1], person="halyna")
    press(page)
    page.get_by_role("heading", name=DONE).wait_for()
    assert (issued(live), in_box(live)) == (2, 2)
    page.get_by_text("Показати контрольні коди").click()
    expect(page.locator("#pb-receipt-list dd")).to_have_count(1)


def test_who_voted_elsewhere_meanwhile_is_told(page: Page, live: Live, browser: Browser) -> None:
    other = browser.new_page(locale="uk-UA")
    log_in(other, live, "green", live.vote.codes["green"][2])
    press(other)
    other.get_by_role("heading", name=DONE).wait_for()
    other.close()
    press(page)
    expect(page.locator("#pb-booth-news")).to_contain_text("Ви вже проголосували в цьому напрямі")
    assert (issued(live), in_box(live), stored_states(page)) == (1, 1, [])


def test_a_manifest_other_than_the_published_one_is_refused(page: Page, live: Live) -> None:
    def forge(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.body().replace(b'"max_choices":2', b'"max_choices":1'))

    page.route("**/box/manifest/**", forge)
    press(page)
    expect(page.locator("#pb-booth-news")).to_contain_text("не збігається з оприлюдненим")
    assert (issued(live), stored_states(page)) == (0, [])


def test_a_double_click_is_one_ballot(page: Page, live: Live) -> None:
    page.get_by_role("button", name="Проголосувати").dblclick()
    page.get_by_role("heading", name=DONE).wait_for()
    assert (issued(live), in_box(live)) == (1, 1)


def test_two_tabs_are_one_ballot(browser: Browser, live: Live) -> None:
    context = browser.new_context(locale="uk-UA")
    first, second = context.new_page(), context.new_page()
    log_in(first, live, "green", live.vote.codes["green"][0])
    second.goto(f"{live.url}/vote/review")
    for tab in (first, second):
        tab.get_by_role("button", name="Проголосувати").wait_for()
    # Both are pressed before either has an answer.
    for tab in (first, second):
        tab.evaluate("""() => [...document.querySelectorAll("button")]
            .find((one) => one.textContent.includes("Проголосувати")).click()""")
    first.wait_for_timeout(1500)
    for tab in (first, second):
        tab.goto(f"{live.url}/vote")
    first.wait_for_timeout(1500)
    assert (issued(live), in_box(live)) == (1, 1)
    context.close()


def test_the_back_button_casts_nothing_again(page: Page, live: Live) -> None:
    press(page)
    page.get_by_role("heading", name=DONE).wait_for()
    page.go_back()
    page.wait_for_load_state()
    again = page.get_by_role("button", name="Проголосувати")
    if again.count() and again.is_visible() and again.is_enabled():
        again.click()
        page.wait_for_timeout(1000)
    assert (issued(live), in_box(live)) == (1, 1)


def test_whose_storage_was_wiped_is_told_and_gets_no_second_envelope(page: Page, live: Live) -> None:
    page.route("**/box/ballots", lambda route: route.abort())
    press(page)
    expect(page.locator("#pb-booth-news")).to_contain_text("Немає зв’язку")
    wipe = """async () => { for (const { name } of await indexedDB.databases()) await new Promise((done) => {
        const asked = indexedDB.deleteDatabase(name); asked.onsuccess = asked.onblocked = done; }); }"""
    page.goto(f"{live.url}/help")
    page.evaluate(wipe)
    page.unroute("**/box/ballots")
    page.goto(f"{live.url}/vote/review")
    assert "Ви вже проголосували тут" in page.locator("main").inner_text()
    assert stored_states(page) == []
    assert (issued(live), in_box(live)) == (1, 0)


@pytest.mark.parametrize(
    ("step", "kept"),
    {"**/manifest/*": (0, 0, []), "**/vote/issue": (0, 0, ["sealed"]), "**/vote/done": (1, 1, ["cast"])}.items(),
)
def test_a_connection_lost_at_any_other_step_is_made_good_later(
    page: Page, live: Live, step: str, kept: tuple[int, int, list[str]]
) -> None:
    page.route(step, lambda route: route.abort())
    press(page)
    expect(page.locator("#pb-booth-news")).to_contain_text(NEWS[kept[1]])
    assert (issued(live), in_box(live), stored_states(page)) == kept
    page.unroute(step)
    if kept[1]:
        page.goto(f"{live.url}/vote/review")
        expect(page.get_by_text("Ви вже проголосували тут").first).to_be_visible()
    else:
        press(page)
        page.get_by_role("heading", name=DONE).wait_for()
    assert (issued(live), in_box(live), stored_states(page)) == (1, 1, ["cast"])


NEWS = ["Немає зв’язку", "Ваш голос зараховано"]
