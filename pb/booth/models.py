"""The table of drafts: what people have picked and not yet voted, readable only with a key the browser holds."""

from datetime import date

from sqlalchemy import CheckConstraint, Date, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from pb.db.base import Base


class Draft(Base):
    """`sealed` is AES-256-GCM under a key derived from the browser's; the row knows that key's hash alone."""

    __tablename__ = "booth_drafts"
    __table_args__ = (CheckConstraint("length(key_hash) = 32", name="hash"), {"sqlite_with_rowid": False})

    key_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    saved_on: Mapped[date] = mapped_column(Date)
