"""How entries of the audit log are chained; who writes them is in `service`."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from pb.values.actor import SYSTEM, Actor, ActorKind

__all__ = ["GENESIS", "SYSTEM", "Actor", "ActorKind", "Entry", "canonical", "digest_of", "first_break"]
GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log; `details` is canonical JSON without personal data."""

    at: datetime
    actor: str
    action: str
    subject: str
    details: str
    previous: str
    digest: str


def canonical(details: Mapping[str, object]) -> str:
    """Details as the one JSON text that is hashed and stored."""
    return json.dumps(details, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def digest_of(previous: str, at: datetime, actor: str, action: str, subject: str, details: str) -> str:
    """SHA-256 (hex) over the previous digest and the entry's own fields."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    joined = f"{previous}\x1f{moment}\x1f{actor}\x1f{action}\x1f{subject}\x1f{details}"
    return hashlib.sha256(joined.encode()).hexdigest()


def first_break(entries: Iterable[Entry]) -> int | None:
    """Position (from 1) of the first entry that does not follow from the one before; None if all do."""
    previous = GENESIS
    for position, entry in enumerate(entries, start=1):
        expected = digest_of(previous, entry.at, entry.actor, entry.action, entry.subject, entry.details)
        if entry.previous != previous or entry.digest != expected:
            return position
        previous = entry.digest
    return None
