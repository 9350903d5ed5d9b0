"""Appending to the audit log, in the transaction of the act itself."""

from collections.abc import Mapping

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from pb import clock
from pb.audit import rules
from pb.audit.models import AuditEntry

# Two statements, made once and without objects: every use case pays for them.
LAST = select(AuditEntry.digest).order_by(AuditEntry.id.desc()).limit(1)
APPEND = insert(AuditEntry)
CHAIN_LOCK = 0x7062_6175  # "pbau": one writer of the chain at a time on PostgreSQL


def record(
    session: Session,
    actor: rules.Actor,
    action: str,
    subject: str,
    details: Mapping[str, object] | None = None,
) -> None:
    """Append one entry: `action` is «stage.verb», `subject` «noun:code»; never personal data."""
    session.flush()
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CHAIN_LOCK})
    last = session.connection().scalar(LAST)
    previous, at, wording = last or rules.GENESIS, clock.now(), rules.canonical(details or {})
    digest = rules.digest_of(previous, at, str(actor), action, subject, wording)
    entry = {"at": at, "actor": str(actor), "action": action, "subject": subject, "details": wording}
    session.connection().execute(APPEND, {**entry, "previous": previous, "digest": digest})
