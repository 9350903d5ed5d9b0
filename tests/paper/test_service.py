"""Printing, handing out, typing twice, quarantine, publication; as services."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from pb import clock
from pb.audit.queries import every_entry
from pb.ballots.encoding import Choices
from pb.ballots.paper import read_paper
from pb.ballots.verifier import CheckName, verify_election
from pb.booth.box import published_folder
from pb.electorate import queries as electorate
from pb.electorate.models import RollEntry
from pb.electorate.rules import Channel
from pb.electorate.rules import Refusal as NotIssued
from pb.electorate.service import OnPaper, admit, enter_on_paper, enter_roll, sign_envelopes
from pb.errors import Refused
from pb.paper import queries, service
from pb.paper.rules import Difference, Refusal, Standing, Verdict
from pb.tally import service as tally
from pb.tally.recording import prepare
from pb.values.actor import SYSTEM
from tests import make, make_results
from tests.make_booth import Vote, visit
from tests.make_paper import OPERATORS, Paper

BLINDED = bytes(383) + b"\x02"


def refusal_of(act, *given, **named):
    with pytest.raises(Refused) as refused:
        act(*given, **named)
    return refused.value.reason


def close(paper: Paper, the_clock) -> None:
    the_clock.now = paper.vote.manifest.grace_until + timedelta(seconds=1)


def numbers(paper: Paper, contest: str) -> list[int]:
    rows = queries.listed_projects(paper.session, paper.batches[contest].contest_id, paper.vote.codes[contest])
    assert sorted(row.code for row in rows) == sorted(paper.vote.codes[contest])
    return [row.number for row in rows]


def test_a_person_on_paper_does_not_vote_elsewhere_and_the_other_way_round(paper: Paper) -> None:
    assert paper.hand(1, "green") == ["Напрям green"]
    assert refusal_of(paper.hand, 1, "green", "improvement") is NotIssued.ALREADY_VOTED
    assert paper.hand(1, "improvement")
    assert paper.identified(1) == ""  # nothing is left to vote on
    assert {row.channel for row in paper.session.query(RollEntry)} == {Channel.PAPER}


def test_an_envelope_excludes_paper_and_paper_an_envelope(paper: Paper, session: Session) -> None:
    row, _token = visit(session, "online")
    keys = paper.vote.keys
    admission = admit(session, paper.cycle, row, keys=keys, region="", now=clock.now())
    assert enter_roll(session, admission, sign_envelopes(admission, {"green": BLINDED}, keys)).keys() == {"green"}
    person = OnPaper(admission.person_key, paper.desk.id, clock.today(), None, admission.age_band)
    assert enter_on_paper(session, person, admission.contests) == {"improvement"}
    signed = sign_envelopes(admission, {"improvement": BLINDED}, keys)
    assert refusal_of(enter_roll, session, admission, signed) is NotIssued.ALREADY_VOTED


def test_a_booth_code_hands_out_paper_once_and_no_audit_entry_tells_when(paper: Paper, session: Session) -> None:
    code = paper.identified(1)
    before = len(list(every_entry(session)))
    given = (session, paper.shift, paper.cycle, paper.desk, code)
    named = {"keys": paper.vote.keys, "region": "", "now": clock.now()}
    service.hand_ballots(*given, ["green"], **named)
    assert len(list(every_entry(session))) == before
    session.refresh(paper.shift)
    assert (paper.shift.on_paper, paper.shift.entered) == (1, 0)
    assert refusal_of(service.hand_ballots, *given, ["improvement"], **named) is NotIssued.BOOTH_CODE_GONE


def test_nothing_is_handed_out_that_is_not_printed_or_no_longer_in_use(session: Session, vote: Vote) -> None:
    bare = Paper(session, vote, make.desk(session), printed=0)
    assert refusal_of(bare.hand, 1, "green") is Refusal.NOTHING_PRINTED
    service.order_ballots(session, OPERATORS[0], vote.cycle, bare.desk, 2, clock.now())
    assert refusal_of(bare.hand, 1) is Refusal.NOTHING_CHOSEN


def test_more_ballots_are_numbered_on_until_the_account_is_closed(paper: Paper, the_clock) -> None:
    order = (service.order_ballots, paper.session, OPERATORS[0], paper.cycle, paper.desk)
    assert {batch.printed for batch in order[0](*order[1:], 3, clock.now())} == {8}
    assert refusal_of(*order, 501, clock.now()) is Refusal.BAD_AMOUNT
    paper.account("green", 8)
    assert refusal_of(*order, 1, clock.now()) is Refusal.ALREADY_ACCOUNTED
    assert refusal_of(paper.hand, 1, "green") is Refusal.NOTHING_PRINTED
    close(paper, the_clock)
    assert refusal_of(*order, 1, clock.now()) is Refusal.TOO_LATE_TO_PRINT


def test_ballots_are_typed_after_the_close_by_two_people(paper: Paper, the_clock) -> None:
    first, second, _ = numbers(paper, "green")
    paper.hand(1, "green")
    paper.account("green", 4)
    assert refusal_of(paper.type, "green", 1, {1: str(first)}) is Refusal.STILL_VOTING
    close(paper, the_clock)
    paper.type("green", 1, {1: str(first)})
    assert refusal_of(paper.type, "green", 1, {1: str(first)}) is Refusal.SAME_PERSON
    assert paper.ledger("green").standing is Standing.TO_TYPE
    paper.type("green", 2, {1: str(first)})
    assert paper.ledger("green").standing is Standing.COUNTED
    assert refusal_of(paper.type, "green", 3, {1: str(second)}) is Refusal.TYPED_TWICE
    assert refusal_of(paper.settle, "green", 3, {1: str(second)}) is Refusal.NOT_DISPUTED


def test_a_batch_typed_differently_waits_in_quarantine_for_a_third_person(paper: Paper, the_clock) -> None:
    first, second, _ = numbers(paper, "green")
    paper.hand(1, "green")
    paper.account("green", 4)
    close(paper, the_clock)
    paper.type("green", 1, {2: str(first)})
    paper.type("green", 2, {2: str(second)})
    ledger = paper.ledger("green")
    assert (ledger.standing, ledger.disputed) == (Standing.DISPUTED, (2,))
    assert refusal_of(paper.settle, "green", 3, {1: str(second)}) is Refusal.OTHER_SERIALS
    assert refusal_of(paper.settle, "green", 1, {2: str(second)}) is Refusal.SAME_PERSON
    propose = (service.propose_decision, paper.session, OPERATORS[3], paper.cycle, ledger)
    assert refusal_of(*propose, Verdict.RELEASE, "…") is Refusal.NOT_SETTLED
    paper.settle("green", 3, {2: str(second)})
    settled = paper.ledger("green")
    assert (settled.standing, settled.readings) == (Standing.COUNTED, {2: str(second)})


def test_two_people_decide_about_a_batch_that_does_not_agree(paper: Paper, the_clock) -> None:
    first, *_ = numbers(paper, "green")
    paper.hand(1, "green")
    paper.hand(2, "green")
    paper.account("green", 3)
    close(paper, the_clock)
    for operator in (1, 2):
        paper.type("green", operator, {1: str(first)})
    ledger = paper.ledger("green")
    assert (ledger.standing, ledger.differences) == (Standing.UNBALANCED, {Difference.FOUND_FEWER: 1})
    session, cycle = paper.session, paper.cycle
    assert refusal_of(service.confirm_decision, session, OPERATORS[3], cycle, ledger) is Refusal.NOT_PROPOSED
    service.propose_decision(session, OPERATORS[3], cycle, ledger, Verdict.RELEASE, "Виборець забрав бюлетень.")
    ledger = paper.ledger("green")
    assert refusal_of(service.confirm_decision, session, OPERATORS[3], cycle, ledger) is Refusal.SAME_PERSON
    service.confirm_decision(session, OPERATORS[4], cycle, ledger)
    assert paper.ledger("green").standing is Standing.RELEASED


def test_more_ballots_than_people_are_never_released(paper: Paper, the_clock) -> None:
    first, *_ = numbers(paper, "green")
    paper.hand(1, "green")
    paper.account("green", 4)
    close(paper, the_clock)
    for operator in (1, 2):
        paper.type("green", operator, {1: str(first), 2: str(first)})
    ledger = paper.ledger("green")
    assert ledger.differences == {Difference.FOUND_MORE: 1}
    propose = (service.propose_decision, paper.session, OPERATORS[3], paper.cycle, ledger)
    assert refusal_of(*propose, Verdict.RELEASE, "…") is Refusal.MORE_THAN_PEOPLE
    propose[0](*propose[1:], Verdict.LEAVE_OUT, "Зайвий бюлетень.")
    service.confirm_decision(paper.session, OPERATORS[4], paper.cycle, paper.ledger("green"))
    assert paper.ledger("green").standing is Standing.LEFT_OUT


def counted(paper: Paper, the_clock, people: int = 6) -> Path:
    """`people` vote on paper for the first project of the green contest, one of them badly; all is published."""
    first, second, third = numbers(paper, "green")
    service.order_ballots(paper.session, OPERATORS[0], paper.cycle, paper.desk, 10, clock.now())
    for person in range(people):
        paper.hand(person + 1, "green")
    paper.account("green", 15 - people - 1, spoilt=1)
    paper.account("improvement", 15)
    close(paper, the_clock)
    readings = dict.fromkeys(range(3, 3 + people - 1), f"{min(first, second)} {max(first, second)}")
    readings[14] = " ".join(map(str, sorted([first, second, third])))
    for operator in (1, 2):
        paper.type("green", operator, readings)
    paper.vote.clerk.tick()
    folder = published_folder(paper.vote.settings)
    return service.publish_totals(paper.session, SYSTEM, paper.cycle, paper.vote.election, folder)


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_published_paper_verifies_and_is_counted(paper: Paper, the_clock) -> None:
    folder = counted(paper, the_clock)
    report = verify_election(files(folder), paper.vote.election.hash)
    assert report.passed, report.checks
    assert [check.passed for check in report.checks if check.name is CheckName.PAPER] == [True]
    assert (report.contests["green"].paper, report.contests["green"].issued) == (5, 0)
    manager, _ = make_results.two_people(paper.session)
    sources = tally.register_election(paper.session, manager, paper.cycle, folder.parent, clock.now())
    assert {source.contest_id: source.ballots for source in sources} == {
        contest.id: 5 if contest.code == "green" else 0 for contest in paper.cycle.contests
    }
    green = next(contest for contest in paper.cycle.contests if contest.code == "green")
    source = next(source for source in sources if source.contest_id == green.id)
    chosen = Choices.approve(row.code for row in queries.listed_projects(
        paper.session, green.id, paper.vote.codes["green"])[:2])  # fmt: skip
    assert [ballot.choices for ballot in prepare(paper.session, green, source, folder.parent).contest.ballots] == (
        [chosen.codes] * 5
    )
    rows = electorate.reconciliation(paper.session, paper.cycle, paper.vote.election, folder.parent)
    assert {row.code: (row.on_paper, row.counted_on_paper, row.total, row.cast) for row in rows} == {
        "green": (6, 5, 0, 0), "improvement": (0, 0, 0, 0),
    }  # fmt: skip


def test_a_changed_file_of_paper_stops_the_count(paper: Paper, the_clock) -> None:
    folder = counted(paper, the_clock)
    manager, _ = make_results.two_people(paper.session)
    sources = tally.register_election(paper.session, manager, paper.cycle, folder.parent, clock.now())
    path = folder / "paper-green.ndjson"
    path.write_bytes(path.read_bytes().replace(paper.vote.codes["green"][0].encode(), b"AAAAAAAA"))
    green = next(contest for contest in paper.cycle.contests if contest.code == "green")
    source = next(source for source in sources if source.contest_id == green.id)
    with pytest.raises(Refused, match="source_changed"):
        prepare(paper.session, green, source, folder.parent)


def test_nothing_changes_after_publication_and_nothing_is_published_before_it_is_settled(
    paper: Paper, the_clock
) -> None:
    paper.hand(1, "green")
    paper.account("green", 4)
    close(paper, the_clock)
    paper.vote.clerk.tick()
    folder = published_folder(paper.vote.settings)
    publish = (service.publish_totals, paper.session, SYSTEM, paper.cycle, paper.vote.election, folder)
    assert refusal_of(*publish) is Refusal.NOT_SETTLED
    paper.account("improvement", 5)
    first, *_ = numbers(paper, "green")
    paper.type("green", 1, {1: str(first)})
    paper.type("green", 2, {1: str(first)})
    before = files(publish[0](*publish[1:]))
    assert refusal_of(paper.type, "green", 3, {1: str(first)}) is Refusal.PUBLISHED
    assert files(publish[0](*publish[1:])) == before
    assert b'"batch":"few"' in before["paper-green.ndjson"]
    points = {batch.contest: batch.point for batch in read_paper(before["paper.json"], paper.vote.election.hash)}
    assert points == {"green": "few", "improvement": paper.desk.code}
