"""Pages of count and results, from the empty box to the published page, and the silence before it."""

import csv
import gzip
import hashlib
import io
import json
import re
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from pb import clock
from pb.audit.rules import SYSTEM
from pb.cycles.queries import cycle_by_code
from pb.db.database import Database
from pb.projects.rules import Status
from pb.results import service
from pb.results.rules import Day, Turnout
from pb.tally.__main__ import main as recount
from pb.tally.queries import adoptions
from pb.values.permission import Role
from tests import make, make_results
from tests.visitor import Visitor

DAY = Turnout(31_337, (Day(clock.city_moment(make.NOW.date()).date(), 29_111, 2_226),))


@pytest.fixture
def counted(session: Session, elections: Path):
    return make_results.counted(session, elections)


@pytest.fixture
def shown(session: Session, counted, elections: Path, published: Path):
    """A published cycle."""
    cycle, _contest, projects = counted
    projects[0].title, projects[1].title = "=SUM(A1)", "Сквер <b>на</b> Лісовій"
    projects[0].latitude, projects[0].longitude = 48.93, 24.72
    service.enter_decision(session, SYSTEM, cycle, number="77-7", decided_on=clock.today(), now=clock.now())
    make_results.publish(session, SYSTEM, cycle, elections, published, DAY)
    session.commit()
    return cycle


def _secrets() -> re.Pattern[str]:
    """Every total of a project, as any page might write it."""
    return re.compile("|".join(f"{votes // 1000}.?{votes % 1000:03d}" for votes in make_results.VOTES))


def test_before_publication_nobody_sees_a_total(
    visitor: Visitor, session: Session, counted, elections: Path, published: Path
) -> None:
    cycle, _contest, projects = counted
    manager = make.staff(session, Role.MANAGER, Role.AUDITOR)
    service.enter_decision(session, SYSTEM, cycle, number="77-7", decided_on=clock.today(), now=clock.now())
    make.signed_in(visitor, session, manager)
    code = cycle.code
    for path in (
        "/results", f"/results/{code}", "/tally", f"/tally/{code}", "/council", f"/council/{code}", "/",
        f"/projects/{projects[0].code}", f"/projects?cycle={code}", f"/cycle/{code}",
    ):  # fmt: skip
        answer = visitor.get(path)
        assert not _secrets().search(answer.get_data(as_text=True)), path
    for path in ("data", "verify", "files/results-full.json", "files/results.csv", "files/money-uk.svg"):
        visitor.get(f"/results/{code}/{path}", status=404)
    assert list(published.iterdir()) == []


def test_the_page_says_who_won_and_why(visitor: Visitor, shown) -> None:
    page = visitor.get(f"/results/{shown.code}").get_data(as_text=True)
    assert re.fullmatch(r"Мешканці обрали 2 проєк\w+ на 750 000 ₴", visitor.title)
    assert "31 337" in visitor.text
    assert "Рішення ради № 77-7" in visitor.text
    assert "<b>на</b>" not in page
    assert len(gzip.compress(page.encode())) < 30_000
    tables = {str(link["href"]) for link in visitor.page.select("a[href*='/contests/']")}
    assert len(tables) == len(visitor.page.select("section[id^=contest-]")) > 0
    told = "".join(visitor.get(table).get_data(as_text=True) for table in sorted(tables)).replace("\u00a0", " ")
    assert "7 433" in told
    assert "Не вистачило грошей: лишалося 150 000 ₴." in told
    assert "Бракувало 1099 голосів." in told
    visitor.get(f"/results/{shown.code}/contests/none", status=404)
    visitor.get(f"/results/{shown.code}/projects")
    assert [row.get_text(" ", strip=True).split()[-1] for row in visitor.page.select("tbody tr")] == [
        "так", "так", "ні", "ні", "ні"
    ]  # fmt: skip


def test_every_picture_of_the_page_is_there_and_small(visitor: Visitor, shown) -> None:
    visitor.get(f"/results/{shown.code}")
    addresses = {str(tag.get("src") or tag.get("srcset")) for tag in visitor.page.select("figure img, figure source")}
    assert len(addresses) > 8
    for address in addresses:
        answer = visitor.get(address)
        assert answer.mimetype == "image/svg+xml"
        assert len(answer.data) <= 12_000
        assert b"style=" not in answer.data
    for image in visitor.page.select("figure picture img"):
        drawn = visitor.get(str(image["src"])).get_data(as_text=True)
        assert f'viewBox="0 0 {image["width"]} {image["height"]}"' in drawn
    (ground,) = visitor.page.select(".pb-map source")
    assert re.search(r'viewBox="0 0 360 \d+"', visitor.get(str(ground["srcset"])).get_data(as_text=True))
    for link in visitor.page.select("figure a[download]"):
        assert visitor.get(str(link["href"])).data.startswith(b"\x89PNG")


def test_the_page_reads_the_database_a_fixed_number_of_times(visitor: Visitor, shown, app) -> None:
    database: Database = app.extensions["pb"].database
    seen: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    visitor.get(f"/results/{shown.code}")
    assert len([statement for statement in seen if statement.startswith("SELECT")]) <= 2


def test_every_data_file_can_be_taken_and_its_hash_holds(visitor: Visitor, shown) -> None:
    visitor.get(f"/results/{shown.code}/data")
    links = [str(link["href"]) for link in visitor.page.select("dd a[download]")]
    assert {"results.csv", "results.json", "all.xlsx", "projects.csv", "turnout.csv", "dictionary.csv"} <= {
        link.rpartition("/")[2] for link in links
    }
    listing = visitor.get(f"/results/{shown.code}/files/SHA256SUMS").get_data(as_text=True)
    data = {line.rpartition(" ")[2] for line in listing.splitlines() if not line.endswith((".svg", ".png"))}
    assert sorted(link.rpartition("/")[2] for link in links) == sorted(data | {"SHA256SUMS"})
    for line in listing.splitlines():
        digest, _, name = line.partition("  ")
        content = visitor.get(f"/results/{shown.code}/files/{name}").data
        assert hashlib.sha256(content).hexdigest() == digest


def test_a_title_that_looks_like_a_formula_stays_a_text(visitor: Visitor, shown) -> None:
    text = visitor.get(f"/results/{shown.code}/files/projects.csv").data
    assert text.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))
    assert rows[0]["title"] == "'=SUM(A1)"
    records = json.loads(visitor.get(f"/results/{shown.code}/files/projects.json").data)
    assert records[0]["title"] == "=SUM(A1)"


def test_the_published_files_recount_to_the_published_digest(
    visitor: Visitor, shown, published: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    visitor.get(f"/results/{shown.code}/verify")
    command = visitor.page.select_one(".pb-panel pre").get_text().splitlines()[2]
    digest = visitor.page.select_one(".pb-panel p code").get_text()
    monkeypatch.chdir(published / shown.code)
    assert command.startswith("python -m pb.tally improvement.pb --rule greedy")
    assert recount(command.split()[3:]) == 0
    assert digest in capsys.readouterr().out


def test_a_file_outside_the_publication_is_not_given(visitor: Visitor, shown, settings) -> None:
    (settings.data_dir / "secret.txt").write_text("тайна")
    for name in ("../../secret.txt", "..%2F..%2Fsecret.txt", ".hidden", "nothing.csv"):
        visitor.get(f"/results/{shown.code}/files/{name}", status=404)


def test_two_people_count_adopt_decide_and_publish_by_the_pages(
    visitor: Visitor, session: Session, database: Database, elections: Path
) -> None:
    cycle, contest, projects = make_results.cycle_to_count(session)
    manifest = make_results.manifest_of(cycle, contest, projects)
    records = make_results.election(elections / cycle.code, manifest, {projects[0].code: 3, projects[2].code: 2})
    first, second = make.staff(session, Role.MANAGER), make.staff(session, Role.MANAGER)
    make.signed_in(visitor, session, first)
    visitor.get(f"/tally/{cycle.code}")
    visitor.send("#register", status=303)
    visitor.get(f"/tally/{cycle.code}")
    assert "Бюлетенів: 5" in visitor.text
    visitor.send("#run", status=303)
    visitor.get(f"/tally/{cycle.code}")
    assert "Чекає на другу людину" in visitor.text
    with database.transaction() as another:
        make.signed_in(visitor, another, second)
    visitor.get(f"/tally/{cycle.code}")
    visitor.send("#run", status=303)
    visitor.get(f"/tally/{cycle.code}")
    visitor.send(f"#adopt-{contest.code}", status=303)
    visitor.get(f"/council/{cycle.code}")
    visitor.send("form[enctype]", status=422, number="", decided_on=["20", "4", "2026"])
    assert "Впишіть номер рішення." in visitor.text
    visitor.send(
        "form[enctype]",
        status=303,
        number="5-1",
        decided_on=["20", "4", "2026"],
        document=(io.BytesIO(b"%PDF-1.7 test"), "decision.pdf"),
        **{"changes-0-number": str(projects[3].number), "changes-0-reason": "Рада додала кошти."},
    )
    visitor.get(f"/council/{cycle.code}")
    visitor.send("form[action$=publish]", status=303)
    visitor.get(f"/results/{cycle.code}")
    assert "Додано рішенням ради: Рада додала кошти." in visitor.text
    assert visitor.get(f"/results/{cycle.code}/files/decision-{cycle.code}.pdf").data == b"%PDF-1.7 test"
    _check_codes(visitor, cycle.code, records[0].leaf.hex())


def test_a_corrected_count_is_told_with_its_reason(
    visitor: Visitor, session: Session, database: Database, elections: Path, published: Path
) -> None:
    cycle, contest, projects = make_results.counted(session, elections)
    old = adoptions(session, [contest.id])[contest.id].digest
    projects[0].status = Status.WITHDRAWN
    people = make.staff(session, Role.MANAGER), make.staff(session, Role.MANAGER)
    session.commit()
    for person in people:
        with database.transaction() as another:
            make.signed_in(visitor, another, person)
        visitor.get(f"/tally/{cycle.code}")
        assert "Виправити підрахунок" in visitor.text
        visitor.get(f"/tally/{cycle.code}/correct/{contest.code}")
        visitor.send("main form", status=422, reason="")
        assert "Напишіть, що саме виправляєте" in visitor.text
        visitor.send("main form", status=303, reason="Автор відкликав проєкт.")
    visitor.get(f"/tally/{cycle.code}")
    assert "Виправлення: Автор відкликав проєкт." in visitor.text
    visitor.send(f"#adopt-{contest.code}", status=303)
    with database.transaction() as another:
        mine = cycle_by_code(another, cycle.code)
        manager, _ = make_results.two_people(another)
        service.enter_decision(another, manager, mine, number="1", decided_on=clock.today(), now=clock.now())
        make_results.publish(another, manager, mine, elections, published)
    visitor.get(f"/results/{cycle.code}")
    assert "Підрахунок виправлено: Автор відкликав проєкт." in visitor.text
    assert old in visitor.text


def _check_codes(visitor: Visitor, cycle: str, leaf: str) -> None:
    for typed, expected in (
        (leaf, "Голос зараховано"),
        (" ".join(leaf[:16][i : i + 4] for i in range(0, 16, 4)).upper(), "Голос зараховано"),
        ("0" * 64, "немає"),
        ("приклад", "не схоже на контрольний код"),
    ):
        visitor.get(f"/results/{cycle}/verify")
        visitor.send("main form", status=200, code=typed)
        assert expected in visitor.text
    visitor.send("main form", status=422, code="")


def test_a_refused_count_says_why(visitor: Visitor, session: Session) -> None:
    cycle, _contest, _projects = make_results.cycle_to_count(session)
    make.signed_in(visitor, session, make.staff(session, Role.MANAGER))
    visitor.get(f"/tally/{cycle.code}")
    visitor.send("#register", status=303)
    visitor.get(f"/tally/{cycle.code}")
    assert "Файлів із бюлетенями немає" in visitor.text
