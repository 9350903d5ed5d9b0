"""An application typed at the desk: the operator is named, the person's number is not kept, the author takes it over."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from pb.accounts.models import AccountSession, Author
from pb.audit.models import AuditEntry
from pb.audit.rules import SYSTEM
from pb.cycles.models import Cycle
from pb.cycles.rules import Phase
from pb.identity.person_key import stretched
from pb.identity.rules import NumberKind, tax_check_digit
from pb.identity.service import author_key, person_salt
from pb.projects.models import Project
from pb.projects.rules import Status
from pb.questions.rules import Question
from pb.questions.service import publish_form, save_question
from pb.values.permission import Role
from tests import make
from tests.visitor import Visitor

STEM = "318471069"
NUMBER = STEM + str(tax_check_digit(STEM))
TOLD = {
    "number": NUMBER, "name": "Канаренко Прихована", "phone": "0 800 000 000", "title": "Лавки", "contest": "improvement",
    "summary": "Буде де сісти.", "problem": "Немає де сісти.", "idea": "Поставити лавки.", "address": "Парк",
    "rows": "Лавка; шт.; 4; 8500",
}  # fmt: skip


@pytest.fixture
def operator(app: Flask) -> Visitor:
    with app.extensions["pb"].database.transaction() as session:
        make.cycle(session, Phase.SUBMISSION, code="2027")
        make.district(session, "center")
        return make.signed_in(Visitor(app), session, make.staff(session, Role.OPERATOR))


def dictate(operator: Visitor, status: int = 303, **changes: str) -> None:
    operator.get("/submit/at-desk/new/2027")
    form = operator.page.select_one("main form[novalidate]")
    token = form.select_one("input[name=csrf_token]")["value"]
    born = changes.pop("born", "12.3.1987").split(".")
    data = {**TOLD, "district": "center", "kind": "tax", **changes, "csrf_token": token, "birth_date": born}
    operator.post("/submit/at-desk/new/2027", data, status=status)


def project(app: Flask) -> Project:
    with app.extensions["pb"].database.reading() as session:
        return session.scalars(select(Project)).one()


def the_author(app: Flask) -> Visitor:
    """The person comes later through a bank: the same number, the same key."""
    house = app.extensions["pb"]
    keys = house.settings.folder("keys")
    with house.database.transaction() as session:
        key = author_key(keys, stretched(NumberKind.TAX, NUMBER, person_salt(keys)))
        return make.signed_in(Visitor(app), session, session.scalars(select(Author).filter_by(person_key=key)).one())


def test_typed_signed_sent_and_taken_over(app: Flask, operator: Visitor) -> None:
    operator.get("/submit/at-desk")
    assert operator.page.select_one("main a[href='/submit/at-desk/new/2027']")
    dictate(operator)
    code = project(app).code
    operator.get(f"/submit/at-desk/{code}/sheet")
    for words in ("Канаренко Прихована", "Підпис автора", "Лавка · 4 шт."):
        assert words in operator.text
    assert NUMBER not in operator.text
    operator.get(f"/submit/at-desk/{code}")
    operator.send("main form[novalidate]", status=422)
    assert "Підтвердьте згоду" in operator.text
    operator.send("main form[novalidate]", status=303, consent="y")
    sent = project(app)
    assert (sent.status, sent.number, sent.author_name) == (Status.SUBMITTED, 1, "Канаренко Прихована")
    author = the_author(app)
    author.get("/submit")
    assert "Лавки" in author.text
    author.get(f"/projects/{code}/track")
    assert "Що робити вам" in author.text


def test_the_log_names_the_operator_and_nothing_keeps_the_number(app: Flask, operator: Visitor) -> None:
    dictate(operator)
    with app.extensions["pb"].database.reading() as session:
        entries = session.scalars(select(AuditEntry)).all()
        entry = next(one for one in entries if one.action == "submission.enter_application")
        authors = [vars(one) for one in session.scalars(select(Author))]
    assert str(entry.actor).startswith("staff")
    assert NUMBER not in f"{authors}{[vars(one) for one in entries]}"


def test_an_author_known_before_keeps_name_and_contacts(app: Flask, operator: Visitor) -> None:
    dictate(operator)
    dictate(operator, name="Інакше Написана", phone="", title="Друга")
    with app.extensions["pb"].database.reading() as session:
        author = session.scalars(select(Author)).one()
        assert (author.name, author.phone, author.birth_year) == ("Канаренко Прихована", "0 800 000 000", 1987)
        assert len(session.scalars(select(Project).where(Project.author_id == author.id)).all()) == 2


def test_what_lacks_is_said_and_the_author_goes_on_alone(app: Flask, operator: Visitor) -> None:
    dictate(operator, summary="", rows="")
    code = project(app).code
    operator.get(f"/submit/at-desk/{code}")
    assert "автор доповнить сам" in operator.text
    assert not operator.page.select("main form[novalidate]")
    the_author(app).get(f"/submit/{code}/idea")
    operator.get("/submit/at-desk")
    assert operator.page.select_one(f"a[href='/submit/at-desk/{code}']")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"number": "3184710690"}, "Звірте його з документом"),
        ({"kind": "passport", "number": "=1+1"}, "Звірте його з документом"),
        ({"name": ""}, "Введіть ім’я з документа"),
        ({"born": "31.2.1987"}, ""),
        ({"born": f"1.1.{date(2020, 1, 1).year}"}, "можна з 18 років"),
        ({"rows": "Лавка; шт.; -4; 10"}, "Рядок 1"),
        ({"rows": "=HYPERLINK(1); шт.; 4; 10"}, "Рядок 1"),
        ({"email": "не адреса"}, "Адреса має вигляд"),
        ({"title": "я" * 121}, "можна до 120 знаків"),
    ],
)
def test_bad_input_is_said_and_kept(app: Flask, operator: Visitor, typed: dict[str, str], words: str) -> None:
    dictate(operator, status=422, **typed)
    assert words in operator.text
    assert "Поставити лавки." in operator.text
    with app.extensions["pb"].database.reading() as session:
        assert session.scalars(select(Project)).all() == []


def test_only_the_operator_who_typed_it_sees_it(app: Flask, operator: Visitor) -> None:
    dictate(operator)
    code = project(app).code
    with app.extensions["pb"].database.transaction() as session:
        other = make.signed_in(Visitor(app), session, make.staff(session, Role.OPERATOR))
    with app.extensions["pb"].database.transaction() as session:
        expert = make.signed_in(Visitor(app), session, make.staff(session, Role.EXPERT))
    for address in (f"/submit/at-desk/{code}", f"/submit/at-desk/{code}/sheet"):
        other.get(address, status=404)
        expert.get(address, status=403)
        Visitor(app).get(address, status=302)


def ask(app: Flask) -> None:
    with app.extensions["pb"].database.transaction() as session:
        cycle = session.scalars(select(Cycle)).one()
        save_question(session, SYSTEM, cycle, Question("", "text", "Хто доглядатиме?", is_required=True))
        publish_form(session, SYSTEM, cycle, make.NOW)


def test_points_photos_papers_and_composed_questions_are_typed_there_too(app: Flask, operator: Visitor) -> None:
    ask(app)
    dictate(operator)
    code = project(app).code
    operator.get(f"/submit/at-desk/{code}")
    parts = {str(link["href"]).rsplit("/", 1)[1] for link in operator.page.select(".govuk-task-list a")}
    assert parts == {"idea", "place", "questions", "estimate", "photos"}
    assert not operator.page.select("input[name=consent]")  # the required question has no answer
    operator.get(f"/submit/{code}/questions")
    name = operator.page.select_one("main [name^=q-]")["name"]
    operator.send("main form[novalidate]", status=303, **{name: "Сусіди 🌳"})
    assert operator.answer is not None
    assert operator.answer.headers["Location"].startswith(f"/submit/at-desk/{code}")
    operator.get(f"/submit/{code}/place")
    operator.send("main form[novalidate]", status=303, latitude="48.9226", longitude="24.7111")
    operator.get(f"/submit/{code}/photos")
    assert operator.page.select_one(f"a.govuk-back-link[href='/submit/at-desk/{code}']")
    token = operator.page.select_one("main form[novalidate] input[name=csrf_token]")["value"]
    upload = {"csrf_token": token, "photo": (io.BytesIO(make.photo()), "двір.jpg"), "alt": "Двір без лавок"}
    operator.post(f"/submit/{code}/photos", upload, status=303)
    operator.get(f"/submit/at-desk/{code}/sheet")
    for words in ("Хто доглядатиме?", "Сусіди 🌳", "Двір без лавок"):
        assert words in operator.text
    operator.get(f"/submit/at-desk/{code}")
    operator.send("main form[novalidate]", status=303, consent="y")
    sent = project(app)
    assert (sent.status, sent.latitude) == (Status.SUBMITTED, 48.9226)
    for part in parts:
        operator.get(f"/submit/{code}/{part}", status=404)  # from now on the author's alone
    operator.get(f"/submit/at-desk/{code}")
    assert "Проєкт надіслано." in operator.text


def entered(app: Flask, who: Callable[[Session], Any]) -> Visitor:
    with app.extensions["pb"].database.transaction() as session:
        return make.signed_in(Visitor(app), session, who(session))


def test_parts_are_for_the_author_and_for_the_operator_who_types_them(app: Flask, operator: Visitor) -> None:
    dictate(operator)
    code = project(app).code
    another, expert, stranger = (
        entered(app, lambda session: make.staff(session, Role.OPERATOR)),
        entered(app, lambda session: make.staff(session, Role.EXPERT)),
        entered(app, lambda session: make.author(session, "Чужа Марта")),
    )
    for part in ("idea", "place", "estimate", "questions", "photos"):
        another.get(f"/submit/{code}/{part}", status=404)
        stranger.get(f"/submit/{code}/{part}", status=404)
        expert.get(f"/submit/{code}/{part}", status=403)
    for part in ("check", "withdraw", "about", "coauthors", "device"):
        operator.get(f"/submit/{code}/{part}", status=302)  # sent to the bank: these are the author's


def test_an_application_typed_into_an_ended_session_keeps_its_text_but_not_the_number(
    app: Flask, operator: Visitor
) -> None:
    path = "/submit/at-desk/new/2027"
    operator.get(path)
    token = operator.page.select_one("main form[novalidate] input[name=csrf_token]")["value"]
    with app.extensions["pb"].database.transaction() as session:
        session.execute(delete(AccountSession))
    idea = "Поставити лавки вздовж усієї алеї, де ходять літні люди."
    typed = {**TOLD, "idea": idea, "csrf_token": token}
    answer = operator.client.post(path, data=typed, headers={"Origin": "http://localhost"})
    assert answer.status_code == 401
    text = answer.get_data(as_text=True)
    assert text.count(idea) == 2  # to be read and to be sent
    assert NUMBER not in text
    assert text.count("Канаренко Прихована") == 1  # sent again, not shown
