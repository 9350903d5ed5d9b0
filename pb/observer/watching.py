"""The command `pb witness`: looks at a box again and again, says what it sees, stops when the log was rewritten."""

import time
from collections.abc import Callable
from pathlib import Path

from pb.observer.witness import Seen, State, Witness

REWRITTEN, UNREACHABLE = 1, 3
Say = Callable[[str], object]


def watch(box: str, folder: Path, only: str | None, *, every: int, once: bool, say: Say) -> int:
    """0: all checkpoints agree (`once`), 1: a log was rewritten, 3: the box was out of reach (`once`)."""
    witness = Witness(box, folder, only)
    while True:
        seen = witness.look()
        for one in seen:
            say(line_of(one))
        states = {one.state for one in seen}
        if State.REWRITTEN in states:
            say(f"THE LOG WAS REWRITTEN. The evidence is in {folder}: keep it, copy it, publish it.")
            return REWRITTEN
        if once:
            return UNREACHABLE if State.UNREACHABLE in states else 0
        time.sleep(every)


def line_of(one: Seen) -> str:
    """One look for a terminal or a log."""
    if one.state is State.KEPT:
        return f"{one.election[:16]}  kept  {one.size} leaves{', final' if one.final else ''}"
    return f"{one.election[:16]}  {one.state.upper()}  {one.why}"
