"""How long work tells what it has done; who shows it, a command or a log, is decided by the caller."""

from collections.abc import Callable

Progress = Callable[[str, int, int], object]
"""Called with what is being done, how much of it is done and how much there is."""


def silent(_what: str, _done: int, _whole: int) -> None:
    """Tells nobody."""
