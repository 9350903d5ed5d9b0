"""Reading visits."""

from datetime import datetime

from sqlalchemy.orm import Session

from pb.accounts.passwords import token_hash
from pb.errors import Refused
from pb.identity.models import Visit
from pb.identity.rules import Refusal


def visit_by_token(session: Session, token: str, now: datetime) -> Visit:
    """The visit of a token; Refused when it is over."""
    visit = session.get(Visit, token_hash(token))
    if visit is None or visit.expires_at <= now:
        raise Refused(Refusal.VISIT_OVER)
    return visit
