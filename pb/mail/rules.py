"""Letters and when they are tried again; nothing is stored or sent here."""

from datetime import timedelta
from enum import StrEnum

MOST_TRIES = 8


class Letter(StrEnum):
    """What is written to people; each has a template in templates/mail for each language."""

    INVITATION = "invitation"
    PROJECT_SUBMITTED = "project_submitted"
    PROJECT_INCOMPLETE = "project_incomplete"
    PROJECT_COMPLETE = "project_complete"
    PROJECT_RETURNED = "project_returned"
    REVISION_DUE = "revision_due"
    PROJECT_LAPSED = "project_lapsed"
    PROJECT_DECIDED = "project_decided"
    MERGER_PROPOSED = "merger_proposed"
    MERGER_ENDED = "merger_ended"
    PROJECT_WON = "project_won"
    CERTIFICATE_READY = "certificate_ready"
    PROGRESS_DUE = "progress_due"
    FOLLOW_ASKED = "follow_asked"
    FOLLOW_NEWS = "follow_news"
    WATCH_ASKED = "watch_asked"
    WATCH_NEWS = "watch_news"
    CASE_OPENED = "case_opened"
    CASE_ANSWERED = "case_answered"


# What each template is given besides the city; a fact that is missing is a fault of the caller.
FACTS: dict[Letter, frozenset[str]] = {
    Letter.INVITATION: frozenset({"name", "link"}),
    Letter.PROJECT_SUBMITTED: frozenset({"title", "number", "link"}),
    Letter.PROJECT_INCOMPLETE: frozenset({"title", "number", "reason", "link"}),
    Letter.PROJECT_COMPLETE: frozenset({"title", "number", "department", "due_on", "link"}),
    Letter.PROJECT_RETURNED: frozenset({"title", "number", "reason", "due_on", "link"}),
    Letter.REVISION_DUE: frozenset({"title", "number", "days", "due_on", "link"}),
    Letter.PROJECT_LAPSED: frozenset({"title", "number", "due_on", "link"}),
    Letter.PROJECT_DECIDED: frozenset({"title", "number", "decision", "reason", "link"}),
    Letter.MERGER_PROPOSED: frozenset({"title", "number", "other", "other_number", "goes_on", "reason", "link"}),
    Letter.MERGER_ENDED: frozenset({"title", "number", "other", "other_number", "goes_on", "outcome", "link"}),
    Letter.PROJECT_WON: frozenset({"title", "number", "link"}),
    Letter.CERTIFICATE_READY: frozenset({"title", "link"}),
    Letter.PROGRESS_DUE: frozenset({"title", "number", "days", "link"}),
    Letter.FOLLOW_ASKED: frozenset({"title", "number", "link", "own_link"}),
    Letter.FOLLOW_NEWS: frozenset({"title", "number", "link", "own_link", "status", "answers"}),
    Letter.WATCH_ASKED: frozenset({"view", "link", "own_link"}),
    Letter.WATCH_NEWS: frozenset({"view", "link", "own_link", "projects", "more"}),
    Letter.CASE_OPENED: frozenset({"code", "link", "due_on"}),
    Letter.CASE_ANSWERED: frozenset({"code", "outcome", "answer"}),
}


def pause_before(tries: int) -> timedelta:
    """How long to wait after `tries` failures: 1, 2, 4 … minutes, at most 6 hours."""
    return min(timedelta(minutes=2 ** (tries - 1)), timedelta(hours=6))


def is_hopeless(tries: int, *, is_refused_for_good: bool) -> bool:
    """Whether a letter is given up: the server said never, or it failed too often."""
    return is_refused_for_good or tries >= MOST_TRIES


def one_line(text: str) -> str:
    """A header value without line breaks: a name with one could add headers of its own."""
    return " ".join(text.split())
