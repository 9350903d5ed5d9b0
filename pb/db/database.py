"""One database, and the only way to write to it: a transaction that is stored whole or not at all."""

import select
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import StaticPool

from pb.db.turns import Turns

# What readers ask of a connection, statement by statement and for one moment of the whole; SQLite always gives both.
_READING: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "postgresql": (
        {"isolation_level": "AUTOCOMMIT"},
        {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
    )
}


class Database:
    """`Database(url).transaction()`; on SQLite a writer takes the lock at BEGIN and waits `patience` seconds."""

    def __init__(self, url: str, *, patience: float = 10.0, durable: bool = False) -> None:
        self.url = make_url(url)
        self.engine = _engine(url, patience=patience, durable=durable)
        self._turns = Turns(Path(str(self.url.database)), patience) if _is_file(self.url) else None
        each, whole = _READING.get(self.engine.dialect.name, ({}, {}))
        self._write = sessionmaker(self.engine, expire_on_commit=False)
        self._read = sessionmaker(self.engine.execution_options(pb_reading=True, **each), expire_on_commit=False)
        self._snapshot = sessionmaker(self.engine.execution_options(pb_reading=True, **whole), expire_on_commit=False)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session whose work is committed when the block ends and undone when it raises."""
        with self._turns.taken() if self._turns else nullcontext(), self._write.begin() as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for reading only. On PostgreSQL each statement stands for itself, and a change is refused."""
        with self._read() as session:  # closing undoes and leaves what was read usable
            yield session

    @contextmanager
    def snapshot(self) -> Iterator[Session]:
        """A session that sees one moment however long it reads: for long results and for what must fit together."""
        with self._snapshot() as session:
            yield session

    def dispose(self) -> None:
        """Close every connection."""
        self.engine.dispose()
        if self._turns:
            self._turns.close()


def _is_file(url: URL) -> bool:
    return url.get_backend_name() == "sqlite" and url.database not in {None, "", ":memory:"}


def _engine(url: str, *, patience: float, durable: bool) -> Engine:
    if not url.startswith("sqlite"):
        engine = create_engine(url, pool_size=8, max_overflow=8, pool_timeout=patience, pool_use_lifo=True)
        event.listen(engine, "connect", _read_by_default)
        event.listen(engine, "checkout", _refuse_dead)
        return engine
    options: dict[str, Any] = {"connect_args": {"timeout": patience, "check_same_thread": False}}
    if not _is_file(make_url(url)):
        options["poolclass"] = StaticPool
    engine = create_engine(url, **options)

    @event.listens_for(engine, "connect")
    def _prepare(raw: Any, _record: object) -> None:
        # The driver's own BEGIN comes too late and lets rolled-back rows survive; we send it ourselves.
        raw.isolation_level = None
        raw.create_function(
            "casefold", 1, lambda text: None if text is None else str(text).casefold(), deterministic=True
        )
        cursor = raw.cursor()
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        reading = connection.get_execution_options().get("pb_reading", False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


def _read_by_default(raw: Any, _record: object) -> None:
    """Let a connection write only inside a transaction, which says so; a reader then needs none."""
    raw.autocommit = True
    raw.execute("SET default_transaction_read_only = on")
    raw.autocommit = False
    raw.read_only = False  # the next BEGIN says READ WRITE


def _refuse_dead(raw: Any, _record: object, _proxy: object) -> None:
    """Let the pool replace a connection that the server closed; what an idle one has to read is its end.

    A look at the socket, where the pool's own ping would ask the server at each use.
    """
    if raw.closed:
        raise DisconnectionError
    ear = select.poll()
    ear.register(raw.fileno(), select.POLLIN)
    if ear.poll(0):
        raise DisconnectionError
