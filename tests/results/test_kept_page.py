"""The page of results kept in memory: sent again only to those who read the same, never stale and never another's."""

import gzip
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask, flash
from sqlalchemy.orm import Session

from pb import clock
from pb.audit.rules import SYSTEM
from pb.cycles.queries import cycle_by_code
from pb.results import service
from pb.results.pages import kept_page
from pb.values.permission import Role
from tests import make, make_results
from tests.visitor import Visitor


@pytest.fixture
def decided(session: Session, elections: Path):
    cycle, _contest, _projects = make_results.counted(session, elections)
    service.enter_decision(session, SYSTEM, cycle, number="77-7", decided_on=clock.today(), now=clock.now())
    return cycle


@pytest.fixture
def address(session: Session, decided, elections: Path, published: Path) -> str:
    make_results.publish(session, SYSTEM, decided, elections, published, None)
    code = decided.code
    session.commit()
    return f"/results/{code}"


def test_what_a_reader_has_is_not_sent_again(visitor: Visitor, address: str) -> None:
    first = visitor.get(address)
    again = visitor.client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]


def test_it_is_sent_packed_to_whoever_takes_that(visitor: Visitor, address: str) -> None:
    plain = visitor.get(address)
    packed = visitor.client.get(address, headers={"Accept-Encoding": "br, gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) * 3 < len(plain.data)
    for refused in ("identity", "gzip;q=0", "br"):
        answer = visitor.client.get(address, headers={"Accept-Encoding": refused})
        assert "Content-Encoding" not in answer.headers
        assert answer.data == plain.data
    assert "Accept-Encoding" in plain.headers["Vary"]


def test_another_language_is_another_page(visitor: Visitor, address: str) -> None:
    ukrainian = visitor.get(address)
    visitor.get("/language/en", status=302)
    english = visitor.get(address, headers={"If-None-Match": ukrainian.headers["ETag"]})
    assert visitor.title.startswith("Residents chose")
    assert english.headers["ETag"] != ukrainian.headers["ETag"]


def test_the_end_of_the_embargo_shows_at_once(
    visitor: Visitor, app: Flask, session: Session, decided, elections: Path, published: Path
) -> None:
    code = decided.code
    session.commit()
    assert "ETag" not in visitor.get(f"/results/{code}").headers
    with app.extensions["pb"].database.transaction() as later:
        make_results.publish(later, SYSTEM, cycle_by_code(later, code), elections, published, None)
    visitor.get(f"/results/{code}")
    assert visitor.title.startswith("Мешканці обрали")


def test_staff_and_residents_never_read_each_others_page(
    visitor: Visitor, session: Session, app: Flask, decided, elections: Path, published: Path
) -> None:
    address = f"/results/{decided.code}"
    make_results.publish(session, SYSTEM, decided, elections, published, None)
    resident, own = Visitor(app), visitor
    make.signed_in(own, session, make.staff(session, Role.MANAGER))
    kept = resident.get(address)
    answer = own.get(address, headers={"If-None-Match": kept.headers["ETag"], "Accept-Encoding": "gzip"})
    assert not {"ETag", "Content-Encoding"} & set(answer.headers.keys())
    assert answer.headers["Cache-Control"] == "no-store"
    assert resident.get(address).data == kept.data


def test_a_message_is_read_by_one_reader_once(app: Flask, address: str) -> None:
    def write() -> str:
        flash("Лише для вас")
        return "saved"

    app.add_url_rule("/a-message", view_func=write)
    app.view_functions["write"].is_public = True
    told, other = Visitor(app), Visitor(app)
    other.get(address)
    told.client.get("/a-message")
    told.get(address)
    assert "Лише для вас" in told.text
    told.get(address)
    assert "Лише для вас" not in told.text
    other.get(address)
    assert "Лише для вас" not in other.text


def test_a_new_version_and_a_new_minute_are_written_anew(app: Flask, the_clock) -> None:
    def read(version: str, text: str) -> bytes:
        with app.test_request_context("/"):
            return kept_page(version, lambda: text).data

    assert read("first", "as counted") == b"as counted"
    assert read("first", "again") == b"as counted"
    assert read("corrected", "as corrected") == b"as corrected"
    the_clock.now += timedelta(minutes=1)
    assert read("corrected", "a year was imported") == b"a year was imported"
