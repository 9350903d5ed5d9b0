"""Reading the lists that a city loads: its residents, and people who have no vote. Lines become people or faults."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from pb.electorate.rules import place_key
from pb.errors import Refused
from pb.identity.rules import TAX_NUMBER_LENGTH, NumberKind, normalised_number


class RegisterKind(StrEnum):
    """A list that the city loads: its residents, or people who have no vote."""

    RESIDENTS = "residents"
    EXCLUDED = "excluded"


class RegisterRefusal(StrEnum):
    """Why a register is not loaded or not changed."""

    REGISTER_UNREADABLE = "register_unreadable"
    REGISTER_COLUMNS = "register_columns"
    REGISTER_LATE = "register_late"
    NOT_EXCLUDED = "not_excluded"


class LineFault(StrEnum):
    """What is wrong with a line of a register; the line itself is never repeated anywhere."""

    NUMBER = "number"
    BIRTH_DATE = "birth_date"
    PLACE = "place"
    TWICE = "twice"


COLUMNS = {
    "number": ("номер", "рнокпп", "number"),
    "birth_date": ("дата народження", "birth_date"),
    "place": ("населений пункт", "місце", "place"),
}
NEEDED = {RegisterKind.RESIDENTS: tuple(COLUMNS), RegisterKind.EXCLUDED: ("number",)}
DATES = ("%Y-%m-%d", "%d.%m.%Y")


@dataclass(frozen=True, slots=True)
class Listed:
    """A person of a register: number as `normalised_number` writes it; birth date and district of a resident."""

    kind: NumberKind
    number: str
    birth_date: date | None = None
    district_id: int | None = None


@dataclass(frozen=True, slots=True)
class Register:
    """What a file holds: the people, and the numbers of the lines that are none with what is wrong there."""

    people: list[Listed]
    faults: dict[int, LineFault]


def read_register(data: bytes, kind: RegisterKind, places: Mapping[str, int]) -> Register:
    """CSV in UTF-8 or the Cyrillic of old Windows, between semicolons, commas or tabs; `places` are districts → rows.

    Refused when it is no such table, or its first line lacks a column. A person may be on one line only.
    """
    try:
        return _read(data, kind, places)
    except csv.Error as error:
        raise Refused(RegisterRefusal.REGISTER_UNREADABLE) from error


def _read(data: bytes, kind: RegisterKind, places: Mapping[str, int]) -> Register:
    header, rows = _opened(data)
    missing = [COLUMNS[name][0] for name in NEEDED[kind] if name not in header]
    if missing:
        raise Refused(RegisterRefusal.REGISTER_COLUMNS, missing=", ".join(missing))
    keyed = {place_key(name): row for name, row in places.items()}
    register, seen = Register([], {}), set[str]()
    for line, cells in rows:
        if not any(cells):
            continue
        told = {name: cells[column] if column < len(cells) else "" for name, column in header.items()}
        one = _person(told, keyed) if kind is RegisterKind.RESIDENTS else read_number(told["number"])
        if isinstance(one, Listed) and one.number in seen:
            one = LineFault.TWICE
        if isinstance(one, LineFault):
            register.faults[line] = one
        else:
            seen.add(one.number)
            register.people.append(one)
    return register


def _opened(data: bytes) -> tuple[dict[str, int], Iterator[tuple[int, list[str]]]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1251", errors="replace")
    first = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(";,\t", key=first.count))
    names = [cell.strip().casefold() for cell in next(rows, [])]
    header = {column: names.index(name) for column, spellings in COLUMNS.items() for name in spellings if name in names}
    return header, ((rows.line_num, [cell.strip() for cell in cells]) for cells in rows)


def read_number(typed: str) -> Listed | LineFault:
    """A tax number or a passport as typed; what it is shows by its shape."""
    digits = "".join(sign for sign in typed if sign.isalnum())
    kind = NumberKind.TAX if digits.isdecimal() and len(digits) == TAX_NUMBER_LENGTH else NumberKind.PASSPORT
    number = normalised_number(kind, typed)
    return LineFault.NUMBER if number is None else Listed(kind, number)


def _person(told: Mapping[str, str], places: Mapping[str, int]) -> Listed | LineFault:
    one, born = read_number(told["number"]), _date(told["birth_date"])
    if isinstance(one, LineFault):
        return one
    if born is None:
        return LineFault.BIRTH_DATE
    if (district := places.get(place_key(told["place"]))) is None:
        return LineFault.PLACE
    return Listed(one.kind, one.number, born, district)


def _date(typed: str) -> date | None:
    for form in DATES:
        try:
            return datetime.strptime(typed, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None
