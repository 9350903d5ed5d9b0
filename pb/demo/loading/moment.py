"""Letting the demo's past happen on its own days."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from pb import clock


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """The clock stands at `moment` inside the block and goes back to where it stood after it."""
    before = clock.now()
    clock.use(lambda: moment)
    try:
        yield
    finally:
        clock.use(lambda: before)
