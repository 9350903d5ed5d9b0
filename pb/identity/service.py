"""A login from the first step to a 15-minute visit; how a provider is spoken to is in `providers`."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from sqlalchemy import CursorResult, delete, update
from sqlalchemy.orm import Session

from pb.accounts.passwords import new_token, token_hash
from pb.errors import Refused
from pb.identity.models import Login, Visit
from pb.identity.person_key import keyed, secret_file, stretched
from pb.identity.rules import LOGIN_LASTS, VISIT_LASTS, Purpose, Refusal, VerifiedPerson


@dataclass(frozen=True, slots=True)
class Begun:
    """A login just begun: what the provider and the browser must know of it."""

    state: str
    nonce: str
    verifier: str
    browser_token: str


@dataclass(frozen=True, slots=True)
class Returned:
    """A login that came back: what was stored of it, and whether it came back to the browser that began it."""

    provider: str
    bank: str
    purpose: Purpose
    nonce: str
    verifier: str
    next_path: str
    begun_at: datetime
    is_same_browser: bool
    carried: str


def begin_login(
    session: Session, *, provider: str, bank: str = "", purpose: Purpose, next_path: str, carried: str, now: datetime
) -> Begun:
    """Store a login and return its secrets. `carried` rides in the state (the key of a draft ballot), unstored.

    No audit entry: a login that voters make must leave no trace finer than a day.
    """
    session.execute(delete(Login).where(Login.begun_at < now - LOGIN_LASTS))
    begun = Begun(
        state=f"{secrets.token_urlsafe(24)}.{carried}",
        nonce=secrets.token_urlsafe(24),
        verifier=secrets.token_urlsafe(48),
        browser_token=secrets.token_urlsafe(24),
    )
    session.add(
        Login(
            state_hash=token_hash(begun.state),
            provider=provider,
            bank=bank[:100],
            purpose=purpose,
            nonce=begun.nonce,
            verifier=begun.verifier,
            browser_hash=token_hash(begun.browser_token),
            next_path=next_path[:300],
            begun_at=now,
        )
    )
    return begun


def take_login(session: Session, state: str, browser_token: str, now: datetime) -> Returned:
    """The login of a state, which is good once and for ten minutes.

    Refused otherwise; when the login is known, the facts say where it wanted to go: `purpose`, `next_path`, `carried`.
    """
    login = session.get(Login, token_hash(state))
    if login is None:
        raise Refused(Refusal.LOGIN_UNKNOWN)
    carried = state.partition(".")[2]
    known = {"purpose": login.purpose, "next_path": login.next_path, "carried": carried}
    if now >= login.begun_at + LOGIN_LASTS:
        raise Refused(Refusal.LOGIN_EXPIRED, known)
    # One statement decides, so that of two answers at once only one is taken.
    taken = update(Login).where(Login.state_hash == login.state_hash, Login.used_at.is_(None)).values(used_at=now)
    if cast("CursorResult[Any]", session.execute(taken)).rowcount != 1:
        raise Refused(Refusal.LOGIN_USED, known)
    return Returned(
        provider=login.provider,
        bank=login.bank,
        purpose=login.purpose,
        nonce=login.nonce,
        verifier=login.verifier,
        next_path=login.next_path,
        begun_at=login.begun_at,
        is_same_browser=secrets.compare_digest(login.browser_hash, token_hash(browser_token)),
        carried=carried,
    )


def open_visit(
    session: Session,
    person: VerifiedPerson,
    *,
    stretch: bytes,
    begun_at: datetime,
    now: datetime,
) -> tuple[Visit, str]:
    """A visit of a proved person and the token for the browser; visits that are over are deleted.

    `stretch` (`stretch_of`) takes tens of milliseconds, for which other writers should not have to wait.
    """
    session.execute(delete(Visit).where(Visit.expires_at <= now))
    token = new_token()
    home = person.registered
    visit = Visit(
        token_hash=token_hash(token),
        stretch=stretch,
        name=person.full_name,
        birth_date=person.birth_date,
        country=home.country if home else "",
        region=home.region if home else "",
        place=home.city if home else "",
        provider=person.provider,
        bank=person.bank,
        begun_at=begun_at,
        opened_at=now,
        expires_at=now + VISIT_LASTS,
    )
    session.add(visit)
    session.flush()
    return visit, token


def stretch_of(person: VerifiedPerson, keys: Path) -> bytes:
    """What a visit keeps of the person's number."""
    return stretched(person.number_kind, person.number, person_salt(keys))


def end_visit(session: Session, token: str) -> None:
    """Forget a visit."""
    session.execute(delete(Visit).where(Visit.token_hash == token_hash(token)))


def forget_past(session: Session, now: datetime) -> None:
    """Delete visits and logins that are over, also when nobody logs in any more."""
    session.execute(delete(Visit).where(Visit.expires_at <= now))
    session.execute(delete(Login).where(Login.begun_at <= now - LOGIN_LASTS))


def person_salt(keys: Path) -> bytes:
    """The installation's salt of person numbers: the same number must give the same key in every bank."""
    return secret_file(keys / "person.salt")


def author_key(keys: Path, stretch: bytes) -> bytes:
    """The key by which a person is known as an author, in every cycle the same."""
    return keyed(secret_file(keys / "authors.pepper"), "author", stretch)
