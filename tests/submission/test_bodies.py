"""Bodies that propose: the check digit of the register, who may, what is public, what waits until it is right."""

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from pb.cycles.rules import Phase
from pb.projects.models import Project
from pb.projects.rules import Applicant, Status, applicant_line, is_register_number, register_check_digit
from pb.submission.rules import Body, Missing, body_faults
from tests import make
from tests.visitor import Visitor

NUMBER = "99000011"


@pytest.mark.parametrize("number", ["14360570", "00032129", "43395033", NUMBER])
def test_numbers_of_the_register_are_known(number: str) -> None:
    assert is_register_number(number)


@given(st.integers(0, 9_999_999), st.integers(0, 9))
def test_only_one_last_digit_is_right(stem: int, last: int) -> None:
    digits = f"{stem:07}"
    assert is_register_number(f"{digits}{last}") == (last == register_check_digit(digits))


@pytest.mark.parametrize("typed", ["", "1436057", "143605700", "1436057O", "١٤٣٦٠٥٧٠", "14360571"])
def test_what_is_no_number_is_none(typed: str) -> None:
    assert not is_register_number(typed)


@pytest.mark.parametrize(
    ("body", "condominiums", "faults"),
    [
        (Body(Applicant.PERSON), False, []),
        (Body(Applicant.ASSOCIATION, "ГО", NUMBER), False, []),
        (Body(Applicant.ASSOCIATION, "", "1"), False, [Missing.BODY_NAME, Missing.BODY_CODE]),
        (Body(Applicant.ASSOCIATION, "ГО", ""), False, [Missing.BODY_CODE]),
        (Body(Applicant.SELF_ORGANISED, "Комітет", ""), False, []),
        (Body(Applicant.SELF_ORGANISED, "Комітет", "12345679"), False, [Missing.BODY_CODE]),
        (Body(Applicant.CONDOMINIUM, "ОСББ", NUMBER), False, [Missing.CONDOMINIUM]),
        (Body(Applicant.CONDOMINIUM, "ОСББ", NUMBER), True, []),
    ],
)
def test_a_body_is_named_numbered_and_allowed(body: Body, condominiums: bool, faults: list[Missing]) -> None:
    assert body_faults(body, condominiums_apply=condominiums) == faults


@given(st.text(max_size=120), st.lists(st.text(min_size=1, max_size=100), min_size=1, max_size=4))
def test_the_public_line_fits_its_column(name: str, people: list[str]) -> None:
    assert len(applicant_line(name, NUMBER, people)) <= 200


@pytest.fixture
def author(app: Flask) -> Visitor:
    with app.extensions["pb"].database.transaction() as session:
        cycle = make.cycle(session, Phase.SUBMISSION)
        person = make.author(session)
        make.project(session, cycle, Status.DRAFT, author_id=person.id)
        return make.signed_in(Visitor(app), session, person)


def project(app: Flask) -> Project:
    with app.extensions["pb"].database.reading() as session:
        return session.scalars(select(Project)).one()


def save(app: Flask, author: Visitor, status: int, **typed: str) -> None:
    author.get(f"/submit/{project(app).code}/about")
    author.send("main form", status=status, **typed)


def send(app: Flask, author: Visitor, status: int) -> None:
    author.get(f"/submit/{project(app).code}/check")
    author.send("main form", status=status, consent="y")


def test_the_body_its_number_and_who_acts_are_public(app: Flask, author: Visitor) -> None:
    save(app, author, 303, applicant="association", body_name="ГО «Приклад»", body_code="9900 0011")
    send(app, author, 303)
    assert project(app).author_name == f"ГО «Приклад» (ЄДРПОУ {NUMBER}), Уявна Ольга"
    Visitor(app).get(f"/submit/support/{project(app).code}")


def test_a_wrong_number_is_said_kept_and_stops_the_sending(app: Flask, author: Visitor) -> None:
    save(app, author, 422, applicant="association", body_name="ГО «Приклад»", body_code="99000012")
    assert "остання – контрольна" in author.text
    assert author.page.select_one("input[name=body_code]")["value"] == "99000012"
    assert project(app).body_code == "99000012"
    send(app, author, 422)
    assert "Перевірте код ЄДРПОУ" in author.text
    save(app, author, 303, applicant="person")
    assert (project(app).body_name, project(app).body_code) == ("", "")
    send(app, author, 303)
    assert project(app).author_name == "Уявна Ольга"


def test_condominiums_are_not_offered_and_refused_where_the_rules_say_so(app: Flask, author: Visitor) -> None:
    author.get(f"/submit/{project(app).code}/about")
    assert not author.page.select("input[value=condominium]")
    save(app, author, 422, applicant="condominium", body_name="ОСББ «Двір»", body_code=NUMBER)
    assert "ОСББ проєктів не подають" in author.text
    send(app, author, 422)


@pytest.mark.parametrize(
    "typed", [{"applicant": "emperor 👑", "body_name": "Я"}, {"body_name": "Назва без вибору", "body_code": "x"}]
)
def test_nonsense_leaves_a_person(app: Flask, author: Visitor, typed: dict[str, str]) -> None:
    save(app, author, 303, **typed)
    assert project(app).applicant is Applicant.PERSON
    assert project(app).body_name == ""


@pytest.mark.parametrize(
    "wrong", ["body_name = 'ГО'", "applicant = 'association'", "applicant = 'association', body_name = 'ГО'"]
)
def test_the_database_refuses_half_a_body(app: Flask, author: Visitor, wrong: str) -> None:
    send(app, author, 303)
    with app.extensions["pb"].database.transaction() as session, pytest.raises(IntegrityError):
        session.execute(text(f"UPDATE projects_projects SET {wrong}"))
