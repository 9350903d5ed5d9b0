"""Tables of people who have an account: staff with roles, authors, and the sessions of both."""

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb.accounts.rules import SessionKind
from pb.db.base import Base, Code, Key, Moment, Name, enum_type
from pb.values.permission import Role


class Department(Base):
    """A department of the city: writes dossiers, builds what won."""

    __tablename__ = "accounts_departments"

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[Name]
    contact: Mapped[Name]


class Staff(Base):
    """A member of staff; without password and second factor nobody signs in."""

    __tablename__ = "accounts_staff"
    __table_args__ = (CheckConstraint("email = lower(email)", name="email_lower"),)

    id: Mapped[Key]
    code: Mapped[Code]
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[Name]
    department_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_departments.id"))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    totp_secret: Mapped[str | None] = mapped_column(String(64))
    totp_last_step: Mapped[int | None]  # a code is good once: RFC 6238 §5.2
    failed_tries: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[Moment | None]
    suspended_at: Mapped[Moment | None]

    roles: Mapped[list["StaffRole"]] = relationship(lazy="raise", cascade="all, delete-orphan")


class StaffRole(Base):
    """One role of one member of staff."""

    __tablename__ = "accounts_staff_roles"

    staff_id: Mapped[int] = mapped_column(ForeignKey("accounts_staff.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(enum_type(Role), primary_key=True)


class Invitation(Base):
    """A single-use link by which a member of staff sets password and second factor."""

    __tablename__ = "accounts_invitations"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("accounts_staff.id"), index=True)
    expires_at: Mapped[Moment]
    used_at: Mapped[Moment | None]


class Author(Base):
    """A resident who submits projects; known again by a keyed hash of the bank's number, never the number."""

    __tablename__ = "accounts_authors"
    __table_args__ = (UniqueConstraint("person_key"),)

    id: Mapped[Key]
    code: Mapped[Code]
    person_key: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    name: Mapped[Name]
    birth_year: Mapped[int | None]
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    first_seen_at: Mapped[Moment]
    erased_at: Mapped[Moment | None]


class AccountSession(Base):
    """One sign-in that can be listed and revoked; the browser holds the token, this row its hash."""

    __tablename__ = "accounts_sessions"
    __table_args__ = (
        CheckConstraint(
            "(kind = 'staff' AND staff_id IS NOT NULL AND author_id IS NULL)"
            " OR (kind = 'author' AND author_id IS NOT NULL AND staff_id IS NULL)",
            name="one_owner",
        ),
    )

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    code: Mapped[Code]
    kind: Mapped[SessionKind] = mapped_column(enum_type(SessionKind))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_staff.id"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_authors.id"), index=True)
    device: Mapped[str] = mapped_column(String(80))
    opened_at: Mapped[Moment]
    seen_at: Mapped[Moment]
    revoked_at: Mapped[Moment | None]
