"""The box's own tables, in its own database: elections, ballots, log, checkpoints; no person and no time.

Nothing here grows by itself: no autoincrement, no timestamps, and SQLite's tables are kept in the order of their
keys, which are hashes, so that a copy of the file does not say which ballot came first.
"""

from datetime import date

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from pb.ballots.encoding import RECORD_LIMIT
from pb.db.base import NAMING

BY_KEY = {"sqlite_with_rowid": False}


class BoxBase(DeclarativeBase):
    """Base of the box's tables, apart from the city's."""

    metadata = MetaData(naming_convention=NAMING)


class Election(BoxBase):
    """A frozen manifest under its hash, and the latch: once closed, closed for ever (see `triggers`).

    `batched_on` is the day of the newest batch, which the public log shows anyway.
    """

    __tablename__ = "box_elections"
    __table_args__ = (CheckConstraint("length(hash) = 64", name="hash"), BY_KEY)

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    manifest: Mapped[bytes] = mapped_column(LargeBinary)
    batched_on: Mapped[date] = mapped_column(Date)
    closed: Mapped[bool]


class CastBallot(BoxBase):
    """A ballot record as it was posted, under its leaf hash."""

    __tablename__ = "box_ballots"
    __table_args__ = (
        CheckConstraint("length(leaf) = 32", name="leaf"),
        CheckConstraint(f"length(record) BETWEEN 1 AND {RECORD_LIMIT}", name="record"),
        Index(None, "election", "contest"),
        BY_KEY,
    )

    leaf: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    election: Mapped[str] = mapped_column(ForeignKey(Election.hash))
    contest: Mapped[str] = mapped_column(String(40))
    record: Mapped[bytes] = mapped_column(LargeBinary)


class LoggedLeaf(BoxBase):
    """A leaf's place in the public log; places are given by the batch's shuffle."""

    __tablename__ = "box_leaves"
    __table_args__ = (
        CheckConstraint("length(leaf) = 32", name="leaf"),
        CheckConstraint("position >= 0", name="position"),
        UniqueConstraint("leaf"),
        BY_KEY,
    )

    election: Mapped[str] = mapped_column(ForeignKey(Election.hash), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    leaf: Mapped[bytes] = mapped_column(LargeBinary(32))


class SignedCheckpoint(BoxBase):
    """A signed note about the log, numbered from 0."""

    __tablename__ = "box_checkpoints"
    __table_args__ = (CheckConstraint("number >= 0", name="number"), BY_KEY)

    election: Mapped[str] = mapped_column(ForeignKey(Election.hash), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    note: Mapped[str] = mapped_column(Text)
