"""A whole vote over HTTP and through a real browser, then the published election checked and counted."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from pb.ballots.encoding import Record
from pb.ballots.published import ballots_file
from pb.ballots.verifier import verify_election
from pb.booth.box import published_folder
from pb.electorate import queries
from pb.electorate.rules import Channel
from pb.electorate.service import publish_roll
from pb.values.actor import SYSTEM
from tests.booth.conftest import Live
from tests.booth.voter import HttpVoter

CHROMIUM = shutil.which("chromium")
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium: apt-get install chromium")
pytestmark = pytest.mark.enable_socket


def published(live: Live, the_clock) -> Path:
    """The folder of the election's files, after the close and the grace."""
    the_clock.now = live.vote.manifest.grace_until + timedelta(seconds=1)
    live.vote.clerk.tick()
    with live.database.transaction() as session:
        return publish_roll(session, SYSTEM, live.vote.cycle, live.vote.election, published_folder(live.settings))


def votes_in(folder: Path) -> dict[str, list[tuple[str, ...]]]:
    return {
        code: sorted(
            Record.parse(line).ballot.choices.codes for line in (folder / ballots_file(code)).read_bytes().splitlines()
        )
        for code in ("green", "improvement")
    }


def is_sound(folder: Path) -> bool:
    return verify_election({path.name: path.read_bytes() for path in folder.iterdir()}).passed


def test_a_vote_over_http_is_counted_and_verifies(live: Live, the_clock) -> None:
    green, improvement = live.vote.codes["green"], live.vote.codes["improvement"]
    voter = HttpVoter(live.url)
    voter.pick("green", green[0])
    voter.pick("green", green[2])
    voter.pick("improvement", improvement[1])
    review = voter.log_in()
    assert "Придумана Оксана Миронівна" in review.get_text()
    done = voter.cast(review)
    text = " ".join(done.get_text(" ").split())
    assert "Ваш голос зараховано" in text
    assert not any(code in str(done) for code in [*green, *improvement])
    folder = published(live, the_clock)
    assert votes_in(folder) == {"green": [tuple(sorted((green[0], green[2])))], "improvement": [(improvement[1],)]}
    assert is_sound(folder)
    with live.database.reading() as session:
        counts = queries.reconciliation(session, live.vote.cycle, live.vote.election, published_folder(live.settings))
    assert {one.code: (one.issued, one.cast) for one in counts} == {
        "green": ({Channel.ONLINE: 1}, 1), "improvement": ({Channel.ONLINE: 1}, 1),
    }  # fmt: skip


@pytest.mark.browser
@needs_browser
def test_a_vote_through_a_browser_is_counted_and_verifies(live: Live, the_clock) -> None:
    green, improvement = live.vote.codes["green"], live.vote.codes["improvement"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        page = browser.new_page(viewport={"width": 360, "height": 740}, locale="uk-UA")
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        vote_in_browser(page, live, {"green": green[:2], "improvement": improvement[:1]})
        assert said == []
        browser.close()
    folder = published(live, the_clock)
    assert votes_in(folder) == {"green": [tuple(sorted(green[:2]))], "improvement": [(improvement[0],)]}
    assert is_sound(folder)


def vote_in_browser(page: Page, live: Live, choices: dict[str, list[str]]) -> None:
    for contest, codes in choices.items():
        page.goto(f"{live.url}/vote?contest={contest}")
        for code in codes:
            button = page.locator(f'form[data-pick="{code}"] button')
            button.click()
            expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#pb-bar-text")).to_have_text("Обрано 3 з 3. Ще не проголосовано")
    page.get_by_role("link", name="Далі").click()
    page.get_by_role("link", name="Увійти через банк").click()
    page.get_by_role("button", name="Бистриця").click()
    page.locator('[name=person][value="oksana"]').first.click()
    page.get_by_role("button", name="Проголосувати").click()
    page.get_by_role("heading", name="Ваш голос зараховано").wait_for()
    page.get_by_text("Показати контрольні коди").click()
    expect(page.locator("#pb-receipt-list dd")).to_have_count(len(choices))
