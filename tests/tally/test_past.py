"""Tables of past years: what their columns mean, which lines are refused, hostile files, and the cycle they become."""

import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import load_workbook
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pb import clock
from pb.cycles.models import Cycle
from pb.cycles.rules import Phase, Unaffordable
from pb.errors import Refused
from pb.projects.models import Project
from pb.projects.rules import Status
from pb.tally.counting import Refusal
from pb.tally.past import sheets
from pb.tally.past.columns import Column, Fault, Faulty, guessed, understood
from pb.tally.past.importing import About, import_table
from pb.tally.past.sheets import read_sheet
from pb.values.actor import SYSTEM
from pb.values.money import hryvnias

HEADER = ("№", "Назва проєкту", "Напрям", "Вартість, грн", "Кількість голосів", "Переможець")
LINES = (
    ("1", "Гойдалки", "Малі", "60 000,50 грн", "1 200", "так"),
    ("2", "Дерева", "Малі", "50000", "900", "ні"),
    ("3", "Ліхтарі", "Великі", "200000.00 UAH", "700", "так"),
    ("4", "Сцена", "Великі", "90000", "0", ""),
)
ABOUT = About("2019", "Вигадане", date(2019, 4, 1), date(2019, 4, 15), Unaffordable.SKIP)


def _csv(folder: Path, lines=LINES, header=HEADER, *, between=";", encoding="utf-8") -> Path:
    path = folder / "old.csv"
    path.write_bytes("".join(between.join(row) + "\r\n" for row in (header, *lines)).encode(encoding))
    return path


def _workbook(folder: Path, *, formula: str = "") -> Path:
    path = folder / "old.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(((), HEADER, *LINES)):
            sheet.write_row(at, 0, row)
        if formula:
            sheet.write_formula(2, 4, formula, None, 1200)
    return path


def _table(path: Path):
    sheet = read_sheet(path)
    return understood(sheet.lines, guessed(sheet.header))


@pytest.mark.parametrize(
    "header",
    [
        HEADER,
        ("No", "Project name", "Category", "Cost", "Votes", "Winner"),
        ("Nr", "Nazwa projektu", "Kategoria", "Koszt", "Głosy", "Wybrany"),
        ("project_id", "title", "district_type", "budget", "votes", "selected"),
    ],
)
def test_columns_are_guessed_in_three_languages(header) -> None:
    found = guessed(header)
    wanted = {Column.NUMBER: 0, Column.TITLE: 1, Column.COST: 3, Column.VOTES: 4, Column.WON: 5}
    assert {column: found.get(column) for column in wanted} == wanted


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
@pytest.mark.parametrize("between", [";", "\t"])
def test_a_text_is_read_as_it_was_saved(tmp_path: Path, encoding: str, between: str) -> None:
    table = _table(_csv(tmp_path, between=between, encoding=encoding))
    assert table.faults == ()
    assert [(each.title, each.kopecks, each.votes, each.won) for each in table.projects[:2]] == [
        ("Гойдалки", 6_000_050, 1200, True), ("Дерева", 5_000_000, 900, False)
    ]  # fmt: skip


def test_a_workbook_says_the_same_as_the_text(tmp_path: Path) -> None:
    text, book = _table(_csv(tmp_path)), _table(_workbook(tmp_path))
    assert book.projects == text.projects
    assert book.faults == ()


def test_of_a_formula_the_seen_value_counts_and_nothing_is_computed(tmp_path: Path) -> None:
    assert _table(_workbook(tmp_path, formula="=600*2")).projects[0].votes == 1200
    book = load_workbook(_workbook(tmp_path))
    book.active["E3"] = '=HYPERLINK("http://x.example/","1")'  # saved by a program that computes nothing
    book.save(tmp_path / "old.xlsx")
    assert _table(tmp_path / "old.xlsx").faults == (Faulty(3, Fault.WRONG_VOTES, ""),)


@pytest.mark.parametrize(
    ("place", "value", "fault"),
    [
        (0, "2", Fault.NUMBER_TWICE),
        (0, "a,b", Fault.WRONG_NUMBER),
        (1, "", Fault.NO_TITLE),
        (3, "-5", Fault.WRONG_COST),
        (3, "0", Fault.WRONG_COST),
        (3, "багато", Fault.WRONG_COST),
        (3, "1e400", Fault.WRONG_COST),
        (4, "-1", Fault.WRONG_VOTES),
        (4, "12,5", Fault.WRONG_VOTES),
        (4, "999999999", Fault.MANY_VOTES),
        (5, "мабуть", Fault.WRONG_WON),
    ],
)
def test_a_bad_line_is_named_with_its_reason_and_the_rest_is_read(tmp_path: Path, place, value, fault) -> None:
    lines = [list(row) for row in LINES]
    lines[2][place] = value
    table = _table(_csv(tmp_path, lines))
    assert table.faults == (Faulty(4, fault, value),)
    assert [project.number for project in table.projects] == ["1", "2", "4"]


def test_a_wrong_spot_is_a_fault_and_a_missing_one_is_not() -> None:
    places = {Column.TITLE: 0, Column.COST: 1, Column.VOTES: 2, Column.LATITUDE: 3, Column.LONGITUDE: 4}
    lines = [(2, ("a", "1", "1", "48,9", "24.7")), (3, ("b", "1", "1", "", "")), (4, ("c", "1", "1", "148", "24"))]
    table = understood(lines, places)
    assert [project.spot for project in table.projects] == [(48.9, 24.7), None]
    assert [(each.line, each.fault) for each in table.faults] == [(4, Fault.WRONG_SPOT)]


def test_without_the_columns_that_matter_nothing_is_read() -> None:
    table = understood([(2, ("a", "b"))], {Column.TITLE: 0})
    assert [each.piece for each in table.faults] == ["cost", "votes"]
    assert table.projects == ()


def _bomb(path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (sheets.MOST_UNPACKED + 1))
    return path


def _many(path: Path) -> Path:
    path.write_text("назва;вартість;голоси\n" + "a;1;1\n" * 1_000_000, "utf-8")
    return path


def _bytes(data: bytes):
    def made(path: Path) -> Path:
        path.write_bytes(data)
        return path

    return made


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (_bomb, Refusal.TABLE_HUGE),
        (_many, Refusal.TABLE_LONG),
        (_bytes(b"PK\x03\x04 no workbook"), Refusal.TABLE_UNREADABLE),
        (_bytes(b"\xff\xfe\x00"), Refusal.TABLE_UNREADABLE),
        (_bytes(b"a;b\n\x00;\x01\n"), Refusal.TABLE_UNREADABLE),
        (_bytes(b'a;b\n"open;1\n'), Refusal.TABLE_UNREADABLE),
        (_bytes(b""), Refusal.TABLE_EMPTY),
        (_bytes(b"a;b\n\n"), Refusal.TABLE_EMPTY),
    ],
)
def test_a_hostile_or_broken_file_is_refused(tmp_path: Path, made, reason) -> None:
    with pytest.raises(Refused) as refused:
        read_sheet(made(tmp_path / "file"))
    assert refused.value.reason is reason


def test_a_table_becomes_a_closed_cycle(session: Session, tmp_path: Path) -> None:
    cycle = import_table(session, SYSTEM, _table(_csv(tmp_path)), ABOUT, root=tmp_path / "e")
    assert (cycle.code, cycle.phase(clock.now())) == ("2019", Phase.ARCHIVE)
    assert [(row.title, row.purse_kopecks) for row in cycle.contests] == [("Малі", 6_000_050), ("Великі", 20_000_000)]
    query = select(Project.title, Project.status, Project.total_kopecks).order_by(Project.number)
    assert [tuple(row) for row in session.execute(query)] == [
        ("Гойдалки", Status.WON, 6_000_050), ("Дерева", Status.TOOK_PART, 5_000_000),
        ("Ліхтарі", Status.WON, 20_000_000), ("Сцена", Status.TOOK_PART, 9_000_000),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "changes", "reason"),
    [
        (LINES, {"purse": hryvnias(100_000)}, Refusal.PURSE_OF_MANY),
        ([(*row[:2], "Малі", *row[3:]) for row in LINES], {"purse": hryvnias(1_000)}, Refusal.OTHER_WINNERS),
        ([(*LINES[0][:3], "", *LINES[0][4:])], {}, Refusal.TABLE_FAULTY),
        (LINES, {"last_day": date(2019, 3, 1)}, Refusal.WRONG_DATES),
        (LINES, {"last_day": date(2119, 3, 1)}, Refusal.WRONG_DATES),
    ],
)
def test_what_cannot_be_repeated_leaves_nothing(session: Session, tmp_path: Path, lines, changes, reason) -> None:
    table = _table(_csv(tmp_path, lines))
    with pytest.raises(Refused) as refused, session.begin_nested():
        import_table(session, SYSTEM, table, replace(ABOUT, **changes), root=tmp_path / "e")
    assert refused.value.reason is reason
    assert session.scalar(select(func.count()).select_from(Cycle)) == 0
    assert not [path for path in (tmp_path / "e").rglob("*") if path.is_file()]


def test_without_winners_the_purse_must_be_told(session: Session, tmp_path: Path) -> None:
    table = _table(_csv(tmp_path, [(*row[:2], *row[3:5]) for row in LINES], (*HEADER[:2], *HEADER[3:5])))
    with pytest.raises(Refused) as refused, session.begin_nested():
        import_table(session, SYSTEM, table, ABOUT, root=tmp_path / "e")
    assert refused.value.reason is Refusal.PURSE_UNKNOWN
    about = replace(ABOUT, purse=hryvnias(120_000))
    cycle = import_table(session, SYSTEM, table, about, root=tmp_path / "e")
    won = select(func.count()).where(Project.cycle_id == cycle.id, Project.status == Status.WON)
    assert session.scalar(won) == 2


def test_the_same_year_is_not_taken_twice_and_the_first_stays(session: Session, tmp_path: Path) -> None:
    table = _table(_csv(tmp_path))
    import_table(session, SYSTEM, table, ABOUT, root=tmp_path / "e")
    kept = sorted((tmp_path / "e").rglob("*.pb"))
    with pytest.raises(Refused) as refused, session.begin_nested():
        import_table(session, SYSTEM, table, ABOUT, root=tmp_path / "e")
    assert refused.value.reason is Refusal.CYCLE_EXISTS
    assert sorted((tmp_path / "e").rglob("*.pb")) == kept
