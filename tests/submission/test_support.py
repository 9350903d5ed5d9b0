"""Support before the review: one person once, authors not at all, paper lists, the threshold, nobody's name."""

from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from pb import clock
from pb.accounts.models import Author
from pb.audit.models import AuditEntry
from pb.cycles.models import Cycle
from pb.cycles.rules import Phase
from pb.identity.models import Visit
from pb.identity.rules import NumberKind, VerifiedPerson, tax_check_digit
from pb.identity.service import author_key, open_visit, stretch_of
from pb.projects.models import Project
from pb.projects.rules import Status
from pb.submission.models import SupportList, SupportRow
from pb.submission.rules import Refusal, Support, why_not_gathering
from pb.values.permission import Role
from pb.web.access import VISIT
from tests import make
from tests.visitor import Visitor

NEEDED = 3


def tax(number: int) -> str:
    stem = f"{300_000_000 + number}"
    return stem + str(tax_check_digit(stem))


@given(st.integers(0, 100), st.integers(0, 100))
def test_what_lacks_and_what_is_enough_agree(count: int, needed: int) -> None:
    support = Support(count, needed)
    assert support.is_enough == (support.lacking == 0)
    assert count + support.lacking >= needed


@pytest.mark.parametrize("status", list(Status))
def test_support_is_gathered_between_sending_and_review(status: Status) -> None:
    assert why_not_gathering(status, 0) is Refusal.SUPPORT_NOT_COLLECTED
    assert (why_not_gathering(status, 15) is None) == (status in {Status.SUBMITTED, Status.INCOMPLETE})


@pytest.fixture
def code(app: Flask) -> str:
    with app.extensions["pb"].database.transaction() as session:
        cycle = make.cycle(session, Phase.SUBMISSION, rules={"supporters_needed": NEEDED})
        make.contest(session, cycle, "green", department_id=make.department(session).id)
        return make.project(session, cycle, Status.SUBMITTED, title="Сквер біля озера").code


@pytest.fixture
def operator(app: Flask) -> Visitor:
    with app.extensions["pb"].database.transaction() as session:
        return make.signed_in(Visitor(app), session, make.staff(session, Role.OPERATOR))


def confirmed(app: Flask, number: str, name: str = "Канаренко Прихована") -> Visitor:
    """A browser in which a bank has just confirmed a person."""
    house, visitor = app.extensions["pb"], Visitor(app)
    given_name, family_name = name.split()
    person = VerifiedPerson("bank", "bank", NumberKind.TAX, number, given_name, family_name)
    with house.database.transaction() as session:
        keys, now = house.settings.folder("keys"), clock.now()
        _visit, token = open_visit(session, person, stretch=stretch_of(person, keys), begun_at=now, now=now)
    with visitor.client.session_transaction() as cookie:
        cookie[VISIT] = token
    return visitor


def press(visitor: Visitor, code: str, status: int = 303, act: str = "support") -> None:
    visitor.get(f"/submit/support/{code}")
    token = visitor.page.select_one("main form input[name=csrf_token]")["value"]
    visitor.post(f"/submit/support/{code}", {"csrf_token": token, "act": act}, status=status)


def count(app: Flask) -> int:
    with app.extensions["pb"].database.reading() as session:
        rows = len(session.scalars(select(SupportRow.person_key)).all())
        return rows + sum(session.scalars(select(SupportList.unnumbered)))


def type_list(operator: Visitor, code: str, status: int = 303, **fields: str) -> None:
    operator.get(f"/submit/support-lists/{code}")
    operator.send("main form[novalidate]", status=status, **fields)


def test_a_person_supports_once_and_may_take_it_back(app: Flask, code: str) -> None:
    stranger = Visitor(app)
    stranger.get(f"/submit/support/{code}")
    assert "Підтримали 0 людей. Для розгляду потрібно 3. Бракує 3." in " ".join(stranger.page.get_text(" ").split())
    assert stranger.page.select_one("main a[href^='/identity/choose?purpose=support']")
    person = confirmed(app, tax(1))
    press(person, code)
    person.get(f"/submit/support/{code}")
    assert "Ви вже підтримали" in person.text
    assert count(app) == 1
    again = confirmed(app, tax(1))
    press(again, code, status=422)
    assert "Ви вже підтримали цей проєкт" in again.text
    assert count(app) == 1
    press(again, code, act="withdraw")
    assert count(app) == 0


def test_without_a_visit_the_button_leads_to_the_bank(app: Flask, code: str) -> None:
    person = confirmed(app, tax(1))
    person.get(f"/submit/support/{code}")
    token = person.page.select_one("main form input[name=csrf_token]")["value"]
    with person.client.session_transaction() as cookie:
        cookie.pop(VISIT)
    person.post(f"/submit/support/{code}", {"csrf_token": token, "act": "support"}, status=303)
    assert person.answer.location.startswith("/identity/choose?purpose=support&next=/submit/support/")
    person.get(person.answer.location)
    assert "Вашого імені ми не зберігаємо" in person.text
    assert count(app) == 0


def test_an_author_does_not_count(app: Flask, code: str) -> None:
    person = confirmed(app, tax(7))
    house = app.extensions["pb"]
    with house.database.transaction() as session:
        stretch = session.scalars(select(Visit.stretch)).one()
        session.scalars(select(Author)).one().person_key = author_key(house.settings.folder("keys"), stretch)
    press(person, code, status=422)
    assert "Це ваш проєкт" in person.text
    assert count(app) == 0


def test_a_list_counts_known_people_once_and_authors_not_at_all(app: Flask, code: str, operator: Visitor) -> None:
    press(confirmed(app, tax(1)), code)
    operator.get("/submit/support-lists")
    assert "Сквер біля озера" in operator.text
    numbers = f"{tax(1)}\r\n{tax(2)}\r\n{tax(2)}\r\n\r\nКВ 123456"
    type_list(operator, code, number="12/А", lines="6", numbers=numbers)
    operator.get(operator.answer.location)
    assert "Зараховано: 4. Уже підтримали раніше: 2. Підписів авторів: 0." in operator.text
    assert count(app) == 5
    type_list(operator, code, number="12/А", lines="1", status=422)
    assert "Аркуш із цим номером уже введено" in operator.text
    operator.get(f"/submit/support-lists/{code}")
    operator.send("form[action$='/remove']", status=303)
    assert count(app) == 1
    operator.get(f"/submit/support-lists/{code}")
    assert "№ 12/А" not in operator.text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"number": "1", "lines": "1", "numbers": f"{tax(1)}\n{tax(2)}"}, "Номерів більше, ніж підписів"),
        ({"number": "1", "lines": "5", "numbers": f"{tax(1)}\n=1+1"}, "Рядок 2: це не податковий номер"),
        ({"number": "1", "lines": "5", "numbers": "3000000000"}, "Рядок 1: це не податковий номер"),
        ({"number": "1", "lines": "0"}, "від 1 до 50"),
        ({"number": "1", "lines": "51"}, "від 1 до 50"),
        ({"number": "1", "lines": "багато 👍"}, "Впишіть ціле число цифрами"),
        ({"number": "", "lines": "5"}, "Введіть номер аркуша"),
        ({"number": "9" * 21, "lines": "5"}, "можна до 20 знаків"),
    ],
)
def test_a_list_that_cannot_be_right_is_kept_and_asked_about(
    app: Flask, code: str, operator: Visitor, typed: dict[str, str], words: str
) -> None:
    type_list(operator, code, status=422, **typed)
    assert words in operator.text
    assert operator.page.select_one("input[name=lines]")["value"] == typed["lines"]
    assert count(app) == 0


def test_a_project_is_complete_only_with_its_support(app: Flask, code: str, operator: Visitor) -> None:
    with app.extensions["pb"].database.transaction() as session:
        secretary = make.signed_in(Visitor(app), session, make.staff(session, Role.SECRETARY))
    secretary.get(f"/review/completeness/{code}")
    department = next(o["value"] for o in secretary.page.select("select[name=department] option") if o["value"])
    secretary.send("main form", status=422, outcome="complete", department=department)
    assert "Підтримки замало: 0, а потрібно 3" in secretary.text
    type_list(operator, code, number="1", lines="3")
    secretary.get(f"/review/completeness/{code}")
    secretary.send("main form", status=303, outcome="complete", department=department)
    public = Visitor(app)
    for page in (f"/projects/{code}", f"/projects/{code}/track"):
        public.get(page)
        assert "Підтримали 3 людини." in public.text
    public.get(f"/submit/support/{code}")
    assert "вже не збирають" in public.text
    type_page = operator
    type_page.get(f"/submit/support-lists/{code}")
    assert not type_page.page.select("main form[novalidate]")


def test_the_author_sees_the_link_and_after_the_deadline_what_follows(app: Flask, code: str) -> None:
    with app.extensions["pb"].database.transaction() as session:
        author = make.signed_in(Visitor(app), session, session.scalars(select(Author)).one())
    author.get(f"/projects/{code}/track")
    assert f"http://localhost/submit/support/{code}" in author.text
    person = confirmed(app, tax(1))
    person.get(f"/submit/support/{code}")
    token = person.page.select_one("main form input[name=csrf_token]")["value"]
    with app.extensions["pb"].database.transaction() as session:
        session.scalars(select(Cycle)).one().submission_closes_at = clock.now() - timedelta(minutes=1)
    author.get(f"/projects/{code}/track")
    assert "Тоді подайте його в наступному циклі" in author.text
    person.post(f"/submit/support/{code}", {"csrf_token": token, "act": "support"}, status=422)
    assert "вже не збирають" in person.text
    assert count(app) == 0


def test_a_draft_is_shown_to_nobody_and_no_threshold_shows_nothing(app: Flask, code: str) -> None:
    with app.extensions["pb"].database.transaction() as session:
        cycle = make.cycle(session, Phase.SUBMISSION, code="free")
        draft = make.project(session, cycle, Status.DRAFT).code
        free = make.project(session, cycle, Status.SUBMITTED).code
    visitor = Visitor(app)
    visitor.get(f"/submit/support/{draft}", status=404)
    visitor.get("/submit/support/NOSUCHCODE", status=404)
    visitor.get(f"/submit/support/{free}")
    assert "підтримку не збирають" in visitor.text
    assert "Для розгляду" not in visitor.text


def test_lists_are_typed_by_the_desk_alone(app: Flask, code: str) -> None:
    with app.extensions["pb"].database.transaction() as session:
        expert = make.signed_in(Visitor(app), session, make.staff(session, Role.EXPERT))
    for address in ("/submit/support-lists", f"/submit/support-lists/{code}"):
        expert.get(address, status=403)
        Visitor(app).get(address, status=302)


def test_nothing_that_is_kept_knows_a_supporter(app: Flask, code: str, operator: Visitor) -> None:
    """Two projects know the same person by different keys; no number, no name, no entry of the log tells who."""
    with app.extensions["pb"].database.transaction() as session:
        cycle_id = session.scalars(select(Project.cycle_id)).one()
        other = make.project(session, session.get_one(Cycle, cycle_id), Status.SUBMITTED).code
    for one in (code, other):
        press(confirmed(app, tax(1)), one)
    type_list(operator, code, number="1", lines="1", numbers=tax(2))
    with app.extensions["pb"].database.reading() as session:
        keys = session.scalars(select(SupportRow.person_key)).all()
        assert len(set(keys)) == 3
        entries = session.scalars(select(AuditEntry).where(AuditEntry.action.contains("support"))).all()
        assert entries
        told = " ".join(f"{one.actor} {one.subject} {one.details}" for one in entries)
    for private in (tax(1), tax(2), "Канаренко"):
        assert private not in told
        for address in (f"/submit/support/{code}", f"/submit/support/{other}"):
            visitor = Visitor(app)
            visitor.get(address)
            assert private not in visitor.text


@pytest.mark.parametrize("wrong", [{"lines": 0}, {"lines": 51}, {"unnumbered": 4}, {"unnumbered": -1}, {"number": ""}])
def test_the_database_refuses_an_impossible_list(app: Flask, code: str, operator: Visitor, wrong: dict) -> None:
    type_list(operator, code, number="1", lines="3")
    column, value = next(iter(wrong.items()))
    with pytest.raises(IntegrityError), app.extensions["pb"].database.transaction() as session:
        session.execute(text(f"UPDATE submission_support_lists SET {column} = :value"), {"value": value})


def test_the_database_knows_a_person_once_in_a_project(app: Flask, code: str) -> None:
    press(confirmed(app, tax(1)), code)
    again = text(
        "INSERT INTO submission_supports (project_id, person_key) SELECT project_id, person_key FROM submission_supports"
    )
    with app.extensions["pb"].database.transaction() as session, pytest.raises(IntegrityError):
        session.execute(again)
