"""Reading what was written to people about one thing; addresses and texts are gone once a letter is sent."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.mail.models import OutboxLetter


def letters_about(session: Session, about: str) -> list[OutboxLetter]:
    """Letters about «project:CODE», oldest first."""
    return list(session.scalars(select(OutboxLetter).where(OutboxLetter.about == about).order_by(OutboxLetter.id)))
