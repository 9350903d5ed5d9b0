"""Tables of the count: where ballots come from, every run, which outcome was adopted; none is ever changed."""

from sqlalchemy import (
    CheckConstraint,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb.cycles.models import Contest
from pb.db.append_only import keep_forever
from pb.db.base import Base, Code, Key, Moment, enum_type
from pb.tally.counting import SourceKind

FIRST = text("replaces_id IS NULL")
SAME_OUTCOME = ["id", "contest_id", "digest", "run_by"]


class Source(Base):
    """The ballots of one contest: a file below the folder of elections, with its hash; and those on paper."""

    __tablename__ = "tally_sources"
    __table_args__ = (
        CheckConstraint("ballots >= 0", name="ballots"),
        CheckConstraint("length(sha256) = 64", name="sha256"),
        CheckConstraint("(kind = 'box') = (manifest_hash IS NOT NULL)", name="manifest_of_box"),
        CheckConstraint("(paper_file IS NULL) = (paper_sha256 IS NULL)", name="paper"),
    )

    id: Mapped[Key]
    contest_id: Mapped[int] = mapped_column(ForeignKey("cycles_contests.id"), unique=True)
    kind: Mapped[SourceKind] = mapped_column(enum_type(SourceKind))
    file: Mapped[str] = mapped_column(String(300))
    sha256: Mapped[str] = mapped_column(String(64))
    manifest_hash: Mapped[str | None] = mapped_column(String(64))
    paper_file: Mapped[str | None] = mapped_column(String(300))
    paper_sha256: Mapped[str | None] = mapped_column(String(64))
    ballots: Mapped[int]
    registered_at: Mapped[Moment]
    registered_by: Mapped[str] = mapped_column(String(60))

    contest: Mapped[Contest] = relationship(lazy="raise")


class SourceName(Base):
    """What a file calls a project of ours."""

    __tablename__ = "tally_source_names"
    __table_args__ = (UniqueConstraint("source_id", "project_id"),)

    source_id: Mapped[int] = mapped_column(ForeignKey("tally_sources.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects_projects.id"))


class Draw(Base):
    """A lot drawn after a count asked for one: public codes of the tied projects in the order drawn, by commas.

    A later draw adds to the earlier ones and changes nothing in them.
    """

    __tablename__ = "tally_draws"
    __table_args__ = (CheckConstraint("place <> ''", name="place"),)

    id: Mapped[Key]
    contest_id: Mapped[int] = mapped_column(ForeignKey("cycles_contests.id"), index=True)
    order: Mapped[str] = mapped_column("drawn_order", Text)
    place: Mapped[str] = mapped_column(Text)  # where, when and before whom it was drawn
    drawn_at: Mapped[Moment]
    drawn_by: Mapped[str] = mapped_column(String(60))


class Run(Base):
    """One recorded count: all it depended on and all it decided. Amounts of the outcome are in hryvnias.

    A correction names the adopted run of the same contest that it corrects, and why.
    """

    __tablename__ = "tally_runs"
    __table_args__ = (
        UniqueConstraint(*SAME_OUTCOME),
        UniqueConstraint("id", "contest_id"),
        ForeignKeyConstraint(
            ["corrects_id", "contest_id"], ["tally_runs.id", "tally_runs.contest_id"], name="fk_tally_runs_corrects"
        ),
        CheckConstraint("(corrects_id IS NULL) = (correction = '')", name="correction"),
    )

    id: Mapped[Key]
    code: Mapped[Code]
    contest_id: Mapped[int] = mapped_column(ForeignKey("cycles_contests.id"), index=True)
    run_at: Mapped[Moment]
    run_by: Mapped[str] = mapped_column(String(60))
    source_sha256: Mapped[str] = mapped_column(String(64))
    rule: Mapped[str] = mapped_column(String(40))
    rule_version: Mapped[str] = mapped_column(String(64))
    settings: Mapped[str] = mapped_column(Text)
    lot: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    seconds: Mapped[float] = mapped_column(Float)
    corrects_id: Mapped[int | None]
    correction: Mapped[str] = mapped_column(Text, default="")


class Adoption(Base):
    """The outcome of a contest: two people counted and their digests are equal.

    The foreign keys carry contest, digest and person, so that the database itself refuses one person's two
    runs, or two different outcomes. Only what the system imports has no second run: nobody of the city
    counted it. A later adoption names the one it replaces, so that of each contest one stands.
    """

    __tablename__ = "tally_adoptions"
    __table_args__ = (
        ForeignKeyConstraint(
            ["first_run_id", "contest_id", "digest", "first_by"],
            [f"tally_runs.{column}" for column in SAME_OUTCOME],
            name="fk_tally_adoptions_first_run",
        ),
        ForeignKeyConstraint(
            ["second_run_id", "contest_id", "digest", "second_by"],
            [f"tally_runs.{column}" for column in SAME_OUTCOME],
            name="fk_tally_adoptions_second_run",
        ),
        CheckConstraint("(second_run_id IS NULL) = (second_by IS NULL)", name="second_whole"),
        CheckConstraint(
            "(second_by IS NULL AND first_by = 'system') OR (second_by IS NOT NULL AND first_by <> second_by)",
            name="two_people",
        ),
        UniqueConstraint("id", "contest_id"),
        ForeignKeyConstraint(
            ["replaces_id", "contest_id"],
            ["tally_adoptions.id", "tally_adoptions.contest_id"],
            name="fk_tally_adoptions_replaces",
        ),
        Index("uq_tally_adoptions_first", "contest_id", unique=True, sqlite_where=FIRST, postgresql_where=FIRST),
    )

    id: Mapped[Key]
    contest_id: Mapped[int] = mapped_column(ForeignKey("cycles_contests.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64))
    first_run_id: Mapped[int] = mapped_column(unique=True)
    first_by: Mapped[str] = mapped_column(String(60))
    second_run_id: Mapped[int | None] = mapped_column(unique=True)
    second_by: Mapped[str | None] = mapped_column(String(60))
    adopted_at: Mapped[Moment]
    adopted_by: Mapped[str] = mapped_column(String(60))
    replaces_id: Mapped[int | None] = mapped_column(unique=True)

    run: Mapped[Run] = relationship(lazy="raise", foreign_keys=[first_run_id], primaryjoin=Run.id == first_run_id)


for _kept in (Source, SourceName, Draw, Run, Adoption):
    keep_forever(Base.metadata.tables[_kept.__tablename__])
