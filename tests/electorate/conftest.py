"""A cycle whose election is open."""

import pytest
from sqlalchemy.orm import Session

from pb.settings import Settings
from tests.make_booth import Vote


@pytest.fixture
def vote(session: Session, settings: Settings) -> Vote:
    return Vote(session, settings)
