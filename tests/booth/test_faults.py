"""Two tabs of one voter, and a full disk, as the pages answer them."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from pb.ballots.canonical import to_base64url
from pb.ballots.encoding import Choices
from pb.ballots.voter import seal
from pb.db.database import Database
from pb.electorate.models import RollEntry
from pb.settings import Settings
from pb.web.access import VISIT
from tests.make_booth import Vote, visit
from tests.visitor import Visitor


@pytest.fixture
def vote(database: Database, settings: Settings) -> Vote:
    with database.transaction() as session:
        return Vote(session, settings)


@contextmanager
def full_disk(app: Flask) -> Iterator[None]:
    def fail(_connection: object) -> None:
        raise OperationalError("COMMIT", {}, sqlite3.OperationalError("database or disk is full"))

    engine = app.extensions["pb"].database.engine
    event.listen(engine, "commit", fail)
    yield
    event.remove(engine, "commit", fail)


def test_what_two_tabs_pick_is_kept_together(visitor: Visitor, vote: Vote) -> None:
    first, second, third = vote.codes["green"]
    visitor.get("/vote?contest=green")
    one_tab = other_tab = visitor.page
    for tab, code in ((one_tab, first), (other_tab, second)):
        visitor.page = tab
        visitor.send(f'form[data-pick="{code}"]', status=303, act="add")
    visitor.get("/vote/review")
    assert len(visitor.page.select(".pb-picks li")) == 2
    visitor.page = one_tab  # shows a room for one more that is no longer there
    visitor.send(f'form[data-pick="{third}"]', status=303, act="add")
    visitor.get("/vote/review")
    assert len(visitor.page.select(".pb-picks li")) == 2


def test_a_full_disk_takes_no_pick_and_says_so(app: Flask, visitor: Visitor, vote: Vote) -> None:
    visitor.get("/vote?contest=green")
    with full_disk(app):
        visitor.send(f'form[data-pick="{vote.codes["green"][0]}"]', status=503, act="add")
    assert "не зникло" in visitor.text


def test_a_full_disk_issues_no_envelope_and_the_same_request_gets_one_later(
    app: Flask, visitor: Visitor, database: Database, vote: Vote
) -> None:
    with database.transaction() as session:
        token = visit(session)[1]
    with visitor.client.session_transaction() as cookie:
        cookie[VISIT] = token
    visitor.get("/vote/review")
    csrf = visitor.page.select_one("#pb-booth")["data-csrf"]
    envelope = seal(vote.manifest, {"green": Choices.approve(vote.codes["green"][:1])})["green"]
    body = {"cycle": vote.cycle.code, "requests": {"green": to_base64url(envelope.message)}}
    asked: dict[str, Any] = {
        "data": json.dumps(body), "content_type": "application/json",
        "headers": {"X-CSRFToken": csrf, "Accept": "application/json"},
    }  # fmt: skip
    with full_disk(app):
        refused = visitor.client.post("/vote/issue", **asked)
    assert refused.status_code == 503
    assert "не зникло" in refused.json["next"]
    assert "signatures" not in refused.json
    assert visitor.client.post("/vote/issue", **asked).json["signatures"]["green"]
    with database.reading() as session:
        assert session.query(RollEntry).count() == 1
