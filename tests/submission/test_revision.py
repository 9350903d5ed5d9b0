"""Revision: an answer to every remark, every public field before and after, nothing private among them."""

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from pb.accounts.models import Author
from pb.audit.rules import SYSTEM
from pb.cycles.models import Cycle
from pb.cycles.rules import Phase
from pb.projects.models import Project
from pb.projects.rules import Status
from pb.review.models import Item, Sitting
from pb.review.queries import sitting_by_code
from pb.review.rules import Decision
from pb.review.service import publish_sitting
from pb.submission.rules import PublicField, changes_between, remarks_of
from tests import make
from tests.visitor import Visitor

FIELDS = st.dictionaries(st.sampled_from(list(PublicField)), st.text(max_size=5))
ANSWERS = st.dictionaries(st.text(min_size=1, max_size=3), st.text(max_size=5), max_size=4)


def test_each_line_of_a_reason_is_a_remark() -> None:
    reason = "1. Уточніть адресу.\r\n\r\n 2) Додайте ціни з двох пропозицій.\n- Хто доглядатиме?\n— 12 лавок забагато."
    assert remarks_of(reason) == [
        "Уточніть адресу.", "Додайте ціни з двох пропозицій.", "Хто доглядатиме?", "12 лавок забагато.",
    ]  # fmt: skip


@given(FIELDS, ANSWERS, FIELDS, ANSWERS)
def test_changes_lead_from_before_to_after(old: dict, answers: dict, new: dict, new_answers: dict) -> None:
    changes = changes_between([old, answers], [new, new_answers])
    assert all(change.before != change.after for change in changes)
    named = {change.field or change.label: (change.before, change.after) for change in changes}
    for key in {*old, *new}:
        before, after = old.get(key, ""), new.get(key, "")
        assert named.get(key) == ((before, after) if before != after else None)
    assert changes_between([old, answers], [old, answers]) == []


@pytest.fixture
def code(app: Flask) -> str:
    """A project that a published sitting has just returned with two remarks."""
    with app.extensions["pb"].database.transaction() as session:
        cycle = make.cycle(session, Phase.REVIEW)
        project = make.project(session, cycle, Status.IN_REVIEW, title="Сквер")
        session.add(sitting := Sitting(code="SITTING3", cycle_id=cycle.id, number="1", held_on=make.NOW.date()))
        session.flush()
        session.add(
            Item(
                sitting_id=sitting.id, project_id=project.id, position=1, proposal=Decision.RETURN,
                reason="1. Уточніть назву.\n2. Скільки лавок?", decided_at=make.NOW,
            )
        )  # fmt: skip
        code = project.code
    with app.extensions["pb"].database.transaction() as session:
        publish_sitting(session, SYSTEM, sitting_by_code(session, "SITTING3"), make.NOW)
    return code


@pytest.fixture
def author(app: Flask, code: str) -> Visitor:
    with app.extensions["pb"].database.transaction() as session:
        return make.signed_in(Visitor(app), session, session.scalars(select(Author)).one())


def answer(author: Visitor, code: str, *answers: str, status: int = 303) -> None:
    author.get(f"/submit/{code}/remarks")
    author.send("main form", status=status, **{f"answers-{place}": one for place, one in enumerate(answers)})


def send(author: Visitor, code: str, status: int) -> None:
    author.get(f"/submit/{code}/check")
    author.send("main form", status=status, consent="y")


def test_answers_stand_beside_remarks_and_changes_beside_what_was(app: Flask, author: Visitor, code: str) -> None:
    author.get(f"/submit/{code}")
    assert author.page.select_one(f"a[href='/submit/{code}/remarks']")
    author.get(f"/submit/{code}/remarks")
    assert [one.get_text(strip=True) for one in author.page.select("main form label")] == [
        "Уточніть назву.", "Скільки лавок?",
    ]  # fmt: skip
    answer(author, code, "Уточнили: біля озера.", "")
    send(author, code, status=422)
    assert "Дайте відповідь на кожне зауваження" in author.text
    visitor = Visitor(app)
    visitor.get(f"/projects/{code}/track")
    assert "ще чекаємо" in visitor.text
    assert "Уточнили" not in visitor.text
    author.get(f"/submit/{code}/remarks")
    assert "Уточнили: біля озера." in author.text
    answer(author, code, "Уточнили: біля озера.", "Дванадцять, як і було 🌳")
    author.get(f"/submit/{code}/idea")
    author.send("main form", status=303, title="Сквер біля озера")
    author.get(f"/submit/{code}/about")
    author.send("main form", status=303, phone="канарка-5150")
    send(author, code, status=303)
    visitor.get(f"/projects/{code}/track")
    words = " ".join(visitor.page.select_one("#revision-1").get_text(" ").split())
    assert "Зауваження 1. Уточніть назву. Відповідь автора: Уточнили: біля озера." in words
    assert "Зауваження 2. Скільки лавок? Відповідь автора: Дванадцять, як і було 🌳" in words
    assert "Назва проєкту Було Сквер Стало Сквер біля озера" in words
    assert len(visitor.page.select("#revision-1 dl")) == 1
    assert "канарка-5150" not in visitor.text
    with app.extensions["pb"].database.reading() as session:
        assert session.scalars(select(Project.status)).one() is Status.IN_REVIEW
        kept = session.execute(text("SELECT before, after FROM submission_revisions")).one()
    assert "канарка-5150" not in "".join(kept)
    assert "author@example.org" not in "".join(kept)


def test_a_project_left_as_it_is_says_so(app: Flask, author: Visitor, code: str) -> None:
    answer(author, code, "Назва влучна.", "Дванадцять.")
    send(author, code, status=303)
    author.get(f"/projects/{code}/track")
    assert "Сам проєкт автор не змінив" in author.text
    author.get(f"/submit/{code}/remarks", status=404)


def test_only_its_author_answers(app: Flask, code: str) -> None:
    with app.extensions["pb"].database.transaction() as session:
        other = make.project(session, session.scalars(select(Cycle)).one(), Status.SUBMITTED).code
        stranger = make.signed_in(Visitor(app), session, make.author(session, "Чужа Людина"))
    stranger.get(f"/submit/{code}/remarks", status=404)
    stranger.get(f"/submit/{other}/remarks", status=404)
    Visitor(app).get(f"/submit/{code}/remarks", status=302)


def test_answers_too_long_or_too_many_are_kept_or_dropped(author: Visitor, code: str) -> None:
    answer(author, code, "я" * 2001, "Дванадцять.", status=422)
    assert "можна до 2000 знаків" in author.text
    assert "я" * 2001 in author.text
    answer(author, code, "Так.", "Дванадцять.", "Зайва", "Ще одна")
    author.get(f"/submit/{code}/remarks")
    assert "Зайва" not in author.text
    assert len(author.page.select("main textarea")) == 2


@pytest.mark.parametrize(
    "wrong",
    [
        "UPDATE submission_revisions SET answered_at = returned_at",
        "UPDATE submission_revisions SET after = before",
        "UPDATE submission_remarks SET remark = ''",
    ],
)
def test_the_database_refuses_half_an_answer(app: Flask, code: str, wrong: str) -> None:
    with app.extensions["pb"].database.transaction() as session, pytest.raises(IntegrityError):
        session.execute(text(wrong))
