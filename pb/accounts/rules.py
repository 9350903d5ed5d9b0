"""What makes an account, a session, a password and an invitation valid; nothing is stored here."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

SHORTEST_PASSWORD = 12


class SessionKind(StrEnum):
    """Whose session it is."""

    STAFF = "staff"
    AUTHOR = "author"


class Refusal(StrEnum):
    """Why an account may not do this."""

    WRONG_LOGIN = "wrong_login"
    WRONG_CODE = "wrong_code"
    TOO_MANY_TRIES = "too_many_tries"
    SUSPENDED = "suspended"
    INVITATION_OVER = "invitation_over"
    PASSWORD_TOO_SHORT = "password_too_short"  # noqa: S105 - the name of a refusal
    EMAIL_TAKEN = "email_taken"
    LAST_ADMINISTRATOR = "last_administrator"


@dataclass(frozen=True, slots=True)
class Lifetime:
    """How long a session may lie idle, and how long it may last in all."""

    idle: timedelta
    total: timedelta


LIFETIMES = {
    SessionKind.STAFF: Lifetime(idle=timedelta(hours=1), total=timedelta(hours=10)),
    SessionKind.AUTHOR: Lifetime(idle=timedelta(days=14), total=timedelta(days=60)),
}
INVITATION_LASTS = timedelta(days=7)


def is_alive(kind: SessionKind, *, opened_at: datetime, seen_at: datetime, now: datetime) -> bool:
    """Whether a session that nobody revoked still holds."""
    lifetime = LIFETIMES[kind]
    return now < opened_at + lifetime.total and now < seen_at + lifetime.idle


def why_not_password(password: str) -> Refusal | None:
    """Length is the only rule: NIST 800-63B, no composition games."""
    return Refusal.PASSWORD_TOO_SHORT if len(password) < SHORTEST_PASSWORD else None
