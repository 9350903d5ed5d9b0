"""The status machine of a project; who may make a move is decided by the stages."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from pb.values.money import Kopecks, line_sum

REGISTER_NUMBER_LENGTH = 8
LONGEST_APPLICANT = 200


class Status(StrEnum):
    """Where a project stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    INCOMPLETE = "incomplete"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    ADMITTED = "admitted"
    REFUSED = "refused"
    REFUSED_FINALLY = "refused_finally"
    ON_BALLOT = "on_ballot"
    WON = "won"
    TOOK_PART = "took_part"
    PLANNED = "planned"
    IN_IMPLEMENTATION = "in_implementation"
    IMPLEMENTED = "implemented"
    IMPOSSIBLE = "impossible"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"


class Move(StrEnum):
    """What may happen to a project."""

    SUBMIT = "submit"
    FIND_INCOMPLETE = "find_incomplete"
    ACCEPT_COMPLETE = "accept_complete"
    RETURN = "return"
    ANSWER = "answer"
    ADMIT = "admit"
    REFUSE = "refuse"
    REFUSE_FINALLY = "refuse_finally"
    GRANT_APPEAL = "grant_appeal"
    REJECT_APPEAL = "reject_appeal"
    LIST = "list"
    WIN = "win"
    TAKE_PART = "take_part"
    PLAN = "plan"
    START = "start"
    FINISH = "finish"
    GIVE_UP = "give_up"
    WITHDRAW = "withdraw"
    REMOVE = "remove"


class Applicant(StrEnum):
    """Who proposes: a person, or a body in whose name a person acts."""

    PERSON = "person"
    ASSOCIATION = "association"
    SELF_ORGANISED = "self_organised"
    CONDOMINIUM = "condominium"


class Shape(StrEnum):
    """What a project's points are on the map."""

    POINT = "point"
    POINTS = "points"
    LINE = "line"


S, M = Status, Move
TRANSITIONS: dict[tuple[Status, Move], Status] = {
    (S.DRAFT, M.SUBMIT): S.SUBMITTED,
    (S.SUBMITTED, M.FIND_INCOMPLETE): S.INCOMPLETE,
    (S.INCOMPLETE, M.SUBMIT): S.SUBMITTED,
    (S.SUBMITTED, M.ACCEPT_COMPLETE): S.IN_REVIEW,
    (S.IN_REVIEW, M.RETURN): S.RETURNED,
    (S.RETURNED, M.ANSWER): S.IN_REVIEW,
    (S.RETURNED, M.REFUSE): S.REFUSED,
    (S.IN_REVIEW, M.ADMIT): S.ADMITTED,
    (S.IN_REVIEW, M.REFUSE): S.REFUSED,
    (S.IN_REVIEW, M.REFUSE_FINALLY): S.REFUSED_FINALLY,
    (S.REFUSED, M.GRANT_APPEAL): S.ADMITTED,
    (S.REFUSED, M.REJECT_APPEAL): S.REFUSED_FINALLY,
    (S.ADMITTED, M.LIST): S.ON_BALLOT,
    (S.ON_BALLOT, M.WIN): S.WON,
    (S.ON_BALLOT, M.TAKE_PART): S.TOOK_PART,
    (S.WON, M.PLAN): S.PLANNED,
    (S.PLANNED, M.START): S.IN_IMPLEMENTATION,
    (S.IN_IMPLEMENTATION, M.FINISH): S.IMPLEMENTED,
    (S.PLANNED, M.GIVE_UP): S.IMPOSSIBLE,
    (S.IN_IMPLEMENTATION, M.GIVE_UP): S.IMPOSSIBLE,
}
# Regulation: the author may withdraw at any time before the ballot is frozen.
BEFORE_BALLOT = (S.SUBMITTED, S.INCOMPLETE, S.IN_REVIEW, S.RETURNED, S.ADMITTED, S.REFUSED)
TRANSITIONS |= {(status, M.WITHDRAW): S.WITHDRAWN for status in BEFORE_BALLOT}
TRANSITIONS |= {(status, M.REMOVE): S.REMOVED for status in BEFORE_BALLOT}

NEEDS_REASON = frozenset(
    {
        M.FIND_INCOMPLETE,
        M.RETURN,
        M.REFUSE,
        M.REFUSE_FINALLY,
        M.REJECT_APPEAL,
        M.GRANT_APPEAL,
        M.GIVE_UP,
        M.REMOVE,
    }
)
PUBLIC = frozenset(Status) - {S.DRAFT, S.SUBMITTED, S.INCOMPLETE, S.REMOVED}
FUNDED = frozenset({S.WON, S.PLANNED, S.IN_IMPLEMENTATION, S.IMPLEMENTED, S.IMPOSSIBLE})
STOOD_FOR_VOTE = FUNDED | {S.ON_BALLOT, S.TOOK_PART}


class Refusal(StrEnum):
    """Why a project cannot be changed like this."""

    NOT_FROM_HERE = "not_from_here"
    REASON_NEEDED = "reason_needed"


@dataclass(frozen=True, slots=True)
class EstimateLine:
    """One line of the estimate; quantity in thousandths of a unit, price in kopecks for one unit."""

    item: str
    unit: str
    quantity: int
    price: Kopecks

    @property
    def total(self) -> Kopecks:
        """The line's sum in kopecks, rounded half up."""
        return line_sum(self.quantity, self.price)


def reserve_of(lines_sum: int, percent: int) -> Kopecks:
    """What is put aside for dearer prices: `percent` of the lines' sum in kopecks, rounded half up."""
    return Kopecks((lines_sum * percent + 50) // 100)


def total_of(lines: list[EstimateLine], reserve_percent: int = 0) -> Kopecks:
    """The estimate's sum in kopecks, with its reserve."""
    lines_sum = sum(line.total for line in lines)
    return Kopecks(lines_sum + reserve_of(lines_sum, reserve_percent))


def status_after(status: Status, move: Move) -> Status | None:
    """The status that `move` leads to, or None when the machine has no such road."""
    return TRANSITIONS.get((status, move))


def searchable(*texts: str) -> str:
    """Texts as the one case-folded line that search looks in, with one kind of apostrophe."""
    joined = " ".join(texts).casefold()
    for sign in "'`ʼ":
        joined = joined.replace(sign, "’")
    return " ".join(joined.split())


def is_register_number(text: str) -> bool:
    """Whether `text` is a number of the state register of bodies (ЄДРПОУ): eight digits, the last a check digit."""
    if len(text) != REGISTER_NUMBER_LENGTH or not (text.isascii() and text.isdecimal()):
        return False
    return register_check_digit(text[:-1]) == int(text[-1])


def register_check_digit(stem: str) -> int:
    """The eighth digit, from the first seven; numbers from 30 to 60 million begin their weights with the seventh."""
    is_middle = 3_000_000 <= int(stem) < 6_000_000
    weights = (7, 1, 2, 3, 4, 5, 6) if is_middle else (1, 2, 3, 4, 5, 6, 7)
    digits = [int(sign) for sign in stem]
    first = sum(weight * digit for weight, digit in zip(weights, digits, strict=True)) % 11
    if first < 10:
        return first
    return sum((weight + 2) * digit for weight, digit in zip(weights, digits, strict=True)) % 11 % 10


def applicant_line(body_name: str, body_code: str, people: Sequence[str]) -> str:
    """Who proposes as everybody reads it: the people, or the body with its public number and who acts for it."""
    number = f" (ЄДРПОУ {body_code})" if body_code else ""
    return ", ".join([f"{body_name}{number}", *people] if body_name else people)[:LONGEST_APPLICANT]
