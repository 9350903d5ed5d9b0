"""Keeps the order of arrival out of the box's files; which rows there are is in `models`.

What would tell: SQLite's write-ahead log, which lists commits in order; freed pages; PostgreSQL's transaction
numbers (`xmin`). A thief of a disk between two batches of a PostgreSQL box still sees their order in that batch.
"""

from typing import Any

from sqlalchemy import event, inspect, text

from pb.box.models import BoxBase, Election
from pb.box.triggers import guard_statements
from pb.db.database import Database

# PostgreSQL: a copy written in the order of hashes by one transaction, so that every row has the same xmin.
REWRITE = (
    "LOCK TABLE box_ballots IN ACCESS EXCLUSIVE MODE",
    "CREATE TEMPORARY TABLE box_rewrite ON COMMIT DROP AS SELECT * FROM box_ballots",
    "ALTER TABLE box_ballots DISABLE TRIGGER USER",
    "TRUNCATE box_ballots",
    "INSERT INTO box_ballots SELECT * FROM box_rewrite ORDER BY leaf",
    "ALTER TABLE box_ballots ENABLE TRIGGER USER",
)
CREATE_LOCK = 2_026_041_6


def open_database(url: str, *, patience: float = 10.0) -> Database:
    """The box's database with its tables; each commit is on the disk before its receipt leaves."""
    database = Database(url, durable=True, patience=patience)
    if database.engine.dialect.name == "sqlite":
        event.listen(database.engine, "connect", _keep_no_order)
    with database.engine.begin() as connection:
        # Several workers start at once; on SQLite the transaction itself is the lock.
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": CREATE_LOCK})
        is_new = not inspect(connection).has_table(Election.__tablename__)
        BoxBase.metadata.create_all(connection)
        for statement in guard_statements(connection.dialect.name) if is_new else ():
            connection.exec_driver_sql(statement)
    return database


def _keep_no_order(raw: Any, _record: object) -> None:
    cursor = raw.cursor()
    # Every commit moves to the main file at once and the next one begins the write-ahead log anew, cut to nothing:
    # it never holds more than the newest commit.
    cursor.execute("PRAGMA wal_autocheckpoint=1")
    cursor.execute("PRAGMA journal_size_limit=0")
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.close()


def forget_order(database: Database) -> None:
    """Rewrite the stored ballots in the order of their hashes; after each batch."""
    if database.engine.dialect.name == "postgresql":
        with database.engine.begin() as connection:
            for statement in REWRITE:
                connection.execute(text(statement))
        return
    raw = database.engine.raw_connection()
    try:
        raw.cursor().execute("VACUUM")
        raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        raw.close()
