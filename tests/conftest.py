"""Fixtures every test may use: a clock, a database of its own, an application and a visitor."""

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import structlog
from flask import Flask, has_request_context
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.orm import Session, sessionmaker

from pb import clock
from pb.app import create_app
from pb.db.database import Database
from pb.demo.running import build, demo_settings
from pb.identity import person_key
from pb.settings import Mode, Settings, checked
from pb.tables import metadata
from tests.visitor import Visitor

# One run is on one kind of database: SQLite, or the PostgreSQL server named here (tests/with-services.sh starts one).
SERVER = os.environ.get("TEST_POSTGRES", "")
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "alone")
POSTGRES, BOX_POSTGRES = (f"{SERVER}/{name}_{WORKER}" if SERVER else "" for name in ("city", "box"))
# The demo city has two databases of its own, as it stays while others are emptied between tests.
DEMO_POSTGRES, DEMO_BOX_POSTGRES = (f"{SERVER}/{name}_{WORKER}" if SERVER else "" for name in ("demo", "demobox"))
# A demo city that stands already; without it one is built, once for all tests.
BUILT_CITY = os.environ.get("TEST_DEMO_CITY", "")
# No test fails because the machine is busy, and what was green stays green: the same examples every time.
# `make test FLAGS=--hypothesis-profile=search` draws new ones.
PATIENT = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.filter_too_much]}
hypothesis_settings.register_profile("house", derandomize=True, **PATIENT)
hypothesis_settings.register_profile("search", **PATIENT)
hypothesis_settings.load_profile("house")
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


@pytest.fixture(scope="session", autouse=True)
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Templates are compiled once for all applications of a run, not once for each."""
    Flask.jinja_options = {"bytecode_cache": FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))}


@pytest.fixture(scope="session", autouse=True)
def nobody_waits_for_argon2() -> Iterator[None]:
    """House rule: no page stretches a number, which takes tens of milliseconds, while it holds the writers' turn."""
    writing, real, begun = threading.local(), person_key.hash_secret_raw, Database.transaction

    @contextmanager
    def transaction(self: Database) -> Iterator[Session]:
        with begun(self) as opened:
            writing.now = True
            try:
                yield opened
            finally:
                writing.now = False

    def stretch(*given: object) -> bytes:
        assert not (getattr(writing, "now", False) and has_request_context()), "a number is stretched in a transaction"
        return real(*given)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Database, "transaction", transaction)
        patched.setattr(person_key, "hash_secret_raw", stretch)
        yield


@pytest.fixture(autouse=True)
def logs_of_its_own() -> Iterator[None]:
    """A test that catches what is printed must not leave the logs with a stream that is closed after it."""
    yield
    structlog.reset_defaults()


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


@pytest.fixture(scope="session")
def empty_city(tmp_path_factory: pytest.TempPathFactory) -> Path | None:
    """A SQLite file with every table, copied for each test; on PostgreSQL the tables are made once."""
    if POSTGRES:
        emptied(POSTGRES)
        made = Database(POSTGRES)
        metadata.create_all(made.engine)
        made.dispose()
        return None
    path = tmp_path_factory.mktemp("empty") / "city.sqlite"
    made = Database(f"sqlite:///{path}")
    metadata.create_all(made.engine)
    with made.engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    made.dispose()
    return path


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the whole demo city as `make run` builds it, at the real time of today."""
    folder = tmp_path_factory.mktemp("demo") / "city"
    if BUILT_CITY and not DEMO_POSTGRES:
        shutil.copytree(BUILT_CITY, folder)
    for url in filter(None, (DEMO_POSTGRES, DEMO_BOX_POSTGRES)):
        emptied(url)
    build(demo_city(folder))
    return folder


def emptied(url: str) -> None:
    """Drop all that a PostgreSQL database holds."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()


def demo_city(folder: Path, public_url: str = "http://localhost") -> Settings:
    """Settings of the demo city in `folder`; its banks do not answer."""
    made = demo_settings(folder, public_url=public_url, bank_url="http://127.0.0.1:9")
    if DEMO_POSTGRES:
        made = replace(made, database_url=DEMO_POSTGRES, box_database_url=DEMO_BOX_POSTGRES)
    return made


@pytest.fixture
def database(settings: Settings, empty_city: Path | None) -> Iterator[Database]:
    """An empty database with every table."""
    if empty_city is not None:
        shutil.copyfile(empty_city, settings.data_dir / "city.sqlite")
    made = Database(settings.database_url)
    if empty_city is None:
        names = ", ".join(f'"{table.name}"' for table in metadata.sorted_tables)
        with made.engine.begin() as connection:
            connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
    yield made
    made.dispose()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """One transaction for a whole test of services; it takes no turn, for pages may write after its commit."""
    with sessionmaker(database.engine, expire_on_commit=False).begin() as opened:
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


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Long values (keys drawn anew, whole files) are named by their argument: every process lists the same tests."""
    return argname if isinstance(val, bytes) or (isinstance(val, str) and len(val) > 40) else None


def pytest_sessionstart() -> None:
    """Each process of a run has databases of its own."""
    if not SERVER:
        return
    engine = create_engine(f"{SERVER}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        there = set(connection.scalars(text("SELECT datname FROM pg_database")))
        for url in (POSTGRES, BOX_POSTGRES, DEMO_POSTGRES, DEMO_BOX_POSTGRES):
            name = make_url(url).database
            if name not in there:
                connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0"))
    engine.dispose()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests of one database only belong to the run on that database; those of none to the first run, on SQLite.

    So do those of the browser, which knows no database, but for the vote's, whose steps may end in between.
    """
    other = "sqlite" if POSTGRES else "postgres"
    kept, gone = [], []
    for item in items:
        belongs = not item.get_closest_marker(other) and (not POSTGRES or _stores(item))
        (kept if belongs else gone).append(item)
    if gone:
        config.hook.pytest_deselected(items=gone)
        items[:] = kept


def _stores(item: pytest.Item) -> bool:
    is_of_a_screen = item.get_closest_marker("browser") and item.path.parent.name != "booth"
    stores = {"settings", "empty", "box_settings", "demo_folder"} & set(getattr(item, "fixturenames", ()))
    return bool(stores) and not is_of_a_screen


@pytest.hookimpl(hookwrapper=True)
def pytest_sessionfinish(session: pytest.Session) -> Iterator[None]:
    """Where nothing may be skipped (CI), a skipped test fails the run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    # Real elections are not part of the project: where they are absent, their tests may be skipped even there.
    if os.environ.get("PB_NOTHING_SKIPPED") and any("PB_PABULIB" not in str(report.longrepr) for report in skipped):
        session.exitstatus = 1
    yield
