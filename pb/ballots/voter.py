"""The voter's side of a whole vote, as the browser does it: seal, and open the signed envelope; sends nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

from pb.ballots.blind import blind, finalize, prepare
from pb.ballots.canonical import NotCanonicalError
from pb.ballots.encoding import Ballot, Choices, Record
from pb.ballots.manifest import Manifest
from pb.ballots.terms import why_not_valid


@dataclass(frozen=True, slots=True)
class Envelope:
    """A sealed ballot: `message` goes to the signer, `prefix` and `inverse` stay with the voter."""

    ballot: Ballot
    prefix: bytes
    message: bytes
    inverse: bytes


def seal(manifest: Manifest, choices: Mapping[str, Choices]) -> dict[str, Envelope]:
    """Contest code → envelope with fresh randomness; NotCanonicalError for a ballot the box would refuse."""
    return {code: _sealed(manifest, code, chosen) for code, chosen in choices.items()}


def _sealed(manifest: Manifest, code: str, chosen: Choices) -> Envelope:
    contest = manifest.contest(code)
    if contest is None:
        raise NotCanonicalError(f"no contest {code}")
    ballot = Ballot.fresh(manifest.hash, code, chosen)
    if broken := why_not_valid(ballot, contest.terms):
        raise NotCanonicalError(broken.value)
    prefix, prepared = prepare(ballot.as_bytes())
    blinded = blind(contest.key, prepared)
    return Envelope(ballot, prefix, blinded.message, blinded.inverse)


def open_signed(manifest: Manifest, envelope: Envelope, signature: bytes) -> Record:
    """The record to post to the box; BlindSignatureError if the signature is not the contest key's."""
    contest = manifest.contest(envelope.ballot.contest)
    if contest is None:
        raise NotCanonicalError("a ballot of another election")
    prepared = envelope.prefix + envelope.ballot.as_bytes()
    return Record(envelope.ballot, envelope.prefix, finalize(contest.key, prepared, signature, envelope.inverse))
