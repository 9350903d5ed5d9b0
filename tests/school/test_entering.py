"""The coordinator enters what a class proposes."""

from pb.cycles.rules import CycleKind, Phase
from pb.db.database import Database
from pb.projects.models import Project
from pb.projects.rules import Status
from tests import make, make_school
from tests.visitor import Visitor

TOLD = {
    "title": "Тепла вода в кожній вбиральні", "author": "7-а", "summary": "Руки митимемо, а не робитимемо вигляд.",
    "problem": "Вода холодна.", "idea": "Чотири нагрівачі.", "address": "Ліцей №99", "email": "teacher@example.org",
    "lines-0-item": "Нагрівач", "lines-0-quantity": "4", "lines-0-unit": "шт.", "lines-0-price": "7 400",
}  # fmt: skip


def test_a_project_is_entered_by_class_and_waits_for_its_check(visitor: Visitor, database: Database) -> None:
    with database.transaction() as session:
        cycle = make.cycle(session, Phase.SUBMISSION, kind=CycleKind.SCHOOL, host_name=make_school.SCHOOL)
        place = make.district(session)
    make_school.coordinator(visitor, database)
    address = f"/school/desk/{cycle.code}/project"
    visitor.get(address)
    visitor.send("main form", status=422, **{**TOLD, "district": place.code, "author": "Вигадченко Петро"})
    assert "Почніть із номера класу" in visitor.text
    assert visitor.page.select_one("#title")["value"] == TOLD["title"]
    visitor.send("main form", status=422, **{**TOLD, "district": place.code, "lines-0-price": "200 000"})
    assert "можна до 500 000 ₴" in visitor.text
    visitor.send("main form", status=303, **{**TOLD, "district": place.code})
    with database.reading() as session:
        [project] = session.query(Project).filter_by(cycle_id=cycle.id)
        assert (project.status, project.number, project.author_name) == (Status.SUBMITTED, 1, "Учні 7-А")
        assert project.total_kopecks == 29_600_00
    visitor.get(f"/school/desk/{cycle.code}")
    assert "Проєкт внесено" in visitor.text


def test_after_submission_nothing_is_entered(visitor: Visitor, database: Database) -> None:
    with database.transaction() as session:
        cycle = make.cycle(session, Phase.VOTING, kind=CycleKind.SCHOOL)
    make_school.coordinator(visitor, database)
    visitor.get(f"/school/desk/{cycle.code}/project", status=409)
    visitor.get(f"/school/desk/{cycle.code}")
    assert visitor.page.select_one("main a[href$='/project']") is None
