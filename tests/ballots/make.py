"""Makes keys, contests, ballots and whole elections for tests; every name and number is invented."""

from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pb.ballots.blind import SigningKey, blind, finalize, prepare
from pb.ballots.encoding import Ballot, Choices, Record
from pb.ballots.manifest import Contest, Manifest, raw_public_key
from pb.ballots.terms import ContestTerms, Form

# Made once per run: generating an RSA key takes a good part of a second.
SIGNING_KEY = SigningKey.generate()
OTHER_KEY = SigningKey.generate()
BOX_KEY = Ed25519PrivateKey.generate()
MANIFEST = "ab" * 32


def sealed(ballot: Ballot, key: SigningKey = SIGNING_KEY) -> Record:
    """The ballot carried through the whole blind-signature protocol."""
    prefix, prepared = prepare(ballot.as_bytes())
    blinded = blind(key.public, prepared)
    signature = finalize(key.public, prepared, key.blind_sign(blinded.message), blinded.inverse)
    return Record(ballot, prefix, signature)


def approval(*codes: str, manifest: str = MANIFEST, contest: str = "green") -> Ballot:
    return Ballot.fresh(manifest, contest, Choices.approve(codes))


GREEN = ContestTerms(
    "green",
    Form.APPROVE,
    1,
    3,
    900_000_00,
    tuple((f"G{number}", number * 50_000_00) for number in range(1, 7)),
)
STREETS = ContestTerms("streets", Form.RANK, 1, 2, 500_000_00, (("S1", 90_000_00), ("S2", 80_000_00)))
KEYS = {"green": SIGNING_KEY, "streets": OTHER_KEY}


def manifest() -> Manifest:
    """An invented election of two contests."""
    return Manifest(
        cycle="2026",
        opens_at=datetime(2026, 4, 16, tzinfo=UTC),
        closes_at=datetime(2026, 4, 30, 21, tzinfo=UTC),
        grace_until=datetime(2026, 4, 30, 21, 15, tzinfo=UTC),
        rule_set="5e" * 32,
        box_key=raw_public_key(BOX_KEY.public_key()),
        contests=(Contest(GREEN, SIGNING_KEY.public), Contest(STREETS, OTHER_KEY.public)),
    )
