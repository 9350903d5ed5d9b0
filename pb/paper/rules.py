"""How typed marks are read, what a batch's account says, and in what state a batch is; no files and no tables."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pb.ballots.canonical import NotCanonicalError
from pb.ballots.encoding import MOST_POINTS, Ballot, Choices
from pb.ballots.paper import NO_SALT, BatchKind
from pb.ballots.terms import ContestTerms, Form, why_not_valid
from pb.cycles.rules import Phase

YOUNGEST = range(1, 5)
"""Years of school whose classes may vote together by raised hands."""
MOST_PRINTED = 500
"""Ballots of one contest printed at once: a box of paper, and some seconds of drawing."""
BLANK = "-"
TURNS = (1, 2)
SETTLING = 3
MARKED_UNTIL = frozenset({Phase.VOTING})
"""Phases in which ballots are handed out."""
TYPED_IN = frozenset({Phase.GRACE, Phase.TALLY})
"""Phases in which sealed boxes are opened: not while people vote, for nobody may know how it stands."""


class Refusal(StrEnum):
    """Why an act of the paper's stage is refused."""

    ELECTION_NOT_FROZEN = "election_not_frozen"
    TOO_LATE_TO_PRINT = "too_late_to_print"
    BAD_AMOUNT = "bad_amount"
    NOTHING_PRINTED = "nothing_printed"
    NOTHING_CHOSEN = "nothing_chosen"
    HANDING_OVER = "handing_over"
    ALREADY_ACCOUNTED = "already_accounted"
    NOT_ACCOUNTED = "not_accounted"
    STILL_VOTING = "still_voting"
    SAME_PERSON = "same_person"
    TYPED_TWICE = "typed_twice"
    NOT_DISPUTED = "not_disputed"
    OTHER_SERIALS = "other_serials"
    NOT_QUARANTINED = "not_quarantined"
    NOT_PROPOSED = "not_proposed"
    MORE_THAN_PEOPLE = "more_than_people"
    NOT_SETTLED = "not_settled"
    LIST_OPEN = "list_open"
    LIST_MERGED = "list_merged"
    PUBLISHED = "published"
    NOT_BY_HANDS = "not_by_hands"
    NOT_YOUNGEST = "not_youngest"
    CLASS_KNOWN = "class_known"


class Fault(StrEnum):
    """What is wrong with a typed line."""

    NO_SERIAL = "no_serial"
    NOT_PRINTED = "not_printed"
    SERIAL_TWICE = "serial_twice"
    NO_MARKS = "no_marks"
    UNKNOWN_NUMBER = "unknown_number"
    NUMBER_TWICE = "number_twice"
    BAD_POINTS = "bad_points"
    NOT_A_ROW = "not_a_row"
    ROW_TWICE = "row_twice"
    BAD_NUMBER = "bad_number"
    BAD_DATE = "bad_date"
    UNKNOWN_CONTEST = "unknown_contest"


class Standing(StrEnum):
    """Where a batch is on its way into the count."""

    OPEN = "open"  # ballots are being handed out
    TO_TYPE = "to_type"  # accounted for; its ballots are not yet typed twice
    DISPUTED = "disputed"  # quarantine: the two entries differ
    UNBALANCED = "unbalanced"  # quarantine: the numbers do not agree
    COUNTED = "counted"
    RELEASED = "released"  # two people let it be counted nevertheless
    LEFT_OUT = "left_out"  # two people decided that it is not counted


QUARANTINE = frozenset({Standing.DISPUTED, Standing.UNBALANCED})
SETTLED = frozenset({Standing.COUNTED, Standing.RELEASED, Standing.LEFT_OUT})


class Difference(StrEnum):
    """A named difference in a batch's account."""

    BLANKS_MISSING = "blanks_missing"
    BLANKS_EXTRA = "blanks_extra"
    FOUND_FEWER = "found_fewer"
    FOUND_MORE = "found_more"
    VOTES_OVER = "votes_over"


class Verdict(StrEnum):
    """What two people decide about a batch in quarantine."""

    RELEASE = "release"
    LEAVE_OUT = "leave_out"


@dataclass(frozen=True, slots=True)
class Account:
    """The numbers of one batch; `returned`, `spoilt` and `found` are None until they are known.

    Of a class that votes together `handed` are its pupils and `found` its votes, `most` from each pupil.
    """

    printed: int
    handed: int
    returned: int | None
    spoilt: int | None
    found: int | None
    kind: BatchKind = BatchKind.BALLOTS
    most: int = 1

    @property
    def is_closed(self) -> bool:
        return self.returned is not None and self.spoilt is not None


def differences(account: Account) -> dict[Difference, int]:
    """Each difference with its amount; empty when every sheet of paper is where it should be."""
    if not account.is_closed:
        return {}
    if account.kind is BatchKind.TOTALS:
        over = (account.found or 0) - account.handed * account.most
        return {Difference.VOTES_OVER: over} if over > 0 else {}
    blanks = account.printed - account.handed - (account.returned or 0) - (account.spoilt or 0)
    found = 0 if account.found is None else account.found - account.handed
    named = {
        Difference.BLANKS_MISSING: blanks,
        Difference.BLANKS_EXTRA: -blanks,
        Difference.FOUND_FEWER: -found,
        Difference.FOUND_MORE: found,
    }
    return {difference: amount for difference, amount in named.items() if amount > 0}


def standing(account: Account, entries: int, disputed: Sequence[int], verdict: Verdict | None) -> Standing:
    """The state of a batch: `disputed` are serials on which the typed entries still differ."""
    if verdict is not None:
        return Standing.RELEASED if verdict is Verdict.RELEASE else Standing.LEFT_OUT
    if not account.is_closed:
        return Standing.OPEN
    # Nobody took one and every blank came back: there is no ballot to type.
    is_untouched = account.handed == 0 and account.found is None and not differences(account)
    if entries < len(TURNS) and not is_untouched:
        return Standing.TO_TYPE
    if disputed:
        return Standing.DISPUTED
    return Standing.UNBALANCED if differences(account) else Standing.COUNTED


Readings = Mapping[int, str]
"""Serial number → marks as typed, in their one spelling."""


def disputed_serials(first: Readings, second: Readings, third: Readings) -> list[int]:
    """Serials on which two entries differ and the third agrees with neither."""
    return sorted(
        serial
        for serial in first.keys() | second.keys()
        if first.get(serial) != second.get(serial)
        and (serial not in third or third[serial] not in {first.get(serial, ABSENT), second.get(serial, ABSENT)})
    )


ABSENT = "немає"
"""How the third person types that there is no such ballot in the box."""


def settled(first: Readings, second: Readings, third: Readings) -> dict[int, str]:
    """What two of three people read, by serial; a ballot that three people read in three ways is blank."""
    agreed = {}
    for serial in sorted(first.keys() | second.keys()):
        one, other = first.get(serial, ABSENT), second.get(serial, ABSENT)
        last = third.get(serial, BLANK)
        agreed[serial] = one if one == other else last if last in {one, other} else BLANK
    return {serial: marks for serial, marks in agreed.items() if marks != ABSENT}


def votes_in(marks: str) -> int:
    """How many votes of a class a typed mark says; a number that three people read in three ways is none."""
    return 0 if marks in {BLANK, ABSENT} else int(marks)


def may_raise_hands(terms: ContestTerms) -> bool:
    """Whether a class can vote in this contest by raised hands: every hand is one vote for one project."""
    return terms.form is Form.APPROVE or (terms.form is Form.EXACTLY and terms.max_choices == 1)


def is_youngest(label: str) -> bool:
    """Whether a class is one of the years 1–4, which may vote together."""
    year = re.match(r"\d+", label)
    return year is not None and int(year.group()) in YOUNGEST


class Conflict(StrEnum):
    """Why a row of an offline list was not taken, or not in one contest."""

    VOTED = "voted"
    TOO_YOUNG = "too_young"
    GROUP_USED = "group_used"
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True)
class LineFault:
    """One wrong line: its number, what stands there, what is wrong."""

    line: int
    text: str
    fault: Fault


def read_marks(
    text: str, terms: ContestTerms, numbers: Mapping[int, str], printed: int, *, may_be_absent: bool = False
) -> tuple[dict[int, str], list[LineFault]]:
    """«17: 3 8» a line → serial → marks; and what is wrong. `numbers`: printed number → project code.

    «17: -» is a ballot without a mark or one that cannot be read; in points «17: 3=5 8=2»; a ranking best first.
    """
    found: dict[int, str] = {}
    faults = []
    for place, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        serial, marks = _read_line(line, terms.form, numbers, may_be_absent=may_be_absent)
        fault = marks if isinstance(marks, Fault) else _serial_fault(serial, printed, found)
        if isinstance(fault, Fault):
            faults.append(LineFault(place, line.strip()[:40], fault))
        else:
            found[serial] = str(marks)
    return found, faults


def _serial_fault(serial: int, printed: int, found: Readings) -> Fault | None:
    if not 1 <= serial <= printed:
        return Fault.NOT_PRINTED
    return Fault.SERIAL_TWICE if serial in found else None


def _read_line(line: str, form: Form, numbers: Mapping[int, str], *, may_be_absent: bool) -> tuple[int, str | Fault]:
    serial, colon, rest = line.replace(",", " ").replace(";", " ").partition(":")
    if not colon or _number(serial) < 0:
        return 0, Fault.NO_SERIAL
    words = rest.replace(" = ", "=").split()
    if not words:
        return 0, Fault.NO_MARKS
    if words == [BLANK] or (may_be_absent and words == [ABSENT]):
        return _number(serial), words[0]
    return _number(serial), _marks(words, form, numbers)


def _number(text: str) -> int:
    text = text.strip().removeprefix("№").strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 6 else -1


def _marks(words: Sequence[str], form: Form, numbers: Mapping[int, str]) -> str | Fault:
    pairs = [word.partition("=") for word in words]
    marked = [_number(number) for number, _, _ in pairs]
    points = [_number(given) if equals else 0 for _, equals, given in pairs]
    if not set(marked) <= numbers.keys():
        return Fault.UNKNOWN_NUMBER
    if len(set(marked)) < len(marked):
        return Fault.NUMBER_TWICE
    if any((form is Form.POINTS) != bool(equals) for _, equals, _ in pairs) or any(
        not 0 <= given <= MOST_POINTS for given in points
    ):
        return Fault.BAD_POINTS
    if form is Form.POINTS:
        return " ".join(f"{number}={given}" for number, given in sorted(zip(marked, points, strict=True)))
    return " ".join(map(str, marked if form is Form.RANK else sorted(marked)))


def choices_in(marks: str, terms: ContestTerms, numbers: Mapping[int, str]) -> Choices | None:
    """The choices of typed marks, or None for a ballot that cannot be counted: blank, too many, over the purse."""
    if marks in {BLANK, ABSENT}:
        return None
    pairs = [word.partition("=") for word in marks.split()]
    codes = [numbers[int(number)] for number, _, _ in pairs]
    try:
        if terms.form is Form.RANK:
            choices = Choices.rank(codes)
        elif terms.form is Form.POINTS:
            choices = Choices.award({code: int(given) for code, (_, _, given) in zip(codes, pairs, strict=True)})
        else:
            choices = Choices.approve(codes)
    except NotCanonicalError:
        return None
    ballot = Ballot("0" * 64, terms.code, choices, NO_SALT)
    return None if why_not_valid(ballot, terms) else choices
