"""Roll and box together, driven at random and by force: one person, one ballot, whatever breaks in between."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import event

from pb import clock
from pb.ballots.canonical import from_base64url
from pb.ballots.checkpoint import is_receipt
from pb.ballots.encoding import Choices, Record
from pb.ballots.published import ballots_file
from pb.ballots.verifier import verify_election
from pb.ballots.voter import Envelope, open_signed, seal
from pb.booth.box import box_settings, published_folder
from pb.box import queries as box_queries
from pb.box.app import create_box
from pb.box.clerk import Clerk
from pb.box.routes import KEY
from pb.db.database import Database
from pb.electorate.models import RollEntry
from pb.electorate.queries import DESK_PROVIDER
from pb.electorate.rules import Refusal
from pb.electorate.service import publish_roll
from pb.errors import Refused
from pb.identity.models import Visit
from pb.settings import Mode, Settings, checked
from pb.tables import metadata
from pb.values.actor import SYSTEM
from tests import make
from tests.conftest import BOX_POSTGRES, POSTGRES, emptied
from tests.make_booth import Vote, issued, visit

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = st.sampled_from(["olha", "petro", "halyna", "stepan"])
CONTESTS = st.sampled_from(["green", "improvement"])


class Town:
    """A city's roll and a box over it, in a folder of their own; both can be stopped and started again."""

    def __init__(self, folder: Path, city: str = "", box: str = "") -> None:
        for url in filter(None, (city, box)):
            emptied(url)
        self.settings = checked(
            Settings(
                secret_key="machine-0123456789-abcdefghij-KLMN", data_dir=folder, mode=Mode.DEMO,
                public_url="http://127.0.0.1:1", log_level="ERROR", database_url=city, box_database_url=box,
            )
        )  # fmt: skip
        self.database = Database(self.settings.database_url, durable=True)
        metadata.create_all(self.database.engine)
        with self.database.transaction() as session:
            self.vote = Vote(session, self.settings)
            self.desk = make.desk(session).code
        self.start()

    def start(self) -> None:
        self.box = create_box(box_settings(self.settings))
        self.clerk = Clerk(self.box.extensions[KEY])

    def stop(self) -> None:
        self.clerk.box.database.dispose()

    def visit(self, person: str, *, at_desk: bool = False, begun_at=None) -> Visit:
        changes = {"provider": DESK_PROVIDER, "bank": self.desk} if at_desk else {}
        with self.database.transaction() as session:
            return visit(session, person, **changes, **({"begun_at": begun_at} if begun_at else {}))[0]

    def seal(self, contest: str, number: int = 0) -> Envelope:
        return seal(self.vote.manifest, {contest: Choices.approve([self.vote.codes[contest][number]])})[contest]

    def issue(self, who: Visit, contest: str, envelope: Envelope) -> Record:
        requests = {contest: envelope.message}
        signed = issued(self.database, self.vote.cycle, who, requests, self.vote.keys, clock.now())
        return open_signed(self.vote.manifest, envelope, signed[contest])

    def cast(self, record: Record):
        return self.box.test_client().post("/ballots", data=record.as_bytes())

    def on_roll(self) -> int:
        with self.database.reading() as session:
            return session.query(RollEntry).count()

    def in_box(self) -> list[bytes]:
        hashed = self.vote.election.hash
        with self.clerk.box.database.reading() as session:
            return box_queries.leaves_from(session, hashed, 0) + box_queries.waiting_leaves(session, hashed)

    def close(self) -> dict[str, bytes]:
        """The published files, after the grace."""
        self.clerk.tick()
        with self.database.transaction() as session:
            folder = publish_roll(session, SYSTEM, self.vote.cycle, self.vote.election, published_folder(self.settings))
        return {path.name: path.read_bytes() for path in folder.iterdir()}

    def end(self) -> None:
        self.stop()
        self.database.dispose()
        self.vote.clerk.box.database.dispose()


@pytest.fixture
def town(settings):
    made = Town(settings.data_dir, POSTGRES, BOX_POSTGRES)
    yield made
    made.end()


class Election(RuleBasedStateMachine):
    """Logins, desks, issues, casts, repeats, crashes, batches, clock jumps and the close, in any order."""

    @initialize()
    def open(self):
        self.folder = Path(tempfile.mkdtemp())
        self.now = make.NOW
        clock.use(lambda: self.now)
        self.town = Town(self.folder)
        self.sealed: dict[tuple[str, str, bool], Envelope] = {}
        self.issued: dict[tuple[str, str], Envelope] = {}
        self.records: dict[tuple[str, str], Record] = {}
        self.receipts: dict[bytes, str] = {}

    @rule(person=PEOPLE, contest=CONTESTS, at_desk=st.booleans(), number=st.integers(0, 2))
    def take_an_envelope(self, person, contest, at_desk, number):
        envelope = self.sealed.setdefault((person, contest, at_desk), self.town.seal(contest, number))
        first = self.issued.get((person, contest), envelope)
        who = self.town.visit(person, at_desk=at_desk)
        if self.now >= self.town.vote.cycle.voting_closes_at:
            with pytest.raises(Refused):
                self.town.issue(who, contest, envelope)
            return
        if first is not envelope:
            with pytest.raises(Refused) as refused:
                self.town.issue(who, contest, envelope)
            assert refused.value.reason is Refusal.ALREADY_VOTED
            return
        record = self.town.issue(who, contest, envelope)
        self.issued[person, contest] = envelope
        assert self.records.setdefault((person, contest), record) == record

    @rule(person=PEOPLE, contest=CONTESTS)
    def cast(self, person, contest):
        record = self.records.get((person, contest))
        if record is None:
            return
        answer = self.town.cast(record)
        if answer.status_code == 200:
            assert self.receipts.setdefault(record.leaf, answer.json["receipt"]) == answer.json["receipt"]
        else:
            assert answer.json["reason"] == "closed"
            assert record.leaf not in self.receipts
            assert self.now >= self.town.vote.manifest.grace_until

    @rule(hours=st.integers(0, 60))
    def time_goes_on(self, hours):
        self.now += timedelta(hours=hours)

    @rule()
    def the_end_comes(self):
        self.now = max(self.now, self.town.vote.manifest.grace_until)

    @rule()
    def batch(self):
        self.town.clerk.tick()

    @rule()
    def crash_of_the_box(self):
        self.town.stop()
        self.town.start()

    @invariant()
    def all_agrees(self):
        assert self.town.on_roll() == len(self.issued)
        assert sorted(self.town.in_box()) == sorted(self.receipts), "each receipt has exactly one leaf"
        assert len(self.receipts) <= len(self.issued)

    def teardown(self):
        self.now = max(self.now, self.town.vote.manifest.grace_until)
        files = self.town.close()
        report = verify_election(files, self.town.vote.election.hash)
        assert report.passed, report.checks
        published = {
            Record.parse(line).leaf
            for contest in ("green", "improvement")
            for line in files[ballots_file(contest)].splitlines()
        }
        assert published == set(self.receipts)
        assert sum(one.issued for one in report.contests.values()) == len(self.issued)
        for leaf, receipt in self.receipts.items():
            key = self.town.vote.manifest.box_public_key
            assert is_receipt(self.town.vote.manifest.hash, leaf, from_base64url(receipt, 64), key)
        self.town.end()
        clock.use(None)
        shutil.rmtree(self.folder)


Election.TestCase.settings = hypothesis_settings(max_examples=12, stateful_step_count=20, deadline=None)
TestElection = pytest.mark.sqlite(Election.TestCase)


def test_a_thousand_attempts_of_one_person_are_one_ballot(town):
    """Fifty different envelopes, twenty times each, from many threads; whoever gets a signature casts at once."""
    envelopes = [town.seal("green", number % 3) for number in range(50)]
    visits = [town.visit("olha", at_desk=number % 2 == 1) for number in range(4)]

    def attempt(number):
        try:
            record = town.issue(visits[number % 4], "green", envelopes[number % 50])
        except Refused as refused:
            return refused.reason
        return town.cast(record).json["leaf"]

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(attempt, range(1_000)))
    leaves = {answer for answer in answers if not isinstance(answer, Refusal)}
    assert len(leaves) == 1
    assert answers.count(Refusal.ALREADY_VOTED) == 980
    assert (town.on_roll(), len(town.in_box())) == (1, 1)


# Faults.


@pytest.mark.sqlite
def test_a_box_that_is_down_costs_no_vote(town):
    envelope, who = town.seal("green"), town.visit("olha")
    town.stop()
    path = Path(town.settings.box_database_url.removeprefix("sqlite:///"))
    away = path.rename(path.with_suffix(".away"))
    record = town.issue(who, "green", envelope)
    away.rename(path)
    town.start()
    assert town.issue(who, "green", envelope) == record, "the same envelope gets the same signature"
    assert town.cast(record).status_code == 200


class FullError(OSError):
    """No space left on device."""


def full(_connection):
    raise FullError(28, "No space left on device")


def test_a_full_disk_of_the_city_releases_no_signature(town):
    envelope, who = town.seal("green"), town.visit("olha")
    event.listen(town.database.engine, "commit", full)
    with pytest.raises(FullError):
        town.issue(who, "green", envelope)
    event.remove(town.database.engine, "commit", full)
    assert town.on_roll() == 0
    other = town.seal("green", 1)
    assert town.cast(town.issue(who, "green", other)).status_code == 200, "nothing was used up"
    assert (town.on_roll(), len(town.in_box())) == (1, 1)


def test_a_full_disk_of_the_box_acknowledges_nothing_and_the_retry_does(town):
    record = town.issue(town.visit("olha"), "green", town.seal("green"))
    engine = town.clerk.box.database.engine
    event.listen(engine, "commit", full)
    assert town.cast(record).status_code == 503
    event.remove(engine, "commit", full)
    assert town.in_box() == []
    assert town.cast(record).status_code == 200
    assert town.in_box() == [record.leaf]


KILLED = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import event
from pb import clock
from pb.electorate import service
from tests import make
from tests.booth.test_roll_and_box import resumed
clock.use(lambda: make.NOW)
town, who, envelope, box = resumed(Path(sys.argv[1]))
def kill(*_):
    os.kill(os.getpid(), signal.SIGKILL)
step = sys.argv[2]
if step == "signed, not on the roll":
    event.listen(town.database.engine, "commit", lambda connection: kill() if connection.get_execution_options().get("pb_reading") is None else None)
record = town.issue(who, "green", envelope)
if step == "on the roll, not released":
    kill()
if step == "posted, not stored":
    event.listen(town.clerk.box.database.engine, "commit", kill)
answer = town.cast(record)
if step == "stored, not acknowledged":
    kill()
print("alive")
"""
STEPS = {
    "signed, not on the roll": (0, 0),
    "on the roll, not released": (1, 0),
    "posted, not stored": (1, 0),
    "stored, not acknowledged": (1, 1),
}


def resumed(folder: Path):
    """The town of a folder as another process finds it, with the voter's visit and what the browser keeps."""
    import pickle

    town = Town.__new__(Town)
    vote, who, envelope, settings = pickle.loads((folder / "kept.pickle").read_bytes())
    town.vote, town.settings, town.desk = vote, settings, ""
    town.database = Database(settings.database_url, durable=True)
    town.start()
    return town, who, envelope, None


class Kept:
    """What of a `Vote` another process needs."""

    def __init__(self, vote: Vote) -> None:
        self.manifest, self.keys, self.cycle, self.election = vote.manifest, vote.keys, vote.cycle, vote.election


@pytest.mark.parametrize("step", STEPS)
def test_a_process_killed_between_the_steps_loses_nothing_and_doubles_nothing(step, town, tmp_path):
    import pickle

    envelope, who = town.seal("green"), town.visit("olha")
    (tmp_path / "kept.pickle").write_bytes(pickle.dumps((Kept(town.vote), who, envelope, town.settings)))
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path), step], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL, done.stderr[-2000:]
    assert (town.on_roll(), len(town.in_box())) == STEPS[step]
    record = town.issue(who, "green", envelope)
    assert town.cast(record).json["leaf"] == record.leaf.hex()
    assert (town.on_roll(), town.in_box()) == (1, [record.leaf])


# The clock.

SECOND = timedelta(seconds=1)


def test_the_moments_around_opening_and_closing(town, the_clock):
    manifest, cycle = town.vote.manifest, town.vote.cycle
    opens, closes, grace = manifest.opens_at, manifest.closes_at, manifest.grace_until
    expected = [
        # moment, login begun at, whether an envelope is issued, whether the box takes a ballot
        (opens - SECOND, opens - SECOND, False, False),
        (opens, opens, True, True),
        (closes - SECOND, closes - SECOND, True, True),
        (closes, closes - SECOND, True, True),
        (closes, closes, False, True),
        (grace - SECOND, closes - SECOND, True, True),
        (grace - SECOND, closes + SECOND, False, True),
        (grace, closes - SECOND, False, False),
        (grace + SECOND, closes - SECOND, False, False),
    ]
    the_clock.now = opens
    ready = town.issue(town.visit("ready"), "improvement", town.seal("improvement"))
    for number, (now, begun, may_take, may_cast) in enumerate(expected):
        the_clock.now = opens
        spare = town.issue(town.visit(f"spare-{number}"), "improvement", town.seal("improvement"))
        who = town.visit(f"voter-{number}", begun_at=begun)
        the_clock.now = now
        taken = True
        try:
            town.issue(who, "green", town.seal("green"))
        except Refused:
            taken = False
        assert (taken, town.cast(spare).status_code == 200) == (may_take, may_cast), (now, begun)
    assert ready is not None
    assert cycle.voting_closes_at == closes
