"""Who may say what under a project and when it is shown; nothing is stored here."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from pb.cycles.rules import Comments

MOST_A_DAY = 10  # remarks of one person: enough to talk, too few to flood a moderator
LONGEST = 1500
ASKED_LASTS = timedelta(days=2)  # then an address that was not confirmed is forgotten
BETWEEN_ASKING = timedelta(hours=1)
BETWEEN_LETTERS = timedelta(hours=1)  # ten answers in a row make one letter
MOST_IN_LETTER = 20  # new projects; the rest is a number and the link to the view
SETTLED_AFTER = timedelta(minutes=1)  # what is younger may belong to a transaction that others cannot see yet


class Kind(StrEnum):
    """What a resident wrote."""

    QUESTION = "question"
    COMMENT = "comment"


class State(StrEnum):
    """Whether everybody may read it."""

    WAITING = "waiting"
    SHOWN = "shown"
    HIDDEN = "hidden"


class Verdict(StrEnum):
    """What a moderator decides; to show what was hidden is to restore it."""

    SHOW = "show"
    HIDE = "hide"


class Heap(StrEnum):
    """What a moderator looks at: all that waits, or what was hidden."""

    WAITING = "waiting"
    HIDDEN = "hidden"


class Refusal(StrEnum):
    """Why a remark, a report or an answer is not taken."""

    COMMENTS_OFF = "comments_off"
    TOO_MANY = "too_many"
    REASON_NEEDED = "reason_needed"
    NOTHING_CHOSEN = "nothing_chosen"
    NOT_SHOWN = "not_shown"


def why_not_write(kind: Kind, comments: Comments, written_today: int) -> Refusal | None:
    """A question may always be asked; comments are the cycle's choice."""
    if kind is Kind.COMMENT and comments is Comments.OFF:
        return Refusal.COMMENTS_OFF
    return Refusal.TOO_MANY if written_today >= MOST_A_DAY else None


def first_state(comments: Comments) -> State:
    """How a new remark begins: unseen, unless the cycle's rules show it at once."""
    return State.SHOWN if comments is Comments.AT_ONCE else State.WAITING


def why_not_settle(verdict: Verdict, reason: str, amount: int) -> Refusal | None:
    """Nothing is hidden without a reason that its writer can read."""
    if not amount:
        return Refusal.NOTHING_CHOSEN
    return Refusal.REASON_NEEDED if verdict is Verdict.HIDE and not reason.strip() else None


@dataclass(frozen=True, slots=True)
class View:
    """What of the catalogue a reader saved: codes of a district and of a contest, words; empty: any."""

    place: str = ""
    contest: str = ""
    words: str = ""

    def filters(self) -> dict[str, str]:
        """The catalogue's address without what is not filtered."""
        named = {"district": self.place, "contest": self.contest, "q": self.words}
        return {name: value for name, value in named.items() if value}


@dataclass(frozen=True, slots=True)
class NewProject:
    """A project that became public at `since`, with what views are matched against."""

    code: str
    number: int
    title: str
    title_en: str
    place: str
    contest: str
    text: str  # folded as the catalogue's search folds
    since: datetime


def is_in(view: View, project: NewProject) -> bool:
    """Whether the catalogue filtered like this shows the project; `view.words` folded like `project.text`."""
    return (
        view.place in {"", project.place}
        and view.contest in {"", project.contest}
        and all(word in project.text for word in view.words.split())
    )
