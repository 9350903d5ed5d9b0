"""One database, and the only way to write to it: a transaction that is stored whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import StaticPool

from pb.db.turns import Turns


class Database:
    """`Database(url).transaction()`; on SQLite a writer takes the lock at BEGIN and waits `patience` seconds."""

    def __init__(self, url: str, *, patience: float = 10.0, durable: bool = False) -> None:
        self.url = make_url(url)
        self.engine = _engine(url, patience=patience, durable=durable)
        self._turns = Turns(Path(str(self.url.database)), patience) if _is_file(self.url) else None
        writer, reader = self.engine, self.engine.execution_options(pb_reading=True)
        if self.engine.dialect.name == "postgresql":
            reader = reader.execution_options(postgresql_readonly=True)
        self._write = sessionmaker(writer, expire_on_commit=False)
        self._read = sessionmaker(reader, expire_on_commit=False)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session whose work is committed when the block ends and undone when it raises."""
        with self._turns.taken() if self._turns else nullcontext(), self._write.begin() as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for reading only: whatever it might change is undone."""
        with self._read() as session:  # closing rolls back and leaves what was read usable
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
        return create_engine(url, pool_pre_ping=True, pool_size=8, max_overflow=8, pool_timeout=patience)
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
