"""What is forgotten when its purpose is over: the keys by which supporters were told apart."""

from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pb.audit.models import AuditEntry
from pb.audit.rules import SYSTEM
from pb.booth import drafts
from pb.booth.models import Draft
from pb.cycles.rules import Phase
from pb.db.database import Database
from pb.jobs import run_due
from pb.projects.models import Project
from pb.projects.rules import Status
from pb.review.service import announce_list, draw_ballot
from pb.settings import Settings
from pb.submission.models import SupportKept, SupportList, SupportRow
from pb.submission.queries import support_of
from pb.values.permission import Role
from tests import make

NEEDED = {"supporters_needed": 3}


def supported(session: Session, project: Project, people: int) -> None:
    session.add_all(SupportRow(project_id=project.id, person_key=bytes([place]) * 32) for place in range(people))


def keys(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(SupportRow)) or 0


def counts(database: Database) -> list[int]:
    with database.reading() as session:
        return [support_of(session, row).count for row in session.scalars(select(Project).order_by(Project.id))]


def test_a_frozen_ballot_leaves_the_number_of_supporters_and_no_key(
    settings: Settings, database: Database, the_clock
) -> None:
    with database.transaction() as session:
        cycle = make.cycle(session, Phase.BALLOT, rules=NEEDED)
        other = make.cycle(session, Phase.SUBMISSION, rules=NEEDED)
        on_ballot, refused = make.project(session, cycle), make.project(session, cycle, Status.REFUSED_FINALLY)
        gathering, alone = make.project(session, other, Status.SUBMITTED), make.project(session, cycle)
        for project, people in ((on_ballot, 4), (refused, 3), (gathering, 2)):
            supported(session, project, people)
        staff = make.staff(session, Role.OPERATOR)
        session.add(
            SupportList(
                project_id=on_ballot.id, number="1", lines=2, unnumbered=2, typed_by=staff.id, typed_on=make.NOW.date()
            )
        )  # fmt: skip
        assert alone.id
    run_due(settings, database)
    assert keys(database) == 9
    with database.transaction() as session:
        cycle = session.merge(cycle, load=True)
        announce_list(session, SYSTEM, cycle, the_clock.now)
        draw_ballot(session, SYSTEM, cycle, "відкрите зерно жеребу", the_clock.now)
    for _ in range(2):
        run_due(settings, database)
        assert keys(database) == 2
        assert counts(database) == [6, 3, 2, 0]
    with database.reading() as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.action == "submission.forget_supporters")).all()
        assert [one.subject for one in entries] == [f"cycle:{cycle.code}"]
        assert '"keys":7' in entries[0].details.replace(" ", "")


def test_a_cycle_that_never_had_a_ballot_forgets_when_its_vote_would_begin(
    settings: Settings, database: Database, the_clock
) -> None:
    with database.transaction() as session:
        cycle = make.cycle(session, Phase.BALLOT, rules=NEEDED)
        supported(session, make.project(session, cycle, Status.REFUSED_FINALLY), 3)
    run_due(settings, database)
    assert keys(database) == 3
    the_clock.now = cycle.voting_opens_at
    run_due(settings, database)
    assert keys(database) == 0
    assert counts(database) == [3]


def test_no_number_is_kept_where_nobody_supported(database: Database) -> None:
    with database.transaction() as session, pytest.raises(IntegrityError):
        session.execute(insert(SupportKept).values(project_id=1, people=0))


def test_a_draft_that_nobody_touched_for_a_month_is_deleted(settings: Settings, database: Database, the_clock) -> None:
    today = the_clock.now.date()
    with database.transaction() as session:
        for age in (31, 30, 0):
            drafts.save(session, drafts.new_key(), {}, today - timedelta(days=age))
    run_due(settings, database)
    with database.reading() as session:
        assert sorted(session.scalars(select(Draft.saved_on))) == [today - timedelta(days=30), today]
