"""The table of the audit log; it is appended to and never changed."""

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from pb.db.append_only import keep_forever
from pb.db.base import Base, Key, Moment


class AuditEntry(Base):
    """One entry; `previous` is unique, so that the chain cannot fork."""

    __tablename__ = "audit_entries"

    id: Mapped[Key]
    at: Mapped[Moment]
    actor: Mapped[str] = mapped_column(String(60))
    action: Mapped[str] = mapped_column(String(80), index=True)
    subject: Mapped[str] = mapped_column(String(80), index=True)
    details: Mapped[str] = mapped_column(Text)
    previous: Mapped[str] = mapped_column(String(64), unique=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)


keep_forever(AuditEntry.__table__)
