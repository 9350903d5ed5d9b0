"""Who reads cannot write, sees one moment where that is promised, and is not told of a server's restart."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from pb.db.database import Database

BOTH = pytest.mark.parametrize("way", ["reading", "snapshot"])


@pytest.fixture
def kept(database: Database) -> Database:
    with database.transaction() as session:
        session.execute(text("CREATE TABLE pb_test_kept (amount INTEGER)"))
        session.execute(text("INSERT INTO pb_test_kept VALUES (1)"))
    yield database
    with database.transaction() as session:
        session.execute(text("DROP TABLE pb_test_kept"))


def amount(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(text("SELECT amount FROM pb_test_kept"))


def add(database: Database) -> None:
    with database.transaction() as session:
        session.execute(text("UPDATE pb_test_kept SET amount = amount + 1"))


@BOTH
@pytest.mark.postgres
def test_a_reader_is_refused_a_change_by_the_database(kept, way):
    with pytest.raises(DBAPIError, match="read-only"), getattr(kept, way)() as session:
        session.execute(text("UPDATE pb_test_kept SET amount = 7"))
    add(kept)  # with the same connection, which may write again
    assert amount(kept) == 2


@BOTH
def test_what_a_reader_changes_is_nowhere(kept, way):
    try:
        with getattr(kept, way)() as session:
            session.execute(text("UPDATE pb_test_kept SET amount = 7"))
    except DBAPIError:
        pass
    assert amount(kept) == 1


def test_a_snapshot_sees_one_moment_and_a_connection_used_for_it_reads_the_next(kept):
    with kept.snapshot() as session:
        before = session.scalar(text("SELECT amount FROM pb_test_kept"))
        add(kept)
        assert session.scalar(text("SELECT amount FROM pb_test_kept")) == before == 1
    assert amount(kept) == 2


@pytest.mark.postgres
def test_connections_that_the_server_closed_are_replaced_unnoticed(kept):
    with kept.reading() as first, kept.reading() as second, kept.transaction() as session:
        mine = [one.scalar(text("SELECT pg_backend_pid()")) for one in (first, second, session)]
    assert len(set(mine)) == 3
    with kept.engine.connect() as connection:
        [kept_alive] = connection.execute(text("SELECT pg_backend_pid()")).scalars()
        for one in set(mine) - {kept_alive}:
            connection.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": one})
    with kept.reading() as first, kept.reading() as second, kept.transaction() as session:
        now = [one.scalar(text("SELECT pg_backend_pid()")) for one in (first, second, session)]
    assert set(now) & set(mine) == {kept_alive}


@pytest.mark.postgres
def test_a_connection_that_breaks_at_work_fails_alone(kept):
    def break_off() -> None:
        with kept.transaction() as session:
            session.execute(text("UPDATE pb_test_kept SET amount = 7"))
            session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    with pytest.raises(DBAPIError):
        break_off()
    assert amount(kept) == 1
