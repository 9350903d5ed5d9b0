"""What the columns of a table mean, guessed from its header, and what its lines say. Pure.

A line is either understood as a whole or named with its number and what is wrong with it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pb.values.money import Kopecks, parse_money

MOST_VOTES = 500_000  # of one table


class Column(StrEnum):
    """What a column may tell of a project."""

    TITLE = "title"
    COST = "cost"
    VOTES = "votes"
    WON = "won"
    NUMBER = "number"
    CONTEST = "contest"
    LATITUDE = "latitude"
    LONGITUDE = "longitude"


NEEDED = (Column.TITLE, Column.COST, Column.VOTES)
"""Without these there is nothing to count."""

_SIGNS = {  # beginnings of words in Ukrainian, English and Polish headers; the first that fits wins
    Column.NUMBER: ("№", "номер", "no", "nr", "number", "numer", "id", "project_id"),
    Column.TITLE: ("назв", "про[єе]кт", "title", "name", "project", "nazwa", "tytu", "projekt"),
    Column.COST: ("варт", "бюджет", "сум", "кошт", "cost", "price", "amount", "budget", "koszt", "kwot", "warto"),
    Column.VOTES: ("голос", "vote", "g[łl]os", "liczba g", "кількість г", "score"),
    Column.WON: ("перемо", "результат", "статус", "winner", "won", "selected", "status", "result", "wybran", "zwyci"),
    Column.CONTEST: ("напрям", "категор", "контест", "categor", "contest", "type", "kategor", "район", "dzielnic"),
    Column.LATITUDE: ("широт", "lat", "szeroko"),
    Column.LONGITUDE: ("довгот", "lon", "lng", "d[łl]ugo"),
}
_ORDER = (*(each for each in Column if each is not Column.TITLE), Column.TITLE)
_YES = {"1", "+", "так", "yes", "true", "tak", "won", "winner", "переміг", "переможець", "selected", "wybrany"}
_NO = {"", "0", "-", "–", "ні", "no", "false", "nie", "lost", "не переміг", "брав участь", "niewybrany"}


class Fault(StrEnum):
    """What is wrong with a table or one of its lines."""

    NO_COLUMN = "no_column"
    NO_TITLE = "no_title"
    WRONG_COST = "wrong_cost"
    WRONG_VOTES = "wrong_votes"
    MANY_VOTES = "many_votes"
    WRONG_WON = "wrong_won"
    WRONG_NUMBER = "wrong_number"
    NUMBER_TWICE = "number_twice"
    WRONG_SPOT = "wrong_spot"


class LineError(ValueError):
    """One line is not understood."""

    def __init__(self, fault: Fault, piece: str = "") -> None:
        super().__init__(fault)
        self.fault, self.piece = fault, piece[:60]


@dataclass(frozen=True, slots=True)
class Faulty:
    """A line, or with number 0 the whole table, that cannot be taken."""

    line: int
    fault: Fault
    piece: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One project as a line tells it; `won` is None where no column says so."""

    number: str
    title: str
    kopecks: Kopecks
    votes: int
    won: bool | None
    contest: str
    spot: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Table:
    """Every project of a table, and every line that is none."""

    projects: tuple[Told, ...]
    faults: tuple[Faulty, ...]


Places = Mapping[Column, int]
"""In which place of a line each column stands, counted from 0."""


def guessed(header: Sequence[str]) -> dict[Column, int]:
    """The first header that begins like a word for each column; a place is guessed once."""
    found: dict[Column, int] = {}
    for column in _ORDER:
        sign = re.compile("|".join(_SIGNS[column]))
        for place, name in enumerate(header):
            if place not in found.values() and sign.match(name.casefold()):
                found[column] = place
                break
    return {column: found[column] for column in Column if column in found}


def understood(lines: Iterable[tuple[int, Sequence[str]]], places: Places) -> Table:
    """All the projects, and the line and the reason for each that is not understood."""
    if missing := [Faulty(0, Fault.NO_COLUMN, column.value) for column in NEEDED if column not in places]:
        return Table((), tuple(missing))
    projects: dict[str, Told] = {}
    faults = []
    room = MOST_VOTES
    for line, cells in lines:
        try:
            told = _told({column: cells[at] if at < len(cells) else "" for column, at in places.items()}, line)
            _refuse_repeated(told, projects, room)
        except LineError as wrong:
            faults.append(Faulty(line, wrong.fault, wrong.piece))
        else:
            room -= told.votes
            projects[told.number] = told
    return Table(tuple(projects.values()), tuple(faults))


def _refuse_repeated(told: Told, earlier: Mapping[str, Told], room: int) -> None:
    if told.number in earlier:
        raise LineError(Fault.NUMBER_TWICE, told.number)
    if told.votes > room:
        raise LineError(Fault.MANY_VOTES, str(told.votes))


def by_contest(projects: Iterable[Told]) -> dict[str, list[Told]]:
    """The projects of each contest, in the order in which contests appear."""
    found: dict[str, list[Told]] = {}
    for project in projects:
        found.setdefault(project.contest, []).append(project)
    return found


def _told(cells: Mapping[Column, str], line: int) -> Told:
    title = cells[Column.TITLE]
    if not title:
        raise LineError(Fault.NO_TITLE)
    number = cells.get(Column.NUMBER, str(line))
    if not re.fullmatch(r"[\w/.№ -]{1,40}", number):
        raise LineError(Fault.WRONG_NUMBER, number)
    won = _won(cells[Column.WON]) if Column.WON in cells else None
    contest = cells.get(Column.CONTEST, "")[:200]
    return Told(number, title, _cost(cells[Column.COST]), _votes(cells[Column.VOTES]), won, contest, _spot(cells))


def _cost(text: str) -> Kopecks:
    try:
        kopecks = parse_money(re.sub(r"(?i)\s*(uah|pln|eur|zł|€|грн\.?|₴)\s*$", "", text))
    except ValueError as unreadable:
        raise LineError(Fault.WRONG_COST, text) from unreadable
    if kopecks == 0:
        raise LineError(Fault.WRONG_COST, text)
    return kopecks


def _votes(text: str) -> int:
    digits = "".join(text.split())
    if not re.fullmatch(r"[0-9]{1,9}", digits, re.ASCII):
        raise LineError(Fault.WRONG_VOTES, text)
    return int(digits)


def _won(text: str) -> bool:
    word = text.casefold()
    if word in _YES or word in _NO:
        return word in _YES
    raise LineError(Fault.WRONG_WON, text)


def _spot(cells: Mapping[Column, str]) -> tuple[float, float] | None:
    both = [cells.get(column, "").replace(",", ".") for column in (Column.LATITUDE, Column.LONGITUDE)]
    if not all(both):
        return None
    try:
        latitude, longitude = map(float, both)
    except ValueError as unreadable:
        raise LineError(Fault.WRONG_SPOT, ", ".join(both)) from unreadable
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        raise LineError(Fault.WRONG_SPOT, ", ".join(both))
    return latitude, longitude
