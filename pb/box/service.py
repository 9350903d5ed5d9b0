"""What the box does: opens an election, takes ballots, moves them to the log, closes; knows no voter.

There is no audit entry: an entry per ballot would be a list of moments. The log itself is the record.
"""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from pb.ballots.checkpoint import Checkpoint, sign_receipt
from pb.ballots.encoding import Record
from pb.ballots.log import Tree
from pb.ballots.manifest import Manifest, raw_public_key
from pb.ballots.terms import why_not_valid
from pb.box import queries
from pb.box.models import CastBallot, Election, LoggedLeaf, SignedCheckpoint
from pb.box.rules import Refusal, why_not_open
from pb.errors import Refused

_BALLOTS = CastBallot.metadata.tables[CastBallot.__tablename__]
PUT: dict[str, Any] = {
    name: into(_BALLOTS).on_conflict_do_nothing(index_elements=[_BALLOTS.c.leaf])
    for name, into in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}


@dataclass(frozen=True, slots=True)
class Receipt:
    """The box's word that the leaf is or will within 24 hours be in the log."""

    leaf: bytes
    signature: bytes


def open_election(session: Session, manifest: Manifest, key: Ed25519PrivateKey, today: date) -> None:
    """Freeze the manifest and sign the checkpoint of an empty log; again with the same manifest: nothing.

    From here on the browser can compare the manifest it was served with a public, signed statement.
    """
    if raw_public_key(key.public_key()) != manifest.box_key:
        raise Refused(Refusal.FOREIGN_KEY)
    if queries.manifest_bytes(session, manifest.hash) is not None:
        return
    session.add(Election(hash=manifest.hash, manifest=manifest.as_bytes(), batched_on=today, closed=False))
    session.flush()  # the checkpoint refers to the election
    note = Checkpoint(manifest.cycle, manifest.hash, 0, Tree().root()).sign(key)
    session.add(SignedCheckpoint(election=manifest.hash, number=0, note=note))


def cast_ballot(session: Session, manifest: Manifest, record: Record, key: Ed25519PrivateKey, now: datetime) -> Receipt:
    """Check a ballot and put it into the box."""
    refuse_invalid(manifest, record)
    return store_ballot(session, manifest, record, key, now)


def store_ballot(
    session: Session, manifest: Manifest, record: Record, key: Ed25519PrivateKey, now: datetime
) -> Receipt:
    """Put a checked ballot into the box; the same ballot again gets the same receipt, also after the close.

    Two statements. Refused before anything is written. The receipt may leave only after the commit.
    """
    leaf = record.leaf
    closed = queries.latch(session, manifest.hash)
    if closed is None:
        raise Refused(Refusal.UNKNOWN_ELECTION)
    refusal = Refusal.CLOSED if closed else why_not_open(manifest, now)
    if refusal is None:
        row = {
            "leaf": leaf,
            "election": manifest.hash,
            "contest": record.ballot.contest,
            "record": record.as_bytes(),
        }
        session.execute(PUT[session.get_bind().dialect.name], row)
    elif not queries.has_ballot(session, leaf):
        raise Refused(refusal)
    return Receipt(leaf, sign_receipt(manifest.hash, leaf, key))


def refuse_invalid(manifest: Manifest, record: Record) -> None:
    """Refuse a ballot that is not of this election, not signed, or against its contest's terms."""
    contest = manifest.contest(record.ballot.contest)
    if record.ballot.manifest != manifest.hash:
        raise Refused(Refusal.UNKNOWN_ELECTION)
    if contest is None:
        raise Refused(Refusal.UNKNOWN_CONTEST)
    if not contest.key.verifies(record.prepared, record.signature):
        raise Refused(Refusal.NOT_SIGNED)
    if broken := why_not_valid(record.ballot, contest.terms):
        raise Refused(broken)


def append_batch(
    session: Session, manifest: Manifest, key: Ed25519PrivateKey, today: date, *, final: bool = False
) -> Checkpoint:
    """Move all waiting ballots to the log in a random order and sign its new state.

    Without any waiting ballot and without `final` the newest checkpoint stands.
    """
    election = queries.locked_election(session, manifest.hash)
    if election is None:
        raise Refused(Refusal.UNKNOWN_ELECTION)
    if election.closed:
        raise Refused(Refusal.CLOSED)
    number, note = queries.newest_note(session, manifest.hash)
    waiting = queries.waiting_leaves(session, manifest.hash)
    if not waiting and not final:
        return Checkpoint.open(note, manifest.box_public_key)
    tree = Tree(queries.leaves_from(session, manifest.hash, 0))
    secrets.SystemRandom().shuffle(waiting)
    rows = [
        {"election": manifest.hash, "position": position, "leaf": leaf}
        for position, leaf in enumerate(waiting, len(tree))
    ]
    if rows:
        session.execute(insert(LoggedLeaf), rows)
    for leaf in waiting:
        tree.append(leaf)
    checkpoint = Checkpoint(manifest.cycle, manifest.hash, len(tree), tree.root(), final)
    session.add(SignedCheckpoint(election=manifest.hash, number=number + 1, note=checkpoint.sign(key)))
    election.batched_on = today
    return checkpoint


def close_election(
    session: Session, manifest: Manifest, key: Ed25519PrivateKey, now: datetime, today: date
) -> Checkpoint:
    """Log what waits, sign the final checkpoint and let the latch fall; there is no way back.

    Not before the grace period is over. Closing again returns the same final checkpoint.
    """
    election = queries.locked_election(session, manifest.hash)
    if election is None:
        raise Refused(Refusal.UNKNOWN_ELECTION)
    if election.closed:
        return Checkpoint.open(queries.newest_note(session, manifest.hash)[1], manifest.box_public_key)
    if now < manifest.grace_until:
        raise Refused(Refusal.TOO_EARLY_TO_CLOSE)
    checkpoint = append_batch(session, manifest, key, today, final=True)
    election.closed = True
    return checkpoint
