"""Tables of paper ballots: batches, what operators typed, what was decided; nobody's name is near a ballot.

A batch is the ballots of one contest at one desk. The roll says who was handed one, and never which.
"""

from datetime import date

from sqlalchemy import CheckConstraint, Date, ForeignKey, ForeignKeyConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb.ballots.paper import BatchKind
from pb.cycles.models import Contest, Desk
from pb.db.base import Base, Code, Key, enum_type
from pb.paper.rules import Verdict


class Batch(Base):
    """Ballots 1…`printed` of a contest at a desk; the numbers of the closed account stand here too.

    Or the raised hands of a class: `printed` are its pupils, and what is typed are votes by project number.
    """

    __tablename__ = "paper_batches"
    __table_args__ = (
        UniqueConstraint("contest_id", "desk_id"),
        CheckConstraint("printed > 0", name="printed"),
        CheckConstraint("returned >= 0 AND spoilt >= 0", name="counts"),
        CheckConstraint("(returned IS NULL) = (accounted_by IS NULL)", name="accounted"),
        UniqueConstraint("contest_id", "class_label"),
        CheckConstraint("(desk_id IS NULL) = (class_label IS NOT NULL)", name="place"),
        CheckConstraint("(class_label IS NULL) = (by_hands IS NULL) AND (by_hands IS NULL OR by_hands)", name="hands"),
        ForeignKeyConstraint(
            ["cycle_id", "class_label", "by_hands"],
            ["electorate_classes.cycle_id", "electorate_classes.label", "electorate_classes.by_hands"],
            name="fk_paper_batches_class",
        ),
    )

    id: Mapped[Key]
    code: Mapped[Code]
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles_cycles.id"), index=True)
    contest_id: Mapped[int] = mapped_column(ForeignKey("cycles_contests.id"))
    desk_id: Mapped[int | None] = mapped_column(ForeignKey("cycles_desks.id"), index=True)
    class_label: Mapped[str | None] = mapped_column(String(40))
    by_hands: Mapped[bool | None]
    printed: Mapped[int]
    ordered_by: Mapped[str] = mapped_column(String(40))
    ordered_on: Mapped[date] = mapped_column(Date)
    returned: Mapped[int | None]
    spoilt: Mapped[int | None]
    accounted_by: Mapped[str | None] = mapped_column(String(40))
    accounted_on: Mapped[date | None] = mapped_column(Date)
    note: Mapped[str] = mapped_column(String(500), default="")

    contest: Mapped[Contest] = relationship(lazy="raise")
    desk: Mapped[Desk | None] = relationship(lazy="raise")

    @property
    def kind(self) -> BatchKind:
        """Single ballots of a desk, or the totals of a class."""
        return BatchKind.BALLOTS if self.class_label is None else BatchKind.TOTALS

    @property
    def place(self) -> str:
        """The desk's name or the class's label."""
        return self.desk.name if self.desk else self.class_label or ""


class Entry(Base):
    """One person's reading of a batch: the first, the second, or of disputed ballots the third."""

    __tablename__ = "paper_entries"
    __table_args__ = (
        UniqueConstraint("batch_id", "turn"),
        UniqueConstraint("batch_id", "typed_by"),
        CheckConstraint("turn BETWEEN 1 AND 3", name="turn"),
    )

    id: Mapped[Key]
    batch_id: Mapped[int] = mapped_column(ForeignKey(Batch.id))
    turn: Mapped[int]
    typed_by: Mapped[str] = mapped_column(String(40))
    typed_on: Mapped[date] = mapped_column(Date)

    readings: Mapped[list["Reading"]] = relationship(lazy="raise", order_by="Reading.serial")


class Reading(Base):
    """The marks on one ballot as one person read them."""

    __tablename__ = "paper_readings"

    entry_id: Mapped[int] = mapped_column(ForeignKey(Entry.id), primary_key=True)
    serial: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    marks: Mapped[str] = mapped_column(Text)


class Decision(Base):
    """What is to become of a batch in quarantine: one person proposes, another confirms; both are public."""

    __tablename__ = "paper_decisions"
    __table_args__ = (CheckConstraint("confirmed_by <> proposed_by", name="two_people"),)

    batch_id: Mapped[int] = mapped_column(ForeignKey(Batch.id), primary_key=True)
    verdict: Mapped[Verdict] = mapped_column(enum_type(Verdict))
    reason: Mapped[str] = mapped_column(String(1000))
    proposed_by: Mapped[str] = mapped_column(String(40))
    proposed_on: Mapped[date] = mapped_column(Date)
    confirmed_by: Mapped[str | None] = mapped_column(String(40))
    confirmed_on: Mapped[date | None] = mapped_column(Date)


class OfflineList(Base):
    """A register that a desk without a network kept on paper; `conflicts` name rows of the paper, never people."""

    __tablename__ = "paper_offline_lists"
    __table_args__ = (CheckConstraint("(merged_by IS NULL) = (merged_on IS NULL)", name="merged"),)

    id: Mapped[Key]
    code: Mapped[Code]
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles_cycles.id"), index=True)
    desk_id: Mapped[int] = mapped_column(ForeignKey("cycles_desks.id"))
    opened_by: Mapped[str] = mapped_column(String(40))
    opened_on: Mapped[date] = mapped_column(Date)
    merged_by: Mapped[str | None] = mapped_column(String(40))
    merged_on: Mapped[date | None] = mapped_column(Date)
    people: Mapped[int] = mapped_column(default=0)
    conflicts: Mapped[str] = mapped_column(Text, default="[]")

    desk: Mapped[Desk] = relationship(lazy="raise")


class Closing(Base):
    """The latch: from here on the paper of a cycle is published and nothing of it changes."""

    __tablename__ = "paper_closings"

    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles_cycles.id"), primary_key=True)
    closed_on: Mapped[date] = mapped_column(Date)
    sha256: Mapped[str] = mapped_column(String(64))
