"""The money of every project as a file for a spreadsheet; the figures are those of the board."""

import csv
import io
from collections.abc import Iterable

from pb.implementation.queries import Row

# Names for machines stay the same in every language: whoever reads the file by program relies on them.
COLUMNS = (
    "cycle",
    "number",
    "code",
    "title",
    "contest",
    "department",
    "stage",
    "allocated_uah",
    "estimate_uah",
    "contracted_uah",
    "paid_uah",
    "saved_uah",
    "tender_number",
    "contract_number",
    "days_late",
    "last_news_on",
)
BOM = "\ufeff"  # without it Excel reads Cyrillic as Latin-1


def money_csv(rows: Iterable[Row]) -> str:
    """Comma-separated text with a byte-order mark, one line for each project."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([harmless(cell) for cell in _cells(row)] for row in rows)
    return BOM + out.getvalue()


def _cells(row: Row) -> list[str]:
    works, project = row.works, row.works.project
    return [
        project.cycle.code,
        str(project.number),
        project.code,
        project.title,
        project.contest.title if project.contest else "",
        works.department.name,
        works.stage.value,
        _hryvnias(works.allocated_kopecks),
        _hryvnias(works.estimate_kopecks),
        _hryvnias(works.contracted_kopecks),
        _hryvnias(works.paid_kopecks),
        _hryvnias(row.saved),
        works.tender_number,
        works.contract_number,
        str(row.days_late),
        works.last_post_at.date().isoformat(),
    ]


def _hryvnias(kopecks: int | None) -> str:
    return "" if kopecks is None else f"{kopecks // 100}.{kopecks % 100:02d}"


def harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP: CSV injection)."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r", "\n"} else text
