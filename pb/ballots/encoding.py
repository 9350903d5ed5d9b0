"""Ballots and ballot records as canonical bytes; whether a ballot obeys its contest is in `terms`."""

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from pb.ballots.canonical import (
    CODE,
    HASH,
    SLUG,
    NotCanonicalError,
    from_base64url,
    from_bytes,
    list_of,
    number_of,
    record_of,
    text_of,
    to_base64url,
    to_bytes,
)

SALT_BYTES = 32
PREFIX_BYTES = 32
SIGNATURE_BYTES = 384
"""An RSA-3072 signature."""
MOST_POINTS = 1_000_000
BALLOT_LIMIT = 24_576
"""Bytes; room for the longest ballot that the largest contest allows."""
RECORD_LIMIT = BALLOT_LIMIT + 1_024


class Kind(StrEnum):
    """How choices are written down; the rules for them belong to the contest's form."""

    APPROVE = "approve"
    RANK = "rank"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class Choices:
    """What a voter chose: project codes, best first for a ranking, each with its points for points.

    Approved and pointed codes stand in ascending order: the order in which somebody ticked boxes says
    something about that person, and two equal choices must be equal bytes.
    """

    kind: Kind
    codes: tuple[str, ...]
    points: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        for code in self.codes:
            text_of(code, CODE)
        for given in self.points:
            number_of(given, 1, MOST_POINTS)
        if len(set(self.codes)) != len(self.codes):
            raise NotCanonicalError("a project is chosen twice")
        if self.kind is not Kind.RANK and list(self.codes) != sorted(self.codes):
            raise NotCanonicalError("chosen projects are not in ascending order")
        if len(self.points) != (len(self.codes) if self.kind is Kind.POINTS else 0):
            raise NotCanonicalError("points do not match the projects")

    @classmethod
    def approve(cls, codes: Iterable[str]) -> Self:
        return cls(Kind.APPROVE, tuple(sorted(codes)))

    @classmethod
    def rank(cls, codes: Iterable[str]) -> Self:
        return cls(Kind.RANK, tuple(codes))

    @classmethod
    def award(cls, points: Mapping[str, int]) -> Self:
        codes = tuple(sorted(points))
        return cls(Kind.POINTS, codes, tuple(points[code] for code in codes))

    def as_json(self) -> dict[str, list[Any]]:
        if self.kind is Kind.POINTS:
            return {self.kind: [list(pair) for pair in zip(self.codes, self.points, strict=True)]}
        return {self.kind: list(self.codes)}

    @classmethod
    def of_json(cls, value: Any) -> Self:
        if not isinstance(value, dict) or len(value) != 1:
            raise NotCanonicalError("choices are not an object with one key")
        (name, entries) = next(iter(value.items()))
        if name not in list(Kind):
            raise NotCanonicalError("choices of an unknown kind")
        if name != Kind.POINTS:
            return cls(Kind(name), tuple(text_of(code, CODE) for code in list_of(entries)))
        pairs = [list_of(pair) for pair in list_of(entries)]
        if any(len(pair) != 2 for pair in pairs):
            raise NotCanonicalError("points are not pairs")
        codes = tuple(text_of(code, CODE) for code, _ in pairs)
        return cls(Kind.POINTS, codes, tuple(number_of(given, 1, MOST_POINTS) for _, given in pairs))


@dataclass(frozen=True, slots=True)
class Ballot:
    """One voter's choices in one contest of one election (`manifest`: its hash in hexadecimal).

    The 32-byte salt is the voter's own randomness: it keeps the published leaf hash from being guessed before
    the close, and two voters with equal choices from being shown the same leaf.
    """

    manifest: str
    contest: str
    choices: Choices
    salt: bytes

    def __post_init__(self) -> None:
        text_of(self.manifest, HASH)
        text_of(self.contest, SLUG)
        if len(self.salt) != SALT_BYTES:
            raise NotCanonicalError("the salt is not 32 bytes")

    @classmethod
    def fresh(cls, manifest: str, contest: str, choices: Choices) -> Self:
        """A ballot with a new random salt."""
        return cls(manifest, contest, choices, secrets.token_bytes(SALT_BYTES))

    def as_json(self) -> dict[str, Any]:
        return {
            "choices": self.choices.as_json(),
            "contest": self.contest,
            "manifest": self.manifest,
            "salt": to_base64url(self.salt),
        }

    def as_bytes(self) -> bytes:
        """At most BALLOT_LIMIT bytes; what is blinded, signed and counted."""
        return to_bytes(self.as_json())

    @classmethod
    def of_json(cls, value: Any) -> Self:
        fields = record_of(value, frozenset({"choices", "contest", "manifest", "salt"}))
        return cls(
            manifest=text_of(fields["manifest"], HASH),
            contest=text_of(fields["contest"], SLUG),
            choices=Choices.of_json(fields["choices"]),
            salt=from_base64url(fields["salt"], SALT_BYTES),
        )

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Read canonical bytes; NotCanonicalError for any other bytes."""
        return cls.of_json(from_bytes(data, BALLOT_LIMIT))


@dataclass(frozen=True, slots=True)
class Record:
    """A cast ballot: with the random prefix and the signature that let anybody check it was issued.

    Its bytes are the request that casts it, the entry of the log, and one line of the published file.
    """

    ballot: Ballot
    prefix: bytes
    signature: bytes

    def __post_init__(self) -> None:
        if len(self.prefix) != PREFIX_BYTES or len(self.signature) != SIGNATURE_BYTES:
            raise NotCanonicalError("a prefix or a signature of a wrong length")

    @property
    def prepared(self) -> bytes:
        """The signed message (RFC 9474 §4.1, PrepareRandomize): prefix, then the ballot's bytes."""
        return self.prefix + self.ballot.as_bytes()

    @property
    def leaf(self) -> bytes:
        """32 bytes: the leaf hash of RFC 9162 §2.1.1."""
        return leaf_hash(self.as_bytes())

    def as_bytes(self) -> bytes:
        return to_bytes(
            {
                "ballot": self.ballot.as_json(),
                "prefix": to_base64url(self.prefix),
                "signature": to_base64url(self.signature),
            }
        )

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Read canonical bytes; NotCanonicalError for any other bytes."""
        fields = record_of(from_bytes(data, RECORD_LIMIT), frozenset({"ballot", "prefix", "signature"}))
        return cls(
            ballot=Ballot.of_json(fields["ballot"]),
            prefix=from_base64url(fields["prefix"], PREFIX_BYTES),
            signature=from_base64url(fields["signature"], SIGNATURE_BYTES),
        )


def leaf_hash(record: bytes) -> bytes:
    """SHA-256 of 0x00 and the record (RFC 9162 §2.1.1)."""
    return hashlib.sha256(b"\x00" + record).digest()
