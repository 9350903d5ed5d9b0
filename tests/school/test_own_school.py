"""A coordinator's own school and no other; a device that a class shares."""

from flask import Flask

from pb.cycles.rules import CycleKind
from pb.db.database import Database
from pb.school.models import Coordinator
from pb.values.permission import Role
from tests import make, make_school
from tests.make_booth import Vote
from tests.make_school import codes_of
from tests.visitor import Visitor

PAGES = ("", "/replace", "/room", "/project")


def test_a_coordinator_sees_the_own_school_only(app: Flask, database: Database, vote: Vote) -> None:
    mine = make_school.coordinator(Visitor(app), database)
    with database.transaction() as session:
        other = make.cycle(session, kind=CycleKind.SCHOOL, title="Бюджет чужої школи", host_name="Інша школа").code
    mine.get("/school/desk")
    assert vote.cycle.title in mine.text
    assert "Бюджет чужої школи" not in mine.text
    for page in PAGES:
        mine.get(f"/school/desk/{other}{page}", status=404)
    sent = {"": {"classes": "7-А; 3"}, "/replace": {"code": "AAAABBBBCCCC"}, "/replace-class": {"whole-label": "7-А"}}
    for page, data in sent.items():
        mine.get(f"/school/desk/{vote.cycle.code}")
        mine.post(f"/school/desk/{other}{page}", data, status=404)


def test_the_manager_names_coordinators(app: Flask, database: Database, vote: Vote) -> None:
    with database.transaction() as session:
        coordinator = make.staff(session, Role.SCHOOL_COORDINATOR)
        operator = make.staff(session, Role.OPERATOR).code
        code = coordinator.code
        teacher = make.signed_in(Visitor(app), session, coordinator)
    with database.transaction() as session:
        manager = make.signed_in(Visitor(app), session, make.staff(session, Role.MANAGER))
    teacher.get(f"/school/desk/{vote.cycle.code}", status=404)
    teacher.get("/school/coordinators", status=403)
    manager.get("/school/coordinators")
    manager.send("main form", status=303, staff=[code, operator])
    teacher.get(f"/school/desk/{vote.cycle.code}")
    with database.reading() as session:
        assert [row.staff_code for row in session.query(Coordinator)] == [code]
    manager.get("/school/coordinators")
    manager.send("main form", status=303, staff=[])
    teacher.get(f"/school/desk/{vote.cycle.code}", status=404)


def test_thirty_pupils_share_a_device_and_nothing_of_one_meets_the_next(
    app: Flask, visitor: Visitor, database: Database, vote: Vote
) -> None:
    make_school.coordinator(visitor, database)
    visitor.get(f"/school/desk/{vote.cycle.code}")
    codes = codes_of(visitor.send("main form", status=200, classes="7-А; 3").get_data())
    tablet = Visitor(app)
    tablet.get("/vote/code")
    tablet.send(status=303, code=codes[0], classroom="y")
    project = vote.codes["improvement"][0]
    tablet.get(f"/vote?cycle={vote.cycle.code}")
    tablet.send(f'form[data-pick="{project}"]', status=303, act="add")
    tablet.post("/vote/code/next", {}, status=303)
    tablet.get("/vote/code")
    assert tablet.page.select_one("input[name=classroom]").has_attr("checked")
    tablet.get(f"/vote/review?cycle={vote.cycle.code}")
    assert "Поки що нічого не обрано" in tablet.text
    tablet.get("/vote/code")
    tablet.send(status=303, code=codes[1])
    tablet.get(f"/vote/review?cycle={vote.cycle.code}")
    assert "Ви голосуєте за шкільним кодом" in tablet.text
    assert "Поки що нічого не обрано" in tablet.text
