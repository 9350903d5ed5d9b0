"""The frozen manifest of an election: what voters were promised, and the keys; ballots are in `encoding`."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from pb.ballots.canonical import (
    HASH,
    SLUG,
    NotCanonicalError,
    from_base64url,
    from_bytes,
    list_of,
    record_of,
    text_of,
    to_base64url,
    to_bytes,
)
from pb.ballots.pss import PublicKey
from pb.ballots.terms import ContestTerms

FORMAT = "pb-election-1"
MANIFEST_LIMIT = 4_000_000
"""Bytes: some 400 contests of 400 projects."""
TIME = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class Contest:
    """A contest's terms and the key that signs its envelopes and nothing else."""

    terms: ContestTerms
    key: PublicKey


@dataclass(frozen=True)
class Manifest:
    """Everything about an election that must not change while people vote.

    Moments are UTC, whole seconds. Envelopes are issued from `opens_at` until `closes_at`; the box takes ballots
    until `grace_until`, so that an envelope issued in the last second can still be cast. `rule_set` is the
    SHA-256 of all that decides the count: the counting rule is fixed together with the keys.
    """

    cycle: str
    opens_at: datetime
    closes_at: datetime
    grace_until: datetime
    rule_set: str
    box_key: bytes
    contests: tuple[Contest, ...]

    def __post_init__(self) -> None:
        text_of(self.cycle, SLUG)
        text_of(self.rule_set, HASH)
        for moment in (self.opens_at, self.closes_at, self.grace_until):
            if moment.utcoffset() != timedelta(0) or moment.microsecond:
                raise NotCanonicalError("a time is not whole seconds of UTC")
        if not self.opens_at < self.closes_at <= self.grace_until:
            raise NotCanonicalError("it closes before it opens")
        if len(self.box_key) != 32:
            raise NotCanonicalError("not an Ed25519 key")
        codes = [contest.terms.code for contest in self.contests]
        if not codes or codes != sorted(set(codes)):
            raise NotCanonicalError("contests are missing, repeated or not in ascending order")
        if len({contest.key.modulus for contest in self.contests}) != len(codes):
            raise NotCanonicalError("two contests share a key")

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the canonical bytes, in hexadecimal: the name of this election in every ballot."""
        return hashlib.sha256(self.as_bytes()).hexdigest()

    @cached_property
    def box_public_key(self) -> Ed25519PublicKey:
        return Ed25519PublicKey.from_public_bytes(self.box_key)

    def contest(self, code: str) -> Contest | None:
        """The contest of that code, or None."""
        return self._by_code.get(code)

    @cached_property
    def _by_code(self) -> dict[str, Contest]:
        return {contest.terms.code: contest for contest in self.contests}

    def as_bytes(self) -> bytes:
        return to_bytes(
            {
                "box_key": to_base64url(self.box_key),
                "closes_at": self.closes_at.strftime(TIME),
                "contests": [{**c.terms.as_json(), "key": c.key.as_text()} for c in self.contests],
                "cycle": self.cycle,
                "format": FORMAT,
                "grace_until": self.grace_until.strftime(TIME),
                "opens_at": self.opens_at.strftime(TIME),
                "rule_set": self.rule_set,
            }
        )

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Read canonical bytes; NotCanonicalError for any other bytes."""
        fields = record_of(from_bytes(data, MANIFEST_LIMIT), _KEYS)
        if fields["format"] != FORMAT:
            raise NotCanonicalError("an unknown format")
        return cls(
            cycle=text_of(fields["cycle"], SLUG),
            opens_at=_moment(fields["opens_at"]),
            closes_at=_moment(fields["closes_at"]),
            grace_until=_moment(fields["grace_until"]),
            rule_set=text_of(fields["rule_set"], HASH),
            box_key=from_base64url(fields["box_key"], 32),
            contests=tuple(_contest(entry) for entry in list_of(fields["contests"])),
        )


_KEYS = frozenset({"box_key", "closes_at", "contests", "cycle", "format", "grace_until", "opens_at", "rule_set"})


def raw_public_key(key: Ed25519PublicKey) -> bytes:
    """The 32 bytes of a box's public key, as a manifest holds them."""
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def _contest(entry: Any) -> Contest:
    if not isinstance(entry, dict) or "key" not in entry:
        raise NotCanonicalError("a contest without a key")
    terms = {name: value for name, value in entry.items() if name != "key"}
    return Contest(ContestTerms.of_json(terms), PublicKey.of_text(entry["key"]))


def _moment(value: Any) -> datetime:
    if not isinstance(value, str):
        raise NotCanonicalError("not a time")
    try:
        moment = datetime.strptime(value, TIME).replace(tzinfo=UTC)
    except ValueError as error:
        raise NotCanonicalError("not a time") from error
    if moment.strftime(TIME) != value:
        raise NotCanonicalError("a time in another spelling")
    return moment
