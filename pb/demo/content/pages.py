"""News items and the questions and answers of the help pages, with dates filled in from a calendar.

Read from `data/`; nothing is translated here, both languages stand in the files.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from pb.demo.content.reader import document
from pb.demo.content.records import Calendar, Picture

_MONTHS = [
    "січня",
    "лютого",
    "березня",
    "квітня",
    "травня",
    "червня",
    "липня",
    "серпня",
    "вересня",
    "жовтня",
    "листопада",
    "грудня",
]
_MONTHS_EN = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@dataclass(frozen=True, slots=True)
class NewsItem:
    """A news item of a cycle; `day` is a moment of its calendar, `+N` days into voting, or a date."""

    code: str
    cycle: str
    day: str
    title: str
    title_en: str
    text: str
    text_en: str
    picture: Picture

    def published_on(self, calendar: Calendar) -> date:
        moments = _moments(calendar)
        if self.day.startswith("+"):
            return moments["voting_opens"] + timedelta(days=int(self.day))
        return moments[self.day] if self.day in moments else date.fromisoformat(self.day)

    def filled(self, text: str, calendar: Calendar, *, english: bool = False) -> str:
        """One of this item's texts with the names of moments replaced by days."""
        months = _MONTHS_EN if english else _MONTHS
        return text.format(**{name: f"{day.day} {months[day.month - 1]}" for name, day in _moments(calendar).items()})


@dataclass(frozen=True, slots=True)
class Answer:
    """A question of residents with its answer."""

    question: str
    question_en: str
    text: str
    text_en: str


def _moments(calendar: Calendar) -> dict[str, date]:
    return {
        "voting_opens": calendar.voting[0],
        "voting_closes": calendar.voting[1],
        "submission_opens": calendar.submission[0],
        "submission_closes": calendar.submission[1],
        "ballot_on": calendar.ballot_on,
    }


@cache
def news() -> tuple[NewsItem, ...]:
    return tuple(NewsItem(**entry | {"picture": Picture(*entry["picture"])}) for entry in document("news.toml")["news"])


@cache
def answers() -> tuple[Answer, ...]:
    return tuple(Answer(**entry) for entry in document("help.toml")["answer"])
