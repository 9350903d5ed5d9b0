"""The table of certificates; a row keeps what was printed, whatever the project is called later."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb.certificates import rules
from pb.certificates.rules import Kind, Verdict
from pb.db.base import Base, Code, Key, Moment, Name, enum_type
from pb.projects.models import Project

VALID = text("revoked_at IS NULL AND replaced_by IS NULL")


class Certificate(Base):
    """One printed certificate; it is never deleted, only revoked or replaced."""

    __tablename__ = "certificates_certificates"
    __table_args__ = (
        CheckConstraint(
            "kind = 'participant' OR (decision_number <> '' AND decided_on IS NOT NULL)", name="winner_has_decision"
        ),
        CheckConstraint("(revoked_at IS NULL) = (revoked_reason = '')", name="revoked_has_reason"),
        CheckConstraint("name <> ''", name="named"),
        # A project has at most one certificate that holds.
        Index(
            "uq_certificates_certificates_valid", "project_id", unique=True, sqlite_where=VALID, postgresql_where=VALID
        ),
    )

    id: Mapped[Key]
    code: Mapped[Code]
    project_id: Mapped[int] = mapped_column(ForeignKey("projects_projects.id"), index=True)
    kind: Mapped[Kind] = mapped_column(enum_type(Kind))
    name: Mapped[Name]
    decision_number: Mapped[str] = mapped_column(String(60), default="")
    decided_on: Mapped[date | None]
    issued_on: Mapped[date]
    pdf_sha256: Mapped[str] = mapped_column(String(64))
    revoked_at: Mapped[Moment | None]
    revoked_reason: Mapped[str] = mapped_column(Text, default="")
    # Deferred: the old one stops holding before the new one is written, in one transaction.
    replaced_by: Mapped[str | None] = mapped_column(
        ForeignKey("certificates_certificates.code", deferrable=True, initially="DEFERRED")
    )

    project: Mapped[Project] = relationship(lazy="raise")

    @property
    def verdict(self) -> Verdict:
        """Whether it holds."""
        return rules.verdict_of(is_revoked=self.revoked_at is not None, is_replaced=self.replaced_by is not None)
