"""Tables of review: checks, dossiers, sittings with their items and votes, appeals, lots."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb.accounts.models import Department, Staff
from pb.db.base import Base, Code, Key, Moment, Money, enum_type
from pb.projects.models import Project
from pb.review.rules import AppealOutcome, CheckOutcome, Conclusion, Decision, Vote


class Check(Base):
    """One completeness check."""

    __tablename__ = "review_checks"
    __table_args__ = (CheckConstraint("outcome = 'complete' OR remarks <> ''", name="remarks_when_incomplete"),)

    id: Mapped[Key]
    project_id: Mapped[int] = mapped_column(ForeignKey("projects_projects.id"), index=True)
    outcome: Mapped[CheckOutcome] = mapped_column(enum_type(CheckOutcome))
    remarks: Mapped[str] = mapped_column(Text)
    checked_by: Mapped[int] = mapped_column(ForeignKey("accounts_staff.id"))
    checked_at: Mapped[Moment]


class DossierRow(Base):
    """A department's analysis of one project; signed ones never change."""

    __tablename__ = "review_dossiers"
    __table_args__ = (
        CheckConstraint("(signed_at IS NULL) = (signed_by IS NULL)", name="signature"),
        CheckConstraint("signed_at IS NULL OR (conclusion IS NOT NULL AND reason <> '')", name="signed_has_reason"),
        CheckConstraint("corrected_kopecks IS NULL OR corrected_kopecks > 0", name="corrected"),
        CheckConstraint("corrected_kopecks IS NULL OR correction_reason <> ''", name="correction_has_reason"),
    )

    id: Mapped[Key]
    project_id: Mapped[int] = mapped_column(ForeignKey("projects_projects.id"), unique=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("accounts_departments.id"), index=True)
    due_on: Mapped[date]
    competent: Mapped[bool | None]
    on_public_land: Mapped[bool | None]
    feasible: Mapped[bool | None]
    lawful: Mapped[bool | None]
    corrected_kopecks: Mapped[Money | None]
    correction_reason: Mapped[str] = mapped_column(Text, default="")
    upkeep_kopecks: Mapped[Money | None]
    overlap: Mapped[str] = mapped_column(Text, default="")
    conditions: Mapped[str] = mapped_column(Text, default="")
    conclusion: Mapped[Conclusion | None] = mapped_column(enum_type(Conclusion))
    reason: Mapped[str] = mapped_column(Text, default="")
    legal_act: Mapped[str] = mapped_column(Text, default="")
    signed_by: Mapped[int | None] = mapped_column(ForeignKey("accounts_staff.id"))
    signed_at: Mapped[Moment | None]

    project: Mapped[Project] = relationship(lazy="raise")
    department: Mapped[Department] = relationship(lazy="raise")
    signer: Mapped[Staff | None] = relationship(lazy="raise")


class Sitting(Base):
    """One sitting of the commission; its decisions become public together."""

    __tablename__ = "review_sittings"

    id: Mapped[Key]
    code: Mapped[Code]
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles_cycles.id"), index=True)
    number: Mapped[str] = mapped_column(String(20))
    held_on: Mapped[date]
    published_at: Mapped[Moment | None]

    items: Mapped[list["Item"]] = relationship(lazy="raise", order_by="Item.position", back_populates="sitting")


class Item(Base):
    """One project on the agenda: what is proposed, and what was decided when it was carried."""

    __tablename__ = "review_items"
    __table_args__ = (
        UniqueConstraint("sitting_id", "project_id"),
        CheckConstraint("proposal = 'admit' OR reason <> ''", name="reason_unless_admitted"),
        CheckConstraint("proposal NOT IN ('refuse', 'refuse_finally') OR article <> ''", name="article_when_refused"),
    )

    id: Mapped[Key]
    sitting_id: Mapped[int] = mapped_column(ForeignKey("review_sittings.id"), index=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects_projects.id"), index=True)
    position: Mapped[int]
    proposal: Mapped[Decision] = mapped_column(enum_type(Decision))
    article: Mapped[str] = mapped_column(String(200), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    way_out: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[Moment | None]

    sitting: Mapped[Sitting] = relationship(lazy="raise", back_populates="items")
    project: Mapped[Project] = relationship(lazy="raise")
    votes: Mapped[list["MemberVote"]] = relationship(lazy="raise")

    @property
    def full_reason(self) -> str:
        """Article, fact and way out as one text for the project's history."""
        return " ".join(
            part for part in (f"{self.article}:" if self.article else "", self.reason, self.way_out) if part
        )


class MemberVote(Base):
    """One member's vote on one item: by name, for the protocol."""

    __tablename__ = "review_votes"

    item_id: Mapped[int] = mapped_column(ForeignKey("review_items.id"), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("accounts_staff.id"), primary_key=True)
    vote: Mapped[Vote] = mapped_column(enum_type(Vote))

    member: Mapped[Staff] = relationship(lazy="raise")


class Appeal(Base):
    """An author's appeal against a refusal; one per project."""

    __tablename__ = "review_appeals"
    __table_args__ = (
        CheckConstraint("(outcome IS NULL) = (decided_at IS NULL)", name="decided"),
        CheckConstraint("outcome IS NULL OR answer <> ''", name="answer_when_decided"),
        CheckConstraint("text <> ''", name="text"),
    )

    id: Mapped[Key]
    project_id: Mapped[int] = mapped_column(ForeignKey("projects_projects.id"), unique=True)
    text: Mapped[str] = mapped_column(Text)
    filed_at: Mapped[Moment]
    outcome: Mapped[AppealOutcome | None] = mapped_column(enum_type(AppealOutcome))
    answer: Mapped[str] = mapped_column(Text, default="")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("accounts_staff.id"))
    decided_at: Mapped[Moment | None]

    project: Mapped[Project] = relationship(lazy="raise")


class Lot(Base):
    """The lot of a cycle's ballot: first the list's hash, then the seed, then the order."""

    __tablename__ = "review_lots"
    __table_args__ = (CheckConstraint("(seed IS NULL) = (drawn_at IS NULL)", name="drawn"),)

    id: Mapped[Key]
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles_cycles.id"), unique=True)
    list_digest: Mapped[str] = mapped_column(String(64))
    announced_at: Mapped[Moment]
    seed: Mapped[str | None] = mapped_column(String(200))
    drawn_at: Mapped[Moment | None]
