"""A school's open vote."""

import pytest

from pb.db.database import Database
from pb.settings import Settings
from tests import make_school
from tests.make_booth import Vote


@pytest.fixture
def vote(database: Database, settings: Settings) -> Vote:
    with database.transaction() as session:
        return make_school.school_vote(session, settings)
