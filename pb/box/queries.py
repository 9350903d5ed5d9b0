"""Reads of the box; nothing here says when anything happened, because nothing knows."""

from collections.abc import Iterator

from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.orm import Session

from pb.box.models import CastBallot, Election, LoggedLeaf, SignedCheckpoint

LATCH = select(Election.closed).where(Election.hash == bindparam("election")).with_for_update(read=True)
"""Written once: building a statement costs more than executing it."""


def known_elections(session: Session) -> list[str]:
    """Hashes of all manifests, in the order of the hashes."""
    return list(session.scalars(select(Election.hash).order_by(Election.hash)))


def open_elections(session: Session) -> list[str]:
    """Hashes of the manifests whose latch has not fallen."""
    return list(session.scalars(select(Election.hash).where(~Election.closed).order_by(Election.hash)))


def manifest_bytes(session: Session, election: str) -> bytes | None:
    """The manifest as frozen."""
    return session.scalar(select(Election.manifest).where(Election.hash == election))


def is_closed(session: Session, election: str) -> bool:
    """Whether the latch has fallen."""
    return session.scalar(select(Election.closed).where(Election.hash == election)) or False


def latch(session: Session, election: str) -> bool | None:
    """Whether the election is closed, None if unknown; holds off the closing until this transaction ends."""
    # SQLite drops FOR SHARE: its one writer holds the whole database.
    return session.scalar(LATCH, {"election": election})


def locked_election(session: Session, election: str) -> Election | None:
    """The election's row, no ballot coming in until this transaction ends."""
    return session.scalar(select(Election).where(Election.hash == election).with_for_update())


def has_ballot(session: Session, leaf: bytes) -> bool:
    """Whether this very record is in the box."""
    return session.scalar(select(exists().where(CastBallot.leaf == leaf))) or False


def waiting_leaves(session: Session, election: str) -> list[bytes]:
    """Ballots in the box and not yet in the log."""
    logged = exists().where(LoggedLeaf.leaf == CastBallot.leaf)
    return list(session.scalars(select(CastBallot.leaf).where(CastBallot.election == election, ~logged)))


def leaves_from(session: Session, election: str, start: int, most: int | None = None) -> list[bytes]:
    """Logged leaf hashes in log order, from position `start`, at most `most`."""
    chosen = select(LoggedLeaf.leaf).where(LoggedLeaf.election == election, LoggedLeaf.position >= start)
    return list(session.scalars(chosen.order_by(LoggedLeaf.position).limit(most)))


def position_of(session: Session, election: str, leaf: bytes) -> int | None:
    """The leaf's place in the log, or None."""
    chosen = select(LoggedLeaf.position).where(LoggedLeaf.leaf == leaf, LoggedLeaf.election == election)
    return session.scalar(chosen)


def checkpoint_notes(session: Session, election: str) -> list[str]:
    """All signed notes, oldest first."""
    chosen = select(SignedCheckpoint.note).where(SignedCheckpoint.election == election)
    return list(session.scalars(chosen.order_by(SignedCheckpoint.number)))


def newest_note(session: Session, election: str) -> tuple[int, str]:
    """Number and text of the newest signed note; every election has one from its opening."""
    chosen = select(SignedCheckpoint.number, SignedCheckpoint.note).where(SignedCheckpoint.election == election)
    number, note = session.execute(chosen.order_by(SignedCheckpoint.number.desc()).limit(1)).one()
    return number, note


def cast_records(session: Session, election: str, contest: str) -> Iterator[bytes]:
    """A contest's ballots in the published order."""
    chosen = select(CastBallot.record).where(CastBallot.election == election, CastBallot.contest == contest)
    yield from session.scalars(chosen.order_by(CastBallot.leaf).execution_options(yield_per=1_000))


def ballot_count(session: Session, election: str) -> int:
    """How many ballots the box holds, logged or waiting."""
    return session.scalar(select(func.count()).where(CastBallot.election == election)) or 0
