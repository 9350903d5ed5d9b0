"""Which banks did not answer a moment ago, in this process; and that one slow bank does not take all its threads."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from pb.identity.providers.contract import ProviderDown

SICK_FOR = 120.0  # seconds
MOST_WAITING = 16
"""Requests of one process that wait for the same bank: half of those that may wait, so that others go on voting."""


class Waiting:
    """How many requests of this process wait for a bank; whoever shares out its threads may listen."""

    MOST = 2 * MOST_WAITING

    def __init__(self) -> None:
        self.count = 0
        self.changed: Callable[[], object] = lambda: None
        self._lock = threading.Lock()

    @contextmanager
    def one_more(self) -> Iterator[None]:
        """ProviderDown at once when too many wait already."""
        with self._lock:
            if self.count >= self.MOST:
                raise ProviderDown("too many wait for banks already")
            self.count += 1
        self.changed()
        try:
            yield
        finally:
            with self._lock:
                self.count -= 1


waiting = Waiting()


class Health:
    """Remembers failures for two minutes or until the next success, and counts who waits for which bank."""

    def __init__(self) -> None:
        self._until: dict[tuple[str, str], float] = {}
        self._waiting: Counter[tuple[str, str]] = Counter()
        self._lock = threading.Lock()

    @contextmanager
    def asking(self, provider: str, bank: str) -> Iterator[None]:
        """Around each question to a bank; ProviderDown at once when too many wait for its answer already.

        That many people come at one moment says nothing against the bank; that it did not answer does.
        """
        with self._lock:
            if self._waiting[provider, bank] >= MOST_WAITING:
                raise ProviderDown("too many wait for this bank already")
            self._waiting[provider, bank] += 1
        try:
            with waiting.one_more(), self._noticed(provider, bank):
                yield
        finally:
            with self._lock:
                self._waiting[provider, bank] -= 1

    @contextmanager
    def _noticed(self, provider: str, bank: str) -> Iterator[None]:
        try:
            yield
        except ProviderDown:
            self.failed(provider, bank)
            raise

    def failed(self, provider: str, bank: str) -> None:
        """The bank did not answer."""
        self._until[provider, bank] = time.monotonic() + SICK_FOR

    def answered(self, provider: str, bank: str) -> None:
        """The bank answered."""
        self._until.pop((provider, bank), None)

    def works(self, provider: str, bank: str) -> bool:
        """Whether nothing is known against it."""
        return self._until.get((provider, bank), 0.0) <= time.monotonic()
