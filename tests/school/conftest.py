"""A school's open vote."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from pb.app import create_app
from pb.db.database import Database
from pb.settings import Settings
from tests import make_school
from tests.booth.conftest import Live, _free_port, _served
from tests.make_booth import Vote


@pytest.fixture
def vote(database: Database, settings: Settings) -> Vote:
    with database.transaction() as session:
        return make_school.school_vote(session, settings)


@pytest.fixture
def live(settings: Settings, database: Database) -> Iterator[Live]:
    """The school's vote on a free loopback port, with its box."""
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    placed = replace(settings, public_url=url, box_url=f"{url}/box")
    with database.transaction() as session:
        vote = make_school.school_vote(session, placed)
    app = create_app(placed)
    server = _served(app, port)
    yield Live(url, app, vote, database, placed)
    server.shutdown()
    server.server_close()
    app.extensions["pb"].database.dispose()
    vote.clerk.box.database.dispose()
