"""Classes of years 1–4 vote together: registered, never with slips besides, counted twice, published and verified."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pb import clock
from pb.ballots.paper import BatchKind, BatchState, read_paper
from pb.ballots.verifier import verify_election
from pb.booth.box import published_folder
from pb.cycles.queries import cycle_by_code
from pb.db.database import Database
from pb.electorate import queries as electorate
from pb.electorate.models import SchoolClass, SchoolCode
from pb.electorate.rules import Refusal as Codes
from pb.electorate.service import make_codes
from pb.errors import Refused
from pb.paper import service
from pb.paper.models import Batch
from pb.paper.queries import ledgers, listed_projects
from pb.paper.rules import Account, Difference, Refusal, Standing, differences, is_youngest, votes_in
from pb.results.gathering import votes_by_hands
from pb.school.rules import over_hands
from pb.school.service import name_coordinators
from pb.settings import Settings
from pb.tally import service as tally
from pb.values.actor import SYSTEM, Actor, ActorKind
from pb.values.permission import Role
from tests import make
from tests.make_booth import Vote
from tests.make_school import school_vote
from tests.visitor import Visitor

PEOPLE = [Actor(ActorKind.STAFF, f"COORD{number}") for number in range(4)]


def refusal_of(act, *given, **named):
    with pytest.raises(Refused) as refused:
        act(*given, **named)
    return refused.value.reason


@pytest.fixture
def school(session: Session, settings: Settings) -> Vote:
    return school_vote(session, settings)


def register(session: Session, vote: Vote, **pupils: int) -> None:
    named = {label.replace("_", "-"): amount for label, amount in pupils.items()}
    service.register_classes(
        session, SYSTEM, vote.cycle, {f"1-{one}": many for one, many in named.items()}, clock.now()
    )


def rows(session: Session, vote: Vote):
    session.expire_all()
    return {one.batch.class_label: one for one in ledgers(session, vote.cycle)}


def close(vote: Vote, the_clock) -> None:
    the_clock.now = vote.manifest.grace_until + timedelta(seconds=1)


def readings(session: Session, vote: Vote, *votes: int) -> dict[int, str]:
    """Project number → hands, in the order of the published codes."""
    batch = session.query(Batch).first()
    numbers = sorted(one.number for one in listed_projects(session, batch.contest_id, vote.codes["improvement"]))
    return dict(zip(numbers, map(str, votes), strict=True))


def typed(session: Session, vote: Vote, label: str, person: int, *votes: int) -> None:
    ledger = rows(session, vote)[label]
    service.type_batch(session, PEOPLE[person], vote.cycle, ledger, readings(session, vote, *votes), clock.now())


def published(session: Session, vote: Vote, settings: Settings) -> dict[str, bytes]:
    vote.clerk.tick()
    folder = service.publish_totals(session, SYSTEM, vote.cycle, vote.election, published_folder(settings))
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_hands_of_a_class_are_counted_published_and_verified(
    session: Session, school: Vote, settings: Settings, the_clock
) -> None:
    register(session, school, А=12, Б=9)
    close(school, the_clock)
    assert {one.standing for one in rows(session, school).values()} == {Standing.TO_TYPE}
    assert refusal_of(published, session, school, settings) is Refusal.NOT_SETTLED
    for person in (0, 1):
        typed(session, school, "1-А", person, 7, 5, 0)
        typed(session, school, "1-Б", person, 2, 0, 6)
    assert {one.standing for one in rows(session, school).values()} == {Standing.COUNTED}
    files = published(session, school, settings)
    report = verify_election(files, school.manifest.hash)
    assert report.passed, [check for check in report.checks if not check.passed]
    assert report.contests["improvement"].paper == 20
    batches = read_paper(files["paper.json"], school.manifest.hash)
    assert {(one.kind, one.point, one.handed, one.found, one.state) for one in batches} == {
        (BatchKind.TOTALS, "class", 12, 12, BatchState.COUNTED),
        (BatchKind.TOTALS, "class", 9, 8, BatchState.COUNTED),
    }
    cycle = cycle_by_code(session, school.cycle.code)
    [count] = electorate.reconciliation(session, cycle, school.election, published_folder(settings))
    assert (count.by_hands, count.counted_on_paper, count.on_paper) == (20, 0, 0)
    assert votes_by_hands(session, school.cycle, published_folder(settings)) == {"improvement": 20}
    [source] = tally.register_election(session, SYSTEM, cycle, published_folder(settings), clock.now())
    assert source.ballots == 20


def test_small_classes_are_published_together(session: Session, school: Vote, settings: Settings, the_clock) -> None:
    register(session, school, А=12, Б=3, В=3)
    close(school, the_clock)
    for person in (0, 1):
        typed(session, school, "1-А", person, 7, 5, 0)
        typed(session, school, "1-Б", person, 3, 0, 0)
        typed(session, school, "1-В", person, 0, 3, 0)
    files = published(session, school, settings)
    assert verify_election(files, school.manifest.hash).passed
    found = {one.batch: (one.handed, one.found) for one in read_paper(files["paper.json"], school.manifest.hash)}
    assert found["few-classes"] == (6, 6)
    assert len(found) == 2


def test_two_different_counts_wait_for_a_third_person(session: Session, school: Vote, the_clock) -> None:
    register(session, school, А=12)
    assert refusal_of(typed, session, school, "1-А", 0, 1, 0, 0) is Refusal.STILL_VOTING
    close(school, the_clock)
    typed(session, school, "1-А", 0, 7, 5, 0)
    assert refusal_of(typed, session, school, "1-А", 0, 7, 5, 0) is Refusal.SAME_PERSON
    typed(session, school, "1-А", 1, 7, 4, 0)
    ledger = rows(session, school)["1-А"]
    first, second, _third = readings(session, school, 0, 0, 0)
    assert (ledger.standing, ledger.contested) == (Standing.DISPUTED, (second,))
    assert refusal_of(service.settle_batch, session, PEOPLE[2], school.cycle, ledger, {first: "7"}, clock.now()) is (
        Refusal.OTHER_SERIALS
    )
    service.settle_batch(session, PEOPLE[2], school.cycle, ledger, {second: "4"}, clock.now())
    ledger = rows(session, school)["1-А"]
    assert (ledger.standing, ledger.account.found) == (Standing.COUNTED, 11)


def test_a_class_votes_in_one_way_only(session: Session, school: Vote) -> None:
    with session.begin_nested():
        make_codes(session, SYSTEM, school.cycle, {"1-А": 2}, keys=school.keys)
    with pytest.raises(Refused) as refused, session.begin_nested():
        register(session, school, А=12)
    assert refused.value.reason is Refusal.CLASS_KNOWN
    register(session, school, Б=12)
    with pytest.raises(Refused) as refused, session.begin_nested():
        make_codes(session, SYSTEM, school.cycle, {"1-Б": 2}, keys=school.keys)
    assert refused.value.reason is Codes.CLASS_BY_HANDS
    rows_ = {
        "cycle_id": school.cycle.id,
        "code_hash": bytes(32),
        "class_label": "1-Б",
        "is_void": False,
        "is_used": False,
    }
    for by_hands in (True, False):
        with pytest.raises(IntegrityError), session.begin_nested():
            session.execute(SchoolCode.__table__.insert().values(by_hands=by_hands, **rows_))
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(SchoolClass.__table__.update().values(by_hands=False, pupils=0))


def test_only_the_youngest_and_only_of_a_school(session: Session, school: Vote, settings: Settings, the_clock) -> None:
    now, act = clock.now(), service.register_classes
    assert refusal_of(act, session, SYSTEM, school.cycle, {"5-А": 20}, now) is Refusal.NOT_YOUNGEST
    assert refusal_of(act, session, SYSTEM, Vote(session, settings).cycle, {"1-А": 2}, now) is Codes.NOT_A_CODE_CYCLE
    ranked = school_vote(session, settings)
    assert [one for one in ("1-А", "4 Б", "5-А", "10-А", "11") if is_youngest(one)] == ["1-А", "4 Б"]
    close(ranked, the_clock)
    assert refusal_of(act, session, SYSTEM, ranked.cycle, {"1-А": 2}, clock.now()) is Refusal.TOO_LATE_TO_PRINT


def test_more_votes_than_a_class_can_give_are_named() -> None:
    account = Account(12, 12, 0, 0, 25, BatchKind.TOTALS, 2)
    assert differences(account) == {Difference.VOTES_OVER: 1}
    assert differences(Account(12, 12, 0, 0, 24, BatchKind.TOTALS, 2)) == {}
    assert (votes_in("-"), votes_in("7")) == (0, 7)
    assert over_hands({3: 12, 4: 12}, 12, 2) is None
    assert over_hands({3: 13, 4: 0}, 12, 2) == 3
    assert over_hands({3: 12, 4: 12, 5: 1}, 12, 2) == 0


def test_coordinators_register_a_class_and_type_its_hands(
    app: Flask, database: Database, settings: Settings, the_clock
) -> None:
    with database.transaction() as session:
        vote = school_vote(session, settings)
        people = [make.staff(session, Role.SCHOOL_COORDINATOR) for _ in range(3)]
        name_coordinators(session, SYSTEM, vote.cycle, [one.code for one in people])
        people.append(make.staff(session, Role.SCHOOL_COORDINATOR))

    def signed_in(place: int) -> Visitor:
        with database.transaction() as session:
            return make.signed_in(Visitor(app), session, people[place])

    page = f"/school/desk/{vote.cycle.code}/classes"
    first = signed_in(0)
    first.get(page)
    first.send("main form", status=422, classes="7-А; 20")
    assert "Разом голосують лише класи 1–4" in first.text
    first.send("main form", status=303, classes="1-А; 20")
    first.get(page)
    assert "Голоси вносять, коли голосування завершиться" in first.text
    signed_in(3).get(page, status=404)
    the_clock.now = vote.manifest.grace_until + timedelta(seconds=1)
    first, second, third = signed_in(0), signed_in(1), signed_in(2)
    first.get(page)
    link = first.page.select_one("main ul a")["href"]
    signed_in(3).get(link, status=404)
    first.get(link)
    names = [field["name"] for field in first.page.select("main input[name^=project_]")]
    assert len(names) == 3
    first.send("main form", status=422, **dict(zip(names, ("21", "0", "0"), strict=True)))
    assert "Рук більше, ніж може підняти клас: учнів 20" in first.text
    first.send("main form", status=422, **dict(zip(names, ("20", "1", "0"), strict=True)))
    assert "Рук більше" in first.text
    first.send("main form", status=422, **dict(zip(names, ("20", "", "два"), strict=True)))
    assert first.page.select_one(f"input[name={names[0]}]")["value"] == "20"
    first.send("main form", status=303, **dict(zip(names, ("12", "8", "0"), strict=True)))
    first.get(page)
    assert first.page.select_one("main ul a") is None
    second.get(link)
    assert "12" not in [field.get("value") for field in second.page.select("main input")]  # not shown to the other
    second.send("main form", status=303, **dict(zip(names, ("12", "7", "0"), strict=True)))
    third.get(page)
    assert "двоє порахували по-різному, потрібна третя людина" in third.text
    third.get(link)
    assert len(third.page.select("main input[name^=project_]")) == 1
    third.send("main form", status=303, **{names[1]: "8"})
    third.get(page)
    assert "зараховано" in third.text
    visitor = Visitor(app)
    visitor.get(f"/cycle/{vote.cycle.code}/turnout")
    assert "Класи, що голосували разом" in visitor.text
    visitor.get(f"/cycle/{vote.cycle.code}/paper")
    assert "1-А клас" in visitor.text


def test_the_office_sees_classes_and_the_desk_does_not(app: Flask, database: Database, settings: Settings) -> None:
    with database.transaction() as session:
        vote = school_vote(session, settings)
        register(session, vote, А=20)
        code = session.query(Batch).one().code
        office = make.signed_in(Visitor(app), session, make.staff(session, Role.SECRETARY, Role.MANAGER))
    with database.transaction() as session:
        desk = make.signed_in(Visitor(app), session, make.staff(session, Role.OPERATOR))
    office.get(f"/paper/batch/{code}")
    assert "1-А клас" in office.text
    office.get(f"/paper/batch/{code}/ballots.pdf", status=404)
    desk.get(f"/desk/paper/{code}/type", status=404)
    desk.get(f"/desk/paper/{code}/account", status=404)
