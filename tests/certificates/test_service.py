"""Certificates issued, revoked and corrected, in the database."""

import hashlib

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from pb import clock
from pb.audit.models import AuditEntry
from pb.audit.rules import SYSTEM
from pb.certificates import queries, service
from pb.certificates.models import Certificate
from pb.certificates.rules import Kind, Refusal, Verdict
from pb.errors import Refused
from tests.certificates.make import PRESS, published_cycle, two_projects


@pytest.fixture
def issued(session, tmp_path):
    cycle = published_cycle(session)
    two_projects(session, cycle)
    return issue(session, cycle, tmp_path)


def issue(session, cycle, folder):
    decision = queries.council_decision(session, cycle.id)
    return service.issue_certificates(
        session, SYSTEM, cycle, decision=decision, press=PRESS, folder=folder, now=clock.now()
    )


def test_winners_and_participants_get_theirs_once(session, tmp_path) -> None:
    cycle = published_cycle(session)
    won, lost = two_projects(session, cycle)
    made = issue(session, cycle, tmp_path)
    assert {(row.project_id, row.kind) for row in made} == {(won.id, Kind.WINNER), (lost.id, Kind.PARTICIPANT)}
    assert {row.decision_number for row in made} == {"123-45", ""}
    for row in made:
        assert len(row.code) == 12
        assert hashlib.sha256((tmp_path / f"{row.code}.pdf").read_bytes()).hexdigest() == row.pdf_sha256
    assert issue(session, cycle, tmp_path) == []
    assert "certificates.issue" in session.scalars(select(AuditEntry.action)).all()


def test_without_the_decision_nothing_is_printed(session, tmp_path) -> None:
    cycle = published_cycle(session, decided=False)
    two_projects(session, cycle)
    with pytest.raises(Refused) as refused:
        issue(session, cycle, tmp_path)
    assert refused.value.reason is Refusal.NO_DECISION
    assert list(tmp_path.glob("*.pdf")) == []


def test_a_corrected_name_replaces_the_old_certificate(session, issued, tmp_path) -> None:
    old = queries.certificate_by_code(session, issued[0].code)
    new = service.reissue_certificate(
        session, SYSTEM, old, name="Уявна Ольга-Марія", press=PRESS, folder=tmp_path, now=clock.now()
    )
    session.flush()
    assert (old.verdict, old.replaced_by, new.verdict) == (Verdict.REPLACED, new.code, Verdict.GENUINE)
    assert queries.valid_certificate(session, old.project_id) is new
    with pytest.raises(Refused) as refused:
        service.revoke_certificate(session, SYSTEM, old, reason="Так.", now=clock.now())
    assert refused.value.reason is Refusal.NOT_VALID


def test_a_revoked_certificate_says_why_and_is_not_printed_again(session, issued, tmp_path) -> None:
    row = queries.certificate_by_code(session, issued[0].code)
    with pytest.raises(Refused):
        service.revoke_certificate(session, SYSTEM, row, reason=" ", now=clock.now())
    service.revoke_certificate(session, SYSTEM, row, reason="Авторство оскаржено.", now=clock.now())
    assert row.verdict is Verdict.REVOKED
    assert issue(session, row.project.cycle, tmp_path) == []
    with pytest.raises(Refused):
        service.reissue_certificate(session, SYSTEM, row, name="Інша", press=PRESS, folder=tmp_path, now=clock.now())


def test_the_database_keeps_one_valid_certificate_for_a_project(session, issued) -> None:
    first = issued[0]
    session.add(
        Certificate(
            code="2" * 12, project_id=first.project_id, kind=Kind.PARTICIPANT, name="Друга", issued_on=first.issued_on,
            pdf_sha256="0" * 64,
        )
    )  # fmt: skip
    with pytest.raises(IntegrityError):
        session.flush()
