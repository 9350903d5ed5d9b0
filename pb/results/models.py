"""Tables of the results: the council's decision, what it changed, and the moment of publication."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb.cycles.models import Cycle
from pb.db.append_only import keep_forever
from pb.db.base import Base, Key, Moment, enum_type
from pb.projects.models import Project
from pb.results.rules import Change


class Decision(Base):
    """The council's decision on one cycle: without it nobody is a winner."""

    __tablename__ = "results_decisions"
    __table_args__ = (CheckConstraint("number <> ''", name="number"),)

    id: Mapped[Key]
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles_cycles.id"), unique=True)
    number: Mapped[str] = mapped_column(String(60))
    decided_on: Mapped[date]
    file: Mapped[str] = mapped_column(String(120), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    entered_at: Mapped[Moment]
    entered_by: Mapped[str] = mapped_column(String(60))

    changes: Mapped[list["DecisionChange"]] = relationship(lazy="raise", back_populates="decision")


class DecisionChange(Base):
    """One project whose fate the council changed, with its reason."""

    __tablename__ = "results_changes"
    __table_args__ = (
        UniqueConstraint("decision_id", "project_id"),
        CheckConstraint("reason <> ''", name="reason"),
    )

    id: Mapped[Key]
    decision_id: Mapped[int] = mapped_column(ForeignKey("results_decisions.id"), index=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects_projects.id"), index=True)
    change: Mapped[Change] = mapped_column(enum_type(Change))
    reason: Mapped[str] = mapped_column(Text)

    decision: Mapped[Decision] = relationship(lazy="raise", back_populates="changes")
    project: Mapped[Project] = relationship(lazy="raise")


class Publication(Base):
    """From this moment the results of a cycle are public; `files_sha256` is the hash of the list of hashes."""

    __tablename__ = "results_publications"
    __table_args__ = (CheckConstraint("length(files_sha256) = 64", name="files_sha256"),)

    id: Mapped[Key]
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles_cycles.id"), unique=True)
    published_at: Mapped[Moment]
    published_by: Mapped[str] = mapped_column(String(60))
    files_sha256: Mapped[str] = mapped_column(String(64))

    cycle: Mapped[Cycle] = relationship(lazy="raise")


for _kept in (Decision, DecisionChange, Publication):
    keep_forever(Base.metadata.tables[_kept.__tablename__])
