"""A second envelope for a lost one: two people, once, counted in public."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pb import clock
from pb.audit.queries import every_entry
from pb.ballots.published import read_roll
from pb.booth.box import published_folder
from pb.cycles.models import Desk
from pb.db.database import Database
from pb.demo.content.people import tax_number
from pb.electorate import queries, service
from pb.electorate.models import Reissue
from pb.electorate.rules import LostBy, Refusal, ResidenceProof
from pb.electorate.service import Documents, admit, enter_on_paper, enter_roll, sign_envelopes
from pb.electorate.service.desks import confirmed
from pb.electorate.service.handing import OnPaper
from pb.errors import Refused
from pb.identity.rules import NumberKind
from pb.identity.service import open_visit
from pb.settings import Settings
from pb.values.actor import SYSTEM, Actor, ActorKind
from pb.values.permission import Role
from tests import make
from tests.make_booth import HOME, Vote
from tests.visitor import Visitor

OPERATOR, OMBUDSMAN = (Actor(ActorKind.STAFF, code) for code in ("OPER2345", "OMBU2345"))
BORN = date(1987, 7, 14)
FIRST, SECOND, THIRD = (bytes(383) + bytes([number]) for number in (2, 3, 5))


def documents(person: int) -> Documents:
    return Documents(NumberKind.TAX, tax_number(BORN, person), BORN, HOME, "", ResidenceProof.REGISTRATION)


@pytest.fixture
def desk(session: Session, vote: Vote) -> Desk:
    return make.desk(session)


def stretch(vote: Vote, person: int) -> bytes:
    return service.stretch_of_documents(documents(person), vote.settings.folder("keys"))


def sealed(session: Session, vote: Vote, desk: Desk, person: int, **requests: bytes) -> dict[str, bytes]:
    now, one = clock.now(), confirmed(desk, documents(person))
    visit, _token = open_visit(session, one, stretch=stretch(vote, person), begun_at=now, now=now)
    admission = admit(session, vote.cycle, visit, keys=vote.keys, region="", now=now)
    with session.begin_nested():
        return enter_roll(session, admission, sign_envelopes(admission, requests, vote.keys))


def ask(session: Session, vote: Vote, desk: Desk, person: int, *contests: str) -> str:
    return service.ask_reissue(
        session, OPERATOR, vote.cycle, stretch(vote, person), contests, LostBy.DEVICE, "Телефон упав у Бистрицю.",
        keys=vote.settings.folder("keys"),
    )  # fmt: skip


def refusal_of(act, *given, **named):
    with pytest.raises(Refused) as refused:
        act(*given, **named)
    return refused.value.reason


def test_another_envelope_is_issued_once_after_two_people_agreed(session: Session, vote: Vote, desk: Desk) -> None:
    sealed(session, vote, desk, 1, green=FIRST)
    assert refusal_of(sealed, session, vote, desk, 1, green=SECOND) is Refusal.ALREADY_VOTED
    code = ask(session, vote, desk, 1, "green")
    assert refusal_of(sealed, session, vote, desk, 1, green=SECOND) is Refusal.ALREADY_VOTED
    assert refusal_of(service.decide_reissue, session, OPERATOR, code, grant=True) is Refusal.SECOND_PERSON_NEEDED
    service.decide_reissue(session, OMBUDSMAN, code, grant=True)
    assert refusal_of(service.decide_reissue, session, OMBUDSMAN, code, grant=False) is Refusal.REISSUE_SETTLED
    assert queries.reissued_by_contest(session, vote.election) == {"green": 0, "improvement": 0}
    signed = sealed(session, vote, desk, 1, green=SECOND)
    assert sealed(session, vote, desk, 1, green=SECOND) == signed  # the same again: the same signature
    assert refusal_of(sealed, session, vote, desk, 1, green=THIRD) is Refusal.ALREADY_VOTED
    assert refusal_of(ask, session, vote, desk, 1, "green") is Refusal.REISSUE_ASKED
    assert queries.reissued_by_contest(session, vote.election) == {"green": 1, "improvement": 0}
    assert queries.issued_by_contest(session, vote.election) == {"green": 1, "improvement": 0}


def test_while_it_is_granted_the_contest_is_open_to_that_person_only(session: Session, vote: Vote, desk: Desk) -> None:
    for person in (1, 2):
        sealed(session, vote, desk, person, green=FIRST)
    service.decide_reissue(session, OMBUDSMAN, ask(session, vote, desk, 1, "green"), grant=True)
    now, folder = clock.now(), vote.settings.folder("keys")
    shift = service.open_shift(session, OPERATOR, vote.cycle, desk)
    seen = {
        person: service.identify_voter(
            session, shift, vote.cycle, desk, documents(person), stretch(vote, person), keys=folder, now=now
        ).voted
        for person in (1, 2)
    }
    assert (set(seen[1]), set(seen[2])) == (set(), {"green"})
    assert refusal_of(sealed, session, vote, desk, 2, green=SECOND) is Refusal.ALREADY_VOTED
    # A granted contest does not open another that is taken: all or none.
    sealed(session, vote, desk, 1, improvement=FIRST)
    both = {"green": SECOND, "improvement": SECOND}
    assert refusal_of(sealed, session, vote, desk, 1, **both) is Refusal.ALREADY_VOTED
    assert not session.query(Reissue).filter_by(is_used=True).count()


def test_a_refused_request_changes_nothing(session: Session, vote: Vote, desk: Desk) -> None:
    sealed(session, vote, desk, 1, green=FIRST)
    service.decide_reissue(session, OMBUDSMAN, ask(session, vote, desk, 1, "green"), grant=False)
    assert refusal_of(sealed, session, vote, desk, 1, green=SECOND) is Refusal.ALREADY_VOTED


def test_only_an_envelope_can_be_lost(session: Session, vote: Vote, desk: Desk) -> None:
    assert refusal_of(ask, session, vote, desk, 1, "green") is Refusal.NO_ENVELOPE
    sealed(session, vote, desk, 1, green=FIRST)
    assert refusal_of(ask, session, vote, desk, 1, "green", "improvement") is Refusal.NO_ENVELOPE
    now = clock.now()
    visit, _token = open_visit(session, confirmed(desk, documents(2)), stretch=stretch(vote, 2), begun_at=now, now=now)
    admission = admit(session, vote.cycle, visit, keys=vote.keys, region="", now=now)
    person = OnPaper(admission.person_key, desk.id, clock.today(), None, admission.age_band)
    enter_on_paper(session, person, {"green": admission.contests["green"]})
    assert refusal_of(ask, session, vote, desk, 2, "green") is Refusal.NO_ENVELOPE


def test_the_database_refuses_one_persons_word_for_both(session: Session, vote: Vote, desk: Desk) -> None:
    sealed(session, vote, desk, 1, green=FIRST)
    code = ask(session, vote, desk, 1, "green")
    row = session.query(Reissue).filter_by(code=code).one()
    row.granted_by, row.is_granted = row.asked_by, True
    with pytest.raises(IntegrityError), session.begin_nested():
        session.flush()


def test_the_number_is_published_also_when_it_is_nought(session: Session, vote: Vote, desk: Desk, the_clock) -> None:
    sealed(session, vote, desk, 1, green=FIRST)
    service.decide_reissue(session, OMBUDSMAN, ask(session, vote, desk, 1, "green"), grant=True)
    sealed(session, vote, desk, 1, green=SECOND)
    the_clock.now = vote.manifest.grace_until
    vote.clerk.tick()
    folder = service.publish_roll(session, SYSTEM, vote.cycle, vote.election, published_folder(vote.settings))
    assert read_roll((folder / "roll.json").read_bytes())[1] == {"green": (1, 1), "improvement": (0, 0)}
    details = " ".join(entry.details for entry in every_entry(session))
    assert tax_number(BORN, 1) not in details


def test_an_operator_asks_and_the_ombudsman_grants_by_forms(app: Flask, database: Database, settings: Settings) -> None:
    with database.transaction() as session:
        vote, desk = Vote(session, settings), make.desk(session)
        sealed(session, vote, desk, 1, green=FIRST)
        operator = make.signed_in(Visitor(app), session, make.staff(session, Role.OPERATOR))
    with database.transaction() as session:
        ombudsman = make.signed_in(Visitor(app), session, make.staff(session, Role.OMBUDSMAN))
    everybody = Visitor(app)
    everybody.get(f"/cycle/{vote.cycle.code}/turnout")
    assert "Напрям green 1 після закриття – 0" in everybody.text
    operator.get("/desk")
    operator.send("main form", status=303)
    operator.get("/desk/reissue")
    typed = {"number": tax_number(BORN, 1), "birth_date": ["14", "07", "1987"], "reason": "Телефон розбився."}
    operator.send("main form", status=422, contests=["improvement"], **typed)
    assert "Напрям improvement. Вона може голосувати." in operator.text
    operator.get("/desk/reissue")
    operator.send("main form", status=200, contests=["green"], **typed)
    assert operator.title == "Запит записано"
    operator.get("/reissues", status=403)
    ombudsman.get("/reissues")
    assert "Телефон розбився." in ombudsman.text
    assert typed["number"] not in ombudsman.text
    ombudsman.send("main form", status=303, act="grant")
    ombudsman.get("/reissues")
    assert "Дозволено, ще не використано" in ombudsman.text
