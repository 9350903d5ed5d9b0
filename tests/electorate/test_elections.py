"""Freezing the ballot, and the roll's totals."""

import pytest
from sqlalchemy.orm import Session

from pb import clock
from pb.ballots.terms import Form
from pb.cycles.queries import cycle_by_code
from pb.cycles.rules import Phase
from pb.electorate import queries
from pb.electorate.rules import AgeBand, Channel, Refusal
from pb.electorate.service import open_election
from pb.errors import Refused
from pb.projects.rules import Status
from pb.settings import Settings
from pb.values.actor import SYSTEM
from tests import make
from tests.make_booth import Vote, keys_ready


def test_the_manifest_holds_what_is_on_the_ballot(session: Session, vote: Vote) -> None:
    manifest = vote.manifest
    assert [one.terms.code for one in manifest.contests] == ["green", "improvement"]
    terms = manifest.contest("green").terms
    assert (terms.form, terms.max_choices) == (Form.APPROVE, 2)
    assert [code for code, _cost in terms.projects] == sorted(vote.codes["green"])
    assert manifest.closes_at == vote.cycle.voting_closes_at
    assert manifest.contest("green").key == vote.keys.signer("green").public
    assert vote.clerk.box.manifest(manifest.hash) == manifest


def test_opening_again_changes_nothing(session: Session, vote: Vote) -> None:
    make.project(session, vote.cycle, Status.ON_BALLOT)
    again = open_election(session, SYSTEM, vote.cycle, vote.clerk, vote.keys, clock.now())
    assert again is vote.election


@pytest.mark.parametrize("phase", [Phase.SUBMISSION, Phase.APPEALS, Phase.TALLY])
def test_an_election_opens_between_the_lot_and_the_close(
    session: Session, settings: Settings, vote: Vote, phase: Phase
) -> None:
    cycle = cycle_by_code(session, make.cycle(session, phase).code)
    with pytest.raises(Refused) as refused:
        open_election(session, SYSTEM, cycle, vote.clerk, keys_ready(settings.folder("keys"), cycle.code), clock.now())
    assert refused.value.reason is Refusal.BALLOT_NOT_DRAWN


def test_a_contest_that_cannot_be_voted_on_is_refused(session: Session, settings: Settings) -> None:
    with pytest.raises(Refused) as refused:
        Vote(session, settings, contests={"green": {"form": Form.EXACTLY, "min_choices": 4, "max_choices": 4}})
    assert refused.value.reason is Refusal.TOO_FEW_PROJECTS


def test_turnout_counts_people_and_merges_small_groups(session: Session, vote: Vote) -> None:
    from pb.electorate.models import RollEntry

    district = make.district(session)
    green, improvement = (
        next(one.id for one in vote.cycle.contests if one.code == code) for code in ("green", "improvement")
    )
    for number in range(8):
        for contest in (green, improvement)[: 1 + number % 2]:
            session.add(
                RollEntry(
                    contest_id=contest,
                    person_key=bytes([number]) * 32,
                    channel=Channel.ONLINE,
                    day=clock.today(),
                    district_id=district.id if number < 6 else None,
                    age_band=AgeBand.FROM_25 if number else AgeBand.FROM_65,
                    request_hash=bytes(32),
                    blind_signature=b"signed",
                )
            )
    session.flush()
    figures = queries.turnout(session, vote.cycle)
    assert figures.people == 8
    assert figures.by_channel == {Channel.ONLINE: 8}
    assert [(one.day, one.total) for one in figures.by_day] == [(clock.today(), 8)]
    assert (figures.by_district, figures.other_districts) == ({}, 8)
    assert (figures.by_age, figures.other_ages) == ({}, 8)
    assert queries.issued_by_contest(session, vote.election) == {"green": 8, "improvement": 4}
