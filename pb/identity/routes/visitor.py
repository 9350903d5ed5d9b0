"""What the browser carries on the way to a bank and back, and the providers of this application."""

from typing import Any

from flask import current_app, redirect, session, url_for
from sqlalchemy.orm import Session

from pb import clock
from pb.errors import Refused
from pb.identity.health import Health
from pb.identity.models import Visit
from pb.identity.providers.contract import Provider
from pb.identity.queries import visit_by_token
from pb.identity.rules import Purpose, Refusal
from pb.web.access import VISIT
from pb.web.current import house

PROVIDERS, HEALTH = "pb_providers", "pb_banks_health"
BROWSER, PENDING, CARRIED = "login", "visit_pending", "carried"
DEFAULT_NEXT = {Purpose.VOTE: "/vote/review", Purpose.AUTHOR: "/submit", Purpose.SUPPORT: "/projects"}


def providers() -> dict[str, Provider]:
    """The identity providers of this application by code."""
    found: dict[str, Provider] = current_app.extensions[PROVIDERS]
    return found


def health() -> Health:
    """Which banks did not answer a moment ago."""
    found: Health = current_app.extensions[HEALTH]
    return found


def plain_key(text: str | None) -> str:
    """The key of a draft ballot as typed by a stranger, cleaned."""
    return "".join(sign for sign in text or "" if (sign.isascii() and sign.isalnum()) or sign in "-_")[:64]


def draft_of_browser() -> str:
    """The key of this browser's draft ballot, if it has one."""
    return plain_key(str(session.get(CARRIED) or ""))


def current_visit(opened: Session) -> Visit | None:
    """The visit of this browser, or None; a visit that is over is taken off the cookie."""
    if VISIT not in session:
        return None
    try:
        return visit_by_token(opened, session[VISIT], clock.now())
    except Refused:
        session.pop(VISIT)
        return None


def return_url(code: str) -> str:
    """Where the bank sends the person: one address per provider, so that one's answer cannot pass as another's."""
    return house().settings.public_url.rstrip("/") + url_for("identity.returned", provider=code)


def back(purpose: Purpose, problem: Refusal, next_path: str, carried: str = "", down: str = "") -> Any:
    """To the grid, with the reason and everything that was on the way."""
    return redirect(
        url_for(
            "identity.choose", purpose=purpose.value, problem=problem.value, next=next_path, carried=carried, down=down
        ),
        303,
    )
