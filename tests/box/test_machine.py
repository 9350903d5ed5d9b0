"""A box driven at random through casts, batches, restarts, clock jumps and the close; what must always hold."""

import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from pb import clock
from pb.ballots.canonical import from_base64url
from pb.ballots.checkpoint import Checkpoint, is_receipt
from pb.ballots.log import Tree
from pb.ballots.manifest import raw_public_key
from pb.ballots.published import write_roll
from pb.ballots.verifier import verify_election
from pb.box import queries
from pb.box.app import create_box
from pb.box.box import BoxSettings
from pb.box.clerk import Clerk
from tests.ballots.elections import MANIFEST, POOL
from tests.ballots.make import BOX_KEY

G = MANIFEST.hash


class BoxMachine(RuleBasedStateMachine):
    @initialize()
    def set_up(self):
        self.folder = Path(tempfile.mkdtemp())
        keys = self.folder / "keys"
        keys.mkdir()
        pem = BOX_KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (keys / f"box-{raw_public_key(BOX_KEY.public_key()).hex()}.pem").write_bytes(pem)
        url = f"sqlite:///{self.folder / 'box.sqlite'}"
        self.settings = BoxSettings(url, keys, self.folder / "published", "https://budget.test")
        self.now = MANIFEST.opens_at
        clock.use(lambda: self.now)
        self.receipts: dict[bytes, str] = {}
        self.is_closed = False
        self.start()
        self.clerk.open(MANIFEST)

    def start(self):
        self.app = create_box(self.settings)
        self.box = self.app.extensions["pb.box"]
        self.clerk = Clerk(self.box)

    @rule(number=st.integers(0, len(POOL) - 1))
    def cast(self, number):
        record = POOL[number]
        answer = self.app.test_client().post("/ballots", data=record.as_bytes())
        if answer.status_code == 200:
            assert record.leaf in self.receipts or not self.is_closed
            assert self.receipts.setdefault(record.leaf, answer.json["receipt"]) == answer.json["receipt"]
        else:
            assert record.leaf not in self.receipts
            assert answer.json["reason"] in {"closed", "not_open_yet"}

    @rule(first=st.integers(0, len(POOL) - 22))
    def cast_many(self, first):
        for number in range(first, first + 22):
            self.cast(number)

    @rule(minutes=st.integers(-90, 24 * 60))
    def time_goes_on(self, minutes):
        self.now += timedelta(minutes=minutes)

    @rule()
    def tick(self):
        self.clerk.tick()
        if self.now >= MANIFEST.grace_until:
            self.is_closed = True

    @rule()
    def the_end_comes(self):
        self.now = max(self.now, MANIFEST.grace_until)

    @rule()
    def restart(self):
        self.box.database.dispose()
        self.start()

    @invariant()
    def the_box_keeps_its_word(self):
        with self.box.database.reading() as session:
            logged = queries.leaves_from(session, G, 0)
            waiting = queries.waiting_leaves(session, G)
            notes = queries.checkpoint_notes(session, G)
        assert not self.box.read_only
        assert sorted(logged + waiting) == sorted(self.receipts), "each receipt has exactly one leaf"
        points = [Checkpoint.open(note, BOX_KEY.public_key()) for note in notes]
        tree = Tree(logged)
        assert [point.root for point in points] == [tree.root(point.size) for point in points]
        assert points[-1].size == len(logged)
        assert [point.final for point in points] == [False] * (len(points) - 1) + [self.is_closed]
        if self.is_closed:
            assert not waiting

    def teardown(self):
        clock.use(None)
        for leaf, receipt in self.receipts.items():
            assert is_receipt(G, leaf, from_base64url(receipt, 64), BOX_KEY.public_key())
        if self.is_closed:
            files = {path.name: path.read_bytes() for path in (self.folder / "published" / G).iterdir()}
            files["roll.json"] = write_roll(G, {"green": (16, 0), "streets": (12, 0)})
            assert verify_election(files, G).passed
        self.box.database.dispose()
        shutil.rmtree(self.folder)


BoxMachine.TestCase.settings = settings(max_examples=15, stateful_step_count=20, deadline=None)
TestBoxMachine = BoxMachine.TestCase
