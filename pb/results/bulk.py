"""Many past years at once: a list says which file is which year; each year comes in whole, those here are passed over.

Work broken off goes on where it stopped, for every year is a transaction of its own.
"""

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.cycles.models import Cycle
from pb.cycles.rules import Unaffordable
from pb.results.service import publish_imported
from pb.tally.importing import import_pabulib
from pb.tally.past.columns import Column, guessed, understood
from pb.tally.past.importing import About, import_table
from pb.tally.past.sheets import Sheet, read_sheet
from pb.values.actor import Actor
from pb.values.money import parse_money
from pb.values.progress import Progress, silent

NEEDED = ("code", "file")
PABULIB = (".pb", ".pb.gz")
T = TypeVar("T")


class ListError(ValueError):
    """A line of the list is not understood; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Year:
    """One year of the list: its .pb files, or one table with what the table does not say."""

    code: str
    files: tuple[Path, ...]
    told: Mapping[str, str]


def years_of(path: Path) -> list[Year]:
    """The years of a CSV list with the columns `code` and `file`; several .pb files may share a code.

    Of a table also `first_day`, `last_day`, and where need be `unaffordable`, `purse` and, for each column that the
    header does not betray, its name in the table: `title`, `cost`, `votes`, `won`, `number`, `contest`…
    """
    found: dict[str, Year] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for line, row in enumerate(csv.DictReader(file, delimiter=_delimiter(path)), start=2):
            told = {str(key).strip(): str(value or "").strip() for key, value in row.items()}
            if missing := [name for name in NEEDED if not told.get(name)]:
                raise ListError(f"line {line}: {missing[0]} is missing")
            name = path.parent / told["file"]
            if not name.is_file():
                raise ListError(f"line {line}: there is no file {told['file']}")
            code, earlier = told["code"], found.get(told["code"])
            if earlier and not (_is_pabulib(name) and _is_pabulib(earlier.files[0])):
                raise ListError(f"line {line}: a table is a year of its own, and {code} has a file already")
            found[code] = Year(code, (*earlier.files, name) if earlier else (name,), told)
    return list(found.values())


def _delimiter(path: Path) -> str:
    first = path.read_text("utf-8-sig").partition("\n")[0]
    return max(";,\t", key=first.count)


def _is_pabulib(path: Path) -> bool:
    return path.name.endswith(PABULIB)


def import_year(
    session: Session,
    actor: Actor,
    year: Year,
    *,
    elections: Path,
    published: Path,
    unit: str,
    now: datetime,
    progress: Progress = silent,
) -> Cycle | None:
    """The published cycle of one year, or None where it is here already. Refused or ListError: nothing came in."""
    if session.scalar(select(Cycle.id).where(Cycle.code == year.code)):
        return None
    cycle: Cycle | None = None
    if _is_pabulib(year.files[0]):
        for path in year.files:
            cycle = import_pabulib(session, actor, path, root=elections, code=year.code, cycle=cycle, progress=progress)
    else:
        sheet = read_sheet(year.files[0])
        table = understood(sheet.lines, _places(sheet, year))
        if table.faults:
            wrong = table.faults[0]
            raise ListError(f"{year.files[0].name}, line {wrong.line}: {wrong.fault.value} {wrong.piece}".rstrip())
        cycle = import_table(session, actor, table, _about(year, unit), root=elections, progress=progress)
    assert cycle is not None
    publish_imported(
        session, actor, cycle, elections=elections, published=published, unit=unit, now=now, progress=progress
    )
    return cycle


def _places(sheet: Sheet, year: Year) -> dict[Column, int]:
    places = guessed(sheet.header)
    for column in Column:
        if name := year.told.get(column.value):
            if name not in sheet.header:
                raise ListError(f"{year.files[0].name} has no column «{name}»")
            places[column] = sheet.header.index(name)
    return places


def _about(year: Year, unit: str) -> About:
    told = year.told
    purse, word = told.get("purse"), told.get("unaffordable")
    return About(
        year.code,
        unit,
        _cell(year, "first_day", date.fromisoformat),
        _cell(year, "last_day", date.fromisoformat),
        _cell(year, "unaffordable", Unaffordable) if word else Unaffordable.STOP,
        _cell(year, "purse", parse_money) if purse else None,
    )


def _cell(year: Year, name: str, parse: Callable[[str], T]) -> T:
    try:
        return parse(year.told.get(name, ""))
    except ValueError as error:
        raise ListError(f"{year.code}: {name} is not understood: {year.told.get(name, '')!r}") from error
