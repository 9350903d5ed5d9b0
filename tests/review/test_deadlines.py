"""What the rules limit by themselves: how often a project comes back, and until when its author may answer."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.accounts.models import Author
from pb.audit.models import AuditEntry
from pb.audit.rules import SYSTEM
from pb.cycles.models import Cycle, CycleRules
from pb.cycles.rules import Phase
from pb.db.database import Database
from pb.errors import Refused
from pb.jobs import run_due
from pb.mail.models import OutboxLetter
from pb.mail.rules import Letter
from pb.projects.models import Project
from pb.projects.queries import project_by_code
from pb.projects.rules import Move, Status
from pb.projects.service import move_project
from pb.review.models import DossierRow, Sitting
from pb.review.rules import Conclusion, Decision, Refusal
from pb.review.service import file_appeal, propose_decision
from pb.review.service.sittings import Proposal
from pb.settings import Settings
from pb.submission.models import Revision
from pb.submission.rules import Refusal as SubmissionRefusal
from pb.submission.rules import is_reminder_due, last_day_after
from pb.submission.service import send_project
from pb.values.permission import Role
from tests import make
from tests.visitor import Visitor

# Returned on Monday 20 April 2026: five working days end with Monday 27 April in Kyiv, at 21:00 UTC.
END = datetime(2026, 4, 27, 21, 0, tzinfo=UTC)
MOMENT = timedelta(seconds=1)
AGAIN = Proposal(Decision.RETURN, reason="Ще раз.")


@pytest.mark.parametrize(
    ("review_until", "day"),
    [
        (datetime(2026, 5, 30, tzinfo=UTC), date(2026, 4, 27)),
        (datetime(2026, 4, 23, 21, 0, tzinfo=UTC), date(2026, 4, 23)),  # midnight in Kyiv: the 24th is no day of review
        (datetime(2026, 4, 24, 9, 0, tzinfo=UTC), date(2026, 4, 24)),
    ],
)
def test_the_last_day_is_a_working_day_within_the_review(review_until: datetime, day: date) -> None:
    assert last_day_after(make.NOW, 5, review_until) == day


@pytest.fixture
def code(database: Database) -> str:
    with database.transaction() as session:
        return make.project(session, make.cycle(session, Phase.REVIEW), Status.RETURNED).code


@pytest.fixture
def session(database: Database, code: str) -> Iterator[Session]:
    with database.transaction() as opened:
        yield opened


def test_until_midnight_an_answer_is_awaited_then_the_project_is_refused(
    settings: Settings, database: Database, the_clock, code: str
) -> None:
    for moment, status in ((END - MOMENT, Status.RETURNED), (END, Status.REFUSED), (END + MOMENT, Status.REFUSED)):
        the_clock.now = moment
        run_due(settings, database)
        with database.reading() as session:
            assert session.scalars(select(Project.status)).one() is status
    with database.reading() as session:
        letters = [one for one in session.scalars(select(OutboxLetter)) if one.letter is Letter.PROJECT_LAPSED]
        entries = session.scalars(select(AuditEntry).where(AuditEntry.action == "review.refuse_unanswered")).all()
        assert [one.subject for one in entries] == [f"project:{code}"]
    assert len(letters) == 1
    assert "Відповідь чекали до 27.04.2026" in letters[0].body


@pytest.mark.parametrize(("moment", "is_late"), [(END - MOMENT, False), (END, True)])
def test_who_sends_too_late_is_told_the_day_even_before_the_job_has_come(
    session: Session, the_clock, moment: datetime, is_late: bool
) -> None:
    the_clock.now = moment
    project = project_by_code(session, session.scalars(select(Project.code)).one())
    author = session.get_one(Author, project.author_id)
    if not is_late:
        send_project(session, SYSTEM, project, author, consent=True, now=moment)
        assert project.status is Status.IN_REVIEW
        return
    with pytest.raises(Refused) as refused:
        send_project(session, SYSTEM, project, author, consent=True, now=moment)
    assert refused.value.reason is SubmissionRefusal.ANSWER_LATE
    assert refused.value.facts == {"day": "27.04.2026"}
    assert project.status is Status.RETURNED


def test_the_road_says_why_and_the_author_may_appeal(
    app: Flask, settings: Settings, database: Database, the_clock, code: str
) -> None:
    the_clock.now = make.NOW + timedelta(days=22)
    run_due(settings, database)
    reader = Visitor(app)
    reader.get(f"/projects/{code}/track")
    assert "Автор не відповів на зауваження вчасно" in reader.text
    with database.transaction() as session:
        author = make.signed_in(Visitor(app), session, session.scalars(select(Author)).one())
    author.get(f"/projects/{code}/appeal")
    assert "Автор не відповів на зауваження вчасно" in author.text
    assert "Повернути" not in author.text  # not the decision before it
    with database.transaction() as session:
        project = session.scalars(select(Project)).one()
        assert file_appeal(session, SYSTEM, project, "Лист не надійшов.", the_clock.now).project_id == project.id


def ready(session: Session, rounds: int) -> tuple[Sitting, Project]:
    project = session.scalars(select(Project)).one()
    cycle = session.scalars(select(Cycle)).one()
    session.scalars(select(CycleRules)).one().revision_rounds = rounds
    session.add(sitting := Sitting(code="SITTING7", cycle_id=cycle.id, number="7", held_on=make.NOW.date()))
    department = make.department(session)
    signer = make.staff(session, Role.EXPERT, department_id=department.id)
    session.add(
        DossierRow(
            project_id=project.id, department_id=department.id, due_on=make.NOW.date(), conclusion=Conclusion.CAN,
            reason="Можна.", signed_by=signer.id, signed_at=make.NOW,
        )
    )  # fmt: skip
    move_project(session, SYSTEM, project, Move.ANSWER)
    session.flush()
    return sitting, project


@pytest.mark.parametrize(("rounds", "is_refused"), [(0, True), (1, True), (2, False)])
def test_a_project_comes_back_as_often_as_the_rules_say(session: Session, rounds: int, is_refused: bool) -> None:
    sitting, project = ready(session, rounds)
    if not is_refused:
        assert propose_decision(session, SYSTEM, sitting, project, AGAIN).proposal is Decision.RETURN
        return
    with pytest.raises(Refused) as refused:
        propose_decision(session, SYSTEM, sitting, project, AGAIN)
    assert refused.value.reason is Refusal.NO_ROUND_LEFT
    assert propose_decision(session, SYSTEM, sitting, project, Proposal(Decision.ADMIT)).proposal is Decision.ADMIT


def test_authors_are_reminded_once_when_five_two_and_one_days_are_left(
    settings: Settings, database: Database, the_clock, code: str
) -> None:
    """Returned on the 20th, awaited until the 27th; a job that slept over a day makes up for it once."""
    with database.transaction() as session:
        number = session.scalars(select(Project.id)).one()
        session.add(Revision(project_id=number, returned_at=make.NOW, before="[{}, {}]"))
    said = []
    for day in (0, 0, 1, 2, 2, 3, 6, 6, 7):
        the_clock.now = make.NOW + timedelta(days=day)
        run_due(settings, database)
        with database.reading() as session:
            letters = session.scalars(select(OutboxLetter).where(OutboxLetter.letter == Letter.REVISION_DUE)).all()
        said.append(len(letters))
    assert said == [0, 0, 0, 1, 1, 1, 2, 2, 2]
    assert "Лишилося днів: 5" in letters[0].body
    assert "Лишилося днів: 1" in letters[1].body


@pytest.mark.parametrize(
    ("days", "reminded", "due"),
    [
        (6, None, False),
        (5, None, True),
        (4, 5, False),
        (2, 5, True),
        (1, 5, True),
        (1, 2, True),
        (1, 1, False),
        (0, 1, False),
        (0, None, True),
    ],
)
def test_when_a_reminder_is_due(days: int, reminded: int | None, due: bool) -> None:
    assert is_reminder_due(days, reminded) is due
