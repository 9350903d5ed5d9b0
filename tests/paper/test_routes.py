"""The paper's pages: a whole vote on paper through forms, from the order to the published account."""

import io
import re
from collections.abc import Callable
from datetime import date, timedelta

import pypdf
import pytest
from flask import Flask

from pb.booth.box import published_folder
from pb.db.database import Database
from pb.demo.content.people import tax_number
from pb.electorate.models import RollEntry
from pb.electorate.queries import election_of
from pb.jobs import run_due
from pb.projects.models import Project
from pb.settings import Settings
from pb.values.permission import Role
from tests import make
from tests.make_booth import HOME, Vote
from tests.make_school import text_of
from tests.visitor import Visitor

PEOPLE = 6


@pytest.fixture
def vote(database: Database, settings: Settings) -> Vote:
    with database.transaction() as session:
        make.desk(session)
        return Vote(session, settings)


@pytest.fixture
def someone(app: Flask, database: Database) -> Callable[[Role], Visitor]:
    def signed(role: Role) -> Visitor:
        with database.transaction() as session:
            return make.signed_in(Visitor(app), session, make.staff(session, role))

    return signed


def ordered(manager: Visitor, vote: Vote, amount: str = "10") -> dict[str, str]:
    """Contest's title → batch code."""
    manager.get(f"/paper/order?cycle={vote.cycle.code}")
    desk = manager.page.select("select[name=desk] option")[1]["value"]
    manager.send("main form", status=303, desk=desk, amount=amount)
    manager.get(f"/paper?cycle={vote.cycle.code}")
    links = manager.page.select("main a[href^='/paper/batch/']")
    return {link.get_text().split(",")[0]: str(link["href"]).rsplit("/", 1)[1] for link in links}


def on_paper(operator: Visitor, person: int, *contests: str) -> None:
    operator.get("/desk/identify")
    number = tax_number(date(1987, 7, 14), person)
    operator.send("main form", status=200, number=number, birth_date=["14", "07", "1987"], place=HOME)
    operator.send("form[action='/desk/paper/hand']", status=200, contest=list(contests))
    assert operator.title == "Видайте бюлетені"


def opened(operator: Visitor) -> Visitor:
    operator.get("/desk")
    operator.send("main form", status=303)
    return operator


def accounted(operator: Visitor, code: str, returned: int, spoilt: int = 0) -> None:
    operator.get(f"/desk/paper/{code}/account")
    operator.send("main form", status=303, returned=str(returned), spoilt=str(spoilt))


def typed(operator: Visitor, code: str, marks: str, status: int = 303) -> None:
    operator.get(f"/desk/paper/{code}/type")
    operator.send("main form", status=status, marks=marks)


def numbers(database: Database, vote: Vote) -> list[int]:
    with database.reading() as session:
        rows = session.query(Project).filter(Project.code.in_(vote.codes["green"])).order_by(Project.ballot_position)
        return [row.number for row in rows]


def test_ballots_are_printed_from_the_frozen_list_and_say_nothing_of_the_voter(
    vote: Vote, database: Database, someone
) -> None:
    manager = someone(Role.MANAGER)
    code = ordered(manager, vote, "4")["Напрям green"]
    answer = manager.get(f"/paper/batch/{code}/ballots.pdf")
    assert answer.headers["Cache-Control"] == "no-store"
    text = text_of(answer.get_data())
    serials = [int(found) for found in re.findall(r"бюлетень № (\d+)", text)]
    assert sorted(serials) == [1, 2, 3, 4]
    assert len(pypdf.PdfReader(io.BytesIO(answer.get_data())).pages) == 4
    first = text[: text.index("сторінка")]
    places = [first.index(f"№ {number}") for number in numbers(database, vote)]
    assert places == sorted(places)
    assert code in text
    assert "Позначте до 2 проєктів" in text
    manager.get(f"/paper/batch/{code}/ballots.pdf?from=4")
    manager.get(f"/paper/batch/{code}/ballots.pdf?from=5", status=404)


def test_a_whole_vote_on_paper(app: Flask, vote: Vote, database: Database, settings, someone, the_clock) -> None:
    batches = ordered(someone(Role.MANAGER), vote)
    green, improvement = batches["Напрям green"], batches["Напрям improvement"]
    first = opened(someone(Role.OPERATOR))
    for person in range(1, PEOPLE + 1):
        on_paper(first, person, "green")
    with database.reading() as session:
        assert session.query(RollEntry).count() == PEOPLE
    everybody = Visitor(app)
    everybody.get(f"/cycle/{vote.cycle.code}/paper", status=404)
    typed(first, green, "1: -", status=422)
    assert "Паперову скриньку відкривають, коли голосування завершиться." in first.text
    the_clock.now = vote.manifest.grace_until + timedelta(minutes=1)
    first, second, third = (someone(Role.OPERATOR) for _ in range(3))
    accounted(first, green, 10 - PEOPLE)
    accounted(first, improvement, 9)
    one, other, _ = numbers(database, vote)
    marks = "\n".join(f"{serial}: {one}" for serial in range(1, PEOPLE + 1))
    first.get(f"/desk/paper/{green}/type")
    first.send("main form", status=422, marks=f"{marks}\n11: {one}\n2 {other}")
    assert "Такого номера бюлетеня не друкували." in first.text
    assert f"11: {one}" in first.page.textarea.get_text()
    typed(first, green, marks)
    typed(second, green, marks.replace(f"1: {one}\n", f"1: {other}\n", 1))
    everybody.get(f"/cycle/{vote.cycle.code}/paper")
    assert "карантин: внесено по-різному" in everybody.text
    assert "карантин" in everybody.text
    assert not published(database, settings, vote)
    third.get("/desk/paper")
    assert "третє читання" in third.text
    typed(third, green, f"1: {one}")
    for operator in (first, second):
        typed(operator, improvement, "")
    secretary, manager = someone(Role.SECRETARY), someone(Role.MANAGER)
    secretary.get(f"/paper/batch/{improvement}")
    assert "бракує чистих бланків: 1" in secretary.text
    secretary.send("main form:has(textarea)", status=303, verdict="release", reason="Бланк порвався під час друку.")
    secretary.get(f"/paper/batch/{improvement}")
    assert "Підтвердити має інша людина." in secretary.text
    manager.get(f"/paper/batch/{improvement}")
    manager.send("form[action$=confirm]", status=303)
    assert published(database, settings, vote)
    everybody.get(f"/cycle/{vote.cycle.code}/paper")
    assert "Бланк порвався під час друку." in everybody.text
    assert "карантин:" not in everybody.text
    everybody.get(f"/cycle/{vote.cycle.code}/turnout")
    assert f"Голоси на папері Напрям Видано бюлетенів Зараховано Напрям green {PEOPLE} {PEOPLE}" in everybody.text
    manager.get(f"/tally/{vote.cycle.code}")
    manager.post(f"/tally/{vote.cycle.code}", {"act": "register"}, status=303)
    manager.get(f"/tally/{vote.cycle.code}")
    assert f"Бюлетені прийнято й перевірено: {PEOPLE}." in manager.text


def published(database: Database, settings: Settings, vote: Vote) -> bool:
    run_due(settings, database)
    with database.reading() as session:
        election = election_of(session, vote.cycle.id)
    return (published_folder(settings) / election.hash / "roll.json").exists()


def test_a_person_is_marked_only_where_something_is_chosen(vote: Vote, someone) -> None:
    ordered(someone(Role.MANAGER), vote)
    operator = opened(someone(Role.OPERATOR))
    operator.get("/desk/identify")
    number = tax_number(date(1987, 7, 14), 77)
    operator.send("main form", status=200, number=number, birth_date=["14", "07", "1987"], place=HOME)
    operator.send("form[action='/desk/paper/hand']", status=409)
    assert "Позначте хоча б один напрям." in operator.text


def test_each_page_is_for_those_whose_work_it_is(vote: Vote, someone) -> None:
    code = ordered(someone(Role.MANAGER), vote)["Напрям green"]
    operator, secretary = someone(Role.OPERATOR), someone(Role.SECRETARY)
    for path in ("/paper", "/paper/order", f"/paper/batch/{code}", f"/paper/batch/{code}/ballots.pdf"):
        operator.get(path, status=403)
    secretary.get("/paper")
    for path in ("/paper/order", f"/paper/batch/{code}/ballots.pdf", "/desk/paper", f"/desk/paper/{code}/type"):
        secretary.get(path, status=403)
