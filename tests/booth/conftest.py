"""A city with its box mounted and a sandbox bank, on free loopback ports, for tests that vote as people do."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask

from pb.db.database import Database
from pb.settings import Settings
from tests.live import city_with_bank, placed
from tests.make_booth import Vote


@dataclass
class Live:
    url: str
    app: Flask
    vote: Vote
    database: Database
    settings: Settings


@pytest.fixture
def live(settings: Settings, database: Database) -> Iterator[Live]:
    here, doors = placed(settings)
    with database.transaction() as session:
        vote = Vote(session, here)
    with city_with_bank(here, doors) as app:
        yield Live(here.public_url, app, vote, database, here)
    vote.clerk.box.database.dispose()
