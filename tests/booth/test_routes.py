"""The booth's and the desk's pages in a browser without JavaScript."""

import json
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import event

from pb import clock
from pb.ballots.canonical import to_base64url
from pb.ballots.encoding import Choices
from pb.ballots.terms import Form
from pb.ballots.voter import seal
from pb.cycles.rules import Phase, VoterProof
from pb.db.database import Database
from pb.demo.content.people import tax_number
from pb.electorate.service import admit, enter_roll, make_codes, sign_envelopes
from pb.identity.models import Visit
from pb.paper import service
from pb.projects.rules import Status
from pb.settings import Settings
from pb.values.actor import SYSTEM
from pb.values.permission import Role
from pb.web.access import VISIT
from tests import make
from tests.make_booth import HOME, Vote, keys_ready, visit
from tests.make_paper import OPERATORS
from tests.make_school import text_of
from tests.visitor import Visitor


@pytest.fixture
def vote(database: Database, settings: Settings) -> Vote:
    with database.transaction() as session:
        return Vote(session, settings)


def confirmed(visitor: Visitor, database: Database, **changes: object) -> Visitor:
    with database.transaction() as session:
        token = visit(session, **changes)[1]
    with visitor.client.session_transaction() as cookie:
        cookie[VISIT] = token
    return visitor


def pick(visitor: Visitor, contest: str, code: str, act: str = "add") -> None:
    visitor.get(f"/vote?contest={contest}")
    visitor.send(f'form[data-pick="{code}"]', status=303, act=act)
    assert visitor.answer is not None
    visitor.get(visitor.answer.headers["Location"])


def test_picks_count_on_every_page_and_survive_without_a_login(visitor: Visitor, vote: Vote) -> None:
    visitor.get("/vote")
    assert "Оберіть до 3 проєктів" in visitor.text
    pick(visitor, "green", vote.codes["green"][0])
    assert "Обрано 1 з 3. Ще не проголосовано" in visitor.text
    visitor.get("/vote/review")
    assert "Обрано 1 з 3. Ще не проголосовано" in visitor.text
    assert "Ще можна обрати в напрямах: Напрям improvement" in visitor.text
    link = visitor.page.select_one(".pb-bar a")["href"]
    with visitor.client.session_transaction() as cookie:
        assert f"carried={cookie['carried']}" in link
    visitor.send(".pb-picks form", status=303, act="remove")
    visitor.get("/vote/review")
    assert "Поки що нічого не обрано" in visitor.text


def test_a_limit_is_said_with_the_way_out(visitor: Visitor, vote: Vote) -> None:
    first, second, _third = vote.codes["improvement"]
    pick(visitor, "improvement", first)
    pick(visitor, "improvement", second)
    assert "Ви вже обрали 1 з 1. Щоб додати цей, приберіть інший." in visitor.text
    assert "Обрано 1 з 3" in visitor.text


def test_the_script_is_told_the_new_state(visitor: Visitor, vote: Vote) -> None:
    visitor.get("/vote?contest=green")
    token = visitor.page.select_one("input[name=csrf_token]")["value"]
    data = {"csrf_token": token, "cycle": vote.cycle.code, "contest": "green", "act": "add"}
    for code in vote.codes["green"]:
        answer = visitor.client.post(
            "/vote/pick", data={**data, "project": code}, headers={"Accept": "application/json"}
        )
    assert answer.json["refused"]
    assert answer.json["message"].startswith("Ви вже обрали 2 з 2")
    assert set(answer.json["chosen"]) == set(vote.codes["green"][:2])
    assert (answer.json["bar"], answer.json["count"]) == ("Обрано 2 з 3. Ще не проголосовано", "2 з 2")


def test_a_confirmed_person_sees_the_name_and_may_cast(visitor: Visitor, vote: Vote, database: Database) -> None:
    pick(visitor, "green", vote.codes["green"][0])
    confirmed(visitor, database)
    visitor.get("/vote/review")
    assert "Голосує: Уявна Особа someone" in visitor.text
    assert "змінити вибір не можна" in visitor.text
    choices = json.loads(visitor.page.select_one("#pb-booth")["data-choices"])
    assert choices == {"green": {"approve": [vote.codes["green"][0]]}}
    assert visitor.page.select_one("#pb-cast") is not None
    assert visitor.answer.headers["Cache-Control"] == "no-store"


def test_a_person_from_elsewhere_reads_why_and_gets_no_button(visitor: Visitor, vote: Vote, database: Database) -> None:
    pick(visitor, "green", vote.codes["green"][0])
    confirmed(visitor, database, place="Калуш")
    visitor.get("/vote/review")
    assert "зареєстровані в іншій громаді" in visitor.text
    assert visitor.page.select_one("#pb-cast") is None


@pytest.mark.parametrize(
    ("moment", "sentence"),
    [("before", "Голосування ще не почалося."), ("after", "Голосування завершилося. Нові голоси вже не приймаємо.")],
)
def test_outside_the_voting_days_a_plain_page_says_when(
    visitor: Visitor, vote: Vote, the_clock, moment: str, sentence: str
) -> None:
    from datetime import timedelta

    opens, closes = vote.cycle.voting_opens_at, vote.cycle.voting_closes_at
    the_clock.now = opens - timedelta(seconds=1) if moment == "before" else closes + timedelta(minutes=15)
    for path in ("/vote", "/vote/review"):
        visitor.get(path)
        assert visitor.title == "Зараз не голосують"
        assert sentence in visitor.text


@pytest.mark.parametrize(
    "columns",
    [
        {"form": Form.RANK, "max_choices": 3},
        {"form": Form.POINTS, "max_choices": 3, "scale": "3,2,1"},
        {"form": Form.POINTS, "max_choices": 3, "points_total": 10},
        {"form": Form.KNAPSACK, "max_choices": 3, "purse_kopecks": 25_000_000},
        {"form": Form.EXACTLY, "min_choices": 2, "max_choices": 2},
    ],
    ids=["rank", "scale", "total", "knapsack", "exactly"],
)
def test_every_ballot_form_works_without_scripts(
    app: Flask, database: Database, settings: Settings, columns: dict[str, object]
) -> None:
    with database.transaction() as session:
        vote = Vote(session, settings, contests={"green": columns})
    visitor, codes = Visitor(app), vote.codes["green"]
    for points, code in zip("321", codes[:2], strict=False):
        visitor.get("/vote?contest=green")
        act = {"act": "give", "points": points} if columns["form"] is Form.POINTS else {"act": "add"}
        visitor.send(f'form[data-pick="{code}"]', status=303, **act)
    if columns["form"] is Form.RANK:
        visitor.get("/vote?contest=green")
        visitor.send(".pb-ranks li:nth-of-type(2) form", status=303, act="up")
    confirmed(visitor, database)
    visitor.get("/vote/review")
    [(kind, given)] = json.loads(visitor.page.select_one("#pb-booth")["data-choices"])["green"].items()
    expected = {
        Form.RANK: ("rank", [codes[1], codes[0]]),
        Form.POINTS: ("points", sorted([[codes[0], 3], [codes[1], 2]])),
    }
    assert (kind, given) == expected.get(columns["form"], ("approve", sorted(codes[:2])))


def test_a_pupil_enters_with_a_code(app: Flask, database: Database, settings: Settings) -> None:
    with database.transaction() as session:
        vote = Vote(session, settings, rules={"voter_proof": VoterProof.CODE})
        [code] = make_codes(session, SYSTEM, vote.cycle, {"7-А": 1}, keys=vote.keys)["7-А"]
    visitor = Visitor(app)
    pick(visitor, "green", vote.codes["green"][0])
    visitor.get("/vote/review")
    assert visitor.page.select_one(".pb-bar a")["href"] == "/vote/code"
    visitor.get("/vote/code")
    visitor.send(status=422, code="AAAA-BBBB-CCCC")
    assert "Такого коду немає" in visitor.text
    visitor.send(status=303, code=code)
    visitor.get(f"/vote/review?cycle={vote.cycle.code}")
    assert "Ви голосуєте за шкільним кодом" in visitor.text
    assert visitor.page.select_one("#pb-cast") is not None


def test_an_operator_lets_a_voter_in_and_closes_the_shift(app: Flask, database: Database, vote: Vote) -> None:
    with database.transaction() as session:
        make.desk(session)
        operator = make.signed_in(Visitor(app), session, make.staff(session, Role.OPERATOR))
    operator.get("/desk")
    operator.send("main form", status=303)
    operator.get("/desk/identify")
    number = tax_number(date(1987, 7, 14), 1234)
    shown = {"birth_date": ["14", "07", "1987"], "place": HOME}
    operator.send("main form", status=422, number="123", **shown)
    assert "Такого номера не буває" in operator.text
    operator.send("main form", status=200, number=number, **shown)
    assert operator.title == "Може голосувати"
    code = operator.page.select_one(".pb-desk-code").get_text()
    assert operator.page.select_one("img[src^='data:image/svg']") is not None
    screen = Visitor(app)
    screen.get(f"/vote/desk/{code.replace('-', '')}")
    screen.send(status=303)
    screen.get("/vote")
    pick(screen, "green", vote.codes["green"][0])
    screen.get("/vote/review")
    assert "Вашу особу підтвердив оператор" in screen.text
    address = operator.page.select_one("#pb-booth-state")["data-address"]
    operator.get(address)
    assert "голосує" in operator.text
    token = screen.page.select_one("#pb-booth")["data-csrf"]
    answer = screen.client.post("/vote/done", json={"cycle": vote.cycle.code}, headers={"X-CSRFToken": token})
    assert answer.json == {"next": "/vote/done"}
    operator.get(address)
    assert "завершено" in operator.text
    operator.get("/desk/close")
    operator.send("main form", status=303, note="Без зауважень")
    operator.get(operator.answer.headers["Location"])
    assert operator.title.startswith("Акт зміни")
    assert "Пояснення: Без зауважень" in operator.text
    assert number not in operator.text
    act = text_of(operator.get(str(operator.page.select_one("a[href$='.pdf']")["href"])).get_data())
    for words in ("Акт зміни", "Увійшли до кабінки", "реєстрація місця проживання", "Без зауважень"):
        assert words in act
    assert number not in act


def test_a_vote_is_continued_in_parts_and_the_desk_says_what_is_left(
    app: Flask, database: Database, vote: Vote
) -> None:
    with database.transaction() as session:
        desk = make.desk(session)
        service.order_ballots(session, OPERATORS[0], vote.cycle, desk, 5, clock.now())
        operator = make.signed_in(Visitor(app), session, make.staff(session, Role.OPERATOR))
    operator.get("/desk")
    operator.send("main form", status=303)
    shown = {"number": tax_number(date(1987, 7, 14), 1234), "birth_date": ["14", "07", "1987"], "place": HOME}
    for left in ("Напрям green", ""):
        operator.get("/desk/identify")
        operator.send("main form", status=200, **shown)
        assert operator.title == "Може голосувати"
        contest = "green" if not left else "improvement"
        operator.send("form[action='/desk/paper/hand']", status=200, contest=[contest])
        operator.get("/desk/identify")
        operator.send("main form", status=200, **shown)
        if left:
            assert "Лишилося: Напрям green." in operator.text
            assert "Голосувати можна частинами" in operator.text
    assert operator.title == "Уже проголосовано в усіх напрямах"


@pytest.fixture
def districts(database: Database, settings: Settings) -> Vote:
    """Two contests of which a person may use one."""
    with database.transaction() as session:
        return Vote(session, settings, most=1)


def test_of_a_group_only_so_many_contests_are_picked_and_the_page_says_so(
    app: Flask, districts: Vote, database: Database
) -> None:
    visitor = Visitor(app)
    visitor.get("/vote?contest=green")
    assert "Райони: ви можете проголосувати ще в 1 напрямі з 1." in visitor.text
    assert "Оберіть до 2 проєктів" in visitor.text  # the larger of the two ballots, not both
    pick(visitor, "green", districts.codes["green"][0])
    pick(visitor, "improvement", districts.codes["improvement"][0])
    assert "У цій групі напрямів ви можете проголосувати лише в 1. Щоб обрати тут, приберіть вибір" in visitor.text
    visitor.get("/vote/review")
    assert "Ще можна обрати в напрямах" not in visitor.text
    confirmed(visitor, database)
    visitor.get("/vote/review")
    assert json.loads(visitor.page.select_one("#pb-booth")["data-choices"]).keys() == {"green"}


def test_what_was_picked_before_the_login_is_refused_when_the_group_is_used(
    app: Flask, districts: Vote, database: Database
) -> None:
    visitor = Visitor(app)
    pick(visitor, "green", districts.codes["green"][0])
    confirmed(visitor, database)
    with database.transaction() as session:
        who = session.query(Visit).one()
        admission = admit(session, districts.cycle, who, keys=districts.keys, region="", now=clock.now())
        enter_roll(session, admission, sign_envelopes(admission, {"improvement": bytes(383) + b"\x02"}, districts.keys))
    visitor.get("/vote/review")
    assert "Приберіть вибір у зайвому напрямі" in visitor.text
    assert "Це були не ви?" in visitor.text
    assert visitor.page.select_one("#pb-cast") is None
    visitor.get("/vote?contest=green")
    assert "Райони: ви вже проголосували в 1 напрямі, більше не можна." in visitor.text
    assert len(visitor.page.select("form[data-pick]")) == 1  # only the way to take the pick away
    visitor.send("form[data-pick]", status=303, act="remove")
    visitor.get("/vote")
    assert "Ви проголосували скрізь, де можна" in visitor.text


def test_the_desk_says_that_a_group_is_used(app: Flask, districts: Vote, database: Database) -> None:
    with database.transaction() as session:
        service.order_ballots(session, OPERATORS[0], districts.cycle, make.desk(session), 5, clock.now())
        operator = make.signed_in(Visitor(app), session, make.staff(session, Role.OPERATOR))
    operator.get("/desk")
    operator.send("main form", status=303)
    shown = {"number": tax_number(date(1987, 7, 14), 1234), "birth_date": ["14", "07", "1987"], "place": HOME}
    operator.get("/desk/identify")
    operator.send("main form", status=200, **shown)
    assert "Райони: людина може проголосувати ще в 1 напрямі з 1." in operator.text
    operator.send("form[action='/desk/paper/hand']", status=409, contest=["green", "improvement"])
    assert "стількох напрямах цієї групи" in operator.text
    operator.get("/desk/identify")
    operator.send("main form", status=200, **shown)
    operator.send("form[action='/desk/paper/hand']", status=200, contest=["green"])
    operator.get("/desk/identify")
    operator.send("main form", status=200, **shown)
    assert operator.title == "Уже проголосовано скрізь, де можна"
    assert "людина вже проголосувала в 1 напрямі, більше не можна." in operator.text


def test_the_desk_is_for_operators(visitor: Visitor, vote: Vote) -> None:
    visitor.get("/desk", status=302)
    visitor.get("/desk/identify", status=302)


def test_turnout_is_public_and_shows_people_only(visitor: Visitor, vote: Vote) -> None:
    visitor.get(f"/cycle/{vote.cycle.code}/turnout")
    assert visitor.title == "Скільки людей проголосувало"
    assert vote.manifest.hash in visitor.text
    assert not any(code in visitor.text for codes in vote.codes.values() for code in codes)


def test_a_manager_opens_the_box(app: Flask, database: Database, settings: Settings) -> None:
    with database.transaction() as session:
        cycle = make.cycle(session, Phase.BALLOT)
        make.project(session, cycle, Status.ON_BALLOT)
        keys_ready(settings.folder("keys"), cycle.code)
        manager = make.signed_in(Visitor(app), session, make.staff(session, Role.MANAGER))
    manager.get(f"/turnout?cycle={cycle.code}")
    assert "Скриньку для цього циклу ще не відкрито" in manager.text
    manager.send("main form", status=303)
    manager.get(f"/turnout?cycle={cycle.code}")
    assert "Скриньку відкрито. Бюлетень заморожено." in manager.text
    assert "ще не відкрито" not in manager.text
    assert app.test_client().get("/box/elections").json[0]["open"]


def test_envelopes_need_a_visit_and_a_token(visitor: Visitor, vote: Vote) -> None:
    body = {"cycle": vote.cycle.code, "requests": {"green": "AAAA"}}
    assert visitor.client.post("/vote/issue", json=body).status_code == 400  # no token
    visitor.get("/vote/review")
    token = {"X-CSRFToken": visitor.page.select_one("#pb-booth")["data-csrf"], "Accept": "application/json"}
    assert visitor.client.post("/vote/issue", json=body, headers=token).status_code == 400  # not an envelope
    body["requests"]["green"] = "A" * 512
    answer = visitor.client.post("/vote/issue", json=body, headers=token)
    assert (answer.status_code, answer.json["reason"]) == (401, "visit_needed")


@pytest.mark.parametrize("most", [None, 2])
@pytest.mark.parametrize("again", [False, True])
def test_issuing_is_at_most_four_statements(
    again: bool, most: int | None, app: Flask, visitor: Visitor, settings: Settings, database: Database
) -> None:
    with database.transaction() as session:
        vote = Vote(session, settings, most=most)
    confirmed(visitor, database)
    visitor.get("/vote")
    csrf = visitor.page.select_one("[data-csrf]")["data-csrf"]
    envelopes = seal(vote.manifest, {code: Choices.approve(codes[:1]) for code, codes in vote.codes.items()})
    body = {"cycle": vote.cycle.code, "requests": {code: to_base64url(one.message) for code, one in envelopes.items()}}

    def issued() -> list[str]:
        seen: list[str] = []
        engine = app.extensions["pb"].database.engine
        note = lambda *given: seen.append(given[2])  # noqa: E731 - must be removed again
        event.listen(engine, "before_cursor_execute", note)
        answer = visitor.client.post("/vote/issue", json=body, headers={"X-CSRFToken": csrf})
        event.remove(engine, "before_cursor_execute", note)
        assert answer.status_code == 200
        assert len(answer.json["signatures"]) == 2
        return [one for one in seen if not one.startswith("BEGIN")]

    first = issued()
    seen = issued() if again else first
    assert len(seen) <= 4, seen
