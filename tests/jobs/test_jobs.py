"""What happens without a click: a ballot drawn is opened, a vote over is published, old keys are destroyed."""

from datetime import timedelta

from pb import clock
from pb.audit.rules import SYSTEM
from pb.cycles.rules import Phase
from pb.db.database import Database
from pb.electorate.keys import CycleKeys
from pb.electorate.models import Case, Excluded
from pb.electorate.queries import election_of
from pb.jobs import run_due
from pb.projects.rules import Status
from pb.review.service import announce_list, draw_ballot
from pb.settings import Settings
from tests import make


def drawn_cycle(database: Database, the_clock) -> str:
    with database.transaction() as session:
        cycle = make.cycle(session, Phase.BALLOT)
        for _ in range(2):
            make.project(session, cycle, Status.ADMITTED)
        announce_list(session, SYSTEM, cycle, the_clock.now)
        draw_ballot(session, SYSTEM, cycle, "відкрите зерно жеребу", the_clock.now)
        return cycle.code


def test_a_round_opens_publishes_and_forgets_each_once(settings: Settings, database: Database, the_clock) -> None:
    code = drawn_cycle(database, the_clock)
    assert run_due(settings, database).opened == (code,)
    assert run_due(settings, database).opened == ()
    with database.reading() as session:
        from pb.cycles.queries import cycle_by_code

        cycle = cycle_by_code(session, code)
        assert election_of(session, cycle.id) is not None
    the_clock.now = cycle.voting_closes_at + timedelta(hours=1)
    assert run_due(settings, database).published == (code,)
    assert run_due(settings, database).published == ()
    keys = settings.folder("keys") / code
    CycleKeys(settings.folder("keys"), code).person_key(b"x" * 32)
    with database.transaction() as session:
        told = {"story": "Голосував хтось інший.", "opened_on": clock.today(), "due_on": clock.today()}
        session.add(Excluded(cycle_id=cycle.id, register_key=bytes(32)))
        session.add(Case(code="CASE1", cycle_id=cycle.id, person_key=bytes(32), token_hash=bytes(32), **told))
    the_clock.now = cycle.results_at + timedelta(days=29)
    assert run_due(settings, database).forgotten == ()
    assert keys.exists()
    the_clock.now += timedelta(days=2)
    assert run_due(settings, database).forgotten == (code,)
    assert not keys.exists()
    with database.reading() as session:
        assert session.query(Case).one().story == ""
        assert session.query(Excluded).count() == 0
    assert run_due(settings, database).forgotten == ()


def test_nothing_opens_before_the_lot(settings: Settings, database: Database) -> None:
    with database.transaction() as session:
        make.cycle(session, Phase.BALLOT)
    assert run_due(settings, database).opened == ()
