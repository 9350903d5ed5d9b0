"""The table of news."""

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb.db.base import Base, Code, Key, Moment
from pb.media.models import Picture


class News(Base):
    """One piece of news; without `published_at` it is a draft."""

    __tablename__ = "news_items"
    __table_args__ = (CheckConstraint("title <> '' AND text <> ''", name="complete"),)

    id: Mapped[Key]
    code: Mapped[Code]
    title: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    title_en: Mapped[str] = mapped_column(String(160), default="")
    text_en: Mapped[str] = mapped_column(Text, default="")
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("media_pictures.id"))
    saved_at: Mapped[Moment]
    published_at: Mapped[Moment | None] = mapped_column(index=True)

    picture: Mapped[Picture | None] = relationship(lazy="raise")
