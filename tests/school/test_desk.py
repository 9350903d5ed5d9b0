"""The coordinator: slips out, codes nowhere, lost slips replaced, numbers of small classes hidden, no vote in sight."""

import json

from flask import Flask

from pb.audit.queries import every_entry
from pb.cycles.rules import Phase
from pb.db.database import Database
from pb.electorate.models import SchoolCode
from pb.electorate.rules import code_stretch
from pb.electorate.service import make_codes
from pb.tables import metadata
from pb.values.actor import SYSTEM
from pb.values.permission import Role
from tests import make, make_school
from tests.make_booth import Vote
from tests.make_school import SCHOOL, codes_of
from tests.visitor import Visitor


def slips(visitor: Visitor, vote: Vote, classes: str = "7-А; 6\n10-Б; 3") -> list[str]:
    visitor.get(f"/school/desk/{vote.cycle.code}")
    answer = visitor.send("main form", status=200, classes=classes)
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "attachment" in answer.headers["Content-Disposition"]
    return codes_of(answer.get_data())


def enter(app: Flask, code: str, status: int = 303) -> Visitor:
    pupil = Visitor(app)
    pupil.get("/vote/code")
    pupil.send(status=status, code=code)
    return pupil


def use(database: Database, vote: Vote, label: str, amount: int) -> None:
    with database.transaction() as session:
        rows = session.query(SchoolCode).filter_by(cycle_id=vote.cycle.id, class_label=label, is_void=False)
        for row in rows.limit(amount):
            row.is_used = True


def codes_kept(database: Database, **which: object) -> int:
    with database.reading() as session:
        return session.query(SchoolCode).filter_by(**which).count()


def test_slips_come_once_and_their_codes_are_nowhere(
    app: Flask, visitor: Visitor, database: Database, vote: Vote
) -> None:
    make_school.coordinator(visitor, database)
    codes = slips(visitor, vote)
    assert len(set(codes)) == 9
    with database.reading() as session:
        rows = [row for table in metadata.sorted_tables for row in session.execute(table.select())]
    everything = "\n".join(map(str, rows))
    assert SCHOOL in everything
    assert not any(code in everything or code.lower() in everything for code in codes)
    page = visitor.get(f"/school/desk/{vote.cycle.code}").get_data(as_text=True)
    assert not any(code in page for code in codes)
    assert enter(app, codes[0]).get(f"/vote?cycle={vote.cycle.code}")


def test_the_same_list_twice_does_not_double_the_voters(visitor: Visitor, database: Database, vote: Vote) -> None:
    make_school.coordinator(visitor, database)
    slips(visitor, vote)
    visitor.get(f"/school/desk/{vote.cycle.code}")
    visitor.send("main form", status=422, classes="7-А; 6")
    assert "талони вже є: 7-А" in visitor.text
    assert visitor.page.select_one("textarea").get_text().strip() == "7-А; 6"
    answer = visitor.send("main form", status=200, classes="7-А; 2", more="y")
    assert len(codes_of(answer.get_data())) == 2
    assert codes_kept(database) == 11


def test_a_wrong_line_is_named_and_what_was_typed_stays(visitor: Visitor, database: Database, vote: Vote) -> None:
    make_school.coordinator(visitor, database)
    visitor.get(f"/school/desk/{vote.cycle.code}")
    visitor.send("main form", status=422, classes="7-А; 28\nВигадченко Петро; 1")
    assert "Рядок 2, «Вигадченко Петро; 1»" in visitor.text
    assert "Вигадченко" in visitor.page.select_one("textarea").get_text()
    assert codes_kept(database) == 0


def test_a_lost_slip_is_replaced_and_a_used_one_is_not(
    app: Flask, visitor: Visitor, database: Database, vote: Vote
) -> None:
    make_school.coordinator(visitor, database)
    codes = slips(visitor, vote, "7-А; 6")
    address = f"/school/desk/{vote.cycle.code}/replace"
    visitor.get(address)
    pdf = visitor.send("form[action$='/replace']", status=200, code=f"{codes[0][:4]} {codes[0][4:].lower()}")
    [fresh] = codes_of(pdf.get_data())
    assert "замінено" in enter(app, codes[0], status=422).text
    enter(app, fresh)
    visitor.get(address)
    visitor.send("form[action$='/replace']", status=422, code=codes[0])
    assert "замінено іншим" in visitor.text
    visitor.send("form[action$='/replace']", status=422, code="AAAABBBBCCCC")
    assert "Такого коду немає" in visitor.text
    with database.transaction() as session:
        key = vote.keys.code_hash(code_stretch(vote.cycle.code, codes[1]))
        session.get_one(SchoolCode, (vote.cycle.id, key)).is_used = True
    visitor.send("form[action$='/replace']", status=422, code=codes[1])
    assert "За цим кодом уже проголосували" in visitor.text
    assert codes_kept(database, is_void=False) == 6


def test_unused_slips_of_a_class_are_replaced_together(
    app: Flask, visitor: Visitor, database: Database, vote: Vote
) -> None:
    make_school.coordinator(visitor, database)
    codes = slips(visitor, vote, "7-А; 6\n7-Б; 2")
    use(database, vote, "7-А", 2)
    visitor.get(f"/school/desk/{vote.cycle.code}/replace")
    visitor.send("form[action$='-class']", status=422)
    assert "Оберіть клас" in visitor.text
    pdf = visitor.send("form[action$='-class']", status=200, **{"whole-label": "7-А"})
    fresh = codes_of(pdf.get_data())
    assert len(fresh) == 4
    assert not set(fresh) & set(codes)
    enter(app, fresh[0])
    enter(app, codes[6])
    assert codes_kept(database, class_label="7-А", is_void=True) == 4
    assert codes_kept(database, class_label="7-А", is_used=True, is_void=False) == 2
    use(database, vote, "7-А", 6)
    visitor.get(f"/school/desk/{vote.cycle.code}/replace")
    visitor.send("form[action$='-class']", status=422, **{"whole-label": "7-А"})
    assert "немає невикористаних талонів" in visitor.text


def test_after_the_vote_no_slips_are_made(visitor: Visitor, database: Database, vote: Vote, the_clock) -> None:
    the_clock.now = vote.cycle.voting_closes_at
    make_school.coordinator(visitor, database)
    visitor.get(f"/school/desk/{vote.cycle.code}")
    visitor.post(f"/school/desk/{vote.cycle.code}", {"classes": "7-А; 6"}, status=422)
    assert "Нові талони вже не потрібні" in visitor.text
    assert visitor.page.select_one("textarea") is None
    assert codes_kept(database) == 0


def test_the_room_hides_small_classes(visitor: Visitor, database: Database, vote: Vote) -> None:
    with database.transaction() as session:
        make_codes(session, SYSTEM, vote.cycle, {"7-А": 28, "7-Б": 25, "8-А": 20, "8-Б": 20}, keys=vote.keys)
    use(database, vote, "7-А", 12)
    use(database, vote, "7-Б", 7)
    use(database, vote, "8-А", 4)
    make_school.coordinator(visitor, database)
    visitor.get(f"/school/desk/{vote.cycle.code}/room")
    assert "23 з 93" in visitor.text
    shown = [[row.th.get_text(), row.td.get_text()] for row in visitor.page.select("[data-classes] tbody tr")]
    # 23 − 12 − 7 would give the four of 8-А away, so the next smallest class is hidden with it.
    assert shown == [["7-А", "12 з 28"], ["Інші класи разом", "11 з 65"]]
    answer = visitor.client.get(f"/school/desk/{vote.cycle.code}/room", headers={"Accept": "application/json"})
    told = json.loads(answer.get_data())
    assert (told["used"], told["issued"], told["classes"]) == ("23", "93", shown)
    visitor.get(f"/school/desk/{vote.cycle.code}")
    cells = [[cell.get_text() for cell in row.select("td")] for row in visitor.page.select("tbody tr")]
    assert cells[2] == ["20", "0", "приховано"]


def test_only_a_coordinator_comes_in(app: Flask, database: Database, vote: Vote) -> None:
    with database.transaction() as session:
        city = make.cycle(session, Phase.VOTING)
        stranger = make.signed_in(Visitor(app), session, make.staff(session, Role.OPERATOR))
    for path in ("", f"/{vote.cycle.code}", f"/{vote.cycle.code}/replace", f"/{vote.cycle.code}/room"):
        stranger.get(f"/school/desk{path}", status=403)
        assert "/staff/sign-in" in Visitor(app).get(f"/school/desk{path}", status=302).headers["Location"]
    mine = make_school.coordinator(Visitor(app), database)
    mine.get("/school/desk")
    assert vote.cycle.title in mine.text
    assert city.title not in mine.text
    mine.get(f"/school/desk/{city.code}", status=404)
    for path in ("/tally", "/council", "/turnout", "/cycles"):
        answer = mine.client.get(path)
        assert answer.status_code in {403, 404}, path


def test_acts_leave_traces_without_codes(visitor: Visitor, database: Database, vote: Vote) -> None:
    make_school.coordinator(visitor, database)
    codes = slips(visitor, vote, "7-А; 2")
    visitor.get(f"/school/desk/{vote.cycle.code}/replace")
    pdf = visitor.send("form[action$='/replace']", status=200, code=codes[0])
    codes += codes_of(pdf.get_data())
    with database.snapshot() as session:
        entries = [entry for entry in every_entry(session) if entry.action.startswith("electorate.")]
    assert [entry.action for entry in entries if "code" in entry.action] == [
        "electorate.make_codes", "electorate.replace_code",
    ]  # fmt: skip
    assert not any(code in str(entry.details) for entry in entries for code in codes)
