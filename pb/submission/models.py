"""Tables of the author's desk: what waits for a login, links by which a draft goes on elsewhere, co-authors."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb.accounts.models import Author
from pb.db.base import Base, Code, Key, Moment, Name


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
