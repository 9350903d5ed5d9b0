"""Checking and issuing certificates, as a browser without JavaScript sees it."""

import re

import pytest
from flask import Flask

from pb.certificates import queries
from pb.certificates.rules import Kind
from pb.values.permission import Role
from tests import make
from tests.certificates.make import published_cycle, two_projects
from tests.visitor import Visitor


@pytest.fixture
def manager(app: Flask, visitor: Visitor) -> Visitor:
    with app.extensions["pb"].database.transaction() as session:
        cycle = published_cycle(session)
        two_projects(session, cycle)
        make.signed_in(visitor, session, make.staff(session, Role.MANAGER))
    visitor.get("/staff/certificates")
    visitor.get(visitor.page.select_one(".pb-queue a")["href"])
    visitor.send("form[novalidate]", status=303)
    visitor.get(visitor.answer.headers["Location"])
    return visitor


def winner(app: Flask):
    with app.extensions["pb"].database.reading() as session:
        cycle = queries.batches(session)[0].cycle
        return next(row for row in queries.certificates_of_cycle(session, cycle.id) if row.kind is Kind.WINNER)


def test_a_genuine_certificate_is_known_at_one_glance(app: Flask, manager: Visitor) -> None:
    row, anybody = winner(app), Visitor(app)
    answer = anybody.get(f"/verify/{row.code}")
    assert anybody.title == "Справжній"
    for fact in (row.name, "Сквер на Уявній", "№ 123-45", "1 лютого 2026"):
        assert fact in anybody.text
    assert len(answer.get_data()) < 25_000
    pdf = anybody.get(f"/certificates/{row.code}.pdf")
    assert (pdf.mimetype, pdf.get_data()[:5]) == ("application/pdf", b"%PDF-")
    anybody.get(f"/certificates/{row.code}")
    assert row.name in anybody.text


def test_a_typed_code_finds_its_page(app: Flask, manager: Visitor) -> None:
    row, anybody = winner(app), Visitor(app)
    anybody.get("/verify")
    dashed = "-".join(re.findall("....", row.code.lower()))
    anybody.get(f"/verify?code={dashed}", status=303)
    assert anybody.answer.headers["Location"].endswith(f"/verify/{row.code}")
    anybody.get(f"/verify/{dashed}", status=303)


@pytest.mark.parametrize("code", ["ABCDEFGHJKMN", "%3Cscript%3E", "є", "-"])
def test_an_unknown_code_says_what_to_do(visitor: Visitor, code: str) -> None:
    visitor.get(f"/verify/{code}", status=404, follow=True)
    assert visitor.title == "Не знайдено"
    assert "зателефонуйте" in visitor.text


def test_a_corrected_certificate_leads_to_the_new_one(app: Flask, manager: Visitor) -> None:
    row, anybody = winner(app), Visitor(app)
    manager.get(f"/staff/certificates/one/{row.code}/reissue")
    manager.send("form[novalidate]", status=422, name="")
    manager.send("form[novalidate]", status=303, name="Виправлена Орися")
    anybody.get(f"/verify/{row.code}")
    assert anybody.title == "Замінено новим"
    anybody.get(f"/certificates/{row.code}.pdf", status=303)
    anybody.get(anybody.page.select_one(".govuk-button[href*='/verify/']")["href"])
    assert anybody.title == "Справжній"
    assert "Виправлена Орися" in anybody.text


def test_a_revoked_certificate_tells_the_reason(app: Flask, manager: Visitor) -> None:
    row, anybody = winner(app), Visitor(app)
    manager.get(f"/staff/certificates/one/{row.code}/revoke")
    manager.send("form[novalidate]", status=422, reason="")
    manager.send("form[novalidate]", status=303, reason="Авторство оскаржено.")
    anybody.get(f"/verify/{row.code}")
    assert anybody.title == "Скасовано"
    assert "Авторство оскаржено." in anybody.text
    anybody.get(f"/certificates/{row.code}", status=303)


def test_only_those_who_may_issue_see_the_list(app: Flask, manager: Visitor) -> None:
    other = Visitor(app)
    with app.extensions["pb"].database.transaction() as session:
        make.signed_in(other, session, make.staff(session, Role.OPERATOR))
    other.get("/staff/certificates", status=403)
