"""The council's decision and publication: in what order, by whom, and what they change."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from pb import clock
from pb.errors import Refused
from pb.projects.rules import Status
from pb.results import queries, service
from pb.results.publishing import published_record
from pb.results.rules import CouncilChange, Refusal
from tests import make_results


def _decided(session: Session, elections: Path, **changes):
    cycle, contest, projects = make_results.counted(session, elections)
    manager, _ = make_results.two_people(session)
    service.enter_decision(
        session, manager, cycle, number="123-45", decided_on=clock.today(), now=clock.now(), **changes
    )
    return cycle, contest, projects, manager


def _publish(session: Session, cycle, manager, elections: Path, published: Path):
    return make_results.publish(session, manager, cycle, elections, published)


def test_without_adopted_counts_there_is_no_decision(session: Session, elections: Path) -> None:
    cycle, _contest, _projects = make_results.cycle_to_count(session)
    manager, _ = make_results.two_people(session)
    with pytest.raises(Refused) as refused:
        service.enter_decision(session, manager, cycle, number="1", decided_on=clock.today(), now=clock.now())
    assert refused.value.reason is Refusal.NOT_ADOPTED


def test_the_decision_makes_winners(session: Session, elections: Path) -> None:
    _cycle, _contest, projects, _manager = _decided(session, elections)
    assert [project.status for project in projects] == [
        Status.WON, Status.WON, Status.TOOK_PART, Status.TOOK_PART, Status.TOOK_PART
    ]  # fmt: skip


def test_the_council_may_change_a_fate_with_a_reason(session: Session, elections: Path) -> None:
    cycle, _contest, projects = make_results.counted(session, elections)
    manager, _ = make_results.two_people(session)
    changes = [CouncilChange(projects[1].code, "Землю передано."), CouncilChange(projects[3].code, "Є гроші.")]
    service.enter_decision(
        session, manager, cycle, number="7", decided_on=clock.today(), now=clock.now(), changes=changes
    )
    assert [project.status for project in projects[:4]] == [
        Status.WON, Status.TOOK_PART, Status.TOOK_PART, Status.WON
    ]  # fmt: skip
    found = queries.decision_of(session, cycle.id)
    assert {(change.project.code, change.change.value) for change in found.changes} == {
        (projects[1].code, "removed"),
        (projects[3].code, "added"),
    }


def test_a_change_without_a_reason_is_refused(session: Session, elections: Path) -> None:
    cycle, _contest, projects = make_results.counted(session, elections)
    manager, _ = make_results.two_people(session)
    silent = [CouncilChange(projects[1].code, "  ")]
    with pytest.raises(Refused) as refused:
        service.enter_decision(
            session, manager, cycle, number="7", decided_on=clock.today(), now=clock.now(), changes=silent
        )
    assert refused.value.reason is Refusal.REASON_NEEDED


def test_a_decision_before_the_vote_ended_is_refused(session: Session, elections: Path) -> None:
    cycle, _contest, _projects = make_results.counted(session, elections)
    manager, _ = make_results.two_people(session)
    early = (cycle.voting_closes_at - timedelta(days=3)).date()
    with pytest.raises(Refused) as refused:
        service.enter_decision(session, manager, cycle, number="7", decided_on=early, now=clock.now())
    assert refused.value.reason is Refusal.DECIDED_TOO_EARLY


def test_nothing_is_published_without_a_decision(session: Session, elections: Path, published: Path) -> None:
    cycle, _contest, _projects = make_results.counted(session, elections)
    manager, _ = make_results.two_people(session)
    with pytest.raises(Refused) as refused:
        _publish(session, cycle, manager, elections, published)
    assert refused.value.reason is Refusal.NO_DECISION
    assert list(published.iterdir()) == []


def test_the_record_says_who_won_why_and_what_losers_lacked(session: Session, elections: Path, published: Path) -> None:
    cycle, _contest, _projects, manager = _decided(session, elections)
    row = _publish(session, cycle, manager, elections, published)
    record = published_record(published, cycle.code, row.files_sha256)
    (counted,) = record.contests
    assert [line.votes for line in counted.rows] == list(make_results.VOTES)
    assert [line.won for line in counted.rows] == [True, True, False, False, False]
    third = counted.rows[2]
    # 200,000 do not fit into the 150,000 left; one vote more than the second, 6217, would have been enough.
    assert third.before == 150_000_00
    assert third.lacks_votes == 6217 - 5119 + 1
    assert third.lacks_cost == 150_000_00
    assert counted.left == 150_000_00
    assert record.decision_number == "123-45"
    with pytest.raises(Refused) as refused:
        _publish(session, cycle, manager, elections, published)
    assert refused.value.reason is Refusal.ALREADY_PUBLISHED


def test_decisions_and_publications_are_kept_for_ever(session: Session, elections: Path, published: Path) -> None:
    cycle, _contest, _projects, manager = _decided(session, elections)
    _publish(session, cycle, manager, elections, published)
    for table in ("results_decisions", "results_publications"):
        with pytest.raises(DBAPIError, match="append-only"), session.begin_nested():
            session.execute(text(f"DELETE FROM {table}"))
