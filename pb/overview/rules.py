"""Which cycle a page is about, what it invites to do and what waits for staff; no data of a cycle here."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import hypot

from pb.cycles.rules import EAST, NORTH, SOUTH, WEST, Phase
from pb.values.permission import Permission


class Invitation(StrEnum):
    """The one act a front page invites to, by phase."""

    READ_RULES = "read_rules"
    SUBMIT = "submit"
    FOLLOW_REVIEW = "follow_review"
    SEE_BALLOT = "see_ballot"
    VOTE = "vote"
    SEE_RESULTS = "see_results"
    SEE_WORKS = "see_works"


class Duty(StrEnum):
    """Work that waits for a member of staff; each leads to the page where it is done."""

    CHECK = "check"
    DOSSIERS = "dossiers"
    LATE_DOSSIERS = "late_dossiers"
    AGENDA = "agenda"
    VOTES = "votes"
    APPEALS = "appeals"
    QUESTIONS = "questions"
    MODERATION = "moderation"


DUTIES: dict[Duty, tuple[Permission, str]] = {
    Duty.CHECK: (Permission.CHECK_COMPLETENESS, "review.completeness"),
    Duty.LATE_DOSSIERS: (Permission.FILL_DOSSIER, "review.dossiers"),
    Duty.DOSSIERS: (Permission.FILL_DOSSIER, "review.dossiers"),
    Duty.AGENDA: (Permission.RUN_SITTING, "review.sittings"),
    Duty.VOTES: (Permission.VOTE_IN_SITTING, "review.votes"),
    Duty.APPEALS: (Permission.RUN_SITTING, "review.appeals"),
    Duty.QUESTIONS: (Permission.FILL_DOSSIER, "talk.questions"),
    Duty.MODERATION: (Permission.MODERATE, "talk.queue"),
}
INVITATIONS: dict[Phase, Invitation] = {
    Phase.DRAFT: Invitation.READ_RULES,
    Phase.ANNOUNCED: Invitation.READ_RULES,
    Phase.SUBMISSION: Invitation.SUBMIT,
    Phase.REVIEW: Invitation.FOLLOW_REVIEW,
    Phase.APPEALS: Invitation.FOLLOW_REVIEW,
    Phase.BALLOT: Invitation.SEE_BALLOT,
    Phase.VOTING: Invitation.VOTE,
    Phase.GRACE: Invitation.VOTE,
    Phase.TALLY: Invitation.SEE_BALLOT,
    Phase.IMPLEMENTATION: Invitation.SEE_RESULTS,
    Phase.ARCHIVE: Invitation.SEE_WORKS,
}
# What matters most to a visitor comes first: a running vote, then open submission, then the rest.
URGENCY = (
    Phase.VOTING,
    Phase.GRACE,
    Phase.SUBMISSION,
    Phase.BALLOT,
    Phase.TALLY,
    Phase.APPEALS,
    Phase.REVIEW,
    Phase.ANNOUNCED,
    Phase.IMPLEMENTATION,
    Phase.ARCHIVE,
    Phase.DRAFT,
)


class View(StrEnum):
    """How the catalogue is looked at; the filters are the same."""

    LIST = "list"
    MAP = "map"
    SHEET = "sheet"


MOST_COMPARED = 3
MOST_AT_ONCE = 500  # projects on a map or a sheet
# Percent of the map's side: a finger hits either of two markers that far from each other, on a phone too.
APART = 14
ZOOMS = (1, 4, 16, 64)


@dataclass(frozen=True, slots=True)
class Marker:
    """Whole percent from the left and the top of the map, where that is, and which of the points stand there."""

    x: int
    y: int
    at: str
    points: list[int]


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the community that a map shows, in degrees."""

    west: float
    north: float
    wide: float
    high: float
    zoom: int

    @property
    def view_box(self) -> str:
        """The same part of the drawing, whose side is 700."""
        left, top = (self.west - WEST) / (EAST - WEST), (NORTH - self.north) / (NORTH - SOUTH)
        return ",".join(f"{700 * part:.2f}" for part in (left, top, 1 / self.zoom, 1 / self.zoom))

    @property
    def nearer(self) -> int | None:
        return next((zoom for zoom in ZOOMS if zoom > self.zoom), None)


class StepState(StrEnum):
    """Where a moment of the calendar lies."""

    DONE = "done"
    NOW = "now"
    LATER = "later"


def most_urgent(phases: list[Phase]) -> int | None:
    """Index of the phase a visitor should see first; None when there is none."""
    if not phases:
        return None
    return min(range(len(phases)), key=lambda index: URGENCY.index(phases[index]))


def frame_of(at: str, zoom: str) -> Frame:
    """What an address asks to see: «48.92,24.71» and how many times nearer; anything else is the whole community."""
    nearer = int(zoom) if zoom in {str(one) for one in ZOOMS} else 1
    middle = re.fullmatch(r"(\d{1,2}(?:\.\d{1,6})?),(\d{1,3}(?:\.\d{1,6})?)", at)
    if middle is None or nearer == 1:
        return Frame(WEST, NORTH, EAST - WEST, NORTH - SOUTH, 1)
    wide, high = (EAST - WEST) / nearer, (NORTH - SOUTH) / nearer
    west = min(max(float(middle[2]) - wide / 2, WEST), EAST - wide)
    north = max(min(float(middle[1]) + high / 2, NORTH), SOUTH + high)
    return Frame(west, north, wide, high, nearer)


def markers(points: Sequence[tuple[float, float]], frame: Frame) -> list[Marker]:
    """The (latitude, longitude) in a frame, gathered under markers that do not cover each other."""
    found: list[Marker] = []
    for index, (latitude, longitude) in enumerate(points):
        x = round(100 * (longitude - frame.west) / frame.wide)
        y = round(100 * (frame.north - latitude) / frame.high)
        if not (0 <= x <= 100 and 0 <= y <= 100):
            continue
        near = next((one for one in found if hypot(one.x - x, one.y - y) < APART), None)
        if near is None:
            found.append(Marker(x, y, f"{latitude:.5f},{longitude:.5f}", [index]))
        else:
            near.points.append(index)
    return found
