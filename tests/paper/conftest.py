"""A desk of an open election with printed ballots."""

import pytest
from sqlalchemy.orm import Session

from pb.settings import Settings
from tests import make
from tests.make_booth import Vote
from tests.make_paper import Paper


@pytest.fixture
def vote(session: Session, settings: Settings) -> Vote:
    return Vote(session, settings)


@pytest.fixture
def paper(session: Session, vote: Vote) -> Paper:
    return Paper(session, vote, make.desk(session))
