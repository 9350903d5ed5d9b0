"""Reading the audit log."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.audit.models import AuditEntry
from pb.audit.rules import Entry


def every_entry(session: Session) -> Iterator[Entry]:
    """All entries from the first, streamed."""
    for row in session.scalars(select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=1000)):
        yield _entry(row)


def entries_about(session: Session, subject: str, *, limit: int = 200) -> list[Entry]:
    """Entries about one subject («project:CODE»), oldest first."""
    rows = session.scalars(select(AuditEntry).where(AuditEntry.subject == subject).order_by(AuditEntry.id).limit(limit))
    return [_entry(row) for row in rows]


def newest_entries(session: Session, *, limit: int = 100) -> list[Entry]:
    """The newest entries, newest first."""
    rows = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(limit))
    return [_entry(row) for row in rows]


def _entry(row: AuditEntry) -> Entry:
    return Entry(row.at, row.actor, row.action, row.subject, row.details, row.previous, row.digest)
