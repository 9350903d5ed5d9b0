"""Fixtures every test may use: a clock, a database of its own, an application and a visitor."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from pb import clock
from pb.app import create_app
from pb.db.database import Database
from pb.settings import Mode, Settings, checked
from pb.tables import metadata
from tests.visitor import Visitor

POSTGRES = os.environ.get("TEST_DATABASE_URL", "")
NOW = datetime(2026, 4, 20, 9, 0, tzinfo=UTC)


class MovableClock:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(autouse=True)
def the_clock() -> Iterator[MovableClock]:
    movable = MovableClock()
    clock.use(movable)
    yield movable
    clock.use(None)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return checked(
        Settings(
            secret_key="test-0123456789-abcdefghij-KLMNOPQRST",
            data_dir=tmp_path,
            mode=Mode.DEMO,
            public_url="http://localhost",
            database_url=POSTGRES,
            log_level="ERROR",
        )
    )


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    """An empty database with every table; on PostgreSQL when TEST_DATABASE_URL is set."""
    made = Database(settings.database_url)
    if POSTGRES:
        with made.engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
    metadata.create_all(made.engine)
    yield made
    made.dispose()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """One transaction for a whole test of services."""
    with database.transaction() as opened:
        yield opened


@pytest.fixture
def app(settings: Settings, database: Database) -> Iterator[Flask]:
    made = create_app(settings)
    made.testing = True
    made.config["PROPAGATE_EXCEPTIONS"] = False
    yield made
    made.extensions["pb"].database.dispose()


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """A browser without JavaScript whose every HTML answer is checked."""
    return Visitor(app)
