"""The phase machine, the calendar and the rule set of a budget year; no dates of a real year here."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from pb.values.money import Kopecks
from pb.values.period import Period

# The community with all its villages fits into this rectangle; a point outside is a slip of the finger.
SOUTH, NORTH, WEST, EAST = 48.70, 49.05, 24.55, 24.90


class CycleKind(StrEnum):
    """Whose budget it is: the stages are the same code."""

    CITY = "city"
    SCHOOL = "school"


class VoterProof(StrEnum):
    """How a voter of the cycle is known to be one real person of its electorate."""

    BANK_OR_DESK = "bank_or_desk"
    CODE = "code"


class Comments(StrEnum):
    """Whether residents comment on projects, and whether a moderator reads first."""

    OFF = "off"
    RELEASED = "released"
    AT_ONCE = "at_once"


class Category(StrEnum):
    """What a contest is about; each keeps one colour and one icon for ever."""

    EDUCATION = "education"
    SCHOOL = "school"
    PRESCHOOL = "preschool"
    EXTRACURRICULAR = "extracurricular"
    IMPROVEMENT = "improvement"
    STREETS = "streets"
    HERITAGE = "heritage"
    GREEN = "green"
    ARMED_FORCES = "armed_forces"
    ACCESSIBILITY = "accessibility"
    OTHER = "other"


class Unaffordable(StrEnum):
    """What the count does at the first project that no longer fits the purse."""

    STOP = "stop"
    SKIP = "skip"


class DistrictKind(StrEnum):
    """A district of the community, or the place of an election that was imported from elsewhere."""

    CITY = "city"
    VILLAGE = "village"
    ELSEWHERE = "elsewhere"


class Phase(StrEnum):
    """Where a cycle stands at a moment, in the order of time."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    SUBMISSION = "submission"
    REVIEW = "review"
    APPEALS = "appeals"
    BALLOT = "ballot"
    VOTING = "voting"
    GRACE = "grace"
    TALLY = "tally"
    IMPLEMENTATION = "implementation"
    ARCHIVE = "archive"


class Action(StrEnum):
    """What the phase may open or close."""

    CHANGE_RULES = "change_rules"
    SUBMIT_PROJECT = "submit_project"
    SUPPORT_PROJECT = "support_project"
    CHECK_PROJECT = "check_project"
    REVISE_PROJECT = "revise_project"
    WITHDRAW_PROJECT = "withdraw_project"
    DECIDE_PROJECT = "decide_project"
    FILE_APPEAL = "file_appeal"
    DECIDE_APPEAL = "decide_appeal"
    DRAW_BALLOT = "draw_ballot"
    CAST_BALLOT = "cast_ballot"
    FINISH_BALLOT = "finish_ballot"
    COUNT = "count"
    ENTER_DECISION = "enter_decision"
    PUBLISH_RESULTS = "publish_results"
    REPORT_PROGRESS = "report_progress"


A = Action
BEFORE_BALLOT = frozenset({A.CHECK_PROJECT, A.REVISE_PROJECT, A.WITHDRAW_PROJECT, A.DECIDE_PROJECT})
AFTER_VOTE = frozenset({A.COUNT, A.ENTER_DECISION, A.PUBLISH_RESULTS})
ALLOWED: dict[Phase, frozenset[Action]] = {
    Phase.DRAFT: frozenset({A.CHANGE_RULES}),
    Phase.ANNOUNCED: frozenset({A.CHANGE_RULES}),
    Phase.SUBMISSION: BEFORE_BALLOT | {A.SUBMIT_PROJECT, A.SUPPORT_PROJECT},
    Phase.REVIEW: BEFORE_BALLOT,
    Phase.APPEALS: frozenset({A.WITHDRAW_PROJECT, A.FILE_APPEAL, A.DECIDE_APPEAL}),
    Phase.BALLOT: frozenset({A.WITHDRAW_PROJECT, A.DECIDE_APPEAL, A.DRAW_BALLOT}),
    Phase.VOTING: frozenset({A.CAST_BALLOT, A.FINISH_BALLOT}),
    Phase.GRACE: frozenset({A.FINISH_BALLOT}),
    Phase.TALLY: AFTER_VOTE,
    Phase.IMPLEMENTATION: AFTER_VOTE | {A.REPORT_PROGRESS},
    Phase.ARCHIVE: frozenset({A.REPORT_PROGRESS}),
}


class GeographyFault(StrEnum):
    """What is wrong with a line of a loaded street list or with a loaded boundary."""

    NO_NAME = "no_name"
    UNKNOWN_DISTRICT = "unknown_district"
    BAD_POINT = "bad_point"
    FAR_AWAY = "far_away"
    TOO_MANY = "too_many"
    NOT_GEOJSON = "not_geojson"
    BAD_AREA = "bad_area"
    NOT_TEXT = "not_text"


class Refusal(StrEnum):
    """Why an action is refused at this moment."""

    NOT_ANNOUNCED = "not_announced"
    SUBMISSION_NOT_OPEN = "submission_not_open"
    SUBMISSION_OVER = "submission_over"
    VOTING_NOT_OPEN = "voting_not_open"
    VOTING_OVER = "voting_over"
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"
    RULES_FROZEN = "rules_frozen"
    CALENDAR_OUT_OF_ORDER = "calendar_out_of_order"
    GROUP_TOO_SMALL = "group_too_small"
    ALREADY_GROUPED = "already_grouped"


@dataclass(frozen=True, slots=True)
class Calendar:
    """The moments of one cycle, all timezone-aware; each stage ends where the next begins or earlier."""

    announced_at: datetime
    submission: Period
    review_until: datetime
    appeals_until: datetime
    voting: Period
    grace: timedelta
    results_at: datetime
    implementation_until: datetime

    def moments(self) -> list[tuple[str, datetime]]:
        """Every moment with its name, in the order in which they must come."""
        return [
            ("announced_at", self.announced_at),
            ("submission_opens_at", self.submission.opens),
            ("submission_closes_at", self.submission.closes),
            ("review_until", self.review_until),
            ("appeals_until", self.appeals_until),
            ("voting_opens_at", self.voting.opens),
            ("voting_closes_at", self.voting.closes + self.grace),
            ("results_at", self.results_at),
            ("implementation_until", self.implementation_until),
        ]

    def faults(self) -> list[str]:
        """Names of the moments that are earlier than the one before them."""
        order = self.moments()
        return [name for (_, before), (name, after) in pairwise(order) if after < before]


def phase_at(calendar: Calendar, now: datetime) -> Phase:
    """The phase at `now`: computed, never stored, so that no missed timer can keep voting open."""
    boundaries = (
        (calendar.announced_at, Phase.DRAFT),
        (calendar.submission.opens, Phase.ANNOUNCED),
        (calendar.submission.closes, Phase.SUBMISSION),
        (calendar.review_until, Phase.REVIEW),
        (calendar.appeals_until, Phase.APPEALS),
        (calendar.voting.opens, Phase.BALLOT),
        (calendar.voting.closes, Phase.VOTING),
        (calendar.voting.closes + calendar.grace, Phase.GRACE),
        (calendar.results_at, Phase.TALLY),
        (calendar.implementation_until, Phase.IMPLEMENTATION),
    )
    return next((phase for end, phase in boundaries if now < end), Phase.ARCHIVE)


def why_not_moved(old: Calendar, new: Calendar, now: datetime) -> Refusal | None:
    """Why dates cannot be moved like this: what has passed stays, and a running vote ends when it was promised to."""
    changed = {name for (name, was), (_, will) in zip(old.moments(), new.moments(), strict=True) if was != will}
    passed = {name for name, moment in old.moments() if moment <= now}
    is_voting = phase_at(old, now) in {Phase.VOTING, Phase.GRACE}
    if changed & passed or (is_voting and "voting_closes_at" in changed):
        return Refusal.RULES_FROZEN
    return None


def why_not(action: Action, phase: Phase) -> Refusal | None:
    """Why `action` is refused in `phase`, or None when it is allowed."""
    if action in ALLOWED[phase]:
        return None
    if phase is Phase.DRAFT:
        return Refusal.NOT_ANNOUNCED
    if action is Action.CHANGE_RULES:
        return Refusal.RULES_FROZEN
    order = list(Phase)
    is_early = all(order.index(phase) < order.index(opening) for opening in order if action in ALLOWED[opening])
    worded = {
        Action.SUBMIT_PROJECT: (Refusal.SUBMISSION_NOT_OPEN, Refusal.SUBMISSION_OVER),
        Action.CAST_BALLOT: (Refusal.VOTING_NOT_OPEN, Refusal.VOTING_OVER),
        Action.FINISH_BALLOT: (Refusal.VOTING_NOT_OPEN, Refusal.VOTING_OVER),
    }
    early, late = worded.get(action, (Refusal.TOO_EARLY, Refusal.TOO_LATE))
    return early if is_early else late


@dataclass(frozen=True, slots=True)
class RuleSet:
    """What the city decided for one cycle; money in kopecks, ages in years, days are working days."""

    author_age: int = 18
    voter_age: int = 18
    residence_needed: bool = True
    voter_proof: VoterProof = VoterProof.BANK_OR_DESK
    projects_per_author: int = 3
    condominiums_apply: bool = False
    supporters_needed: int = 15
    reserve_percent: int = 20
    check_days: int = 5
    dossier_days: int = 20
    commission_days: int = 10
    revision_rounds: int = 1
    revision_days: int = 5
    appeal_days: int = 5
    quorum: int = 3
    grace_minutes: int = 15
    smallest_cell: int = 5
    comments: Comments = Comments.RELEASED

    def digest(self) -> str:
        """SHA-256 (hex) over the rules as canonical JSON: printed on the rules page, frozen with the stage."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True, separators=(",", ":")).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Group:
    """Contests, by code, of which one person may use at most `most`; `taken` are those used already."""

    title: str
    title_en: str
    most: int
    contests: frozenset[str]
    taken: frozenset[str] = frozenset()

    @property
    def left(self) -> int:
        """In how many more contests of the group the person may vote."""
        return max(self.most - len(self.taken), 0)

    @property
    def closed(self) -> frozenset[str]:
        """Contests in which the person may no longer begin to vote."""
        return frozenset() if self.left else self.contests - self.taken


def beyond_groups(groups: Sequence[Group], wanted: Sequence[str]) -> frozenset[str]:
    """Those of the contests wanted together that are too many for their group; the first ones named fit."""
    fresh = ([code for code in wanted if code in group.contests - group.taken][group.left :] for group in groups)
    return frozenset(code for over in fresh for code in over)


def age_on(birth_date: date, day: date) -> int:
    """Full years on `day`; a person born on 29 February turns on 1 March."""
    had_birthday = (day.month, day.day) >= (birth_date.month, birth_date.day)
    return day.year - birth_date.year - (0 if had_birthday else 1)


def is_within_ceiling(total: Kopecks, ceiling: Kopecks) -> bool:
    """Whether a project's estimate is not above its contest's ceiling."""
    return total <= ceiling
