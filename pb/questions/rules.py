"""What a question is and when a form of questions may be changed or published; how each kind works is in `kinds`."""

from dataclasses import dataclass
from enum import StrEnum

MOST_QUESTIONS = 40
LONGEST_ANSWER = 4000


class Refusal(StrEnum):
    """Why the programme manager's act is refused."""

    TOO_MANY = "too_many"
    NOTHING_TO_PUBLISH = "nothing_to_publish"
    FORM_EXISTS = "form_exists"
    KIND_IS_FIXED = "kind_is_fixed"


class Direction(StrEnum):
    """Where a question is moved in the list."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Question:
    """One question as its kind and the pages see it; `key` stays the same through versions and cycles."""

    key: str
    kind: str
    label: str
    help: str = ""
    example: str = ""
    is_required: bool = False
    is_public: bool = False
    contest: str = ""  # code; empty: asked of every project
    options: str = ""  # lines whose meaning is the kind's


def asked_of(questions: list[Question], contest: str) -> list[Question]:
    """The questions that a project of this contest is asked, in their order."""
    return [question for question in questions if question.contest in {"", contest}]


def moved(keys: list[str], key: str, direction: Direction) -> list[str]:
    """`keys` with one of them a place up or down; at the edge nothing changes."""
    place = keys.index(key)
    target = place + (-1 if direction is Direction.UP else 1)
    if not 0 <= target < len(keys):
        return keys
    found = list(keys)
    found[place], found[target] = found[target], found[place]
    return found
