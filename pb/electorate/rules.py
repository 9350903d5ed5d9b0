"""Who may vote and every reason why not; where the facts come from is in `queries`, envelopes in `service`."""

import hashlib
import json
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from pb.cycles.rules import Action, Calendar, Phase, RuleSet, VoterProof, age_on, phase_at, why_not

BOOTH_CODE_LASTS = timedelta(minutes=5)
BOOTH_CODE_LENGTH = 6
SCHOOL_CODE_LENGTH = 12
MOST_CODES = 2_000
"""Codes of one class label made at once: more is a slip of the hand."""
CODES_UNTIL = frozenset(list(Phase)[: list(Phase).index(Phase.VOTING) + 1])
"""Phases in which codes are made and replaced: nobody needs one after the vote."""


class Channel(StrEnum):
    """Where an envelope was issued; the first channel wins, for the roll has one row per person and contest."""

    ONLINE = "online"
    DESK = "desk"
    PAPER = "paper"
    CODE = "code"


class AgeBand(StrEnum):
    """Age on the day of voting, as coarse as published statistics are."""

    UNKNOWN = "unknown"
    UNDER_18 = "under_18"
    FROM_18 = "from_18"
    FROM_25 = "from_25"
    FROM_35 = "from_35"
    FROM_45 = "from_45"
    FROM_55 = "from_55"
    FROM_65 = "from_65"


class ResidenceProof(StrEnum):
    """How a desk saw that the voter lives here; recorded by kind, never copied."""

    REGISTRATION = "registration"
    DISPLACED = "displaced"
    WORK = "work"
    STUDY = "study"
    SERVICE = "service"


class LostBy(StrEnum):
    """How an envelope was lost before it came to the box."""

    DEVICE = "device"
    BROWSER = "browser"
    OTHER = "other"


class BoothState(StrEnum):
    """All that the operator's screen says about a voter in the booth."""

    WAITING = "waiting"
    VOTING = "voting"
    DONE = "done"


class FindingKind(StrEnum):
    """What stands out in the figures of a vote, for people to look at; how it is measured is in `unusual`."""

    NO_SHIFT = "no_shift"
    OPERATOR = "operator"
    DESK = "desk"
    AGE_AT_DESK = "age_at_desk"
    AGE_ONLINE = "age_online"
    NIGHT = "night"


class CaseState(StrEnum):
    """Where a case of «somebody voted in my name» stands."""

    RECEIVED = "received"
    CHECKING = "checking"
    ANSWERED = "answered"


class CaseOutcome(StrEnum):
    """What a case turned out to be."""

    OWN_VOTE = "own_vote"
    DESK_MISTAKE = "desk_mistake"
    SOMEBODY_ELSE = "somebody_else"
    UNCLEAR = "unclear"


CASE_MOVES = {
    CaseState.RECEIVED: frozenset({CaseState.CHECKING}),
    CaseState.CHECKING: frozenset({CaseState.ANSWERED}),
    CaseState.ANSWERED: frozenset[CaseState](),
}
CASE_DAYS = 5
"""Working days within which a case is answered."""


class Reason(StrEnum):
    """Why a person may not vote in a cycle; the sentence of each names the way out."""

    TOO_YOUNG = "too_young"
    BIRTH_DATE_UNKNOWN = "birth_date_unknown"
    REGISTERED_ELSEWHERE = "registered_elsewhere"
    RESIDENCE_UNKNOWN = "residence_unknown"
    NEEDS_CODE = "needs_code"
    NEEDS_PERSON = "needs_person"
    CODE_VOID = "code_void"
    EXCLUDED = "excluded"


class Refusal(StrEnum):
    """Why an act of the electorate's stage is refused."""

    NOT_ELIGIBLE = "not_eligible"
    ALREADY_VOTED = "already_voted"
    GROUP_USED = "group_used"
    ELECTION_NOT_OPENED = "election_not_opened"
    UNKNOWN_CONTEST = "unknown_contest"
    BAD_ENVELOPE = "bad_envelope"
    BALLOT_NOT_DRAWN = "ballot_not_drawn"
    TOO_FEW_PROJECTS = "too_few_projects"
    NOT_A_CODE_CYCLE = "not_a_code_cycle"
    BAD_CODE_COUNT = "bad_code_count"
    UNKNOWN_CODE = "unknown_code"
    VOID_CODE = "void_code"
    USED_CODE = "used_code"
    CLASS_HAS_CODES = "class_has_codes"
    CLASS_BY_HANDS = "class_by_hands"
    NO_CODES_LEFT = "no_codes_left"
    TOO_LATE_FOR_CODES = "too_late_for_codes"
    SHIFT_OPEN = "shift_open"
    NO_SHIFT = "no_shift"
    BAD_NUMBER = "bad_number"
    BOOTH_CODE_GONE = "booth_code_gone"
    VOTERS_INSIDE = "voters_inside"
    NO_ENVELOPE = "no_envelope"
    REISSUE_ASKED = "reissue_asked"
    REISSUE_SETTLED = "reissue_settled"
    SECOND_PERSON_NEEDED = "second_person_needed"
    NOTHING_ON_ROLL = "nothing_on_roll"
    CASE_OPEN = "case_open"
    CASE_MOVED = "case_moved"
    FINDING_GONE = "finding_gone"
    NOTE_NEEDED = "note_needed"


@dataclass(frozen=True, slots=True)
class Voter:
    """What is known of a confirmed person. `code_is_valid`: None when no code was typed at all.

    `is_listed`: in the city's register of residents; `is_excluded`: in its list of people without a vote.
    """

    birth_date: date | None
    country: str = ""
    region: str = ""
    place: str = ""
    code_is_valid: bool | None = None
    is_listed: bool = False
    is_excluded: bool = False


@dataclass(frozen=True, slots=True)
class Community:
    """The places whose residents vote; `region` empty means that places are told apart by name alone."""

    places: Collection[str]
    region: str = ""


def why_not_eligible(voter: Voter, rules: RuleSet, community: Community, day: date) -> list[Reason]:
    """Every reason why the person may not vote on `day`; empty when they may."""
    if rules.voter_proof is VoterProof.CODE:
        if voter.code_is_valid is None:
            return [Reason.NEEDS_CODE]
        return [] if voter.code_is_valid else [Reason.CODE_VOID]
    if voter.code_is_valid is not None:
        return [Reason.NEEDS_PERSON]
    if voter.is_excluded:
        return [Reason.EXCLUDED]
    found = [_age_reason(voter, rules, day)]
    if rules.residence_needed and not voter.is_listed:
        found.append(_residence_reason(voter, community))
    return [reason for reason in found if reason is not None]


def _age_reason(voter: Voter, rules: RuleSet, day: date) -> Reason | None:
    if voter.birth_date is None:
        return Reason.BIRTH_DATE_UNKNOWN
    return Reason.TOO_YOUNG if age_on(voter.birth_date, day) < rules.voter_age else None


def _residence_reason(voter: Voter, community: Community) -> Reason | None:
    if voter.country and voter.country.upper() not in {"UA", "UKR", "УКРАЇНА", "UKRAINE"}:
        return Reason.REGISTERED_ELSEWHERE
    # Villages share their names with villages of other regions: without the region a name proves nothing.
    if not voter.place or (community.region and not voter.region):
        return Reason.RESIDENCE_UNKNOWN
    if community.region and region_key(voter.region) != region_key(community.region):
        return Reason.REGISTERED_ELSEWHERE
    known = {place_key(place) for place in community.places}
    return None if place_key(voter.place) in known else Reason.REGISTERED_ELSEWHERE


_KINDS_OF_PLACE = frozenset({"м", "місто", "с", "село", "смт", "селище", "сщ"})
_WORDS_OF_REGION = frozenset({"обл", "область"})


def place_key(text: str) -> str:
    """One spelling of a place's name: «м. Івано-Франківськ» and «ІВАНО-ФРАНКІВСЬК» are the same."""
    return _key(text, _KINDS_OF_PLACE)


def region_key(text: str) -> str:
    """One spelling of a region's name: «Івано-Франківська обл.» and «Івано-Франківська область»."""
    return _key(text, _WORDS_OF_REGION)


def _key(text: str, dropped: frozenset[str]) -> str:
    plain = text.casefold().replace("'", "’").replace("ʼ", "’").replace("`", "’").replace(".", " ")
    return " ".join(word for word in plain.split() if word not in dropped)


def why_not_issue(calendar: Calendar, begun_at: datetime, now: datetime) -> StrEnum | None:
    """Why no envelope is issued at `now` to a person whose login began at `begun_at`; None when one is.

    The written grace: who began to log in before the close may finish within it.
    """
    phase = phase_at(calendar, now)
    if phase is Phase.GRACE and begun_at < calendar.voting.closes:
        return why_not(Action.FINISH_BALLOT, phase)
    return why_not(Action.CAST_BALLOT, phase)


_BANDS = (
    (18, AgeBand.UNDER_18),
    (25, AgeBand.FROM_18),
    (35, AgeBand.FROM_25),
    (45, AgeBand.FROM_35),
    (55, AgeBand.FROM_45),
    (65, AgeBand.FROM_55),
)


def age_band(birth_date: date | None, day: date) -> AgeBand:
    """The band of a person's age on `day`."""
    if birth_date is None:
        return AgeBand.UNKNOWN
    age = age_on(birth_date, day)
    return next((band for end, band in _BANDS if age < end), AgeBand.FROM_65)


Cell = TypeVar("Cell", bound=Hashable)


def merged_cells(counts: Mapping[Cell, int], smallest: int) -> tuple[dict[Cell, int], int]:
    """Cells large enough to be published, and the sum of the others.

    A sum that is itself too small would give its one cell away by subtraction, so it takes along the next
    smallest cells until it is large enough.
    """
    shown = {cell: amount for cell, amount in counts.items() if amount >= smallest}
    rest = sum(amount for amount in counts.values() if amount < smallest)
    while 0 < rest < smallest and shown:
        least = min(shown, key=lambda cell: shown[cell])
        rest += shown.pop(least)
    return shown, rest


def counting_digest(
    rules_digest: str, contests: Iterable[tuple[str, str, str, int, str]], groups: Iterable[tuple[int, list[str]]] = ()
) -> str:
    """SHA-256 (hex) of all that decides the count: rule set; per contest code, rule, unaffordable, threshold, rest;

    and of groups, where there are any, how many of which contests one person may use.
    """
    content: dict[str, object] = {"contests": sorted(contests), "rules": rules_digest}
    if limits := sorted(groups):
        content["groups"] = limits
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def code_stretch(cycle: str, code: str) -> bytes:
    """32 bytes that stand for a typed code as argon2id stands for a person's number.

    No argon2: a code has 58 random bits, a tax number has 33 guessable ones; and what is stored is keyed besides.
    """
    return hashlib.sha256(f"pb.school-code\x1f{cycle}\x1f{code}".encode()).digest()
