"""Writes a large published election into a folder, for measuring verifiers: `python -m bench.published FOLDER`.

Ballots are signed directly with the contests' keys: the signatures are the same as those of the blind protocol,
and making sixty thousand of them takes minutes instead of hours.
"""

import argparse
import random
import secrets
import sys
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from pb.ballots.checkpoint import Checkpoint, join_notes
from pb.ballots.encoding import PREFIX_BYTES, Ballot, Choices, Record
from pb.ballots.log import Tree
from pb.ballots.manifest import Contest, Manifest, raw_public_key
from pb.ballots.pss import EXPONENT, KEY_BITS, SALT_LENGTH, PublicKey
from pb.ballots.published import ballots_file, write_ballots, write_leaves, write_roll
from pb.ballots.terms import ContestTerms, Form

PADDING = padding.PSS(mgf=padding.MGF1(hashes.SHA384()), salt_length=SALT_LENGTH)
PROJECTS = 40
BATCH = 700


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--ballots", type=int, default=60_000)
    parser.add_argument("--contests", type=int, default=13)
    options = parser.parse_args()
    sys.stdout.write(write_election(options.folder, options.ballots, options.contests) + "\n")


def write_election(folder: Path, ballots: int, contests: int) -> str:
    """Write the files; returns the manifest's hash."""
    box = Ed25519PrivateKey.generate()
    keys = {f"contest-{n:02}": rsa.generate_private_key(EXPONENT, KEY_BITS) for n in range(contests)}
    manifest = _manifest(box, keys)
    share = {code: ballots // contests + (place < ballots % contests) for place, code in enumerate(keys)}
    with ProcessPoolExecutor() as pool:
        work = [(manifest.hash, code, _pem(key), share[code]) for code, key in keys.items()]
        signed = dict(zip(keys, pool.map(_signed, work), strict=True))
    leaves = [record.leaf for records in signed.values() for record in records]
    random.Random(1).shuffle(leaves)
    tree = Tree(leaves)
    sizes = [*range(0, len(leaves), BATCH), len(leaves)]
    notes = [
        Checkpoint(manifest.cycle, manifest.hash, size, tree.root(size), place == len(sizes) - 1).sign(box)
        for place, size in enumerate(sizes)
    ]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "manifest.json").write_bytes(manifest.as_bytes())
    (folder / "checkpoints.txt").write_text(join_notes(notes), "utf-8")
    (folder / "leaves.txt").write_bytes(write_leaves(leaves))
    (folder / "roll.json").write_bytes(write_roll(manifest.hash, {code: (many, 0) for code, many in share.items()}))
    for code, records in signed.items():
        (folder / ballots_file(code)).write_bytes(write_ballots(records))
    return manifest.hash


def _manifest(box: Ed25519PrivateKey, keys: dict[str, rsa.RSAPrivateKey]) -> Manifest:
    projects = tuple((f"P{number:03}", number * 10_000_00) for number in range(1, PROJECTS + 1))
    return Manifest(
        cycle="bench",
        opens_at=datetime(2026, 4, 16, tzinfo=UTC),
        closes_at=datetime(2026, 4, 30, 21, tzinfo=UTC),
        grace_until=datetime(2026, 4, 30, 21, 15, tzinfo=UTC),
        rule_set="5e" * 32,
        box_key=raw_public_key(box.public_key()),
        contests=tuple(
            Contest(
                ContestTerms(code, Form.APPROVE, 1, 3, 900_000_00, projects),
                PublicKey(key.public_key().public_numbers().n),
            )
            for code, key in keys.items()
        ),
    )


def _signed(work: tuple[str, str, bytes, int]) -> list[Record]:
    manifest, contest, pem, many = work
    key = load_pem_private_key(pem, password=None)
    assert isinstance(key, rsa.RSAPrivateKey)
    chance = random.Random(contest)
    records = []
    for _ in range(many):
        codes = chance.sample(range(1, PROJECTS + 1), chance.randint(1, 3))
        ballot = Ballot.fresh(manifest, contest, Choices.approve(f"P{number:03}" for number in codes))
        prefix = secrets.token_bytes(PREFIX_BYTES)
        records.append(Record(ballot, prefix, key.sign(prefix + ballot.as_bytes(), PADDING, hashes.SHA384())))
    return records


def _pem(key: rsa.RSAPrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


if __name__ == "__main__":
    main()
