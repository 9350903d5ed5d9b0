"""What stands out in a vote: the rules against seeded and ordinary figures, the page, the notes, the nights."""

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from pb import clock
from pb.audit.queries import every_entry
from pb.cycles.models import Desk
from pb.db.database import Database
from pb.electorate.models import FindingNote, Night, RollEntry, Shift
from pb.electorate.queries import looked_at
from pb.electorate.rules import AgeBand, Channel, FindingKind, Refusal
from pb.electorate.service import close_finding, note_night
from pb.electorate.unusual import Seen, findings, unusual_ages, unusually_high
from pb.errors import Refused
from pb.jobs import run_due
from pb.settings import Settings
from pb.values.actor import SYSTEM
from pb.values.permission import Role
from tests import make
from tests.make_booth import Vote
from tests.visitor import Visitor

DAY = date(2026, 4, 16)
NOTHING = Seen({}, {}, {}, {}, {}, {}, {})


def days(*amounts: int) -> dict[tuple[str, date], int]:
    return {("Оператор Б", DAY + timedelta(days=place)): amount for place, amount in enumerate(amounts)}


def test_one_day_far_above_the_others_is_named_with_what_is_usual() -> None:
    [(name, count, low, high)] = unusually_high(days(12, 15, 18, 14, 16, 13, 41))
    assert (name[1], count, low, high) == (DAY + timedelta(days=6), 41, 13, 16)


@pytest.mark.parametrize(
    "amounts",
    [
        (12, 15, 18, 14, 16, 13, 20),  # within chance
        (15, 15, 15, 15, 15, 15, 22),  # days that happen to be alike do not make the next one an outlier
        (1, 2, 1, 2, 1, 2, 19),  # a small group is nobody's anomaly
        (12, 15, 18, 14, 90),  # too few days to know what is usual
        (100, 100, 3, 100, 100, 100),  # few people are no burst
    ],
)
def test_what_is_no_finding(amounts: tuple[int, ...]) -> None:
    assert list(unusually_high(days(*amounts))) == []


@given(st.lists(st.integers(0, 500), min_size=6, max_size=40))
def test_who_is_named_is_above_all_that_is_usual(amounts: list[int]) -> None:
    for _name, count, low, high in unusually_high(dict(enumerate(amounts))):
        assert low <= high < count


def test_a_vote_by_chance_raises_hardly_ever_an_alarm() -> None:
    chance, alarms = random.Random(7), 0
    for _ in range(200):
        ages = {day: Counter(chance.choices(list(AgeBand), k=300)) for day in range(15)}
        alarms += len(list(unusual_ages(ages)))
    assert alarms <= 200 // 30 + 3


def test_a_seeded_cohort_is_found() -> None:
    """As in Wrocław in 2025: one evening at one point brings the very old."""
    usual = Counter({AgeBand.FROM_18: 30, AgeBand.FROM_35: 50, AgeBand.FROM_65: 12})
    cells = {
        **{f"ЦНАП {number}": usual for number in range(5)},
        "ЦНАП 9": Counter({AgeBand.FROM_65: 97, AgeBand.FROM_35: 20}),
    }
    assert list(unusual_ages(cells)) == [("ЦНАП 9", AgeBand.FROM_65, 83, 13)]


def test_a_seeded_night_is_found() -> None:
    """As in Guimarães in 2014: thousands of votes between midnight and morning."""
    nights = {DAY + timedelta(days=place): amount for place, amount in enumerate((25, 30, 22, 28, 31, 2850))}
    [found] = findings(Seen({}, {}, {}, {}, {}, {}, nights))
    assert (found.kind, found.day, found.seen, found.high) == (FindingKind.NIGHT, DAY + timedelta(days=5), 2850, 30)


def test_people_on_the_roll_without_a_shift_are_found() -> None:
    [found] = findings(Seen({}, {}, {"ЦНАП 1": 15, "ЦНАП 2": 9}, {"ЦНАП 1": 20, "ЦНАП 2": 9}, {}, {}, {}))
    assert (found.kind, found.subject, found.seen, found.high) == (FindingKind.NO_SHIFT, "ЦНАП 1", 20, 15)
    assert findings(NOTHING) == []


def voter(session: Session, vote: Vote, number: int, desk: Desk, day: date) -> None:
    for contest in vote.cycle.contests:  # two envelopes, one person
        session.add(
            RollEntry(
                contest_id=contest.id, person_key=number.to_bytes(32, "big"), channel=Channel.DESK, desk_id=desk.id,
                day=day, age_band=AgeBand.FROM_35, request_hash=bytes(32), blind_signature=b"s",
            )
        )  # fmt: skip


def shifts(session: Session, vote: Vote, desk: Desk, *entered: int) -> None:
    person = make.staff(session, Role.OPERATOR)
    person.name = "Оператор Б"
    for place, amount in enumerate(entered):
        day = DAY + timedelta(days=place)
        session.add(
            Shift(code=f"SHIFT{place}", cycle_id=vote.cycle.id, desk_id=desk.id, operator=person.code, opened_on=day,
                  closed_on=day, entered=amount, finished=amount)
        )  # fmt: skip


def test_the_figures_count_people_and_not_envelopes(session: Session, vote: Vote) -> None:
    desk = make.desk(session)
    for number in range(3):
        voter(session, vote, number, desk, DAY)
    shifts(session, vote, desk, 2)
    session.flush()
    [found] = looked_at(session, vote.cycle.id)
    assert (found.finding.kind, found.finding.seen, found.finding.high) == (FindingKind.NO_SHIFT, 3, 2)


def test_a_note_closes_a_figure_until_it_changes(session: Session, vote: Vote) -> None:
    shifts(session, vote, make.desk(session), 12, 15, 18, 14, 16, 13, 41)
    session.flush()
    [one] = looked_at(session, vote.cycle.id)
    for note, key in (("мало", one.finding.key), ("Виїзний день у ліцеї.", "інше")):
        with pytest.raises(Refused) as refused:
            close_finding(session, SYSTEM, vote.cycle, key, note)
        assert refused.value.reason in {Refusal.NOTE_NEEDED, Refusal.FINDING_GONE}
    close_finding(session, SYSTEM, vote.cycle, one.finding.key, "Виїзний день у ліцеї.")
    session.flush()
    assert [row.note.note for row in looked_at(session, vote.cycle.id)] == ["Виїзний день у ліцеї."]
    assert list(every_entry(session))[-1].action == "electorate.close_finding"
    session.query(Shift).filter_by(entered=41).update({"entered": 42, "finished": 42})
    session.expire_all()
    assert [row.note for row in looked_at(session, vote.cycle.id)] == [None]
    assert session.query(FindingNote).count() == 1  # what was found out about the old figure stays


def test_the_page_says_it_is_no_proof_and_takes_a_note(app: Flask, database: Database, settings: Settings) -> None:
    with database.transaction() as session:
        vote = Vote(session, settings)
        shifts(session, vote, make.desk(session), 12, 15, 18, 14, 16, 13, 41)
    address = f"/findings?cycle={vote.cycle.code}"
    for role in (Role.AUDITOR, Role.COMMISSION_MEMBER, Role.OMBUDSMAN):
        with database.transaction() as session:
            reader = make.signed_in(Visitor(app), session, make.staff(session, role))
        reader.get(address)
        assert "Оператор Б, 22 квітня: записано 41 особу за день. Звичайно в операторів 13–16." in reader.text
        assert "нічого не доводить" in reader.text
    reader.send("main form", status=422, note="Коротко")
    assert "щонайменше 10 знаків" in reader.text
    assert reader.page.select_one("main textarea").get_text().strip() == "Коротко"
    reader.send("main form", status=303, note="Виїзний день у ліцеї, зміну подвоїли.")
    reader.get(address)
    assert "Зараз нічого не впадає в око." in reader.text
    assert "Виїзний день у ліцеї, зміну подвоїли." in reader.text
    with database.transaction() as session:
        operator = make.signed_in(Visitor(app), session, make.staff(session, Role.OPERATOR))
    operator.get(address, status=403)
    reader.get("/findings?cycle=unknown", status=404)


def test_a_night_is_two_lengths_of_the_public_log(session: Session, vote: Vote) -> None:
    def at(hour: int, logged: int, day: int = 21) -> None:
        note_night(session, vote.cycle, logged, datetime(2026, 4, day, hour, 1, tzinfo=clock.CITY_ZONE))

    at(3, 50)  # the midnight was missed: this night is not noted
    assert session.query(Night).count() == 0
    for hour, logged in ((0, 100), (0, 104), (5, 180), (6, 190), (9, 300)):
        at(hour, logged, 22)
    row = session.query(Night).one()
    assert (row.day, row.at_midnight, row.at_six) == (date(2026, 4, 22), 100, 190)


def test_the_round_notes_nights_of_running_votes(database: Database, settings: Settings, the_clock) -> None:
    with database.transaction() as session:
        vote = Vote(session, settings)
    for hour in (21, 3):  # midnight and six in Kyiv
        the_clock.now = datetime(2026, 4, 21 if hour == 21 else 22, hour, 0, 30, tzinfo=UTC)
        run_due(settings, database)
    with database.reading() as session:
        row = session.query(Night).one()
        assert (row.cycle_id, row.day, row.at_midnight, row.at_six) == (vote.cycle.id, date(2026, 4, 22), 0, 0)
