"""What an operator types of a paper journal kept without a network; pure, and nothing of it is stored."""

from dataclasses import dataclass
from datetime import date, datetime

from pb.identity.rules import NumberKind, normalised_number
from pb.paper.rules import Fault, LineFault

MOST_ROWS = 100
"""Rows of one journal: every number is stretched for a good part of a second."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the journal: whose documents were seen, in which contests ballots were handed out (from 1)."""

    place: int
    kind: NumberKind
    number: str
    birth_date: date
    contests: tuple[int, ...]


def read_journal(text: str, contests: int) -> tuple[list[Row], list[LineFault]]:
    """«3; 1234567899; 14.07.1987; 1 4» a line; and what is wrong. `contests`: how many the journal lists."""
    found: dict[int, Row] = {}
    faults = []
    for line, typed in enumerate(text.splitlines(), start=1):
        if not typed.strip():
            continue
        row = _read(typed, contests)
        fault = row if isinstance(row, Fault) else Fault.ROW_TWICE if row.place in found else None
        if fault is not None:
            faults.append(LineFault(line, f"{typed.strip()[:3]}…", fault))  # no number on the screen again
        elif isinstance(row, Row):
            found[row.place] = row
    return list(found.values()), faults


def _read(typed: str, contests: int) -> Row | Fault:
    parts = [part.strip() for part in typed.replace("\t", ";").split(";")]
    if len(parts) != 4 or not (parts[0].isascii() and parts[0].isdecimal() and 1 <= int(parts[0]) <= MOST_ROWS):
        return Fault.NOT_A_ROW
    document = _document(parts[1])
    born = _day(parts[2])
    chosen = _contests(parts[3], contests)
    if document is None:
        return Fault.BAD_NUMBER
    if born is None:
        return Fault.BAD_DATE
    return Row(int(parts[0]), *document, born, chosen) if chosen else Fault.UNKNOWN_CONTEST


def _document(typed: str) -> tuple[NumberKind, str] | None:
    """The first kind of number that these signs can be; the tax number first."""
    for kind in NumberKind:
        number = normalised_number(kind, typed)
        if number is not None:
            return kind, number
    return None


def _day(typed: str) -> date | None:
    try:
        return datetime.strptime(typed, "%d.%m.%Y").date()  # noqa: DTZ007 - a date of birth has no time zone
    except ValueError:
        return None


def _contests(typed: str, contests: int) -> tuple[int, ...]:
    words = typed.replace(",", " ").split()
    numbers = [int(word) if word.isascii() and word.isdecimal() and len(word) < 4 else 0 for word in words]
    return tuple(sorted(set(numbers))) if all(1 <= number <= contests for number in numbers) else ()
