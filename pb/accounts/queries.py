"""Reading accounts and the sessions that are alive."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from pb.accounts.models import AccountSession, Author, Department, Invitation, Staff, StaffRole
from pb.accounts.passwords import token_hash
from pb.accounts.rules import SessionKind, is_alive
from pb.errors import NotFound
from pb.values.permission import Role, permissions_of
from pb.web.reader import Reader, ReaderKind


def staff_by_email(session: Session, email: str) -> Staff | None:
    """A member of staff by address, whatever its case."""
    return session.scalar(select(Staff).where(Staff.email == email.strip().lower()))


def staff_by_code(session: Session, code: str) -> Staff:
    """A member of staff with roles; NotFound if there is none."""
    found = session.scalar(select(Staff).where(Staff.code == code).options(selectinload(Staff.roles)))
    if found is None:
        raise NotFound(code)
    return found


def every_staff(session: Session) -> list[Staff]:
    """All members of staff with roles, by name."""
    return list(session.scalars(select(Staff).options(selectinload(Staff.roles)).order_by(Staff.name, Staff.id)))


def staff_with_role(session: Session, role: Role) -> list[Staff]:
    """Members of staff who hold `role` and are not suspended, by name."""
    query = select(Staff).join(StaffRole).where(StaffRole.role == role, Staff.suspended_at.is_(None))
    return list(session.scalars(query.order_by(Staff.name, Staff.id)))


def every_department(session: Session) -> list[Department]:
    """All departments by name."""
    return list(session.scalars(select(Department).order_by(Department.name)))


def author_by_code(session: Session, code: str) -> Author:
    """An author; NotFound if there is none."""
    found = session.scalar(select(Author).where(Author.code == code))
    if found is None:
        raise NotFound(code)
    return found


def open_invitation(session: Session, token: str, now: datetime) -> Invitation | None:
    """The unused, unexpired invitation of a link, or None."""
    found = session.get(Invitation, token_hash(token))
    return found if found and found.used_at is None and now < found.expires_at else None


def sessions_of_staff(session: Session, staff_id: int, now: datetime) -> list[AccountSession]:
    """The live sessions of one member of staff, newest first."""
    query = select(AccountSession).where(AccountSession.staff_id == staff_id, AccountSession.revoked_at.is_(None))
    rows = session.scalars(query.order_by(AccountSession.opened_at.desc()))
    return [row for row in rows if is_alive(row.kind, opened_at=row.opened_at, seen_at=row.seen_at, now=now)]


def live_session(session: Session, token: str, now: datetime) -> AccountSession | None:
    """The session of a token if it still holds."""
    found = session.get(AccountSession, token_hash(token))
    if found is None or found.revoked_at is not None:
        return None
    return found if is_alive(found.kind, opened_at=found.opened_at, seen_at=found.seen_at, now=now) else None


def reader_of(session: Session, found: AccountSession, token: str) -> Reader | None:
    """Who reads in a live session; None when the account is suspended or erased."""
    if found.kind is SessionKind.STAFF:
        query = select(Staff).where(Staff.id == found.staff_id).options(selectinload(Staff.roles))
        staff = session.scalars(query).one()
        if staff.suspended_at is not None:
            return None
        roles = frozenset(row.role for row in staff.roles)
        return Reader(
            ReaderKind.STAFF, staff.id, staff.code, staff.name, token, permissions_of(roles), staff.department_id
        )
    author = session.get_one(Author, found.author_id)
    return None if author.erased_at else Reader(ReaderKind.AUTHOR, author.id, author.code, author.name, token)
