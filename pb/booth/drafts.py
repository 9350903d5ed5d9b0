"""Drafts: picks that survive the bank, the browser and the night, sealed under a key that only the browser keeps."""

import hashlib
import json
import os
import secrets
from datetime import date
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from pb.booth.models import Draft
from pb.booth.rules import DRAFT_LASTS

_DRAFTS = Draft.metadata.tables[Draft.__tablename__]
Picks = dict[str, dict[str, list[tuple[str, int]]]]
"""Cycle code → contest code → (project code, points), in the order of the picks."""
NONCE = 12
BLOCK = 512
LARGEST = 64 * 1024


def _put(into: Any) -> Any:
    new = into(_DRAFTS)
    changed = {"sealed": new.excluded.sealed, "saved_on": new.excluded.saved_on}
    return new.on_conflict_do_update(index_elements=[_DRAFTS.c.key_hash], set_=changed)


PUT = {"sqlite": _put(sqlite.insert), "postgresql": _put(postgresql.insert)}


def new_key() -> str:
    """256 random bits for the browser's cookie and the login's state."""
    return secrets.token_urlsafe(32)


def load(session: Session, key: str) -> Picks:
    """The draft of a key; empty when there is none, or when it is not to be opened."""
    stored = select(Draft.sealed, Draft.key_hash).where(Draft.key_hash == _hash(key))
    row = session.execute(stored).first() if key else None
    if row is None:
        return {}
    try:
        opened = AESGCM(_cipher_key(key)).decrypt(row.sealed[:NONCE], row.sealed[NONCE:], row.key_hash)
    except InvalidTag:
        return {}
    return {
        cycle: {contest: [(code, points) for code, points in picked] for contest, picked in contests.items()}
        for cycle, contests in json.loads(opened).items()
    }


def save(session: Session, key: str, picks: Picks, today: date) -> None:
    """Store a draft in place of the one before, padded so that its length does not tell the number of picks.

    No audit entry: nothing is decided yet.
    """
    text = json.dumps(picks, separators=(",", ":")).encode()
    if len(text) > LARGEST:
        raise ValueError("a draft larger than any ballot")
    padded = text + b" " * (-len(text) % BLOCK)
    nonce, key_hash = os.urandom(NONCE), _hash(key)
    sealed = nonce + AESGCM(_cipher_key(key)).encrypt(nonce, padded, key_hash)
    row = {"key_hash": key_hash, "sealed": sealed, "saved_on": today}
    session.execute(PUT[session.get_bind().dialect.name], row)


def forget(session: Session, key: str) -> None:
    """Delete a draft."""
    session.execute(delete(Draft).where(Draft.key_hash == _hash(key)))


def forget_old(session: Session, today: date) -> None:
    """Delete drafts that nobody touched for a month."""
    session.execute(delete(Draft).where(Draft.saved_on < today - DRAFT_LASTS))


def _hash(key: str) -> bytes:
    return hashlib.sha256(b"pb.draft.name\x1f" + key.encode()).digest()


def _cipher_key(key: str) -> bytes:
    return hashlib.sha256(b"pb.draft.key\x1f" + key.encode()).digest()
