"""Tables of logins under way and of short visits of confirmed people; no number is stored, only its stretched hash."""

from datetime import date

from sqlalchemy import CheckConstraint, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from pb.db.base import Base, Moment, enum_type
from pb.identity.rules import Purpose


class Login(Base):
    """A login sent to a provider and not yet back; the browser and the bank hold the state, this row its hash."""

    __tablename__ = "identity_logins"

    state_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    provider: Mapped[str] = mapped_column(String(40))
    bank: Mapped[str] = mapped_column(String(100), default="")  # the chosen one of a hub: another must not answer
    purpose: Mapped[Purpose] = mapped_column(enum_type(Purpose))
    nonce: Mapped[str] = mapped_column(String(64))
    verifier: Mapped[str] = mapped_column(String(128))
    browser_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    next_path: Mapped[str] = mapped_column(String(300))
    begun_at: Mapped[Moment]
    used_at: Mapped[Moment | None]


class Visit(Base):
    """A confirmed person for 15 minutes; deleted when over. `stretch` is argon2id of the number."""

    __tablename__ = "identity_visits"
    __table_args__ = (CheckConstraint("expires_at > opened_at", name="period"),)

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    stretch: Mapped[bytes] = mapped_column(LargeBinary(32))
    name: Mapped[str] = mapped_column(String(200))
    birth_date: Mapped[date | None]
    country: Mapped[str] = mapped_column(String(60), default="")
    region: Mapped[str] = mapped_column(String(100), default="")
    place: Mapped[str] = mapped_column(String(100), default="")
    provider: Mapped[str] = mapped_column(String(40))
    bank: Mapped[str] = mapped_column(String(100))
    begun_at: Mapped[Moment]  # when the login began: the grace after the close is for logins begun before it
    opened_at: Mapped[Moment]
    expires_at: Mapped[Moment]
