"""How far long work of one request has come, for another request to read: a small file that lives as long as it."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pb.values.progress import Progress
from pb.web.current import house

EVERY = 0.2  # seconds between two writes


@contextmanager
def told(name: str) -> Iterator[Progress]:
    """A `Progress` whose last word stands in the file `name` until the block ends."""
    path = _path(name)
    last = 0.0

    def tell(what: str, done: int, whole: int) -> None:
        nonlocal last
        if done < whole and time.monotonic() - last < EVERY:
            return
        last = time.monotonic()
        new = path.with_name(f"{path.name}.new")
        new.write_text(json.dumps({"what": what, "done": done, "whole": whole}), "utf-8")
        new.replace(path)

    try:
        yield tell
    finally:
        path.unlink(missing_ok=True)


def last_told(name: str) -> dict[str, object]:
    """What is being done, how much of it is done and how much there is; empty while nothing runs."""
    try:
        found: dict[str, object] = json.loads(_path(name).read_text("utf-8"))
    except FileNotFoundError:
        return {}
    return found


def _path(name: str) -> Path:
    return house().settings.folder("progress") / name
