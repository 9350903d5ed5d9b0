"""Tables of what residents write under projects, with answers and reports."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb.accounts.models import Department
from pb.db.base import Base, Code, Key, Moment, enum_type
from pb.projects.models import Project
from pb.talk.rules import Kind, State


class Remark(Base):
    """A question or a comment; the answer to a question is the department's."""

    __tablename__ = "talk_remarks"
    __table_args__ = (
        CheckConstraint("text <> '' AND signature <> ''", name="complete"),
        CheckConstraint("state <> 'hidden' OR hidden_reason <> ''", name="hidden_has_reason"),
        CheckConstraint("(answer = '') = (answered_at IS NULL)", name="answer"),
        CheckConstraint("answer = '' OR kind = 'question'", name="only_questions_are_answered"),
        Index("ix_talk_remarks_project_state", "project_id", "state"),
        Index("ix_talk_remarks_state", "state"),
    )

    id: Mapped[Key]
    code: Mapped[Code]
    project_id: Mapped[int] = mapped_column(ForeignKey("projects_projects.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("accounts_authors.id"), index=True)  # never public
    signature: Mapped[str] = mapped_column(String(60))  # as the person wants to be called
    kind: Mapped[Kind] = mapped_column(enum_type(Kind))
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[State] = mapped_column(enum_type(State))
    written_at: Mapped[Moment]
    shown_at: Mapped[Moment | None]  # the first time; what was never shown leaves no trace for readers
    hidden_reason: Mapped[str] = mapped_column(String(300), default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[Moment | None]
    department_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_departments.id"))

    project: Mapped[Project] = relationship(lazy="raise")
    department: Mapped[Department | None] = relationship(lazy="raise")
    reports: Mapped[list["Report"]] = relationship(lazy="raise", order_by="Report.reported_at")


class Report(Base):
    """One resident says that a shown remark breaks the rules; once a person."""

    __tablename__ = "talk_reports"

    remark_id: Mapped[int] = mapped_column(ForeignKey("talk_remarks.id"), primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("accounts_authors.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(String(300))
    reported_at: Mapped[Moment]
    settled_at: Mapped[Moment | None]


class Follow(Base):
    """An address that asked to hear of a project; it hears nothing before its owner has confirmed."""

    __tablename__ = "talk_follows"
    __table_args__ = (
        UniqueConstraint("project_id", "email"),
        CheckConstraint("email = lower(email) AND email <> ''", name="email_lower"),
    )

    id: Mapped[Key]
    code: Mapped[Code]  # the secret of the links in the letters
    project_id: Mapped[int] = mapped_column(ForeignKey("projects_projects.id"))
    email: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(2))
    asked_at: Mapped[Moment]
    confirmed_at: Mapped[Moment | None]
    told_until: Mapped[Moment]  # news up to here are known to the follower

    project: Mapped[Project] = relationship(lazy="raise")


class Watch(Base):
    """A catalogue filtered as its reader saved it; the address hears of new projects in it once it has confirmed."""

    __tablename__ = "talk_watches"
    __table_args__ = (
        CheckConstraint("email = lower(email) AND email <> ''", name="email_lower"),
        UniqueConstraint("email", "place", "contest", "words"),
    )

    id: Mapped[Key]
    code: Mapped[Code]  # the secret of the links in the letters
    place: Mapped[str] = mapped_column(String(40))  # code of a district, empty: the whole community
    contest: Mapped[str] = mapped_column(String(40))  # code of a contest in any cycle, empty: all
    words: Mapped[str] = mapped_column(String(100))  # empty: any
    email: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(2))
    asked_at: Mapped[Moment]
    confirmed_at: Mapped[Moment | None]
    told_until: Mapped[Moment]  # new projects up to here are known to the reader
