"""The only clock of the platform; time zones of readers are handled in `pb.web`."""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

# Ballots are opened and closed by the city's wall clock (Regulation: voting days are calendar days).
CITY_ZONE = ZoneInfo("Europe/Kyiv")


def _system() -> datetime:
    return datetime.now(UTC)


_source: Callable[[], datetime] = _system
_lock = threading.Lock()


def now() -> datetime:
    """The current moment, timezone-aware, in UTC."""
    return _source()


def today() -> date:
    """The current calendar day in the city."""
    return now().astimezone(CITY_ZONE).date()


def use(source: Callable[[], datetime] | None) -> None:
    """Replace the clock (tests, the rehearsal of a budget); `None` restores the system's."""
    global _source  # noqa: PLW0603 - one process has one clock, and this is the only place to change it
    with _lock:
        _source = source or _system


def from_file(path: Path) -> Callable[[], datetime]:
    """A clock that shows the ISO 8601 moment written in `path`: a rehearsal moves it for all its processes."""

    def read() -> datetime:
        return datetime.fromisoformat(path.read_text("ascii").strip()).astimezone(UTC)

    return read


def city_moment(day: date, hour: int = 0, minute: int = 0) -> datetime:
    """The UTC moment at which the city's clocks show `hour:minute` on `day`."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=CITY_ZONE).astimezone(UTC)
