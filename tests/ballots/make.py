"""Makes keys, contests, ballots and whole elections for tests; every name and number is invented."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pb.ballots.blind import SigningKey, blind, finalize, prepare
from pb.ballots.encoding import Ballot, Choices, Record

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
