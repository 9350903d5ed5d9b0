"""Counters of rate limits in memory that the workers of one server share; nothing of them reaches a disk.

`limits` counts in each process by itself, so that four workers let through four times as much, and starts a thread
for every request.
"""

import fcntl
import mmap
import os
import secrets
import struct
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import blake2b

from limits.storage import Storage

SLOTS = 1 << 16
NEIGHBOURS = 8
_SLOT = struct.Struct("<QdQ")  # whose it is, until when, how many


@dataclass(frozen=True)
class Counters:
    """Made before the workers are forked, and then theirs together. Keys are hashed with a key that is not stored."""

    memory: mmap.mmap = field(default_factory=lambda: mmap.mmap(-1, SLOTS * _SLOT.size))
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    turns: int = field(default_factory=lambda: os.memfd_create("turns"))
    threads: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        weakref.finalize(self, os.close, self.turns)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """One thread of one worker at a time; the kernel ends the turn of a worker that dies."""
        with self.threads:
            fcntl.lockf(self.turns, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.lockf(self.turns, fcntl.LOCK_UN)

    def read(self, key: str) -> tuple[int, float, int, int]:
        """The key's mark, the end of its window, its count, and the place of its slot.

        Without a slot of its own it gets the one among its neighbours that ends first: a full table forgets, it
        never refuses.
        """
        digest = blake2b(key.encode(), digest_size=16, key=self.secret).digest()
        mark, start = int.from_bytes(digest[:8], "big"), int.from_bytes(digest[8:], "big")
        first: tuple[float, int] | None = None
        for step in range(NEIGHBOURS):
            place = (start + step) % SLOTS * _SLOT.size
            owner, until, count = _SLOT.unpack_from(self.memory, place)
            if owner == mark and until > time.time():
                return mark, until, count, place
            if first is None or until < first[0]:
                first = until, place
        assert first is not None
        return mark, 0.0, 0, first[1]

    def write(self, mark: int, until: float, count: int, place: int) -> None:
        """Store what `read` gave, changed."""
        _SLOT.pack_into(self.memory, place, mark, until, count)


class SharedStorage(Storage):
    """`Counters` as Flask-Limiter asks for them: PB_RATE_LIMIT_STORAGE=shared://."""

    STORAGE_SCHEME = ["shared"]  # noqa: RUF012 - the base class reads it so

    def __init__(self, uri: str | None = None, *, wrap_exceptions: bool = False, counters: Counters) -> None:
        self._counters = counters
        super().__init__(uri, wrap_exceptions=wrap_exceptions)

    @property
    def base_exceptions(self) -> type[Exception]:
        return ValueError

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count and tell; the window begins with its first request."""
        with self._counters.turn():
            mark, until, count, place = self._counters.read(key)
            self._counters.write(mark, until or time.time() + expiry, count + amount, place)
        return count + amount

    def get(self, key: str) -> int:
        return self._counters.read(key)[2]

    def get_expiry(self, key: str) -> float:
        return self._counters.read(key)[1] or time.time()

    def check(self) -> bool:
        return True

    def reset(self) -> None:
        self._counters.memory[:] = bytes(len(self._counters.memory))

    def clear(self, key: str) -> None:
        with self._counters.turn():
            mark, _until, _count, place = self._counters.read(key)
            self._counters.write(mark, 0.0, 0, place)
