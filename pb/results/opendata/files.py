"""Writes tables and ballots to files, the same bytes each time; no table's content is decided here."""

import csv
import json
import random
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter

from pb.results.opendata.tables import BALLOTS, Cell, Table, dictionary
from pb.results.record import ContestRecord, Record
from pb.tally.counting import Prepared
from pb.tally.pabulib import Voter, write
from pb.tally.promise import promise
from pb.tally.rules.amounts import write_amount
from pb.tally.rules.contest import Ballot
from pb.tally.sources import single

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # files of the same data are the same bytes
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
LICENCE = """Дані оприлюднено на умовах ліцензії Creative Commons Attribution 4.0 International (CC BY 4.0).
Використовуйте їх вільно, посилаючись на джерело.

These data are published under the Creative Commons Attribution 4.0 International licence (CC BY 4.0).
Use them freely, naming the source.

https://creativecommons.org/licenses/by/4.0/
"""


def safe(cell: Cell) -> Cell:
    """Text that a spreadsheet would run as a formula, with an apostrophe before it (OWASP: CSV injection)."""
    if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS):
        return f"'{cell}"
    return cell


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """UTF-8 with a byte order mark, or spreadsheets show Cyrillic as noise."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(header)
        out.writerows([safe(cell) for cell in row] for row in rows)


def write_table(folder: Path, table: Table) -> None:
    """`<name>.csv` and `<name>.json`."""
    names = [column.name for column in table.columns]
    write_csv(folder / f"{table.name}.csv", names, table.rows)
    records = [dict(zip(names, row, strict=True)) for row in table.rows]
    (folder / f"{table.name}.json").write_text(json.dumps(records, ensure_ascii=False, indent=1) + "\n", "utf-8")


def write_dictionary(folder: Path) -> None:
    """What every column means."""
    write_csv(folder / "dictionary.csv", ["table", "column", "uk", "en"], dictionary())


def write_workbook(path: Path, tables: Iterable[Table]) -> None:
    """All tables in one workbook; texts are texts, never formulas or links."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"created": LONG_AGO})
        bold = book.add_format({"bold": True})
        for table in tables:
            sheet = book.add_worksheet(table.name)
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, [column.name for column in table.columns], bold)
            for place, row in enumerate(table.rows, start=1):
                sheet.write_row(place, 0, row)


def shuffled(prepared: Prepared, contest: ContestRecord) -> list[Ballot]:
    """Every ballot once, in an order that depends only on what was cast, never on when.

    Merged ballots stand sorted by content, and the digest, known only after the count, is the seed.
    """
    ballots = list(single(list(prepared.contest.ballots)))
    random.Random(contest.digest).shuffle(ballots)  # noqa: S311 - an order to be redone by anybody, not a secret
    return ballots


def write_ballots(folder: Path, contest: ContestRecord, ballots: Sequence[Ballot]) -> None:
    """`ballots-<contest>.csv`: one line a ballot."""
    header = [column.name for column in BALLOTS]
    write_csv(folder / f"ballots-{contest.code}.csv", header, _ballot_rows(ballots))


def _ballot_rows(ballots: Sequence[Ballot]) -> Iterator[list[Cell]]:
    for number, ballot in enumerate(ballots, start=1):
        yield [number, " ".join(ballot.choices), " ".join(map(write_amount, ballot.points))]


def write_pabulib(
    folder: Path, record: Record, contest: ContestRecord, prepared: Prepared, ballots: Sequence[Ballot], unit: str
) -> None:
    """`<contest>.pb` and the lot that decides its ties, from which anybody recounts."""
    voters = [Voter(str(number), ballot) for number, ballot in enumerate(ballots, start=1)]
    rows = {row.code: row for row in contest.rows}
    columns: dict[str, Mapping[str, str]] = {
        code: {
            "name": row.title,
            "category": contest.category,
            "neighborhood": row.district,
            "selected": "1" if row.counted else "0",
            "latitude": _degrees(row.latitude),
            "longitude": _degrees(row.longitude),
        }
        for code, row in rows.items()
    }
    meta = {
        "description": f"{record.title}. {contest.title}",
        "country": "Ukraine",
        "unit": unit,
        "subunit": contest.title,
        "instance": record.cycle,
        "rule": _rule_word(contest),
        "date_begin": f"{record.voting_opens_on:%d.%m.%Y}",
        "date_end": f"{record.voting_closes_on:%d.%m.%Y}",
        "currency": record.currency,
        "comment": f"#1: ties are decided by {prepared.lot.name}; digest of the count {contest.digest} "
        f"#2: {promise(prepared.rule, prepared.settings)}",
    }
    if contest.form == "cumulative":
        meta["max_sum_points"] = write_amount(max((sum(ballot.points) for ballot in ballots), default=0))
    if threshold := contest.settings.get("threshold"):
        meta["min_project_score_threshold"] = str(threshold)
    with (folder / f"{contest.code}.pb").open("w", encoding="utf-8", newline="") as stream:
        write(stream, prepared.contest, voters, meta=meta, columns=columns)
    (folder / prepared.lot.name).write_text("".join(f"{code}\n" for code in prepared.lot.order), "utf-8")


def _degrees(value: float | None) -> str:
    return "" if value is None else f"{value:.5f}"


def _rule_word(contest: ContestRecord) -> str:
    """The rule in Pabulib's vocabulary."""
    if contest.rule == "equal-shares":
        completion = contest.settings.get("completion")
        return {"none": "equalshares", "add1": "equalshares/add1"}.get(str(completion), "unknown")
    if contest.rule != "greedy":
        return "unknown"
    if _is_custom(contest):
        return "greedy-custom"
    if contest.settings.get("threshold"):
        return "greedy-threshold"
    return "greedy-no-skip" if contest.settings.get("unaffordable") == "stop" else "greedy"


def _is_custom(contest: ContestRecord) -> bool:
    """Whether the count has a limit that the format's words for greedy rules do not cover."""
    limits = ("tail", "caps", "most_winners", "least_winners", "conflicts", "resting", "exclusions")
    return any(contest.settings.get(name) for name in limits)


def write_zip(path: Path, files: Iterable[Path]) -> None:
    """An archive of `files` by name, the same bytes each time."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(files):
            entry = zipfile.ZipInfo(file.name, (2000, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            with file.open("rb") as source, archive.open(entry, "w", force_zip64=True) as target:
                while chunk := source.read(1 << 20):
                    target.write(chunk)
