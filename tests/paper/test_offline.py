"""A desk without a network: its journal, the merge, conflicts by row, no number kept."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from pb import clock
from pb.audit.queries import every_entry
from pb.booth.box import published_folder
from pb.db.database import Database
from pb.demo.content.people import tax_number
from pb.electorate.models import Excluded, RollEntry
from pb.errors import Refused
from pb.identity.rules import NumberKind
from pb.paper import queries, service
from pb.paper.journal import Row, read_journal
from pb.paper.models import OfflineList
from pb.paper.rules import Fault, Refusal
from pb.settings import Settings
from pb.values.actor import SYSTEM
from pb.values.permission import Role
from tests import make
from tests.make_booth import Vote
from tests.make_paper import BORN, OPERATORS, Paper
from tests.make_school import text_of
from tests.visitor import Visitor


def number(person: int, born: date = BORN) -> str:
    return tax_number(born, person)


def test_lines_of_the_journal_are_read() -> None:
    rows, faults = read_journal(f"3; {number(1)}; 14.07.1987; 1 2\n\n4;СЮ123456;01.02.1990;2", 2)
    assert faults == []
    assert rows == [
        Row(3, NumberKind.TAX, number(1), BORN, (1, 2)),
        Row(4, NumberKind.PASSPORT, "СЮ123456", date(1990, 2, 1), (2,)),
    ]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("3; 14.07.1987; 1", Fault.NOT_A_ROW), ("x; 1; 2; 3", Fault.NOT_A_ROW), ("101; 1; 2; 3", Fault.NOT_A_ROW),
        ("3; 1234567890; 14.07.1987; 1", Fault.BAD_NUMBER), (f"3; {number(1)}; 31.02.1987; 1", Fault.BAD_DATE),
        (f"3; {number(1)}; 14.07.1987; 3", Fault.UNKNOWN_CONTEST), (f"3; {number(1)}; 14.07.1987;", Fault.UNKNOWN_CONTEST),
        (f"1; {number(2)}; 14.07.1987; 1", Fault.ROW_TWICE),
    ],
)  # fmt: skip
def test_a_wrong_line_is_named_without_its_number(line: str, fault: Fault) -> None:
    _rows, [found] = read_journal(f"1; {number(1)}; 14.07.1987; 1\n{line}", 2)
    assert (found.line, found.fault) == (2, fault)
    assert number(1) not in found.text


def test_a_row_that_uses_more_of_a_group_than_allowed_is_named(session: Session, settings: Settings) -> None:
    paper = Paper(session, Vote(session, settings, most=1), make.desk(session))
    row = service.open_list(session, SYSTEM, paper.cycle, paper.desk, clock.now())
    titles = [contest.title for contest in queries.journal_contests(session, paper.cycle, paper.desk.id)]
    [conflict] = merged(paper, row, f"1; {number(1)}; 14.07.1987; 1 2")
    assert (conflict["conflict"], conflict["contest"]) == ("group_used", titles[1])
    assert session.query(RollEntry).count() == 1


def test_a_row_of_somebody_without_a_vote_is_named(paper: Paper, session: Session) -> None:
    row = service.open_list(session, SYSTEM, paper.cycle, paper.desk, clock.now())
    rows, _faults = read_journal(f"1; {number(1)}; 14.07.1987; 1", 2)
    [known] = service.person_keys(paper.cycle.code, rows, paper.vote.settings.folder("keys")).values()
    session.add(Excluded(cycle_id=paper.cycle.id, register_key=known.register_key))
    [conflict] = merged(paper, row, f"1; {number(1)}; 14.07.1987; 1")
    assert conflict["conflict"] == "excluded"
    assert session.query(RollEntry).count() == 0


def merged(paper: Paper, row: OfflineList, text: str) -> list[dict[str, object]]:
    rows, faults = read_journal(text, 2)
    assert faults == []
    people = service.person_keys(paper.cycle.code, rows, paper.vote.settings.folder("keys"))
    return service.merge_list(paper.session, OPERATORS[1], paper.cycle, row, rows, people, clock.now())


def test_the_merge_names_double_votes_by_row(paper: Paper, session: Session) -> None:
    row = service.open_list(session, OPERATORS[0], paper.cycle, paper.desk, clock.now())
    contests = [contest.code for contest in queries.journal_contests(session, paper.cycle, paper.desk.id)]
    first = contests[0]
    paper.hand(1, first)
    conflicts = merged(
        paper, row, f"1; {number(1)}; 14.07.1987; 1 2\n2; {number(2)}; 14.07.1987; 1\n3; {number(2)}; 14.07.1987; 1\n"
        f"4; {number(5, date(2015, 1, 2))}; 02.01.2015; 2",
    )  # fmt: skip
    assert [(one["row"], one["conflict"]) for one in conflicts] == [(1, "voted"), (3, "voted"), (4, "too_young")]
    assert conflicts[0]["channel"] == "paper"
    ids = {contest.id: contest.code for contest in paper.cycle.contests}
    assert sorted(ids[entry.contest_id] for entry in session.query(RollEntry)) == sorted([first, first, contests[1]])
    kept = f"{row.conflicts} {' '.join(entry.details for entry in every_entry(session))}"
    assert not any(number(person) in kept for person in (1, 2))
    with pytest.raises(Refused) as refused:
        merged(paper, row, "")
    assert refused.value.reason is Refusal.LIST_MERGED


def test_an_open_list_holds_the_account_and_the_publication(paper: Paper, session: Session, the_clock) -> None:
    row = service.open_list(session, OPERATORS[0], paper.cycle, paper.desk, clock.now())
    with pytest.raises(Refused) as refused:
        paper.account("green", 5)
    assert refused.value.reason is Refusal.LIST_OPEN
    the_clock.now = paper.vote.manifest.grace_until + timedelta(minutes=1)
    paper.vote.clerk.tick()
    with pytest.raises(Refused) as refused:
        service.publish_totals(
            session, SYSTEM, paper.cycle, paper.vote.election, published_folder(paper.vote.settings)
        )  # fmt: skip
    assert refused.value.reason is Refusal.LIST_OPEN
    assert merged(paper, row, f"7; {number(3)}; 14.07.1987; 1") == []  # after the close too
    assert [entry.day for entry in session.query(RollEntry)] == [row.opened_on]
    assert not queries.open_lists(session, paper.cycle.id)


def test_a_list_is_for_a_desk_with_ballots_while_people_vote(paper: Paper, session: Session, the_clock) -> None:
    def reason(desk) -> object:
        with pytest.raises(Refused) as refused:
            service.open_list(session, OPERATORS[0], paper.cycle, desk, clock.now())
        return refused.value.reason

    assert reason(make.desk(session)) is Refusal.NOTHING_PRINTED
    the_clock.now = paper.vote.manifest.grace_until
    assert reason(paper.desk) is Refusal.HANDING_OVER


def test_a_journal_is_printed_and_merged_by_forms(app: Flask, database: Database, settings: Settings) -> None:
    with database.transaction() as session:
        vote, desk = Vote(session, settings), make.desk(session)
        service.order_ballots(session, OPERATORS[0], vote.cycle, desk, 5, clock.now())
        operator = make.signed_in(Visitor(app), session, make.staff(session, Role.OPERATOR))
    operator.get(f"/desk/paper/lists?cycle={vote.cycle.code}")
    operator.send("main form", status=303, desk=desk.code)
    operator.get(operator.answer.headers["Location"])
    link = str(operator.page.select_one("a[href$='journal.pdf']")["href"])
    text = text_of(operator.get(link).get_data())
    assert "Журнал видачі бюлетенів без мережі" in text
    assert "Напрям green" in text
    operator.get(link.removesuffix("/journal.pdf"))
    operator.send("main form", status=422, journal="1; 123; 14.07.1987; 1")
    assert "Такого номера документа не буває." in operator.text
    operator.send("main form", status=303, journal=f"1; {number(1)}; 14.07.1987; 1 2\n2; {number(1)}; 14.07.1987; 2")
    operator.get(link.removesuffix("/journal.pdf"))
    assert "Людей у журналі: 2" in operator.text
    assert "Рядок 2, " in operator.text
    assert "уже проголосувала в цьому напрямі" in operator.text
    assert number(1) not in operator.text
