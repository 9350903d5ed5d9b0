"""Models equal migrations, there is one head, and every step goes up and down, with rows in the tables."""

from pathlib import Path

import pytest
from sqlalchemy import func, inspect, select, text

from pb.audit import service as audit
from pb.audit.models import AuditEntry
from pb.audit.rules import SYSTEM
from pb.db.database import Database
from pb.db.migrations import differences, migrate, unmigrate
from pb.tables import metadata
from tests import make
from tests.conftest import POSTGRES

FOLDER = str(Path(__file__).resolve().parents[2] / "migrations")


@pytest.fixture
def empty(tmp_path: Path):
    """A database without any table."""
    url = POSTGRES or f"sqlite:///{tmp_path / 'empty.sqlite'}"
    made = Database(url)
    if made.engine.dialect.name == "postgresql":
        with made.engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
    yield made
    if made.engine.dialect.name == "postgresql":
        with made.engine.begin() as connection:  # the other tests of this run expect the tables of the models
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
        metadata.create_all(made.engine)
    made.dispose()


def test_migrations_lead_to_the_models(empty: Database) -> None:
    migrate(empty, FOLDER)
    assert differences(empty, metadata) == []


def test_the_checks_of_the_migrations_are_those_of_the_models(empty: Database, tmp_path: Path) -> None:
    """Alembic does not compare them; an enum with a new value would be refused by a migrated database only."""

    def checks(database: Database) -> dict[tuple[str, str], str]:
        seen = inspect(database.engine)
        every = {name: seen.get_check_constraints(name) for name in metadata.tables}
        return {(name, str(one["name"])): " ".join(one["sqltext"].split()) for name in every for one in every[name]}

    migrate(empty, FOLDER)
    migrated = checks(empty)
    if POSTGRES:
        unmigrate(empty, FOLDER, "base")
        metadata.create_all(empty.engine)
        assert migrated == checks(empty)
        return
    made = Database(f"sqlite:///{tmp_path / 'made.sqlite'}")
    metadata.create_all(made.engine)
    assert migrated == checks(made)
    made.dispose()


def test_every_table_can_be_taken_down_again_with_rows_in_it(empty: Database) -> None:
    migrate(empty, FOLDER)
    with empty.transaction() as session:
        make.project(session, make.cycle(session))
    unmigrate(empty, FOLDER, "base")
    assert set(inspect(empty.engine).get_table_names()) <= {"alembic_version"}
    migrate(empty, FOLDER)
    with empty.reading() as session:
        assert session.scalar(select(func.count()).select_from(AuditEntry)) == 0


@pytest.mark.parametrize("verb", ["UPDATE audit_entries SET actor = 'x'", "DELETE FROM audit_entries"])
def test_the_audit_log_of_a_migrated_database_cannot_be_changed(empty: Database, verb: str) -> None:
    migrate(empty, FOLDER)
    with empty.transaction() as session:
        audit.record(session, SYSTEM, "test.act", "thing:1")
    with pytest.raises(Exception, match="append-only"), empty.transaction() as session:
        session.execute(text(verb))


@pytest.mark.sqlite
def test_migrated_and_made_databases_have_the_same_guards(empty: Database, database: Database) -> None:
    migrate(empty, FOLDER)
    triggers = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
    with empty.reading() as migrated, database.reading() as made:
        assert migrated.execute(triggers).all() == made.execute(triggers).all()
