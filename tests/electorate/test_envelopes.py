"""Issuing: one envelope per person and contest, whatever comes at once; nothing finer than a day is kept."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from pb.audit.queries import every_entry
from pb.ballots.encoding import Choices
from pb.ballots.voter import Envelope, open_signed, seal
from pb.cycles.rules import Refusal as CycleRefusal
from pb.db.database import Database
from pb.electorate.models import RollEntry
from pb.electorate.rules import Channel, Reason, Refusal
from pb.errors import Refused
from pb.identity.models import Visit
from pb.settings import Settings
from tests import make_booth
from tests.make_booth import Vote, visit


@pytest.fixture
def vote(database: Database, settings: Settings) -> Vote:
    with database.transaction() as session:
        return Vote(session, settings)


def person(database: Database, name: str = "someone", **changes: object) -> Visit:
    with database.transaction() as session:
        return visit(session, name, **changes)[0]


def envelopes(vote: Vote, *contests: str) -> dict[str, Envelope]:
    return seal(vote.manifest, {code: Choices.approve(vote.codes[code][:1]) for code in contests})


def issued(
    database: Database, vote: Vote, who: Visit, sealed: dict[str, Envelope], **changes: object
) -> dict[str, bytes]:
    requests = {code: one.message for code, one in sealed.items()}
    now = changes.pop("now", vote.cycle.voting_opens_at + timedelta(days=7))
    return make_booth.issued(database, vote.cycle, who, requests, vote.keys, now)


def roll(database: Database) -> list[RollEntry]:
    with database.reading() as session:
        return session.query(RollEntry).all()


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield seen
    event.remove(database.engine, "before_cursor_execute", note)


def test_an_envelope_is_signed_and_the_row_holds_a_day(database: Database, vote: Vote, the_clock) -> None:
    sealed = envelopes(vote, "green", "improvement")
    signatures = issued(database, vote, person(database), sealed)
    for code, one in sealed.items():
        assert open_signed(vote.manifest, one, signatures[code]).ballot.contest == code
    rows = roll(database)
    assert {(row.channel, row.day) for row in rows} == {(Channel.ONLINE, the_clock.now.date())}
    assert len(rows) == 2
    assert rows[0].district_id is not None


def test_the_same_request_again_gets_the_same_signatures(database: Database, vote: Vote) -> None:
    sealed, who = envelopes(vote, "green"), person(database)
    assert issued(database, vote, who, sealed) == issued(database, vote, who, sealed)
    assert len(roll(database)) == 1


def test_another_request_is_refused_and_takes_no_other_contest_along(database: Database, vote: Vote) -> None:
    who = person(database)
    issued(database, vote, who, envelopes(vote, "green"))
    with pytest.raises(Refused) as refused:
        issued(database, vote, who, envelopes(vote, "green", "improvement"))
    assert refused.value.reason is Refusal.ALREADY_VOTED
    assert refused.value.facts["contests"] == ["green"]
    assert len(roll(database)) == 1


def test_fifty_simultaneous_requests_of_one_person_leave_one_row(database: Database, vote: Vote) -> None:
    who = person(database)
    several = [envelopes(vote, "green") for _ in range(5)]
    outcomes: list[object] = []
    gate = threading.Barrier(50)

    def attempt(number: int) -> None:
        gate.wait()
        try:
            outcomes.append((number % 5, issued(database, vote, who, several[number % 5])["green"]))
        except Refused as refused:
            outcomes.append(refused.reason)

    threads = [threading.Thread(target=attempt, args=(number,)) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == 50
    assert outcomes.count(Refusal.ALREADY_VOTED) == 40
    assert len({outcome for outcome in outcomes if isinstance(outcome, tuple)}) == 1
    assert len(roll(database)) == 1


def test_four_statements_whatever_the_number_of_contests(database: Database, vote: Vote) -> None:
    for number, contests in enumerate([("green",), ("green", "improvement")]):
        who, sealed = person(database, str(number)), envelopes(vote, *contests)
        with counted(database) as seen:
            issued(database, vote, who, sealed)
        assert len([one for one in seen if not one.startswith(("BEGIN", "PRAGMA"))]) <= 4, seen


def test_a_voter_leaves_no_audit_entry(database: Database, vote: Vote) -> None:
    with database.snapshot() as session:
        before = len(list(every_entry(session)))
    issued(database, vote, person(database), envelopes(vote, "green"))
    with database.snapshot() as session:
        assert len(list(every_entry(session))) == before


def test_the_reason_is_named_when_a_person_may_not_vote(database: Database, vote: Vote) -> None:
    with pytest.raises(Refused) as refused:
        issued(database, vote, person(database, place="Калуш"), envelopes(vote, "green"))
    assert refused.value.reason is Reason.REGISTERED_ELSEWHERE
    assert roll(database) == []


@pytest.mark.parametrize("begun_before", [True, False])
def test_in_the_grace_only_who_began_before_the_close(database: Database, vote: Vote, *, begun_before: bool) -> None:
    closes = vote.cycle.voting_closes_at
    who = person(database, begun_at=closes + timedelta(minutes=-1 if begun_before else 1))
    if begun_before:
        assert issued(database, vote, who, envelopes(vote, "green"), now=closes + timedelta(minutes=5))
    else:
        with pytest.raises(Refused) as refused:
            issued(database, vote, who, envelopes(vote, "green"), now=closes + timedelta(minutes=5))
        assert refused.value.reason is CycleRefusal.VOTING_OVER


def test_an_unknown_contest_and_a_bad_number_are_refused(database: Database, vote: Vote) -> None:
    who, sealed = person(database), envelopes(vote, "green")["green"]
    for requests, reason in (
        ({"streets": sealed.message}, Refusal.UNKNOWN_CONTEST),
        ({"green": b"\xff" * 384}, Refusal.BAD_ENVELOPE),
        ({"green": b"\x01"}, Refusal.BAD_ENVELOPE),
        ({}, Refusal.BAD_ENVELOPE),
    ):
        with pytest.raises(Refused) as refused:
            make_booth.issued(database, vote.cycle, who, requests, vote.keys, vote.cycle.voting_opens_at)
        assert refused.value.reason is reason
    assert roll(database) == []


def test_two_cycles_know_one_person_by_different_keys(session: Session, settings: Settings) -> None:
    first, second = Vote(session, settings), Vote(session, settings)
    assert first.keys.person_key(b"s" * 32) != second.keys.person_key(b"s" * 32)


def test_key_files_are_readable_by_their_user_alone(settings: Settings) -> None:
    from pb.electorate.keys import CycleKeys

    keys = CycleKeys(settings.folder("keys"), "2099")
    made = keys.make("green")
    assert keys.make("green").public == made.public == keys.signer("green").public
    keys.person_key(b"s" * 32)
    assert {path.stat().st_mode & 0o777 for path in keys.folder.iterdir()} == {0o400}
