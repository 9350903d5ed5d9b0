"""Queueing letters with what caused them, and sending those that are due, with ever longer pauses."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from smtplib import SMTPException, SMTPResponseException
from typing import Any, Protocol

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.mail.letters import written
from pb.mail.models import OutboxLetter
from pb.mail.rules import Letter, is_hopeless, pause_before

log = structlog.get_logger()
BATCH = 50
CLAIMED_FOR = timedelta(minutes=10)  # a sender that died gives its letters back after this


class Post(Protocol):
    """What sends a message: `smtplib.SMTP`, or a test's."""

    def send_message(self, message: EmailMessage) -> Any:
        """Send it, or raise an SMTPException."""


def enqueue(
    session: Session,
    to: str,
    letter: Letter,
    facts: Mapping[str, object],
    *,
    now: datetime,
    language: str = "uk",
    host: str = "localhost",
    about: str = "",
) -> OutboxLetter | None:
    """Queue a letter in the caller's transaction; None when the person left no address.

    No audit entry: the act that causes the letter leaves its own.
    """
    if not to.strip():
        return None
    subject, body = written(letter, language, facts)
    row = OutboxLetter(
        letter=letter, to=to.strip(), subject=subject, body=body, about=about, message_id=make_msgid(domain=host),
        queued_at=now, due_at=now,
    )  # fmt: skip
    session.add(row)
    return row


def send_due(
    transaction: Callable[[], AbstractContextManager[Session]],
    connect: Callable[[], AbstractContextManager[Post]],
    *,
    sender: str,
    now: datetime,
) -> tuple[int, int]:
    """Send what is due; (sent, failed). Each letter is claimed and settled in transactions of its own:

    nothing is held while the mail server thinks, and a crash sends no letter of a batch twice but the one it was at.
    """
    with transaction() as session:
        claimed = [row.id for row in _claim(session, now)]
    if not claimed:
        return 0, 0
    sent = 0
    try:
        with connect() as post:
            for letter_id in claimed:
                sent += _send(transaction, post, letter_id, sender, now)
    except (OSError, SMTPException) as unreachable:
        log.warning("mail_unreachable", kind=type(unreachable).__name__)
        with transaction() as session:
            _give_back(session, claimed, now)
    return sent, len(claimed) - sent


def _claim(session: Session, now: datetime) -> list[OutboxLetter]:
    waiting = OutboxLetter.sent_at.is_(None) & OutboxLetter.given_up_at.is_(None) & (OutboxLetter.due_at <= now)
    query = select(OutboxLetter).where(waiting).order_by(OutboxLetter.due_at, OutboxLetter.id).limit(BATCH)
    rows = list(session.scalars(query.with_for_update(skip_locked=True)))
    for row in rows:
        row.due_at = now + CLAIMED_FOR
    return rows


def _give_back(session: Session, claimed: list[int], now: datetime) -> None:
    """The server could not be reached: that is no letter's fault, so it costs none of its tries."""
    rows = session.scalars(select(OutboxLetter).where(OutboxLetter.id.in_(claimed), OutboxLetter.sent_at.is_(None)))
    for row in rows:
        row.due_at = min(row.due_at, now + pause_before(3))


def _send(
    transaction: Callable[[], AbstractContextManager[Session]], post: Post, letter_id: int, sender: str, now: datetime
) -> int:
    with transaction() as session:
        row = session.get_one(OutboxLetter, letter_id)
        message = _message(row, sender)
    try:
        post.send_message(message)
    except SMTPException as failed:
        with transaction() as session:
            _failed(session.get_one(OutboxLetter, letter_id), failed, now)
        return 0
    with transaction() as session:
        _settle(session.get_one(OutboxLetter, letter_id)).sent_at = now
    return 1


def _message(row: OutboxLetter, sender: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, row.to, row.subject
    message["Message-ID"], message["Date"] = row.message_id, format_datetime(row.queued_at)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers to us
    message.set_content(row.body)
    return message


def _failed(row: OutboxLetter, failed: SMTPException, now: datetime) -> None:
    row.tries += 1
    code = failed.smtp_code if isinstance(failed, SMTPResponseException) else 0
    row.last_fault = f"{type(failed).__name__} {code}".strip()  # never the server's words: they quote the address
    if is_hopeless(row.tries, is_refused_for_good=code >= 500):
        _settle(row).given_up_at = now
        log.error("mail_given_up", letter=row.letter.value, fault=row.last_fault)
    else:
        row.due_at = now + pause_before(row.tries)


def _settle(row: OutboxLetter) -> OutboxLetter:
    """What is settled is not kept: an outbox must not become a list of people."""
    row.to, row.subject, row.body = "", "", ""
    return row
