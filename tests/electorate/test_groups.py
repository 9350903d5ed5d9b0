"""Groups of contests: a person uses as many as the limit says, whatever comes at once and through whatever channel."""

import threading
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pb import clock
from pb.cycles import service as cycles
from pb.cycles.models import ContestGroup, Cycle
from pb.cycles.queries import cycle_by_code, groups_of
from pb.cycles.rules import Group, Phase, beyond_groups
from pb.cycles.rules import Refusal as CycleRefusal
from pb.db.database import Database
from pb.electorate.keys import CycleKeys
from pb.electorate.models import Reissue, RollEntry, Slot
from pb.electorate.queries import groups_for
from pb.electorate.rules import AgeBand, LostBy, Refusal, counting_digest
from pb.electorate.service import OnPaper, admit, enter_on_paper, enter_roll, sign_envelopes
from pb.errors import NotFound, Refused
from pb.identity.models import Visit
from pb.settings import Settings
from pb.values.actor import SYSTEM
from tests import make
from tests.ballots.make import SIGNING_KEY
from tests.make_booth import Vote, grouped, home, issued, visit

DISTRICTS = [f"district-{number}" for number in range(10)]
BLINDED = [bytes(383) + bytes([number]) for number in range(2, 100)]


def refusal_of(act, *given, **named):
    with pytest.raises(Refused) as refused:
        act(*given, **named)
    return refused.value


@pytest.fixture
def city(database: Database, settings: Settings) -> tuple[Cycle, CycleKeys]:
    """Ten districts of which one person may use two; all sign with one key, as no ballot is opened here."""
    with database.transaction() as session:
        row = make.cycle(session, Phase.VOTING)
        home(session)
        for code in DISTRICTS:
            make.contest(session, row, code)
        session.flush()
        grouped(session, row, 2)
        session.expire_all()
        cycle = cycle_by_code(session, row.code)
    keys = CycleKeys(settings.folder("keys"), cycle.code)
    keys.folder.mkdir(parents=True, exist_ok=True)
    for code in DISTRICTS:
        (keys.folder / f"sign-{code}.pem").write_bytes(SIGNING_KEY.to_pem())
    return cycle, keys


def someone(database: Database) -> Visit:
    with database.transaction() as session:
        return visit(session)[0]


def ask(database: Database, city: tuple[Cycle, CycleKeys], who: Visit, **requests: bytes) -> dict[str, bytes]:
    cycle, keys = city
    wanted = {code.replace("_", "-"): blinded for code, blinded in requests.items()}
    return issued(database, cycle, who, wanted, keys, cycle.voting_opens_at + timedelta(days=7))


def voted(database: Database) -> tuple[int, list[int]]:
    with database.reading() as session:
        return session.query(RollEntry).count(), sorted(slot for (slot,) in session.query(Slot.slot))


@pytest.mark.parametrize("together", [1, 2])
def test_fifty_simultaneous_requests_for_different_districts_leave_as_many_as_the_limit(
    database: Database, city: tuple[Cycle, CycleKeys], together: int
) -> None:
    who = someone(database)
    outcomes: list[object] = []
    gate = threading.Barrier(50)

    def attempt(number: int) -> None:
        gate.wait()
        codes = {f"district_{(number + step) % 10}": BLINDED[number] for step in range(together)}
        try:
            outcomes.append(tuple(ask(database, city, who, **codes)))
        except Refused as refused:
            outcomes.append(refused.reason)

    threads = [threading.Thread(target=attempt, args=(number,)) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == 50
    given = [code for outcome in outcomes if isinstance(outcome, tuple) for code in outcome]
    assert len(given) == len(set(given)) == 2
    assert set(outcomes) - {one for one in outcomes if isinstance(one, tuple)} <= {
        Refusal.GROUP_USED,
        Refusal.ALREADY_VOTED,
    }
    assert voted(database) == (2, [1, 2])


def test_what_was_begun_is_finished_and_one_too_many_takes_nothing_along(
    database: Database, city: tuple[Cycle, CycleKeys]
) -> None:
    who = someone(database)
    first = ask(database, city, who, district_1=BLINDED[0])
    assert ask(database, city, who, district_1=BLINDED[0]) == first
    refused = refusal_of(ask, database, city, who, district_2=BLINDED[1], district_3=BLINDED[1])
    assert refused.reason is Refusal.GROUP_USED
    assert voted(database) == (1, [1])
    ask(database, city, who, district_1=BLINDED[0], district_3=BLINDED[1])  # one is known, one is new
    assert voted(database) == (2, [1, 2])
    assert ask(database, city, who, district_1=BLINDED[0]) == first


def test_a_lost_envelope_is_issued_anew_without_another_slot(database: Database, city: tuple[Cycle, CycleKeys]) -> None:
    who, (cycle, keys) = someone(database), city
    ask(database, city, who, district_1=BLINDED[0], district_2=BLINDED[0])
    person = keys.person_key(who.stretch)
    lost = next(contest for contest in cycle.contests if contest.code == "district-1")
    with database.transaction() as session:
        session.add(
            Reissue(contest_id=lost.id, person_key=person, code="AAAA", lost_by=LostBy.DEVICE, reason="", asked_by="a",
                    asked_on=date(2026, 4, 20), granted_by="b", granted_on=date(2026, 4, 20), is_granted=True)
        )  # fmt: skip
        group = groups_for(session, cycle, person)[0]
        assert (group.left, "district-1" in group.closed, "district-3" in group.closed) == (0, False, True)
    assert ask(database, city, who, district_1=BLINDED[5])
    assert voted(database) == (2, [1, 2])


def test_paper_and_envelopes_share_the_slots(session: Session, settings: Settings) -> None:
    vote = Vote(session, settings, most=1)
    row, _token = visit(session)
    admission = admit(session, vote.cycle, row, keys=vote.keys, region="", now=clock.now())
    desk = make.desk(session)
    person = OnPaper(admission.person_key, desk.id, admission.day, None, AgeBand.UNKNOWN)
    assert enter_on_paper(session, person, {"green": admission.contests["green"]}) == {"green"}
    signed = sign_envelopes(admission, {"improvement": BLINDED[0]}, vote.keys)
    with pytest.raises(Refused) as refused, session.begin_nested():
        enter_roll(session, admission, signed)
    assert refused.value.reason is Refusal.GROUP_USED


def test_the_database_refuses_a_slot_beyond_the_limit_and_a_limit_moved_under_voters(
    session: Session, settings: Settings
) -> None:
    vote = Vote(session, settings, most=1)
    group = vote.cycle.contests[0].group
    person = bytes(32)
    session.add(Slot(group_id=group.id, person_key=person, slot=1, most=1))
    session.flush()
    for slot, most in ((1, 1), (2, 1), (2, 2)):
        with pytest.raises(IntegrityError), session.begin_nested():
            session.execute(Slot.__table__.insert().values(group_id=group.id, person_key=person, slot=slot, most=most))
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(update(ContestGroup).values(most=5))


def test_a_group_is_made_before_submission_and_frozen_after_it(session: Session) -> None:
    row = make.cycle(session, Phase.ANNOUNCED)
    for code in ("north", "south"):
        make.contest(session, row, code)
    session.flush()
    session.expire_all()
    cycle = cycle_by_code(session, row.code)
    typed = cycles.Grouping("Райони", "Districts", 1, ["north", "south"])

    def group(now: datetime | None = None, **changes: object) -> object:
        return cycles.group_contests(session, SYSTEM, cycle, replace(typed, **changes), now or clock.now())

    assert refusal_of(group, most=2).reason is CycleRefusal.GROUP_TOO_SMALL
    made = group()
    session.expire_all()
    cycle = cycle_by_code(session, row.code)
    assert groups_of(cycle) == [Group("Райони", "Districts", 1, frozenset({"north", "south"}))]
    assert refusal_of(group, contests=["north", "improvement"]).reason is CycleRefusal.ALREADY_GROUPED
    late = cycle.submission_opens_at
    assert refusal_of(group, now=late).reason is CycleRefusal.RULES_FROZEN
    again = session, SYSTEM, cycle, made.id, typed
    assert refusal_of(cycles.regroup_contests, *again, late).reason is CycleRefusal.RULES_FROZEN
    assert (
        refusal_of(cycles.ungroup_contests, session, SYSTEM, cycle, made.id, late).reason is CycleRefusal.RULES_FROZEN
    )
    with pytest.raises(NotFound):
        cycles.ungroup_contests(session, SYSTEM, make.cycle(session, Phase.ANNOUNCED), made.id, clock.now())
    cycles.ungroup_contests(session, SYSTEM, cycle, made.id, clock.now())
    session.expire_all()
    assert groups_of(cycle_by_code(session, row.code)) == []


def test_the_manifest_promises_the_limit() -> None:
    contests = [("a", "greedy", "stop", 0, "")]
    plain = counting_digest("0", contests)
    assert plain == counting_digest("0", contests, [])
    assert len({plain, counting_digest("0", contests, [(1, ["a"])]), counting_digest("0", contests, [(2, ["a"])])}) == 3


def test_of_those_wanted_together_the_first_ones_fit() -> None:
    group = Group("Райони", "Districts", 2, frozenset("abcd"), frozenset("a"))
    assert (group.left, group.closed) == (1, frozenset())
    assert beyond_groups([group], ["a", "b", "c", "x"]) == {"c"}
    used = Group("Райони", "Districts", 2, frozenset("abcd"), frozenset("ab"))
    assert (used.left, used.closed, beyond_groups([used], ["a", "c"])) == (0, frozenset("cd"), {"c"})
