"""The table of the audit log; it is appended to and never changed."""

from sqlalchemy import DDL, ExecutableDDLElement, String, Text, event
from sqlalchemy.orm import Mapped, mapped_column

from pb.db.base import Base, Key, Moment


class AuditEntry(Base):
    """One entry; `previous` is unique, so that the chain cannot fork."""

    __tablename__ = "audit_entries"

    id: Mapped[Key]
    at: Mapped[Moment]
    actor: Mapped[str] = mapped_column(String(60))
    action: Mapped[str] = mapped_column(String(80), index=True)
    subject: Mapped[str] = mapped_column(String(80), index=True)
    details: Mapped[str] = mapped_column(Text)
    previous: Mapped[str] = mapped_column(String(64), unique=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)


SQLITE_GUARDS = [
    f"CREATE TRIGGER audit_entries_no_{verb} BEFORE {verb.upper()} ON audit_entries "
    f"BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END"
    for verb in ("update", "delete")
]
POSTGRES_FUNCTION = (
    "CREATE FUNCTION audit_entries_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$"
)
POSTGRES_TRIGGER = (
    "CREATE TRIGGER audit_entries_append_only BEFORE UPDATE OR DELETE ON audit_entries "
    "FOR EACH ROW EXECUTE FUNCTION audit_entries_append_only()"
)
POSTGRES_GUARDS = [POSTGRES_FUNCTION, POSTGRES_TRIGGER]


def _ddl(statement: str, dialect: str) -> ExecutableDDLElement:
    return DDL(statement).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]


for guard in SQLITE_GUARDS:
    event.listen(AuditEntry.__table__, "after_create", _ddl(guard, "sqlite"))
for guard in POSTGRES_GUARDS:
    event.listen(AuditEntry.__table__, "after_create", _ddl(guard, "postgresql"))
event.listen(
    AuditEntry.__table__, "after_drop", _ddl("DROP FUNCTION IF EXISTS audit_entries_append_only()", "postgresql")
)
