"""What the council may change, what may be published when, and how results are put into words and places."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pb.results.people import Grid, PlaceTurnout


class Change(StrEnum):
    """How the council departed from the count."""

    ADDED = "added"
    REMOVED = "removed"


class Refusal(StrEnum):
    """Why a decision or a publication is refused."""

    NOT_ADOPTED = "not_adopted"
    DECISION_KNOWN = "decision_known"
    NO_DECISION = "no_decision"
    NUMBER_NEEDED = "number_needed"
    DECIDED_TOO_EARLY = "decided_too_early"
    REASON_NEEDED = "reason_needed"
    PROJECT_UNKNOWN = "project_unknown"
    NOT_A_PDF = "not_a_pdf"
    ALREADY_PUBLISHED = "already_published"
    NOT_IMPORTED = "not_imported"
    COUNTING_NOW = "counting_now"
    INVITATION_OVER = "invitation_over"


class Found(StrEnum):
    """What the search for a control code in the log says."""

    IN_LOG = "in_log"
    NOT_IN_LOG = "not_in_log"
    NOT_A_CODE = "not_a_code"
    NO_LOG = "no_log"


@dataclass(frozen=True, slots=True)
class CouncilChange:
    """One project whose fate the council changed, and why; the reason is public."""

    project: str
    reason: str


@dataclass(frozen=True, slots=True)
class Day:
    """How many people voted for the first time on one day, by channel."""

    day: date
    online: int = 0
    desk: int = 0
    paper: int = 0
    code: int = 0

    @property
    def people(self) -> int:
        return self.online + self.desk + self.paper + self.code


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many people voted in the whole cycle, how many of them first did so on each day, and where they live."""

    people: int
    days: tuple[Day, ...]
    places: tuple[PlaceTurnout, ...] = ()
    grid: Grid | None = None


SHORTEST_CODE = 12
"""Hexadecimal digits of a control code that are worth searching for."""


def control_code(typed: str) -> str | None:
    """A control code as the log writes it, from what a person typed; None when it cannot be one."""
    code = "".join(sign for sign in typed.casefold() if not sign.isspace() and sign not in "-–·.")
    if not SHORTEST_CODE <= len(code) <= 64 or set(code) - set("0123456789abcdef"):
        return None
    return code


@dataclass(frozen=True, slots=True)
class Spot:
    """A point of the map: degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Frame:
    """The edges of the drawn community, in degrees."""

    west: float
    east: float
    south: float
    north: float

    def place(self, spot: Spot) -> tuple[int, int]:
        """Whole percent from the left and from the top."""
        across = (spot.longitude - self.west) / (self.east - self.west)
        down = (self.north - spot.latitude) / (self.north - self.south)
        return min(max(round(across * 100), 0), 100), min(max(round(down * 100), 0), 100)


MARGIN = 0.08
SMALLEST_SPAN = 0.02  # degrees: some 2 km, so that a single street is not drawn as a whole sheet


def frame_of(spots: Sequence[Spot]) -> Frame | None:
    """The frame that holds all spots with a margin; None without any."""
    if not spots:
        return None
    west, east = _widened([spot.longitude for spot in spots])
    south, north = _widened([spot.latitude for spot in spots])
    return Frame(west, east, south, north)


def _widened(values: list[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    pad = max((high - low) * MARGIN, (SMALLEST_SPAN - (high - low)) / 2)
    return low - pad, high + pad


def gathered(places: Sequence[tuple[int, int]], reach: int = 9) -> list[list[int]]:
    """Indices of places so near each other that a finger could not tell them apart, in groups.

    A pin is 44 px and one percent of a phone's width 4 px.
    """
    groups: list[list[int]] = []
    for index, (x, y) in enumerate(places):
        for group in groups:
            ax, ay = places[group[0]]
            if abs(ax - x) < reach and abs(ay - y) < reach:
                group.append(index)
                break
        else:
            groups.append([index])
    return groups


def line_window(funded: Sequence[bool], most: int = 14) -> range:
    """Which rows a picture of the line shows: `most` of them, around the last funded one."""
    if len(funded) <= most:
        return range(len(funded))
    last = max((index for index, won in enumerate(funded) if won), default=0)
    start = min(max(last - most * 2 // 3 + 1, 0), len(funded) - most)
    return range(start, start + most)
