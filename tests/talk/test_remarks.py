"""Questions, answers, comments and their moderation, from the first word to the last."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from pb.audit.models import AuditEntry
from pb.cycles.rules import Comments
from pb.talk.rules import MOST_A_DAY, Kind, Refusal, State, Verdict, first_state, why_not_settle, why_not_write
from pb.values.permission import Role
from tests.visitor import Visitor

TEXT = "Чи буде там освітлення?"
Project = Callable[..., tuple[str, int]]
People = Callable[..., Visitor]


def written(visitor: Visitor, code: str, kind: str = "question", text: str = TEXT) -> None:
    visitor.get(f"/projects/{code}/talk/write")
    visitor.send("main form", status=303, kind=kind, text=text, signature="Сусідка")


def settled(moderator: Visitor, verdict: str, *, status: int = 303, reason: str = "", heap: str = "waiting") -> None:
    """Everything on the page is chosen at once."""
    moderator.get(f"/staff/talk?heap={heap}")
    codes = [box["value"] for box in moderator.page.select("input[name=remark]")]
    moderator.send("main form", status=status, remark=codes, verdict=verdict, reason=reason)


def seen(app: Flask, code: str) -> str:
    anybody = Visitor(app)
    anybody.get(f"/projects/{code}/talk")
    return anybody.text


@pytest.mark.parametrize(
    ("kind", "comments", "before", "expected"),
    [
        (Kind.COMMENT, Comments.OFF, 0, Refusal.COMMENTS_OFF),
        (Kind.QUESTION, Comments.OFF, 0, None),
        (Kind.COMMENT, Comments.RELEASED, MOST_A_DAY - 1, None),
        (Kind.QUESTION, Comments.AT_ONCE, MOST_A_DAY, Refusal.TOO_MANY),
    ],
)
def test_who_may_write(kind: Kind, comments: Comments, before: int, expected: Refusal | None) -> None:
    assert why_not_write(kind, comments, before) is expected


def test_only_a_rule_shows_texts_at_once() -> None:
    assert {rule for rule in Comments if first_state(rule) is State.SHOWN} == {Comments.AT_ONCE}
    assert why_not_settle(Verdict.HIDE, " ", 1) is Refusal.REASON_NEEDED
    assert why_not_settle(Verdict.SHOW, "", 0) is Refusal.NOTHING_CHOSEN
    assert why_not_settle(Verdict.SHOW, "", 2) is None


def test_a_question_is_released_and_answered_by_its_department(app: Flask, project: Project, people: People) -> None:
    code, department = project()
    resident = people()
    written(resident, code)
    resident.get(f"/projects/{code}/talk")
    assert TEXT in resident.text
    assert "чекає на модератора" in resident.text
    assert TEXT not in seen(app, code)
    expert, other = people(Role.EXPERT, department=department), people(Role.EXPERT, department=None)
    expert.get("/staff/questions")
    assert TEXT not in expert.text  # not before its release
    settled(people(Role.SECRETARY), "show")
    assert TEXT in seen(app, code)
    other.get("/staff/questions")
    assert TEXT not in other.text
    expert.get("/staff/questions")
    expert.get(expert.page.select_one("main a[href^='/staff/questions/']")["href"])
    address = expert.answer.request.path
    expert.send("main form", status=422, answer=" ")
    other.get(address, status=404)
    expert.send("main form", status=303, answer="Так, шість ліхтарів.")
    assert "Так, шість ліхтарів." in seen(app, code)
    expert.get(address, status=404)  # answered once
    with app.extensions["pb"].database.reading() as session:
        query = select(AuditEntry.action).where(AuditEntry.action.startswith("talk.")).order_by(AuditEntry.id)
        actions = session.scalars(query).all()
    assert actions == ["talk.write", "talk.show", "talk.answer"]


def test_nothing_private_of_a_writer_is_shown(app: Flask, project: Project, people: People) -> None:
    code, _department = project(Comments.AT_ONCE)
    written(people(), code, "comment", "Гарна думка.")
    text = seen(app, code)
    assert "Гарна думка." in text
    assert "Сусідка" in text
    assert "Канарко" not in text
    assert "author@example.org" not in text


def test_reported_hidden_restored(app: Flask, project: Project, people: People) -> None:
    code, _department = project(Comments.AT_ONCE)
    written(people(), code, "comment", "Образливе слово.")
    neighbour, moderator = people(name="Інший Сусід"), people(Role.MANAGER)
    for _twice in range(2):
        neighbour.get(f"/projects/{code}/talk")
        neighbour.get(neighbour.page.select_one("a[href$='/report']")["href"])
        neighbour.send("main form", status=303, reason="Це образа.")
    moderator.get("/staff/talk")
    assert moderator.text.count("Це образа.") == 1
    settled(moderator, "hide", status=422)
    assert moderator.page.select_one("input[name=remark]").has_attr("checked")  # what was chosen stays
    settled(moderator, "hide", reason="Образа людини.")
    assert "Образливе слово." not in seen(app, code)
    assert "Образа людини." in seen(app, code)
    moderator.get("/staff/talk")
    assert "Черга порожня" in moderator.text
    settled(moderator, "show", heap="hidden")
    assert "Образливе слово." in seen(app, code)
    moderator.get("/staff/talk")
    assert "Черга порожня" in moderator.text


def test_many_are_settled_at_once_and_the_unseen_leave_no_trace(app: Flask, project: Project, people: People) -> None:
    code, _department = project()
    resident = people()
    for number in range(3):
        written(resident, code, "comment", f"Реклама {number}")
    moderator = people(Role.SECRETARY)
    moderator.get("/staff")
    assert "Прочитати запитання й коментарі" in moderator.text
    settled(moderator, "hide", reason="Це реклама.")
    assert "реклама" not in seen(app, code).lower()
    resident.get(f"/projects/{code}/talk")
    assert resident.text.count("Це реклама.") == 3
    settled(moderator, "show", status=303, heap="hidden")
    assert seen(app, code).count("Реклама") == 3


def test_where_comments_are_off_one_may_only_ask(project: Project, people: People) -> None:
    code, _department = project(Comments.OFF)
    resident = people()
    resident.get(f"/projects/{code}/talk/write")
    assert [box["value"] for box in resident.page.select("input[name=kind]")] == ["question"]
    resident.send("main form", status=422, kind="comment", text="Слово, яке лишається", signature="Я")
    assert "Слово, яке лишається" in resident.text


def test_a_day_has_its_limit(project: Project, people: People) -> None:
    code, _department = project()
    resident = people()
    for number in range(MOST_A_DAY):
        written(resident, code, text=f"Запитання {number}")
    resident.get(f"/projects/{code}/talk/write")
    resident.send("main form", status=422, kind="question", text="Ще одне", signature="Я")
    assert "Продовжте завтра" in resident.text


def test_strangers_are_sent_to_their_bank(app: Flask, project: Project) -> None:
    code, _department = project()
    anybody = Visitor(app)
    assert "/identity/choose" in anybody.get(f"/projects/{code}/talk/write", status=302).location
    anybody.get("/projects/nothing/talk", status=404)
