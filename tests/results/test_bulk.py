"""Many past years from one list: each whole, each once, the rest still there when one is broken."""

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from pb import clock
from pb.cycles.models import Cycle, District
from pb.cycles.queries import every_district
from pb.cycles.rules import DistrictKind
from pb.results.bulk import ListError, import_year, years_of
from pb.values.actor import SYSTEM
from tests import make

TABLE = "Назва проєкту;Вартість;{votes};Переможець\nГойдалки;60000;120;так\nДерева;90000;90;ні\n"
PB = """META
key;value
description;Town
country;Nowhere
unit;Elsewhere
instance;2020
num_projects;1
num_votes;1
budget;100
vote_type;approval
rule;greedy
date_begin;01.05.2020
date_end;14.05.2020
PROJECTS
project_id;cost
A;60
VOTES
voter_id;vote
1;A
"""
HEADER = "code,file,first_day,last_day,votes\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "2019.csv").write_text(TABLE.format(votes="Голоси"), "utf-8")
    (tmp_path / "2018.csv").write_text(TABLE.format(votes="Підписи"), "utf-8")
    (tmp_path / "2020.pb").write_text(PB, "utf-8")
    return tmp_path


def _list(folder: Path, *lines: str) -> Path:
    path = folder / "years.csv"
    path.write_text(HEADER + "\n".join(lines) + "\n", "utf-8")
    return path


def _taken(session: Session, folder: Path, path: Path) -> list[str | None]:
    (folder / "published").mkdir(exist_ok=True)
    found = [
        import_year(
            session, SYSTEM, year, elections=folder / "e", published=folder / "published", unit="Зразкове",
            now=clock.now(),
        )
        for year in years_of(path)
    ]  # fmt: skip
    return [cycle.code if cycle else None for cycle in found]


def test_years_come_in_once_and_add_no_place_of_the_community(session: Session, folder: Path) -> None:
    make.district(session)
    path = _list(
        folder, "2019,2019.csv,2019-04-01,2019-04-15,", "2018,2018.csv,2018-04-01,2018-04-15,Підписи", "2020,2020.pb,,,"
    )
    own = [row.code for row in every_district(session)]
    assert _taken(session, folder, path) == ["2019", "2018", "2020"]
    assert _taken(session, folder, path) == [None, None, None]
    assert set(session.scalars(select(Cycle.code))) >= {"2018", "2019", "2020"}
    assert [row.code for row in every_district(session)] == own
    places = session.scalars(select(District).where(District.kind == DistrictKind.ELSEWHERE))
    assert {row.name for row in places} == {"Зразкове", "Elsewhere"}


def test_projects_of_the_citys_own_past_belong_to_the_citys_own_place(session: Session, folder: Path) -> None:
    make.district(session).name = "Зразкове"
    session.flush()
    _taken(session, folder, _list(folder, "2019,2019.csv,2019-04-01,2019-04-15,"))
    assert not list(session.scalars(select(District).where(District.kind == DistrictKind.ELSEWHERE)))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (",2019.csv,2019-04-01,2019-04-15,", "line 2: code is missing"),
        ("2019,none.csv,2019-04-01,2019-04-15,", "line 2: there is no file none.csv"),
        ("2019,2019.csv,first of April,2019-04-15,", "2019: first_day is not understood"),
        ("2019,2019.csv,2019-04-01,2019-04-15,Підписи", "2019.csv has no column «Підписи»"),
        ("2018,2018.csv,2018-04-01,2018-04-15,", "2018.csv, line 0: no_column votes"),
        ("2019,2019.csv,2019-04-01,2019-04-15,\n2019,2018.csv,,,", "line 3: a table is a year of its own"),
    ],
)
def test_a_slip_in_the_list_is_named_and_nothing_comes_in(session: Session, folder: Path, line: str, said: str) -> None:
    with pytest.raises(ListError, match=said):
        _taken(session, folder, _list(folder, line))
    assert not session.scalar(select(Cycle.id).where(Cycle.code.in_(["2018", "2019"])))
