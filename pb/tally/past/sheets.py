"""Reads a CSV or XLSX file as lines of text; hostile and broken files are refused before they cost anything."""

import csv
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from pb.errors import Refused
from pb.tally.counting import Refusal

MOST_LINES = 20_000  # projects of one year: the largest city of Pabulib had 700
MOST_COLUMNS = 60
MOST_UNPACKED = 60_000_000  # bytes; zipfile never unpacks more of a member than its directory declares
LONGEST_CELL = 5_000
_ZIP = b"PK"
_BROKEN = (
    *(InvalidFileException, zipfile.BadZipFile, zlib.error, SyntaxError, NotImplementedError, RuntimeError),
    *(KeyError, ValueError, TypeError, AttributeError, IndexError, EOFError),
)  # what openpyxl raises for what is no workbook


@dataclass(frozen=True, slots=True)
class Sheet:
    """The header and the lines below it, each with its number in the file."""

    header: tuple[str, ...]
    lines: tuple[tuple[int, tuple[str, ...]], ...]


def read_sheet(path: Path) -> Sheet:
    """The first sheet of a workbook, or the text between commas, semicolons or tabs; Refused when it is neither."""
    with path.open("rb") as raw:
        packed = raw.read(2) == _ZIP
    rows = _workbook(path) if packed else _text(path)
    told = ((number, row) for number, row in enumerate(rows, start=1) if any(row))
    found = list(islice(told, MOST_LINES + 2))
    if len(found) < 2:
        raise Refused(Refusal.TABLE_EMPTY)
    if len(found) > MOST_LINES + 1:
        raise Refused(Refusal.TABLE_LONG, most=MOST_LINES)
    return Sheet(found[0][1], tuple(found[1:]))


def _workbook(path: Path) -> Iterator[tuple[str, ...]]:
    """Of a formula, the value its author saw; nothing is computed here."""
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(member.file_size for member in archive.infolist()) > MOST_UNPACKED:
                raise Refused(Refusal.TABLE_HUGE)
        book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        try:
            sheet = book.worksheets[0]
            for row in sheet.iter_rows(max_row=MOST_LINES * 2, max_col=MOST_COLUMNS, values_only=True):
                yield tuple(map(_cell, row))
        finally:
            book.close()
    except _BROKEN as error:
        raise Refused(Refusal.TABLE_UNREADABLE) from error


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    if isinstance(value, bool):
        value = int(value)
    text = value.isoformat() if isinstance(value, date) else "" if value is None else str(value)
    return text.strip()[:LONGEST_CELL]


def _text(path: Path) -> Iterator[tuple[str, ...]]:
    lines = _decoded(path.read_bytes()).splitlines(keepends=True)
    first = next((line for line in lines if line.strip()), "")
    delimiter = max(";,\t", key=first.count)
    try:
        yield from _cells(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise Refused(Refusal.TABLE_UNREADABLE) from error


def _cells(rows: Iterable[list[str]]) -> Iterator[tuple[str, ...]]:
    return (tuple(cell.strip()[:LONGEST_CELL] for cell in row[:MOST_COLUMNS]) for row in rows)


def _decoded(data: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or the Cyrillic of old Windows; the preview shows what came out."""
    codes = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1251")
    for code in codes:
        try:
            text = data.decode(code)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Refused(Refusal.TABLE_UNREADABLE)
