"""A school's open vote."""

from collections.abc import Iterator

import pytest

from pb.db.database import Database
from pb.settings import Settings
from tests import make_school
from tests.booth.conftest import Live
from tests.live import city_with_bank, placed
from tests.make_booth import Vote


@pytest.fixture
def vote(database: Database, settings: Settings) -> Vote:
    with database.transaction() as session:
        return make_school.school_vote(session, settings)


@pytest.fixture
def live(settings: Settings, database: Database) -> Iterator[Live]:
    """The school's vote on a free loopback port, with its box."""
    here, doors = placed(settings)
    with database.transaction() as session:
        vote = make_school.school_vote(session, here)
    with city_with_bank(here, doors) as app:
        yield Live(here.public_url, app, vote, database, here)
    vote.clerk.box.database.dispose()
