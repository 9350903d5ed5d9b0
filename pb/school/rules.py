"""What a coordinator may type, and which steps of a school's budget are done; codes themselves are the electorate's."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from pb.cycles.rules import Phase

MOST_IN_CLASS = 300
MOST_SLIPS = 3_000
MOST_HANDS = 10_000
# Beginning with the year keeps names of pupils out of the list.
CLASS = re.compile(r"(?:1[0-2]|[1-9])(?!\d)[ -]?[\w-]{0,6}$")


class Refusal(StrEnum):
    """What is wrong with a line of the list of classes."""

    NO_CLASSES = "no_classes"
    NOT_A_CLASS = "not_a_class"
    NOT_A_COUNT = "not_a_count"
    CLASS_TWICE = "class_twice"
    TOO_MANY_SLIPS = "too_many_slips"


def over_hands(votes: Mapping[int, int], pupils: int, most: int) -> int | None:
    """The project's number with more hands than pupils, 0 when all together are too many, None when all fits."""
    return next((number for number, hands in votes.items() if hands > pupils), None) or (
        0 if sum(votes.values()) > pupils * most else None
    )


class Step(StrEnum):
    """The road of a school's budget, as the coordinator ticks it off."""

    ANNOUNCE = "announce"
    COLLECT = "collect"
    REVIEW = "review"
    DRAW = "draw"
    PRINT = "print"
    VOTE = "vote"
    PUBLISH = "publish"


@dataclass(frozen=True, slots=True)
class Fault:
    """One wrong line: its number, what stands there, what is wrong."""

    line: int
    text: str
    refusal: Refusal


def read_classes(text: str) -> tuple[dict[str, int], list[Fault]]:
    """«7-А; 28» a line → class → number of slips, and what is wrong; a spreadsheet's tabs and commas do too."""
    found: dict[str, int] = {}
    faults = []
    for place, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        label, amount = _parts(line)
        refusal = _fault_of(label, amount, found)
        if refusal:
            faults.append(Fault(place, line.strip()[:40], refusal))
        else:
            found[label] = int(amount)
    if not found and not faults:
        faults.append(Fault(1, "", Refusal.NO_CLASSES))
    elif sum(found.values()) > MOST_SLIPS:
        faults.append(Fault(len(text.splitlines()), "", Refusal.TOO_MANY_SLIPS))
    return found, faults


def _parts(line: str) -> tuple[str, str]:
    label, _, amount = re.sub(r"[;,\t]", ";", line).partition(";")
    return " ".join(label.upper().replace("–", "-").split()).replace(" - ", "-"), amount.strip(" ;")


def _fault_of(label: str, amount: str, found: dict[str, int]) -> Refusal | None:
    if not CLASS.fullmatch(label):
        return Refusal.NOT_A_CLASS
    if not (amount.isascii() and amount.isdecimal() and len(amount) <= 4 and 0 < int(amount) <= MOST_IN_CLASS):
        return Refusal.NOT_A_COUNT
    return Refusal.CLASS_TWICE if label in found else None


def class_order(label: str) -> tuple[int, str]:
    """5-А before 10-А."""
    year = re.match(r"\d+", label)
    return (int(year.group()) if year else 0, label)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a school's budget: enough to tell which steps are done."""

    phase: Phase
    submitted: int
    waiting: int
    on_ballot: int
    slips: int
    published: bool


ORDER = list(Phase)


def steps_done(facts: Facts) -> dict[Step, bool]:
    """Every step in its order and whether it is done."""

    def after(phase: Phase) -> bool:
        return ORDER.index(facts.phase) > ORDER.index(phase)

    return {
        Step.ANNOUNCE: after(Phase.DRAFT),
        Step.COLLECT: after(Phase.SUBMISSION) and facts.submitted > 0,
        Step.REVIEW: after(Phase.SUBMISSION) and facts.submitted > 0 and not facts.waiting,
        Step.DRAW: facts.on_ballot > 0,
        Step.PRINT: facts.slips > 0,
        Step.VOTE: after(Phase.VOTING),
        Step.PUBLISH: facts.published,
    }
