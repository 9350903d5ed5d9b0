"""Tables of pictures and documents; their bytes lie in the data folder under their code."""

from sqlalchemy import CheckConstraint, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from pb.db.base import Base, Code, Key, Moment, Name, enum_type
from pb.media.rules import DocumentKind


class Picture(Base):
    """One re-encoded picture in two sizes; `alt` says in plain words what can be seen."""

    __tablename__ = "media_pictures"
    __table_args__ = (CheckConstraint("width > 0 AND height > 0", name="size"),)

    id: Mapped[Key]
    code: Mapped[Code]
    sha256: Mapped[bytes] = mapped_column(LargeBinary(32))
    width: Mapped[int]
    height: Mapped[int]
    alt: Mapped[str] = mapped_column(String(200), default="")
    stored_at: Mapped[Moment]


class Document(Base):
    """One document exactly as it was handed in; private, so it has no public address."""

    __tablename__ = "media_documents"
    __table_args__ = (CheckConstraint("size > 0", name="size"),)

    id: Mapped[Key]
    code: Mapped[Code]
    name: Mapped[Name]
    kind: Mapped[DocumentKind] = mapped_column(enum_type(DocumentKind))
    size: Mapped[int]  # bytes
    sha256: Mapped[bytes] = mapped_column(LargeBinary(32))
    is_scanned: Mapped[bool]
    stored_at: Mapped[Moment]
