"""A pupil's whole way with a slip: the code, the choice, the sealed vote, the count; and never twice."""

import shutil
from datetime import timedelta

import pytest
from playwright.sync_api import expect, sync_playwright

from pb.ballots.encoding import Record
from pb.ballots.published import ballots_file
from pb.ballots.verifier import verify_election
from pb.booth.box import published_folder
from pb.electorate.models import SchoolCode
from pb.electorate.rules import Refusal
from pb.electorate.service import make_codes, publish_roll, replace_code
from pb.errors import Refused
from pb.values.actor import SYSTEM
from pb.values.code import grouped
from tests.booth.conftest import Live
from tests.booth.voter import HttpVoter

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.enable_socket


def codes(live: Live, amount: int) -> list[str]:
    with live.database.transaction() as session:
        return make_codes(session, SYSTEM, live.vote.cycle, {"7-А": amount}, keys=live.vote.keys)["7-А"]


def entered(live: Live, code: str) -> HttpVoter:
    pupil = HttpVoter(live.url)
    form = pupil.page("/vote/code").select_one("form[method=post]")
    form["action"] = "/vote/code"
    page = pupil.send(form, code=grouped(code).lower())
    assert page.h1.get_text() == "Оберіть проєкти"
    return pupil


def test_a_pupil_votes_with_a_slip_once(live: Live, the_clock) -> None:
    first, second = codes(live, 2)
    projects = live.vote.codes["improvement"]
    pupil = entered(live, first)
    pupil.pick("improvement", projects[1])
    review = pupil.page("/vote/review")
    assert "Ви голосуєте за шкільним кодом" in review.get_text()
    done = pupil.cast(review)
    assert "Ваш голос зараховано" in done.get_text()
    assert not any(project in str(done) for project in projects)
    again = entered(live, first)
    assert "Ви вже проголосували тут" in again.page("/vote").get_text()
    with live.database.transaction() as session:
        with pytest.raises(Refused) as refused:
            replace_code(session, SYSTEM, live.vote.cycle, first, keys=live.vote.keys)
        assert refused.value.reason is Refusal.USED_CODE
        replace_code(session, SYSTEM, live.vote.cycle, second, keys=live.vote.keys)
    with live.database.reading() as session:
        marks = sorted((row.is_used, row.is_void) for row in session.query(SchoolCode))
    assert marks == [(False, False), (False, True), (True, False)]
    the_clock.now = live.vote.manifest.grace_until + timedelta(seconds=1)
    live.vote.clerk.tick()
    with live.database.transaction() as session:
        folder = publish_roll(
            session, SYSTEM, live.vote.cycle, live.vote.election, published_folder(live.settings)
        )  # fmt: skip
    lines = (folder / ballots_file("improvement")).read_bytes().splitlines()
    assert [Record.parse(line).ballot.choices.codes for line in lines] == [(projects[1],)]
    assert verify_election({path.name: path.read_bytes() for path in folder.iterdir()}).passed


def test_a_slip_replaced_while_its_holder_chooses_does_not_vote(live: Live) -> None:
    [code] = codes(live, 1)
    pupil = entered(live, code)
    pupil.pick("improvement", live.vote.codes["improvement"][0])
    assert pupil.page("/vote/review").select_one("#pb-cast")
    with live.database.transaction() as session:
        replace_code(session, SYSTEM, live.vote.cycle, code, keys=live.vote.keys)
    review = pupil.page("/vote/review")
    assert "Цей код замінено іншим" in review.get_text()
    assert review.select_one("#pb-cast") is None


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium: apt-get install chromium")
def test_the_code_of_a_scanned_slip_is_typed_in_and_not_sent(live: Live) -> None:
    [code] = codes(live, 1)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        page = browser.new_page(locale="uk-UA")
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{live.url}/vote/code#{code}")
        expect(page.locator("#code")).to_have_value(code)
        assert page.url == f"{live.url}/vote/code"
        with live.database.reading() as session:
            assert not session.query(SchoolCode).filter_by(is_used=True).count()
        page.get_by_role("button", name="Увійти до кабінки").click()
        page.get_by_role("heading", name="Оберіть проєкти").wait_for()
        assert not any(code in address.partition("#")[0] for address in asked)
        browser.close()
