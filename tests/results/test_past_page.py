"""The pages that take in tables of past years: looked at, corrected, taken one by one."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pb import clock
from pb.audit.rules import SYSTEM
from pb.cycles.models import Cycle
from pb.cycles.rules import Unaffordable
from pb.db.database import Database
from pb.results.service import publish_imported
from pb.results.wording import WORK
from pb.tally.past.columns import guessed, understood
from pb.tally.past.importing import About, import_table
from pb.tally.past.sheets import read_sheet
from pb.values.permission import Role
from pb.web.progress import told
from tests import make
from tests.visitor import Visitor

GOOD = "Що;Назва проєкту;Вартість;Голоси;Переможець\nx;Гойдалки;60000;1200;так\nx;Дерева;90000;900;ні\n"
YEAR = {"code": "2019", "first_day": ["1", "4", "2019"], "last_day": ["15", "4", "2019"], "take": "y"}


@pytest.fixture
def manager(session: Session, visitor: Visitor) -> Visitor:
    make.signed_in(visitor, session, make.staff(session, Role.MANAGER))
    visitor.get("/staff/past")
    return visitor


def _file(text: str, name: str = "2019.csv"):
    return (BytesIO(text.encode()), name)


def _look(manager: Visitor, name: str) -> str:
    link = next(link for link in manager.page.select("main li a") if link.get_text() == name)
    manager.get(str(link["href"]))
    return str(link["href"])


def test_files_wait_until_each_is_taken(manager: Visitor) -> None:
    files = [_file(GOOD), _file(GOOD.replace("Гойдалки", "Лавки"), "2018.csv")]
    manager.send("main form", files=files, status=200)
    assert "Ще не завантажено: 2" in manager.text
    page = _look(manager, "2019.csv")
    assert "Зрозумілих проєктів: 2" in manager.text
    manager.send("main form", status=303, **YEAR)
    manager.get("/results/2019")
    assert "Гойдалки" in manager.text
    manager.get("/results/years")
    assert "2019" in manager.text
    manager.get("/staff/past")
    assert "Ще не завантажено: 1" in manager.text
    _look(manager, "2018.csv")
    manager.send("main form", status=303, forget="y")
    manager.get("/staff/past")
    assert "Ще не завантажено" not in manager.text
    manager.get(page, status=404)


def test_a_wrong_guess_is_corrected(manager: Visitor) -> None:
    manager.send("main form", files=[_file(GOOD.replace("Голоси", "Підписи"))], status=200)
    _look(manager, "2019.csv")
    manager.send("main form", status=422, **YEAR)
    assert "Оберіть стовпець" in manager.text
    assert manager.page.select_one("input[name=code]")["value"] == "2019"
    manager.send("main form", status=200, look="y", votes="3")
    assert "Зрозумілих проєктів: 2" in manager.text
    manager.send("main form", status=303, **YEAR)
    manager.get("/results/2019")


@pytest.mark.parametrize(
    ("text", "changes", "words"),
    [
        (GOOD.replace("60000", "0"), {}, "Рядок 2: Вартість має бути більшою за нуль. – «0»"),
        (GOOD.replace("так", "мабуть"), {}, "Незрозуміло, чи переміг"),
        (GOOD, {"code": "Рік 2019"}, "Код – малі латинські літери"),
        (GOOD, {"first_day": ["31", "2", "2019"]}, "значення дати"),
        (GOOD, {"purse": "сто"}, "Напишіть суму цифрами"),
        (GOOD, {"last_day": ["15", "4", "2119"]}, "немає зрозумілих дат"),
        (GOOD, {"purse": "100"}, "інших переможців, проєктів: 1 («Гойдалки»)"),
    ],
)
def test_a_slip_is_told_and_nothing_is_taken(
    manager: Visitor, database: Database, text: str, changes: dict[str, object], words: str
) -> None:
    manager.send("main form", files=[_file(text)], status=200)
    _look(manager, "2019.csv")
    manager.send("main form", status=422, **{**YEAR, **changes})
    assert words in manager.text
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Cycle)) == 0


def test_what_is_no_table_is_refused_by_name_and_the_rest_is_kept(manager: Visitor) -> None:
    manager.send("main form", files=[_file("PK\x03\x04", "../bad.xlsx"), _file(GOOD)], status=422)
    assert "bad.xlsx: Це не таблиця CSV чи XLSX" in manager.text
    assert "Ще не завантажено: 1" in manager.text
    manager.get("/staff/past")
    manager.send("main form", status=422)
    assert "Оберіть файл" in manager.text


def test_the_page_can_ask_how_far_the_work_is(manager: Visitor, app: Flask) -> None:
    manager.send("main form", files=[_file(GOOD)], status=200)
    _look(manager, "2019.csv")
    asked = str(manager.page.select_one("[data-progress]")["data-progress"])
    assert manager.get(asked).get_json() == {}
    with app.app_context(), told(asked.rpartition("/")[2]) as tell:
        tell("projects", 1, 3)
        tell("projects", 2, 3)
        assert manager.get(asked).get_json()["done"] == 1, "what follows at once is not written"
        tell("projects", 3, 3)
        found = manager.get(asked).get_json()
        assert found == {"what": "projects", "done": 3, "whole": 3, "words": "Записуємо проєкти: 3 / 3"}
    assert manager.get(asked).get_json() == {}
    manager.get("/staff/progress/..%2Fx", status=404)


def test_everything_that_tells_its_progress_has_words(session: Session, tmp_path: Path) -> None:
    heard = set()
    table = understood(*_sheet(tmp_path))
    about = About("2019", "Зразкове", date(2019, 4, 1), date(2019, 4, 15), Unaffordable.STOP)
    (tmp_path / "published").mkdir()
    hear = lambda what, _done, _whole: heard.add(what)  # noqa: E731
    cycle = import_table(session, SYSTEM, table, about, root=tmp_path / "e", progress=hear)
    publish_imported(
        session, SYSTEM, cycle, elections=tmp_path / "e", published=tmp_path / "published", unit="x",
        now=clock.now(), progress=hear,
    )  # fmt: skip
    assert heard | {"read"} == WORK.keys(), "a small file is read at once"


def _sheet(folder: Path):
    path = folder / "2019.csv"
    path.write_text(GOOD, "utf-8")
    sheet = read_sheet(path)
    return sheet.lines, guessed(sheet.header)
