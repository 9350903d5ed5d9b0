"""Co-authors: only who said yes is one; they write, the first author sends; their names are public, invitations are not."""

import pytest
from flask import Flask
from sqlalchemy import select

from pb.cycles.rules import Phase
from pb.mail.models import OutboxLetter
from pb.projects.models import Project
from pb.projects.rules import Status
from pb.submission.models import CoAuthor
from tests import make
from tests.visitor import Visitor


def signed_in(app: Flask, name: str) -> Visitor:
    with app.extensions["pb"].database.transaction() as session:
        return make.signed_in(Visitor(app), session, make.author(session, name))


@pytest.fixture
def first(app: Flask) -> Visitor:
    with app.extensions["pb"].database.transaction() as session:
        cycle = make.cycle(session, Phase.SUBMISSION, code="2027")
        author = make.author(session, "Перша Авторка")
        make.project(session, cycle, Status.DRAFT, author_id=author.id, title="Сквер")
        return make.signed_in(Visitor(app), session, author)


def draft(app: Flask) -> Project:
    with app.extensions["pb"].database.reading() as session:
        return session.scalars(select(Project)).one()


def invited(app: Flask, first: Visitor, name: str = "Сусідка канарка-7f3a") -> str:
    first.get(f"/submit/{draft(app).code}/coauthors")
    first.send("main > div > div > form[novalidate]", status=303, name=name)
    first.get(first.answer.location)
    with app.extensions["pb"].database.reading() as session:
        code = session.scalars(select(CoAuthor.code).order_by(CoAuthor.id.desc())).first()
    assert f"http://localhost/submit/join/{code}" in first.text
    return f"/submit/join/{code}"


def test_who_says_yes_writes_and_is_named_and_the_first_author_sends(app: Flask, first: Visitor) -> None:
    address, code = invited(app, first), draft(app).code
    second = signed_in(app, "Друга Авторка")
    second.get(f"/submit/{code}", status=404)
    second.get(address)
    assert "Перша Авторка" in second.text or "Уявна Ольга" in second.text
    second.post(address, {"answer": "yes"}, status=303)
    second.get(f"/submit/{code}/idea")
    second.send("main form", status=303, idea="Дописала друга.")
    assert draft(app).idea == "Дописала друга."
    second.get("/submit")
    assert "Сквер" in second.text
    for path in ("/coauthors", "/withdraw", "/device"):
        second.get(f"/submit/{code}{path}", status=409)
    second.get(f"/submit/{code}/check")
    second.send("main form", status=422, consent="y")
    assert "лише перший автор" in second.text
    first.get(f"/submit/{code}/check")
    first.send("main form", status=303, consent="y")
    assert draft(app).author_name == "Перша Авторка, Друга Авторка"
    with app.extensions["pb"].database.reading() as session:
        assert len(session.scalars(select(OutboxLetter)).all()) == 2
    second.get(f"/projects/{code}/track")
    assert "Що робити вам" in second.text


def test_who_says_no_is_no_author_and_the_link_is_over(app: Flask, first: Visitor) -> None:
    address = invited(app, first)
    second = signed_in(app, "Друга Авторка")
    second.get(address)
    second.post(address, {"answer": "no"}, status=303)
    second.get(f"/submit/{draft(app).code}", status=404)
    signed_in(app, "Третя Людина").get(address, status=409)
    first.get(f"/submit/{draft(app).code}/coauthors")
    assert "відмова" in first.text


def test_an_invitation_is_answered_by_a_signed_in_person_only_and_not_by_the_author(app: Flask, first: Visitor) -> None:
    address = invited(app, first)
    Visitor(app).get(address, status=302)
    first.get(address)
    first.post(address, {"answer": "yes"}, status=409)
    assert "Ви вже автор" in first.text


def test_a_removed_coauthor_sees_the_draft_no_more(app: Flask, first: Visitor) -> None:
    address, code = invited(app, first), draft(app).code
    second = signed_in(app, "Друга Авторка")
    second.get(address)
    second.post(address, {"answer": "yes"}, status=303)
    second.get(f"/submit/{code}")
    first.get(f"/submit/{code}/coauthors")
    first.send("form[action$='/remove']", status=303)
    second.get(f"/submit/{code}", status=404)


def test_three_are_enough_and_a_name_is_needed(app: Flask, first: Visitor) -> None:
    for number in range(3):
        invited(app, first, f"Людина {number}")
    first.get(f"/submit/{draft(app).code}/coauthors")
    first.send("main > div > div > form[novalidate]", status=422, name="Зайва")
    assert "до трьох співавторів" in first.text
    first.send("form[action$='/remove']", status=303)
    first.get(f"/submit/{draft(app).code}/coauthors")
    first.send("main > div > div > form[novalidate]", status=422, name=" ")
    assert "кого запрошуєте" in first.text.casefold()


def test_names_of_the_invited_are_nobody_elses(app: Flask, first: Visitor) -> None:
    invited(app, first)
    code = draft(app).code
    first.get(f"/submit/{code}/check")
    first.send("main form", status=303, consent="y")
    assert "канарка-7f3a" not in draft(app).author_name
