"""Whatever goes wrong on the way to a bank ends with a plain sentence, a way out and the draft still there."""

import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask import Flask

from pb import clock
from pb.db.database import Database
from pb.demo.running import providers_text
from pb.errors import Refused
from pb.identity import service
from pb.identity.health import MOST_WAITING
from pb.identity.models import Login, Visit
from pb.identity.providers import contract
from pb.identity.rules import Purpose, Refusal
from pb.settings import Settings
from pb.web.access import VISIT
from pb.web.labels import labels
from tests.identity.sandbox import RETURN
from tests.make_booth import Vote
from tests.visitor import Visitor

FAILURES = sorted(contract.NotProved.__subclasses__(), key=lambda kind: kind.__name__)


@pytest.fixture
def settings(settings: Settings, tmp_path: Path, bank_url: str) -> Settings:
    path = tmp_path / "providers.toml"
    path.write_text(providers_text(bank_url, "sandbox-secret"), "utf-8")
    return replace(settings, providers_file=path)


def banks_of(app: Flask) -> dict[str, contract.Provider]:
    return app.extensions["pb_providers"]


def with_draft(visitor: Visitor) -> Visitor:
    with visitor.client.session_transaction() as cookie:
        cookie["carried"] = "MYDRAFT"
    return visitor


def begin(visitor: Visitor, bank: str = "bystrytsia", purpose: str = "vote", more: str = "") -> str:
    """Where the city sends the person."""
    visitor.get(f"/identity/choose?purpose={purpose}{more}")
    return visitor.send("form[action$=start]", status=303, provider=bank).headers["Location"]


def state_in(address: str) -> str:
    return parse_qs(urlsplit(address).query)["state"][0]


def confirm(address: str, person: str = "oksana", **typed: str) -> str:
    """Where a bank sends the person back after consent: path and query."""
    answer = requests.post(address, data={"person": person, **typed}, allow_redirects=False, timeout=5)
    assert answer.status_code == 302, answer.text
    assert answer.headers["Location"].startswith(RETURN)
    return answer.headers["Location"].removeprefix("http://localhost")


def visits(app: Flask) -> list[Visit]:
    with app.extensions["pb"].database.reading() as session:
        return session.query(Visit).all()


def assert_told(visitor: Visitor, address: str, refusal: Refusal, app: Flask) -> None:
    """The grid with the sentence, other banks, the desk, the way on and the draft; nobody is let in."""
    visitor.get(address)
    with app.test_request_context():
        assert str(labels(refusal)) in visitor.text
    assert len(visitor.page.select(".pb-bank")) > 8
    assert visitor.page.select_one("a[href='/points']")
    assert visitor.page.select_one("form[action$=start] input[name=carried]")["value"] == "MYDRAFT"
    assert visits(app) == []
    with visitor.client.session_transaction() as cookie:
        assert VISIT not in cookie
        assert cookie["carried"] == "MYDRAFT"


@pytest.mark.enable_socket
@pytest.mark.parametrize("failure", FAILURES)
def test_every_failure_of_a_bank_is_told_and_nothing_is_lost(
    failure, visitor: Visitor, app: Flask, monkeypatch
) -> None:
    def fail(*_: object) -> None:
        raise failure("a reason for the log")

    monkeypatch.setattr(banks_of(app)["bystrytsia"], "finish", fail)
    state = state_in(begin(with_draft(visitor), more="&next=/vote/review%3Fcycle=c"))
    answer = visitor.get(f"/identity/return/bystrytsia?state={state}&code=x", status=303)
    assert_told(visitor, answer.headers["Location"], failure.refusal, app)
    assert visitor.page.select_one("input[name=next]")["value"] == "/vote/review?cycle=c"


@pytest.mark.enable_socket
@pytest.mark.parametrize("failure", FAILURES)
def test_a_bank_that_cannot_even_be_left_for_is_told(failure, visitor: Visitor, app: Flask, monkeypatch) -> None:
    def fail(*_: object) -> None:
        raise failure("a reason for the log")

    monkeypatch.setattr(banks_of(app)["bystrytsia"], "begin", fail)
    assert_told(visitor, begin(with_draft(visitor)), failure.refusal, app)


@pytest.mark.enable_socket
def test_a_slow_bank_does_not_hold_everybody(app: Flask, monkeypatch) -> None:
    """Sixteen wait for it; the next is told at once, and another bank lets people in meanwhile."""
    slow, answers, arrived = banks_of(app)["bystrytsia"], threading.Event(), threading.Semaphore(0)

    def late(*_: object) -> None:
        arrived.release()
        assert answers.wait(60)
        raise contract.ProviderDown("at last")

    backs = []
    for _ in range(MOST_WAITING + 1):
        one = with_draft(Visitor(app))
        backs.append((one, confirm(begin(one))))
    monkeypatch.setattr(slow, "finish", late)
    last, told = backs.pop()
    waiting = [threading.Thread(target=one.client.get, args=(back,)) for one, back in backs]
    for thread in waiting:
        thread.start()
    for _ in waiting:
        assert arrived.acquire(timeout=60)
    try:
        assert_told(last, last.get(told, status=303).headers["Location"], Refusal.BANK_DOWN, app)
        other = Visitor(app)
        other.get(confirm(begin(other, "prut"), "danylo"), status=303)
        assert len(visits(app)) == 1
        assert app.extensions["pb_banks_health"].works("bystrytsia", ""), "a crowd is not the bank's failure"
    finally:
        answers.set()
        for thread in waiting:
            thread.join()
    assert not app.extensions["pb_banks_health"].works("bystrytsia", "")
    with app.extensions["pb_banks_health"].asking("bystrytsia", ""):
        pass  # there is room again


@pytest.mark.enable_socket
@pytest.mark.parametrize(
    "query",
    ["", "state=", "state=unknown", "code=x", "state=unknown&code=x", "error=access_denied", "state=" + "x" * 5000],
)
def test_a_return_without_a_login_of_ours_is_told(visitor: Visitor, app: Flask, query: str) -> None:
    answer = with_draft(visitor).get(f"/identity/return/bystrytsia?{query}", status=303)
    assert_told(visitor, answer.headers["Location"], Refusal.LOGIN_UNKNOWN, app)


@pytest.mark.enable_socket
def test_the_answer_of_one_bank_does_not_pass_as_anothers(visitor: Visitor, app: Flask) -> None:
    back = confirm(begin(with_draft(visitor)))
    answer = visitor.get(back.replace("/bystrytsia?", "/prut?"), status=303)
    assert_told(visitor, answer.headers["Location"], Refusal.BANK_NONSENSE, app)


@pytest.mark.enable_socket
def test_a_bank_of_the_hub_that_does_not_answer_is_told_and_marked(visitor: Visitor, app: Flask) -> None:
    address = begin(with_draft(visitor), "bankid/manyava")
    answer = requests.get(address, allow_redirects=False, timeout=5)
    back = visitor.get(answer.headers["Location"].removeprefix("http://localhost"), status=303)
    assert_told(visitor, back.headers["Location"], Refusal.BANK_DOWN, app)
    stranger = Visitor(app)
    stranger.get("/identity/choose?purpose=vote")
    assert "зараз не працює" in stranger.page.select_one("button[value='bankid/manyava']").text
    assert "зараз не працює" not in stranger.page.select_one("button[value='bankid/yasen']").text


@pytest.mark.enable_socket
def test_another_bank_of_the_hub_than_the_chosen_one_is_told(visitor: Visitor, app: Flask) -> None:
    address = begin(with_draft(visitor), "bankid/yasen").replace("bank_id=yasen", "bank_id=vatra")
    answer = visitor.get(confirm(address), status=303)
    assert_told(visitor, answer.headers["Location"], Refusal.OTHER_BANK, app)


@pytest.mark.enable_socket
def test_the_signature_of_a_firm_is_told(visitor: Visitor, app: Flask) -> None:
    answer = visitor.get(confirm(begin(with_draft(visitor), "id-gov-ua"), way="organisation"), status=303)
    assert_told(visitor, answer.headers["Location"], Refusal.LEGAL_PERSON, app)


@pytest.mark.enable_socket
def test_an_old_login_starts_anew_where_it_was(visitor: Visitor, app: Flask, the_clock) -> None:
    back = confirm(begin(with_draft(visitor), purpose="author", more="&next=/submit/x/idea"))
    the_clock.now += timedelta(minutes=11)
    answer = visitor.get(back, status=303)
    assert_told(visitor, answer.headers["Location"], Refusal.LOGIN_EXPIRED, app)
    assert visitor.page.select_one("input[name=purpose]")["value"] == "author"
    assert visitor.page.select_one("input[name=next]")["value"] == "/submit/x/idea"


@pytest.mark.enable_socket
def test_one_person_is_one_voter_through_every_door(visitor: Visitor, app: Flask) -> None:
    for bank in ("bystrytsia", "prut", "bankid/yasen", "bankid/vatra", "id-gov-ua"):
        visitor.get(confirm(begin(visitor, bank), "dmytro"), status=303)
    for bank in ("bystrytsia", "bankid/yasen", "id-gov-ua"):
        visitor.get(confirm(begin(visitor, bank), "yosyf"), status=303)
    found = visits(app)
    assert len(found) == 8
    assert len({visit.stretch for visit in found}) == 2


@pytest.mark.enable_socket
@pytest.mark.parametrize(
    ("person", "bank", "sentence"),
    [
        ("solomiika", "prut", "ви ще замолоді"),
        ("solomiika", "bankid/yasen", "ви ще замолоді"),
        ("artem", "prut", "зареєстровані в іншій громаді"),
        ("svitlana", "bankid/yasen", "зареєстровані в іншій громаді"),
        ("maia", "prut", "зареєстровані в іншій громаді"),
        ("oksana", "id-gov-ua", "не передав дату народження"),
        ("oksana", "id-gov-ua", "не передав місце реєстрації"),
        ("yosyf", "bystrytsia", ""),
        ("oksana", "bankid/yasen", ""),
    ],
)
def test_who_may_not_vote_is_told_why_and_who_may_is_let_on(
    visitor, app, database, settings, person, bank, sentence
) -> None:
    with database.transaction() as session:
        vote = Vote(session, settings)
    visitor.get("/vote?contest=green")
    visitor.send(f'form[data-pick="{vote.codes["green"][0]}"]', status=303, act="add")
    visitor.get(confirm(begin(visitor, bank), person), status=303)
    visitor.get("/vote/review")
    assert sentence in visitor.text
    assert ("Голосувати" in visitor.text or "Проголосувати" in visitor.text) if not sentence else True
    with visitor.client.session_transaction() as cookie:
        assert cookie["carried"], "the draft is gone"


@pytest.mark.enable_socket
def test_a_link_of_a_stranger_changes_nothing_until_it_is_accepted(app: Flask) -> None:
    stranger, victim = Visitor(app), with_draft(Visitor(app))
    back = confirm(begin(stranger, "prut", more="&carried=STRANGERS"), "danylo")
    assert victim.get(back, status=303).headers["Location"] == "/identity/accept"
    with victim.client.session_transaction() as cookie:
        assert VISIT not in cookie
        assert cookie["carried"] == "MYDRAFT"
    victim.get("/identity/accept")
    assert "Намальований Данило" in victim.text
    victim.send("form[method=post]", status=303, answer="other")
    with victim.client.session_transaction() as cookie:
        assert cookie["carried"] == "MYDRAFT"
        assert VISIT not in cookie
    assert visits(app) == []
    # The link is used up for the stranger as well.
    assert "login_used" in stranger.get(back, status=303).headers["Location"]


@pytest.mark.enable_socket
def test_accepting_brings_the_draft_of_the_other_browser(app: Flask) -> None:
    first, second = Visitor(app), Visitor(app)
    back = confirm(begin(first, more="&carried=ONTHEPHONE"))
    second.get(back, status=303)
    second.get("/identity/accept")
    second.send("form[method=post]", status=303, answer="mine")
    with second.client.session_transaction() as cookie:
        assert (cookie["carried"], bool(cookie[VISIT])) == ("ONTHEPHONE", True)


@pytest.mark.enable_socket
def test_an_authors_session_is_not_given_to_another_browser(app: Flask) -> None:
    first, second = Visitor(app), Visitor(app)
    second.get(confirm(begin(first, purpose="author")), status=303)
    second.get("/identity/accept")
    answer = second.send("form[method=post]", status=303, answer="mine")
    assert answer.headers["Location"].startswith("/identity/choose?purpose=author")
    assert visits(app) == []
    with second.client.session_transaction() as cookie:
        assert "_user_id" not in cookie


@pytest.mark.enable_socket
def test_nothing_the_browser_brought_along_survives_a_login(visitor: Visitor) -> None:
    with visitor.client.session_transaction() as cookie:
        cookie["planted"], cookie["_user_id"] = "by somebody", "an old session"
    visitor.get(confirm(begin(visitor)), status=303)
    with visitor.client.session_transaction() as cookie:
        assert not {"planted", "_user_id", "login"} & set(cookie)


def test_of_two_answers_at_once_one_is_taken(database: Database) -> None:
    now = clock.now()
    with database.transaction() as session:
        begun = service.begin_login(session, provider="b", purpose=Purpose.VOTE, next_path="/", carried="", now=now)
    barrier, taken, refused = threading.Barrier(8), [], []

    def take() -> None:
        barrier.wait()
        try:
            with database.transaction() as session:
                taken.append(service.take_login(session, begun.state, begun.browser_token, now))
        except Refused as why:
            refused.append(why.reason)

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == 1
    assert refused == [Refusal.LOGIN_USED] * 7


def test_a_form_is_taken_only_from_banks_that_send_one(visitor: Visitor, app: Flask, monkeypatch) -> None:
    assert visitor.client.post("/identity/return/bystrytsia", data={"code": "x"}).status_code == 400
    monkeypatch.setattr(type(banks_of(app)["bystrytsia"]), "answers_by_form", True)
    told = {"code": "x", "state": "s & t", "iss": "i", "evil": "<script>"}
    answer = visitor.client.post("/identity/return/bystrytsia", data=told)
    assert answer.status_code == 303
    assert parse_qs(urlsplit(answer.headers["Location"]).query) == {"code": ["x"], "state": ["s & t"], "iss": ["i"]}


@pytest.mark.parametrize("bank", ["", "nowhere", "bankid/nowhere", "bystrytsia/x", "../etc", "bankid/"])
def test_only_known_banks_are_left_for(visitor: Visitor, bank: str) -> None:
    visitor.get("/identity/choose?purpose=vote")
    status = 303 if bank == "bankid/" else 404  # the hub without a bank lets choose there
    visitor.send("form[action$=start]", status=status, provider=bank)


def test_logins_and_visits_that_are_over_are_forgotten_by_themselves(database: Database, the_clock) -> None:
    from tests.make_booth import visit

    with database.transaction() as session:
        service.begin_login(session, provider="b", purpose=Purpose.VOTE, next_path="/", carried="", now=clock.now())
        visit(session)
    the_clock.now += timedelta(minutes=16)
    with database.transaction() as session:
        service.forget_past(session, clock.now())
    with database.reading() as session:
        assert (session.query(Login).count(), session.query(Visit).count()) == (0, 0)
