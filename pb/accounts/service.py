"""Signing in and out, inviting staff, giving roles; proof of a resident's person is in `pb.identity`."""

from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from pb.accounts import passwords
from pb.accounts.models import AccountSession, Author, Department, Invitation, Staff, StaffRole
from pb.accounts.queries import open_invitation, staff_by_email
from pb.accounts.rules import INVITATION_LASTS, Refusal, SessionKind, why_not_password
from pb.audit import service as audit
from pb.audit.rules import Actor, ActorKind
from pb.errors import Refused
from pb.values.code import new_code
from pb.values.permission import Role

TRIES = 5
LOCKED_FOR = timedelta(minutes=15)


def add_department(session: Session, actor: Actor, *, code: str, name: str, contact: str) -> Department:
    """A department that writes dossiers and builds."""
    department = Department(code=code, name=name, contact=contact)
    session.add(department)
    audit.record(session, actor, "accounts.add_department", f"department:{code}")
    return department


def invite_staff(
    session: Session,
    actor: Actor,
    *,
    email: str,
    name: str,
    roles: frozenset[Role],
    now: datetime,
    department_id: int | None = None,
) -> tuple[Staff, str]:
    """A new member of staff and the token of the invitation link; Refused when the address is taken."""
    if staff_by_email(session, email) is not None:
        raise Refused(Refusal.EMAIL_TAKEN)
    staff = Staff(code=new_code(), email=email.strip().lower(), name=name.strip(), department_id=department_id)
    staff.roles = [StaffRole(role=role) for role in sorted(roles)]
    session.add(staff)
    session.flush()
    token = _invitation(session, staff, now)
    audit.record(session, actor, "accounts.invite", f"staff:{staff.code}", {"roles": sorted(roles)})
    return staff, token


def renew_invitation(session: Session, actor: Actor, staff: Staff, now: datetime) -> str:
    """A fresh link for someone who lost theirs, their password or their phone; older links and sessions end."""
    session.execute(update(Invitation).where(Invitation.staff_id == staff.id).values(used_at=now))
    _end_sessions(session, staff.id, now)
    token = _invitation(session, staff, now)
    audit.record(session, actor, "accounts.renew_invitation", f"staff:{staff.code}")
    return token


def _invitation(session: Session, staff: Staff, now: datetime) -> str:
    token = passwords.new_token()
    session.add(
        Invitation(token_hash=passwords.token_hash(token), staff_id=staff.id, expires_at=now + INVITATION_LASTS)
    )
    return token


def accept_invitation(
    session: Session, token: str, *, password: str, totp_secret: str, totp_code: str, now: datetime
) -> Staff:
    """Set password and second factor by an invitation; the link is used up."""
    invitation = open_invitation(session, token, now)
    if invitation is None:
        raise Refused(Refusal.INVITATION_OVER)
    if weak := why_not_password(password):
        raise Refused(weak)
    step = passwords.totp_step(totp_secret, totp_code, now)
    if step is None:
        raise Refused(Refusal.WRONG_CODE)
    staff = session.get_one(Staff, invitation.staff_id)
    staff.password_hash, staff.totp_secret = passwords.hash_password(password), totp_secret
    staff.totp_last_step = step
    invitation.used_at = now
    audit.record(session, Actor(ActorKind.STAFF, staff.code), "accounts.accept", f"staff:{staff.code}")
    return staff


def check_password(session: Session, email: str, password: str, now: datetime) -> Staff | Refusal:
    """The member of staff whose password this is, or why not. Returned, not raised: a wrong try is stored."""
    staff = staff_by_email(session, email)
    right = passwords.is_password(password, staff.password_hash if staff else None)
    if staff is None:
        return Refusal.WRONG_LOGIN
    if staff.locked_until is not None and now < staff.locked_until:
        return Refusal.TOO_MANY_TRIES
    if not right:
        return _wrong_try(staff, Refusal.WRONG_LOGIN, now)
    return Refusal.SUSPENDED if staff.suspended_at else staff


def check_second_factor(session: Session, staff_id: int, code: str, now: datetime) -> Staff | Refusal:
    """The same person when the code is right and was not used before, or why not."""
    staff = session.get_one(Staff, staff_id)
    if staff.locked_until is not None and now < staff.locked_until:
        return Refusal.TOO_MANY_TRIES
    step = passwords.totp_step(staff.totp_secret or "", code, now) if staff.totp_secret else None
    if step is None or step <= (staff.totp_last_step or 0):
        return _wrong_try(staff, Refusal.WRONG_CODE, now)
    staff.totp_last_step, staff.failed_tries, staff.locked_until = step, 0, None
    return staff


def _wrong_try(staff: Staff, refusal: Refusal, now: datetime) -> Refusal:
    staff.failed_tries += 1
    if staff.failed_tries >= TRIES:
        staff.locked_until, staff.failed_tries = now + LOCKED_FOR, 0
    return refusal


def open_staff_session(session: Session, staff: Staff, *, device: str, now: datetime) -> str:
    """The token of a new session after both factors."""
    token = _session(session, SessionKind.STAFF, staff.id, device, now)
    audit.record(session, Actor(ActorKind.STAFF, staff.code), "accounts.sign_in", f"staff:{staff.code}")
    return token


def open_author_session(
    session: Session, *, person_key: bytes, name: str, birth_year: int | None, device: str, now: datetime
) -> str:
    """The token of a session of the author with this key, who is made at the first visit."""
    author = known_author(session, person_key=person_key, name=name, birth_year=birth_year, now=now)
    author.name = name
    return continue_author_session(session, author, device=device, now=now)


def known_author(session: Session, *, person_key: bytes, name: str, birth_year: int | None, now: datetime) -> Author:
    """The author with this key, made with `name` and `birth_year` when a bank or a desk sees them first."""
    author = session.scalar(select(Author).where(Author.person_key == person_key))
    if author is None:
        author = Author(code=new_code(), person_key=person_key, name=name, birth_year=birth_year, first_seen_at=now)
        session.add(author)
        session.flush()
    return author


def continue_author_session(session: Session, author: Author, *, device: str, now: datetime) -> str:
    """The token of one more session of an author who has proved who they are, here or on another device."""
    token = _session(session, SessionKind.AUTHOR, author.id, device, now)
    audit.record(session, Actor(ActorKind.AUTHOR, author.code), "accounts.sign_in", f"author:{author.code}")
    return token


def _session(session: Session, kind: SessionKind, owner: int, device: str, now: datetime) -> str:
    token = passwords.new_token()
    session.add(
        AccountSession(
            token_hash=passwords.token_hash(token),
            code=new_code(),
            kind=kind,
            staff_id=owner if kind is SessionKind.STAFF else None,
            author_id=owner if kind is SessionKind.AUTHOR else None,
            device=device[:80],
            opened_at=now,
            seen_at=now,
        )
    )
    session.flush()
    return token


def touch_session(session: Session, token: str, now: datetime) -> None:
    """Note that a session was used: routine, so no audit entry."""
    session.execute(
        update(AccountSession).where(AccountSession.token_hash == passwords.token_hash(token)).values(seen_at=now)
    )


def revoke_session(session: Session, actor: Actor, code: str, now: datetime, *, staff_id: int | None = None) -> None:
    """End one session by its code; with `staff_id`, only if it belongs to them."""
    query = update(AccountSession).where(AccountSession.code == code, AccountSession.revoked_at.is_(None))
    if staff_id is not None:
        query = query.where(AccountSession.staff_id == staff_id)
    session.execute(query.values(revoked_at=now))
    audit.record(session, actor, "accounts.revoke_session", f"session:{code}")


def sign_out(session: Session, actor: Actor, token: str, now: datetime) -> None:
    """End the session of this browser."""
    found = session.get(AccountSession, passwords.token_hash(token))
    if found is not None:
        found.revoked_at = now
    audit.record(session, actor, "accounts.sign_out", str(actor))


def change_roles(session: Session, actor: Actor, staff: Staff, roles: frozenset[Role]) -> None:
    """Give `staff` exactly these roles; Refused when no administrator would be left."""
    if Role.ADMINISTRATOR not in roles and _is_last_administrator(session, staff):
        raise Refused(Refusal.LAST_ADMINISTRATOR)
    staff.roles = [StaffRole(staff_id=staff.id, role=role) for role in sorted(roles)]
    audit.record(session, actor, "accounts.change_roles", f"staff:{staff.code}", {"roles": sorted(roles)})


def suspend_staff(session: Session, actor: Actor, staff: Staff, now: datetime) -> None:
    """Close an account and its sessions; what the person did stays theirs in the log."""
    if _is_last_administrator(session, staff):
        raise Refused(Refusal.LAST_ADMINISTRATOR)
    staff.suspended_at = now
    _end_sessions(session, staff.id, now)
    audit.record(session, actor, "accounts.suspend", f"staff:{staff.code}")


def save_contacts(session: Session, actor: Actor, author: Author, *, email: str, phone: str) -> None:
    """How an author wants to be reached; private."""
    author.email, author.phone = email.strip().lower(), phone.strip()
    audit.record(session, actor, "accounts.save_contacts", f"author:{author.code}")


def erase_author(session: Session, actor: Actor, author: Author, now: datetime) -> None:
    """Forget an author's contacts and key; the name on published projects stays, as the regulation demands."""
    author.email = author.phone = ""
    author.person_key, author.birth_year, author.erased_at = None, None, now
    session.execute(update(AccountSession).where(AccountSession.author_id == author.id).values(revoked_at=now))
    audit.record(session, actor, "accounts.erase", f"author:{author.code}")


def _end_sessions(session: Session, staff_id: int, now: datetime) -> None:
    mine = (AccountSession.staff_id == staff_id, AccountSession.revoked_at.is_(None))
    session.execute(update(AccountSession).where(*mine).values(revoked_at=now))


def _is_last_administrator(session: Session, staff: Staff) -> bool:
    query = select(func.count()).select_from(Staff).join(StaffRole)
    others = query.where(StaffRole.role == Role.ADMINISTRATOR, Staff.suspended_at.is_(None), Staff.id != staff.id)
    is_one = any(row.role is Role.ADMINISTRATOR for row in staff.roles)
    return is_one and not session.scalar(others)
