"""Words of the works: stages of the road, refusals, days and money; decisions about them are in `road`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

SILENT_DAYS = 45  # from here on the silence itself is shown to everybody
MOST_PHOTOS = 3
STARS = range(1, 6)


class Stage(StrEnum):
    """Where the works stand; the first seven are the road, the last two stop it."""

    PLANNED = "planned"
    DOCUMENTS = "documents"
    TENDER = "tender"
    CONTRACT = "contract"
    WORKS = "works"
    ACCEPTANCE = "acceptance"
    DONE = "done"
    SUSPENDED = "suspended"
    IMPOSSIBLE = "impossible"


ROAD = (
    Stage.PLANNED,
    Stage.DOCUMENTS,
    Stage.TENDER,
    Stage.CONTRACT,
    Stage.WORKS,
    Stage.ACCEPTANCE,
    Stage.DONE,
)
CLOSED = frozenset({Stage.DONE, Stage.IMPOSSIBLE})
# A small purchase needs no tender, so stages may be skipped forward; acceptance may not be.
UNDER_WAY = ROAD[1:-1]


class Verdict(StrEnum):
    """What a resident says about the finished thing."""

    CONFIRM = "confirm"
    DISPUTE = "dispute"


class PhotoTime(StrEnum):
    """Whether a photo shows the place before, during or after the works."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


class Mark(StrEnum):
    """How one stage of the road is drawn."""

    DONE = "done"
    NOW = "now"
    LATE = "late"
    LATER = "later"
    STOPPED = "stopped"


class State(StrEnum):
    """What a reader may ask the board for besides a stage."""

    UNDER_WAY = "under_way"
    LATE = "late"
    SILENT = "silent"
    FINISHED = "finished"


class Refusal(StrEnum):
    """Why a post, a start or a rating is not taken."""

    NOT_A_WINNER = "not_a_winner"
    ALREADY_STARTED = "already_started"
    NOTHING_ALLOCATED = "nothing_allocated"
    DATES_MISSING = "dates_missing"
    DATES_OUT_OF_ORDER = "dates_out_of_order"
    CLOSED = "closed"
    NOT_FROM_HERE = "not_from_here"
    BACK_NEEDS_REASON = "back_needs_reason"
    STOP_NEEDS_REASON = "stop_needs_reason"
    LATE_NEEDS_REASON = "late_needs_reason"
    SLIP_NEEDS_REASON = "slip_needs_reason"
    NEXT_IN_PAST = "next_in_past"
    OVERSPENT_NEEDS_REASON = "overspent_needs_reason"
    PAID_LESS_NEEDS_REASON = "paid_less_needs_reason"
    TENDER_NUMBER = "tender_number"
    TOO_MANY_PHOTOS = "too_many_photos"
    PHOTO_NEEDS_WORDS = "photo_needs_words"
    NOT_FINISHED = "not_finished"
    NO_SUCH_STARS = "no_such_stars"


@dataclass(frozen=True, slots=True)
class StageDay:
    """The days of one stage: first promised, planned now, really reached; the reason of a delay."""

    stage: Stage
    promised_on: date | None = None
    planned_on: date | None = None
    real_on: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Money:
    """Kopecks of one project; `contracted` is None before the contract."""

    allocated: int
    contracted: int | None
    paid: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the works stand: `road` is the last stage of the road, which a stop does not change."""

    stage: Stage
    road: Stage
    days: Mapping[Stage, StageDay]
    money: Money


@dataclass(frozen=True, slots=True)
class Progress:
    """What an implementer posts; None and empty leave things as they are, money in kopecks."""

    stage: Stage
    text: str
    reason: str = ""
    paid: int | None = None
    contracted: int | None = None
    tender_number: str = ""
    contract_number: str = ""
    next_on: date | None = None


@dataclass(frozen=True, slots=True)
class StageView:
    """One stage of the road as a reader sees it."""

    stage: Stage
    mark: Mark
    day: StageDay
