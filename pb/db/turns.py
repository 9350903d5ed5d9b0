"""Writers of a SQLite file take turns: threads at a lock, processes at a file lock; transactions are in `database`.

SQLite itself lets writers that meet sleep for a while and try again, up to a tenth of a second each time: with many
of them that is a lottery in which somebody always waits seconds, while the disk is idle.
"""

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOOK_AGAIN = 0.000_5
"""Seconds between looks at another process's turn: one thread of each process looks."""


class Turns:
    """`with turns.taken():` around each writing transaction; when `patience` seconds are over SQLite decides."""

    def __init__(self, database: Path, patience: float) -> None:
        self._path = database.with_name(database.name + "-turn")
        self._patience = patience
        self._threads = threading.Lock()
        self._handle: tuple[int, int] | None = None  # of which process, and the open file

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Nothing is promised but order: a writer that comes without a turn is still held off by SQLite's own lock."""
        until = time.monotonic() + self._patience
        if not self._threads.acquire(timeout=self._patience):
            yield
            return
        try:
            handle = self._opened()
            is_mine = self._lock(handle, until)
            try:
                yield
            finally:
                if is_mine:
                    fcntl.flock(handle, fcntl.LOCK_UN)
        finally:
            self._threads.release()

    def _lock(self, handle: int, until: float) -> bool:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > until:
                    return False
                time.sleep(LOOK_AGAIN)
            else:
                return True

    def _opened(self) -> int:
        """The file, opened anew after a fork: what a fork inherits would share its parent's turn."""
        if self._handle is None or self._handle[0] != os.getpid():
            self._handle = os.getpid(), os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        return self._handle[1]

    def close(self) -> None:
        """Close the file."""
        if self._handle is not None and self._handle[0] == os.getpid():
            os.close(self._handle[1])
        self._handle = None
