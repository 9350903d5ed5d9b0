"""«Somebody voted in my name»: told in the booth or at a desk, taken, answered, counted; never what was chosen."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from pb import clock
from pb.audit.queries import every_entry
from pb.db.database import Database
from pb.demo.content.people import tax_number
from pb.electorate.models import Case, Shift
from pb.electorate.queries import case_by_token, case_counts, handled_cases
from pb.electorate.rules import CASE_MOVES, AgeBand, CaseOutcome, CaseState, Channel, Refusal
from pb.electorate.service import OnPaper, Post, Told, answer_case, enter_on_paper, forget_told, open_case, take_case
from pb.errors import NotFound, Refused
from pb.identity.person_key import stretched
from pb.identity.rules import NumberKind
from pb.identity.service import person_salt
from pb.mail.models import OutboxLetter
from pb.settings import Settings
from pb.values.actor import Actor, ActorKind
from pb.values.permission import Role
from pb.web.access import VISIT
from tests import make
from tests.make_booth import HOME, Vote, visit
from tests.visitor import Visitor

PERSON = bytes(31) + b"p"
POST = Post("https://budget.example.org")
TOLD = Told("Учора в банку побачила, що за мене вже проголосували.", "olena@example.org", "en")
GUARD = Actor(ActorKind.STAFF, "GUARD1")


def refusal_of(act, *given, **named):
    with pytest.raises(Refused) as refused:
        act(*given, **named)
    return refused.value.reason


def on_roll(session: Session, vote: Vote, person: bytes = PERSON, contest: str = "green"):
    """A paper ballot at a desk where an operator worked that day."""
    desk, operator = make.desk(session), make.staff(session, Role.OPERATOR)
    session.add(
        Shift(code=operator.code, cycle_id=vote.cycle.id, desk_id=desk.id, operator=operator.code,
              opened_on=clock.today())
    )  # fmt: skip
    row = next(one for one in vote.cycle.contests if one.code == contest)
    enter_on_paper(session, OnPaper(person, desk.id, clock.today(), None, AgeBand.UNKNOWN), {contest: row.id})
    session.flush()
    return desk, operator


def test_a_case_goes_from_told_to_answered_and_is_counted(session: Session, vote: Vote) -> None:
    desk, operator = on_roll(session, vote)
    case, token = open_case(session, vote.cycle, PERSON, TOLD, POST)
    assert case.due_on == clock.today() + timedelta(days=7)  # five working days from a Monday
    [found] = handled_cases(session)
    [trace] = found.traces
    assert (trace.contest, trace.channel, trace.desk, trace.operators) == (
        "Напрям green",
        Channel.PAPER,
        desk.name,
        (operator.name,),
    )
    assert refusal_of(answer_case, session, GUARD, case.code, CaseOutcome.UNCLEAR, "x", POST) is Refusal.CASE_MOVED
    take_case(session, GUARD, case.code)
    assert refusal_of(take_case, session, GUARD, case.code) is Refusal.CASE_MOVED
    assert case_counts(session, vote.cycle.id).waiting == 1
    answer_case(session, GUARD, case.code, CaseOutcome.DESK_MISTAKE, "Оператор помилився номером.", POST)
    session.flush()
    counts = case_counts(session, vote.cycle.id)
    assert (counts.total, counts.waiting, counts.outcomes) == (1, 0, {CaseOutcome.DESK_MISTAKE: 1})
    assert case_by_token(session, token).case.answer == "Оператор помилився номером."
    with pytest.raises(NotFound):
        case_by_token(session, "guessed")
    opened, answered = session.query(OutboxLetter).order_by(OutboxLetter.id)
    assert f"/vote/case/{token}" in opened.body
    assert "a mistake of the desk" in answered.body  # in the person's language
    assert token not in answered.body
    acts = [one.action for one in every_entry(session)][-3:]
    assert acts == ["electorate.open_case", "electorate.take_case", "electorate.answer_case"]
    assert TOLD.story not in "".join(str(one.details) for one in every_entry(session))


def test_one_case_at_a_time_and_none_without_a_vote(session: Session, vote: Vote) -> None:
    assert refusal_of(open_case, session, vote.cycle, PERSON, TOLD, POST) is Refusal.NOTHING_ON_ROLL
    on_roll(session, vote)
    case, _token = open_case(session, vote.cycle, PERSON, TOLD, POST)
    assert refusal_of(open_case, session, vote.cycle, PERSON, TOLD, POST) is Refusal.CASE_OPEN
    take_case(session, GUARD, case.code)
    answer_case(session, GUARD, case.code, CaseOutcome.UNCLEAR, "Слідів замало.", POST)
    session.flush()
    again, _token = open_case(session, vote.cycle, PERSON, TOLD, POST)
    assert again.code != case.code


def test_what_was_told_is_forgotten_and_the_outcome_still_counts(session: Session, vote: Vote) -> None:
    on_roll(session, vote)
    case, token = open_case(session, vote.cycle, PERSON, TOLD, POST)
    take_case(session, GUARD, case.code)
    answer_case(session, GUARD, case.code, CaseOutcome.UNCLEAR, "Слідів замало.", POST)
    session.flush()
    forget_told(session, vote.cycle)
    session.expire_all()
    left = case_by_token(session, token).case
    assert (left.story, left.email, left.answer) == ("", "", "")
    assert case_counts(session, vote.cycle.id).outcomes == {CaseOutcome.UNCLEAR: 1}


def test_the_states_are_one_road() -> None:
    assert set(CASE_MOVES) == set(CaseState)
    assert {state for states in CASE_MOVES.values() for state in states} == set(CaseState) - {CaseState.RECEIVED}
    assert not CASE_MOVES[CaseState.ANSWERED]


def test_a_late_case_says_so(session: Session, vote: Vote) -> None:
    on_roll(session, vote)
    open_case(session, vote.cycle, PERSON, TOLD, POST)
    [found] = handled_cases(session)
    assert not found.is_late(found.case.due_on)
    assert found.is_late(found.case.due_on + timedelta(days=1))


def test_a_person_tells_it_in_the_booth_and_reads_the_answer(
    app: Flask, database: Database, settings: Settings
) -> None:
    with database.transaction() as session:
        vote = Vote(session, settings)
        row, token = visit(session)
        on_roll(session, vote, vote.keys.person_key(row.stretch))
    visitor = Visitor(app)
    visitor.get(f"/vote/case?cycle={vote.cycle.code}", status=303)  # first the bank
    with visitor.client.session_transaction() as cookie:
        cookie[VISIT] = token
    visitor.get("/vote?contest=green")
    visitor.get(visitor.page.select_one("a[href*='/vote/case']")["href"])
    visitor.send("main form", status=422, story="Це не я", email="olena")
    assert "щонайменше 20 знаків" in visitor.text
    assert "Адреса має вигляд" in visitor.text
    assert visitor.page.select_one("textarea").get_text().strip() == "Це не я"
    answer = visitor.send("main form", status=303, story=TOLD.story, email="")
    own = answer.headers["Location"]
    visitor.get(own)
    assert "отримано, чекає на уповноваженого" in visitor.text
    assert "Напрям green" in visitor.text
    assert visitor.answer.headers["Cache-Control"] == "no-store"
    assert not any(code in visitor.text for codes in vote.codes.values() for code in codes)
    visitor.get(f"/vote/case?cycle={vote.cycle.code}")
    visitor.send("main form", status=422, story=TOLD.story)
    assert "уже розглядають" in visitor.text

    with database.transaction() as session:
        reader = make.signed_in(Visitor(app), session, make.staff(session, Role.AUDITOR))
    reader.get("/cases")
    assert TOLD.story in reader.text
    assert reader.page.select_one("main form") is None
    with database.transaction() as session:
        guard = make.signed_in(Visitor(app), session, make.staff(session, Role.OMBUDSMAN))
    guard.get("/cases")
    guard.send("main form", status=303)
    guard.get("/cases")
    outcome = guard.page.select_one("main form input[type=radio]")["name"]
    words = guard.page.select_one("main form textarea")["name"]
    guard.send("main form", status=422, **{words: "Перевірили журнал зміни того дня."})
    assert "Оберіть, що з’ясовано." in guard.text
    assert "Перевірили журнал" in guard.page.select_one("main form textarea").get_text()
    guard.send("main form", status=303, **{words: "Перевірили журнал зміни того дня.", outcome: "desk_mistake"})
    visitor.get(own)
    assert "З’ясовано: помилка пункту голосування." in visitor.text
    assert "Перевірили журнал зміни того дня." in visitor.text
    visitor.get(f"/cycle/{vote.cycle.code}/turnout")
    assert "1 звернення: чекають відповіді – 0; помилка пункту голосування – 1." in visitor.text


def test_a_person_tells_it_at_the_desk(app: Flask, database: Database, settings: Settings) -> None:
    with database.transaction() as session:
        vote = Vote(session, settings)
        make.desk(session)
        operator = make.signed_in(Visitor(app), session, make.staff(session, Role.OPERATOR))
    operator.get("/desk")
    operator.send("main form", status=303)
    shown = {"number": tax_number(date(1987, 7, 14), 1234), "birth_date": ["14", "07", "1987"]}
    operator.get("/desk/case")
    operator.send("main form", status=422, **shown, story=TOLD.story)
    assert "Голосів від вашого імені у списку немає" in operator.text
    with database.transaction() as session:
        stretch = _stretch(shown["number"], settings)
        on_roll(session, vote, vote.keys.person_key(stretch))
    operator.get("/desk/identify")
    operator.send("main form", status=200, **shown, place=HOME)
    operator.get(operator.page.select_one("a[href='/desk/case']")["href"])
    operator.send("main form", status=200, **shown, story=TOLD.story)
    assert operator.title == "Звернення записано"
    assert "http://localhost/vote/case/" in operator.text
    with database.reading() as session:
        case = session.query(Case).one()
        assert case.opened_at_desk
        assert shown["number"] not in str(vars(case))


def _stretch(number: str, settings: Settings) -> bytes:
    return stretched(NumberKind.TAX, number, person_salt(settings.folder("keys")))


def test_cases_are_guarded(app: Flask, database: Database) -> None:
    with database.transaction() as session:
        manager = make.signed_in(Visitor(app), session, make.staff(session, Role.MANAGER))
    manager.get("/cases", status=403)
    with database.transaction() as session:
        auditor = make.signed_in(Visitor(app), session, make.staff(session, Role.AUDITOR))
    auditor.get("/cases")
    auditor.post("/cases/AAAA/take", {}, status=403)
    auditor.get("/cases")
    auditor.post("/cases/AAAA/answer", {}, status=403)
    Visitor(app).get("/vote/case/nobody-knows-this", status=404)
