"""Tables of the author's desk: what waits for a login, links to go on elsewhere, co-authors, support."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb.accounts.models import Author
from pb.db.base import Base, Code, Key, Moment, Name, enum_type
from pb.projects.models import Project
from pb.submission.rules import MOST_SIGNATURES, MergerOutcome

OPEN, MERGED = text("ended_at IS NULL"), text("outcome = 'merged'")


class WaitingDraft(Base):
    """The part «Ідея» typed by somebody who has not signed in; the browser holds the token, this row its hash."""

    __tablename__ = "submission_waiting_drafts"
    __table_args__ = (Index("ix_submission_waiting_drafts_kept_at", "kept_at"),)

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles_cycles.id"))
    typed: Mapped[str] = mapped_column(Text)  # JSON: name of the field → text
    kept_at: Mapped[Moment]


class DeviceLink(Base):
    """A single-use way for an author to go on with a draft on another device; the address carries a signed code."""

    __tablename__ = "submission_device_links"

    id: Mapped[Key]
    code: Mapped[Code]
    project_id: Mapped[int] = mapped_column(ForeignKey("projects_projects.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("accounts_authors.id"), index=True)
    expires_at: Mapped[Moment]
    used_at: Mapped[Moment | None]


class CoAuthor(Base):
    """One more author of a project: invited under a name, one of the authors from the moment they accept."""

    __tablename__ = "submission_coauthors"
    __table_args__ = (
        UniqueConstraint("project_id", "author_id"),
        CheckConstraint("accepted_at IS NULL OR (author_id IS NOT NULL AND declined_at IS NULL)", name="answer"),
    )

    id: Mapped[Key]
    code: Mapped[Code]  # stands in the invitation's address
    project_id: Mapped[int] = mapped_column(ForeignKey("projects_projects.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_authors.id"), index=True)
    invited_as: Mapped[Name]  # private: how the first author calls them
    invited_at: Mapped[Moment]
    accepted_at: Mapped[Moment | None]
    declined_at: Mapped[Moment | None]

    author: Mapped[Author | None] = relationship(lazy="raise")


class SupportList(Base):
    """A paper list of signatures as an operator typed it; the names stay on the paper, the numbers become keys."""

    __tablename__ = "submission_support_lists"
    __table_args__ = (
        UniqueConstraint("project_id", "number"),
        CheckConstraint(f"lines BETWEEN 1 AND {MOST_SIGNATURES}", name="lines"),
        CheckConstraint("unnumbered BETWEEN 0 AND lines", name="unnumbered"),
        CheckConstraint("number <> ''", name="number"),
    )

    id: Mapped[Key]
    project_id: Mapped[int] = mapped_column(ForeignKey("projects_projects.id"), index=True)
    number: Mapped[str] = mapped_column(String(20))  # as it stands on the paper
    lines: Mapped[int]  # valid signatures
    unnumbered: Mapped[int]  # of them without a person's number: each counts once, nobody can compare them
    typed_by: Mapped[int] = mapped_column(ForeignKey("accounts_staff.id"))
    typed_on: Mapped[date]


class SupportRow(Base):
    """One person supports one project. The key is another in every project, so that nobody's supports can be joined."""

    __tablename__ = "submission_supports"

    project_id: Mapped[int] = mapped_column(ForeignKey("projects_projects.id"), primary_key=True)
    person_key: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    list_id: Mapped[int | None] = mapped_column(ForeignKey("submission_support_lists.id"), index=True)  # None: online


class SupportKept(Base):
    """How many known people supported a project: all that stays once its cycle's ballot is frozen."""

    __tablename__ = "submission_supports_kept"
    __table_args__ = (CheckConstraint("people > 0", name="people"),)

    project_id: Mapped[int] = mapped_column(ForeignKey("projects_projects.id"), primary_key=True)
    people: Mapped[int]


class Revision(Base):
    """One return of a project to its author: what everybody could read of it before, and after it was sent again."""

    __tablename__ = "submission_revisions"
    __table_args__ = (
        UniqueConstraint("project_id", "returned_at"),
        CheckConstraint("(answered_at IS NULL) = (after IS NULL)", name="answered"),
        CheckConstraint("reminded_days >= 0", name="reminded"),
    )

    id: Mapped[Key]
    project_id: Mapped[int] = mapped_column(ForeignKey("projects_projects.id"))
    returned_at: Mapped[Moment]
    before: Mapped[str] = mapped_column(Text)  # JSON: public field → text, public question → answer
    answered_at: Mapped[Moment | None]
    after: Mapped[str | None] = mapped_column(Text)
    reminded_days: Mapped[int | None]  # how many days were left when the authors were last reminded

    remarks: Mapped[list["RemarkRow"]] = relationship(lazy="raise", order_by="RemarkRow.position")


class RemarkRow(Base):
    """One remark of the commission and the author's answer; empty while it is owed."""

    __tablename__ = "submission_remarks"
    __table_args__ = (CheckConstraint("remark <> ''", name="remark"),)

    revision_id: Mapped[int] = mapped_column(ForeignKey("submission_revisions.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    remark: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text, default="")


class Merger(Base):
    """A proposal to make one project of two: which joins the other, how it ended."""

    __tablename__ = "submission_mergers"
    __table_args__ = (
        CheckConstraint("first_id < second_id", name="pair"),
        CheckConstraint("joins_id IN (first_id, second_id)", name="joins"),
        CheckConstraint("(ended_at IS NULL) = (outcome IS NULL)", name="ended"),
        Index(
            "uq_submission_mergers_open", "first_id", "second_id",
            unique=True, sqlite_where=OPEN, postgresql_where=OPEN,
        ),
        Index("uq_submission_mergers_merged", "joins_id", unique=True, sqlite_where=MERGED, postgresql_where=MERGED),
    )  # fmt: skip

    id: Mapped[Key]
    code: Mapped[Code]
    first_id: Mapped[int] = mapped_column(ForeignKey("projects_projects.id"))
    second_id: Mapped[int] = mapped_column(ForeignKey("projects_projects.id"), index=True)
    joins_id: Mapped[int] = mapped_column(ForeignKey("projects_projects.id"))
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("accounts_authors.id"))  # None: the secretary
    proposed_at: Mapped[Moment]
    reason: Mapped[str] = mapped_column(Text, default="")
    ended_at: Mapped[Moment | None]
    outcome: Mapped[MergerOutcome | None] = mapped_column(enum_type(MergerOutcome))

    first: Mapped[Project] = relationship(lazy="raise", foreign_keys=[first_id])
    second: Mapped[Project] = relationship(lazy="raise", foreign_keys=[second_id])

    @property
    def joins(self) -> Project:
        """The project that ends."""
        return self.first if self.joins_id == self.first_id else self.second

    @property
    def goes_on(self) -> Project:
        """The project that goes on with the authors of both."""
        return self.second if self.joins_id == self.first_id else self.first


class MergerConsent(Base):
    """One author's yes to a proposal; it comes true when all authors of both projects have said it."""

    __tablename__ = "submission_merger_consents"

    merger_id: Mapped[int] = mapped_column(ForeignKey("submission_mergers.id"), primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("accounts_authors.id"), primary_key=True, index=True)
    agreed_at: Mapped[Moment]
