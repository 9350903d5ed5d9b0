"""Following by e-mail: nobody is written to before they agreed, and everybody can stop from every letter."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from pb.audit.models import AuditEntry
from pb.audit.rules import SYSTEM
from pb.db.database import Database
from pb.jobs import run_due
from pb.mail.letters import LANGUAGES, written
from pb.mail.models import OutboxLetter
from pb.mail.rules import Letter
from pb.projects.queries import project_by_code
from pb.projects.rules import PUBLIC, Move, Status
from pb.projects.service import move_project
from pb.settings import Settings
from pb.talk.models import Follow
from pb.talk.rules import Kind, Verdict
from pb.talk.service.remarks import answer_question, settle_remarks, write_remark
from tests import make
from tests.visitor import Visitor

EMAIL = "Follower.Canary@Example.org"
HOUR = timedelta(hours=1)


def letters(database: Database) -> list[OutboxLetter]:
    with database.reading() as session:
        return list(session.scalars(select(OutboxLetter).order_by(OutboxLetter.id)))


def asked(visitor: Visitor, code: str) -> None:
    visitor.get(f"/projects/{code}/follow")
    visitor.send("main form", status=303, email=EMAIL)


def own_page(database: Database) -> str:
    found = re.search(r"http://localhost(/follow/\w+)", letters(database)[-1].body)
    assert found is not None
    return found[1]


@pytest.fixture
def code(project: Callable[..., tuple[str, int]]) -> str:
    return project()[0]


@pytest.fixture
def following(visitor: Visitor, database: Database, code: str) -> str:
    """The page of a confirmed subscription."""
    asked(visitor, code)
    page = own_page(database)
    visitor.get(page)
    visitor.send("main form", status=303, act="confirm")
    return page


def admit(database: Database, code: str) -> None:
    with database.transaction() as session:
        move_project(session, SYSTEM, project_by_code(session, code), Move.ADMIT)


def test_nothing_is_told_before_the_link_is_confirmed(
    visitor: Visitor, database: Database, settings: Settings, code: str, the_clock
) -> None:
    asked(visitor, code)
    visitor.get(visitor.answer.location)
    assert visitor.title == "Перевірте пошту"
    visitor.get(own_page(database))  # a mail program looks at the link: that confirms nothing
    the_clock.now += 2 * HOUR
    admit(database, code)
    the_clock.now += 2 * HOUR
    run_due(settings, database)
    assert [row.letter for row in letters(database)] == [Letter.FOLLOW_ASKED]
    the_clock.now += timedelta(days=3)
    run_due(settings, database)
    with database.reading() as session:
        assert session.scalars(select(Follow)).all() == []


def test_a_stranger_cannot_fill_a_letter_box(visitor: Visitor, database: Database, code: str, the_clock) -> None:
    for _again in range(3):
        asked(visitor, code)
    assert len(letters(database)) == 1
    the_clock.now += 2 * HOUR
    asked(visitor, code)
    assert len(letters(database)) == 2


def test_a_follower_hears_of_statuses_and_answers_once(
    visitor: Visitor, database: Database, settings: Settings, code: str, following: str, the_clock
) -> None:
    the_clock.now += 2 * HOUR
    admit(database, code)
    with database.transaction() as session:
        author, project = make.author(session), project_by_code(session, code)
        question = write_remark(
            session,
            SYSTEM,
            project,
            author_id=author.id,
            kind=Kind.QUESTION,
            signature="А",
            text="Б?",
            now=the_clock.now,
        )
        settle_remarks(session, SYSTEM, [question], Verdict.SHOW, reason="", now=the_clock.now)
        answer_question(session, SYSTEM, question, department_id=None, answer="В.", now=the_clock.now)
    run_due(settings, database)
    assert len(letters(database)) == 1  # too fresh to be told
    the_clock.now += timedelta(minutes=2)
    run_due(settings, database)
    run_due(settings, database)
    news = letters(database)[1:]
    assert [row.letter for row in news] == [Letter.FOLLOW_NEWS]
    assert (news[0].to, news[0].about) == (EMAIL.lower(), "")
    assert "допущено до голосування" in news[0].body
    assert "відповідей департаменту: 1" in news[0].body
    assert following in news[0].body


def test_stopping_forgets_the_address(
    visitor: Visitor, database: Database, settings: Settings, code: str, following: str, the_clock
) -> None:
    visitor.get(following)
    assert visitor.title == "Ви стежите за проєктом"
    visitor.send("main form", status=303, act="stop")
    visitor.get(following)
    assert visitor.title == "Ви не стежите за проєктом"
    the_clock.now += 2 * HOUR
    admit(database, code)
    the_clock.now += 2 * HOUR
    run_due(settings, database)
    assert len(letters(database)) == 1
    with database.reading() as session:
        assert session.scalars(select(Follow)).all() == []
        log = "".join(entry.subject + entry.details for entry in session.scalars(select(AuditEntry)))
    assert "canary" not in log.lower()


@pytest.mark.parametrize("typed", ["", "not-an-address", "a@b@c"])
def test_a_wrong_address_is_kept_and_explained(visitor: Visitor, code: str, typed: str) -> None:
    visitor.get(f"/projects/{code}/follow")
    visitor.send("main form", status=422, email=typed)
    assert visitor.page.select_one("input[name=email]")["value"] == typed


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_has_words_for_every_public_status(language: str) -> None:
    facts = {"title": "Сквер", "number": 1, "link": "l", "own_link": "o", "answers": 0}
    for status in PUBLIC:
        _subject, body = written(Letter.FOLLOW_NEWS, language, {**facts, "status": status.value})
        assert f": {status.value}." not in body


def test_what_is_not_public_cannot_be_followed(app: Flask, visitor: Visitor) -> None:
    with app.extensions["pb"].database.transaction() as session:
        hidden = make.project(session, make.cycle(session), status=Status.SUBMITTED).code
    visitor.get(f"/projects/{hidden}/follow", status=404)
