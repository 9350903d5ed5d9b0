"""Makes whole published elections, honest ones and such as an insider with every key could forge."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pb.ballots.canonical import to_base64url
from pb.ballots.checkpoint import Checkpoint, join_notes, sign_receipt
from pb.ballots.encoding import Ballot, Choices, Record
from pb.ballots.log import Tree
from pb.ballots.manifest import Manifest
from pb.ballots.published import ballots_file, write_ballots, write_leaves, write_roll
from tests.ballots.make import BOX_KEY, KEYS, manifest, sealed


@dataclass
class Election:
    """An election before publication; `files()` signs and writes it, whatever was done to it before."""

    manifest: Manifest
    log: list[Record]
    batches: list[int]
    reissued: int = 0
    issued: int | None = None
    box_key: Ed25519PrivateKey = field(default_factory=lambda: BOX_KEY)
    published: list[Record] | None = None

    def tree(self) -> Tree:
        return Tree(record.leaf for record in self.log)

    def notes(self) -> list[str]:
        tree, sizes = self.tree(), [0, *self.batches, len(self.log)]
        points = [
            Checkpoint(self.manifest.cycle, self.manifest.hash, size, tree.root(size), number == len(sizes) - 1)
            for number, size in enumerate(sizes)
        ]
        return [point.sign(self.box_key) for point in points]

    def of_contest(self, code: str) -> list[Record]:
        records = self.log if self.published is None else self.published
        return [record for record in records if record.ballot.contest == code]

    def files(self) -> dict[str, bytes]:
        codes = [contest.terms.code for contest in self.manifest.contests]
        roll = {
            code: (len(self.of_contest(code)) if self.issued is None else self.issued, self.reissued) for code in codes
        }
        return {
            "manifest.json": self.manifest.as_bytes(),
            "checkpoints.txt": join_notes(self.notes()).encode(),
            "leaves.txt": write_leaves(self.tree().leaves),
            "roll.json": write_roll(self.manifest.hash, roll),
            **{ballots_file(code): write_ballots(self.of_contest(code)) for code in codes},
        }

    def receipts(self) -> bytes:
        return receipts(self.manifest.hash, (record.leaf for record in self.log), self.box_key)


def receipts(manifest_hash: str, leaves: Iterable[bytes], key: Ed25519PrivateKey) -> bytes:
    return "".join(f"{leaf.hex()} {to_base64url(sign_receipt(manifest_hash, leaf, key))}\n" for leaf in leaves).encode()


MANIFEST = manifest()


def vote(chance: random.Random, contest: str, election: Manifest = MANIFEST) -> Record:
    """A sealed ballot with valid random choices."""
    terms = election.contest(contest).terms
    codes = chance.sample([code for code, _ in terms.projects], chance.randint(1, min(2, terms.max_choices)))
    choices = Choices.rank(codes) if contest == "streets" else Choices.approve(codes)
    return sealed(Ballot.fresh(election.hash, contest, choices), KEYS[contest])


def _pool() -> list[Record]:
    chance = random.Random(2026)
    return [vote(chance, contest) for contest in ["green"] * 16 + ["streets"] * 12]


POOL = _pool()
"""Sealing takes milliseconds, so that elections draw from ballots made once."""


def honest(chance: random.Random, most: int = len(POOL)) -> Election:
    log = chance.sample(POOL, chance.randint(0, most))
    batches = sorted(chance.sample(range(len(log) + 1), min(len(log), chance.randint(0, 3))))
    return Election(MANIFEST, log, batches, reissued=chance.choice([0, 0, 1]))


def standing() -> Election:
    """The election that mutations start from: twelve ballots of each contest, three batches."""
    green = [record for record in POOL if record.ballot.contest == "green"][:12]
    streets = [record for record in POOL if record.ballot.contest == "streets"][:12]
    log = random.Random(7).sample(green + streets, 24)
    return Election(MANIFEST, log, [5, 17])


def altered(record: Record, **changes: object) -> Record:
    """The record with a changed ballot under the old signature."""
    return replace(record, ballot=replace(record.ballot, **changes))
