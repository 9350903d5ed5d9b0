"""The road of a project as its author sees it: five steps, who has it, what to do now, which letters were sent."""

from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from pb.audit.rules import SYSTEM
from pb.cycles.models import Contest
from pb.cycles.rules import Phase
from pb.mail.models import OutboxLetter
from pb.projects.models import Project
from pb.projects.rules import Move, Status
from pb.review.letters import DecisionPost
from pb.review.models import Item, Sitting
from pb.review.queries import sitting_by_code
from pb.review.rules import CheckOutcome, Decision, Step, StepState, five_steps
from pb.review.service import check_completeness, publish_sitting
from pb.submission.letters import AuthorPost
from pb.values.permission import Role
from tests import make
from tests.visitor import Visitor

POST = AuthorPost("https://budget.example.org")
D, N, L, X = StepState.DONE, StepState.NOW, StepState.LATER, StepState.STOPPED


@pytest.mark.parametrize(
    ("status", "is_signed", "states"),
    [
        (Status.SUBMITTED, False, [D, N, L, L, L]),
        (Status.INCOMPLETE, False, [D, N, L, L, L]),
        (Status.IN_REVIEW, False, [D, D, N, L, L]),
        (Status.IN_REVIEW, True, [D, D, D, N, L]),
        (Status.RETURNED, True, [D, D, D, N, L]),
        (Status.REFUSED, True, [D, D, D, X, L]),
        (Status.REFUSED_FINALLY, True, [D, D, D, X, L]),
        (Status.ADMITTED, True, [D, D, D, D, N]),
        (Status.ON_BALLOT, True, [D, D, D, D, N]),
        (Status.TOOK_PART, True, [D, D, D, D, D]),
        (Status.WON, True, [D, D, D, D, D]),
        (Status.IMPLEMENTED, True, [D, D, D, D, D]),
        (Status.WITHDRAWN, False, [D, X, L, L, L]),
    ],
)
def test_five_steps(status: Status, is_signed: bool, states: list[StepState]) -> None:
    moves: list[tuple[Move, datetime]] = [(move, make.NOW) for move in make.ROADS[status]]
    found = five_steps(status, moves, make.NOW if is_signed else None)
    assert [one.step for one in found] == list(Step)
    assert [one.state for one in found] == states


def test_every_status_of_a_sent_project_has_its_place() -> None:
    for status in set(Status) - {Status.DRAFT}:
        moves = [(move, make.NOW) for move in make.ROADS[status]]
        now = [one.state for one in five_steps(status, moves, None)]
        assert sum(state in {N, X} for state in now) <= 1, status


@pytest.fixture
def city(app: Flask) -> Flask:
    with app.extensions["pb"].database.transaction() as session:
        cycle = make.cycle(session, Phase.SUBMISSION, code="2027")
        author = make.author(session)
        make.project(session, cycle, Status.SUBMITTED, author_id=author.id, title="Лавки")
        session.scalars(select(Contest)).one().department_id = make.department(session).id
    return app


def the_project(session) -> Project:
    from pb.projects.queries import project_by_code

    return project_by_code(session, session.scalars(select(Project.code)).one())


def check(city: Flask, outcome: CheckOutcome, remarks: str = "") -> None:
    with city.extensions["pb"].database.transaction() as session:
        staff = make.staff(session, Role.SECRETARY)
        check_completeness(
            session, SYSTEM, the_project(session), outcome=outcome, remarks=remarks, staff_id=staff.id,
            department=None, now=make.NOW, post=POST,
        )  # fmt: skip


def letters(city: Flask) -> list[OutboxLetter]:
    with city.extensions["pb"].database.reading() as session:
        return list(session.scalars(select(OutboxLetter).order_by(OutboxLetter.id)))


def as_author(city: Flask) -> Visitor:
    with city.extensions["pb"].database.transaction() as session:
        return make.signed_in(Visitor(city), session, the_project(session).author)


def code_of(city: Flask) -> str:
    with city.extensions["pb"].database.reading() as session:
        return the_project(session).code


def test_an_incomplete_application_is_told_with_what_to_add(city: Flask) -> None:
    check(city, CheckOutcome.INCOMPLETE, "Допишіть адресу.")
    letter = letters(city)[0]
    assert (letter.to, letter.about) == ("author@example.org", f"project:{code_of(city)}")
    assert "Допишіть адресу." in letter.body
    assert f"https://budget.example.org/projects/{code_of(city)}/track" in letter.body
    author = as_author(city)
    author.get(f"/projects/{code_of(city)}/track")
    assert "Хто відповідає: автор проєкту" in author.text
    assert "доповніть проєкт і надішліть його знову" in author.text
    assert "заявку треба доповнити у черзі" in author.text
    assert author.page.select_one(f"a[href='/submit/{code_of(city)}']")


def test_a_complete_application_is_told_who_has_it_until_when(city: Flask) -> None:
    check(city, CheckOutcome.COMPLETE)
    assert "висновок буде до 18.05.2026" in letters(city)[0].body
    visitor = Visitor(city)
    visitor.get(f"/projects/{code_of(city)}/track")
    assert "до 18 травня 2026" in visitor.text
    assert "Хто відповідає: Департамент" in visitor.text
    assert "Листи, які ми вам надіслали" not in visitor.text
    assert "Що робити вам" not in visitor.text


def test_before_it_is_public_only_its_author_follows_it(city: Flask) -> None:
    path = f"/projects/{code_of(city)}/track"
    Visitor(city).get(path, status=404)
    with city.extensions["pb"].database.transaction() as session:
        stranger = make.signed_in(Visitor(city), session, make.author(session, "Чужа Людина"))
    stranger.get(path, status=404)
    as_author(city).get(path)


def test_authors_without_an_address_get_no_letter(city: Flask) -> None:
    with city.extensions["pb"].database.transaction() as session:
        the_project(session).author.email = ""
    check(city, CheckOutcome.COMPLETE)
    assert letters(city) == []


@pytest.mark.parametrize(
    ("decision", "status", "words"),
    [
        (Decision.RETURN, Status.RETURNED, "Відповідь чекаємо до 27.04.2026"),
        (Decision.ADMIT, Status.ADMITTED, "«Лавки»: слово admitted."),
        (Decision.REFUSE, Status.REFUSED, "Причина: п. 1: Приватна земля."),
    ],
)
def test_decisions_are_told_when_they_become_public(city: Flask, decision, status, words) -> None:
    check(city, CheckOutcome.COMPLETE)
    with city.extensions["pb"].database.transaction() as session:
        project = the_project(session)
        session.add(sitting := Sitting(code="SITTING2", cycle_id=project.cycle_id, number="1", held_on=make.NOW.date()))
        session.flush()
        article, reason = ("", "") if decision is Decision.ADMIT else ("п. 1", "Приватна земля.")
        session.add(
            Item(
                sitting_id=sitting.id, project_id=project.id, position=1, proposal=decision, article=article,
                reason=reason, decided_at=make.NOW,
            )
        )  # fmt: skip
    post = DecisionPost(POST, {one: f"слово {one.value}" for one in Status})
    with city.extensions["pb"].database.transaction() as session:
        publish_sitting(session, SYSTEM, sitting_by_code(session, "SITTING2"), make.NOW, post=post)
    letter = letters(city)[-1]
    assert words in letter.body
    with city.extensions["pb"].database.reading() as session:
        assert session.scalars(select(Project.status)).one() is status


def test_sending_is_told(app: Flask, visitor: Visitor) -> None:
    with app.extensions["pb"].database.transaction() as session:
        cycle = make.cycle(session, Phase.SUBMISSION)
        author = make.author(session)
        code = make.project(session, cycle, Status.DRAFT, author_id=author.id).code
        make.signed_in(visitor, session, author)
    visitor.get(f"/submit/{code}/check")
    visitor.send(status=303, consent="y")
    assert [letter.subject for letter in letters(app)] == ["Проєкт № 1 подано"]
    visitor.get(f"/projects/{code}/track")
    assert "зараз нічого" in visitor.text
    assert "проєкт отримано у черзі" in visitor.text
