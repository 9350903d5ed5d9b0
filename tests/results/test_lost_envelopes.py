"""Where lost envelopes are as many as the votes a loser lacked, the page of results says so."""

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from pb import clock
from pb.audit.rules import SYSTEM
from pb.results import gathering, service
from pb.results.publishing import published_record
from pb.results.record import ContestRecord
from tests import make_results
from tests.visitor import Visitor

NEAREST = 783  # votes the fourth project needs to come third, where it fits
SENTENCE = "Втрачені конверти могли змінити підсумок."


def publish(session: Session, elections: Path, published: Path) -> tuple[str, ContestRecord]:
    cycle, _contest, _projects = make_results.counted(session, elections)
    service.enter_decision(session, SYSTEM, cycle, number="1-1", decided_on=clock.today(), now=clock.now())
    publication = make_results.publish(session, SYSTEM, cycle, elections, published)
    record = published_record(published, cycle.code, publication.files_sha256).contests[0]
    session.commit()
    return cycle.code, record


def test_a_vote_that_was_not_sealed_lost_nothing(session: Session, elections: Path, published: Path) -> None:
    _code, record = publish(session, elections, published)
    assert record.lost is None
    assert not record.lost_could_decide
    assert record.nearest == min(row.lacks_votes for row in record.rows if row.lacks_votes)


@pytest.mark.parametrize(("more", "is_told"), [(0, True), (-1, False)])
def test_the_page_compares_the_margin_with_what_was_lost(
    visitor: Visitor, session: Session, elections: Path, published: Path, monkeypatch, more: int, is_told: bool
) -> None:
    monkeypatch.setattr(gathering, "lost_envelopes", lambda *_: {"improvement": NEAREST + more})
    code, record = publish(session, elections, published)
    assert record.lost == record.nearest + more
    assert record.lost_could_decide is is_told
    visitor.get(f"/results/{code}")
    assert (SENTENCE in visitor.text) is is_told
