"""What of a person stays: nothing in the logs, four facts in the database, and those for fifteen minutes."""

import io
import logging
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from pb.app import create_app
from pb.demo.bank.people import customers
from pb.demo.running import providers_text
from pb.identity import service
from pb.settings import Settings
from pb.tables import metadata
from pb.web.logs import init_logs
from tests.identity.test_refusals import begin, confirm
from tests.visitor import Visitor

PEOPLE = ("oksana", "danylo", "yosyf", "solomiika", "artem")


@pytest.fixture
def settings(settings: Settings, tmp_path: Path, bank_url: str) -> Settings:
    path = tmp_path / "providers.toml"
    path.write_text(providers_text(bank_url, "sandbox-secret"), "utf-8")
    return replace(settings, providers_file=path, log_level="DEBUG")


def stored(app: Flask) -> dict[str, str]:
    """Every row of every table as text."""
    with app.extensions["pb"].database.reading() as session:
        rows = {
            name: repr([tuple(row) for row in session.execute(text(f'SELECT * FROM "{name}"'))])
            for name in metadata.tables
        }
    return {name: row for name, row in rows.items() if row != "[]"}


def secrets_of(person: str) -> set[str]:
    """What must not stay anywhere: the number, the street, the bank's own name for the person."""
    told = customers()[person].claims
    return {told["number"], told["address"]["street_address"], f"bystrytsia-{person}", f"prut-{person}"}


def everything_of(person: str) -> set[str]:
    told = customers()[person].claims
    return secrets_of(person) | {told["family_name"], told["given_name"], told["birthdate"]}


@pytest.mark.enable_socket
def test_logs_know_nobody_and_the_database_little(visitor: Visitor, app: Flask, caplog, monkeypatch) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    init_logs("DEBUG")
    for person, bank in zip(PEOPLE, ("bystrytsia", "bankid/yasen", "id-gov-ua", "bankid/vatra", "prut"), strict=True):
        visitor.get(confirm(begin(visitor, bank), person), status=303)
        visitor.get(confirm(begin(visitor, bank), person).replace("code=", "code=broken"), status=303)
        visitor.get(confirm(begin(visitor, bank), ""), status=303)
    logs = sys.stderr.getvalue() + caplog.text  # ours, and those of every library
    assert "login_not_proved" in logs
    kept = stored(app)
    assert set(kept) <= {"identity_logins", "identity_visits"}
    for person in PEOPLE:
        assert [one for one in everything_of(person) if one in logs] == []
        for table, rows in kept.items():
            forbidden = secrets_of(person) if table == "identity_visits" else everything_of(person)
            assert [one for one in forbidden if one in rows] == [], table


@pytest.mark.enable_socket
def test_after_fifteen_minutes_nothing_is_left(visitor: Visitor, app: Flask, the_clock) -> None:
    visitor.get(confirm(begin(visitor)), status=303)
    assert "Придумана" in stored(app)["identity_visits"]
    the_clock.now += timedelta(minutes=16)
    with app.extensions["pb"].database.transaction() as session:
        service.forget_past(session, the_clock.now)
    assert stored(app) == {}


@pytest.mark.enable_socket
def test_an_author_leaves_a_name_a_year_and_a_key(visitor: Visitor, app: Flask) -> None:
    visitor.get(confirm(begin(visitor, purpose="author")), status=303)
    kept = stored(app)
    assert "identity_visits" not in kept
    for table, rows in kept.items():
        assert [one for one in secrets_of("oksana") | {"1987-07-14"} if one in rows] == [], table


@pytest.mark.enable_socket
def test_the_last_bank_is_remembered_by_this_browser_alone(visitor: Visitor, app: Flask) -> None:
    begin(visitor, "bankid/trembita")
    visitor.get("/identity/choose?purpose=vote")
    assert visitor.page.select_one(".pb-bank")["value"] != "bankid/trembita", "not yet: the login did not succeed"
    answer = visitor.get(confirm(begin(visitor, "bankid/trembita")), status=303)
    cookie = next(one for one in answer.headers.getlist("Set-Cookie") if one.startswith("bank="))
    assert "bankid/trembita" in cookie
    for part in ("HttpOnly", "Path=/identity", "SameSite=Lax"):
        assert part in cookie
    visitor.get("/identity/choose?purpose=vote")
    first = visitor.page.select_one(".pb-bank")
    assert first["value"] == "bankid/trembita"
    assert "минулого разу" in first.text
    assert "trembita" not in repr(stored(app).get("identity_visits", "")).replace("Трембіта", "")
    other = Visitor(app)
    other.get("/identity/choose?purpose=vote")
    assert other.page.select_one(".pb-bank")["value"] != "bankid/trembita"


def test_production_refuses_every_provider_of_the_sandbox(settings: Settings) -> None:
    from pb.errors import BadSetting
    from pb.settings import Mode

    with pytest.raises(BadSetting, match="sandbox bank"):
        create_app(replace(settings, mode=Mode.PRODUCTION, public_url="https://budget.example.org"))
