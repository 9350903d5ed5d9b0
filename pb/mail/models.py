"""The outbox: letters wait here in the transaction that caused them."""

from sqlalchemy import CheckConstraint, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from pb.db.base import Base, Key, Moment, enum_type
from pb.mail.rules import Letter


class OutboxLetter(Base):
    """One letter, complete as it will be sent; the address and the text are erased once it is sent or given up."""

    __tablename__ = "mail_outbox"
    __table_args__ = (
        CheckConstraint("tries >= 0", name="tries"),
        CheckConstraint("sent_at IS NULL OR given_up_at IS NULL", name="one_end"),
        Index(
            "ix_mail_outbox_waiting",
            "due_at",
            sqlite_where=text("sent_at IS NULL AND given_up_at IS NULL"),
            postgresql_where=text("sent_at IS NULL AND given_up_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    letter: Mapped[Letter] = mapped_column(enum_type(Letter))
    to: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    about: Mapped[str] = mapped_column(String(40), default="", index=True)  # «project:CODE», for «what you were sent»
    message_id: Mapped[str] = mapped_column(String(120), unique=True)
    queued_at: Mapped[Moment]
    due_at: Mapped[Moment]
    tries: Mapped[int] = mapped_column(default=0)
    last_fault: Mapped[str] = mapped_column(String(200), default="")
    sent_at: Mapped[Moment | None]
    given_up_at: Mapped[Moment | None]
