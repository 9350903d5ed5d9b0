"""Tables whose rows are never changed or deleted: the database itself refuses; which tables, their stages say."""

from sqlalchemy import DDL, ExecutableDDLElement, FromClause, Table, event

KEPT: list[str] = []


def guards(table: str) -> dict[str, list[str]]:
    """The statements that make `table` append-only, by dialect."""
    refused, function = f"{table} is append-only", f"{table}_append_only"
    raising = f"RAISE EXCEPTION '{refused}'"
    return {
        "sqlite": [
            f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{refused}'); END"
            for verb in ("update", "delete")
        ],
        "postgresql": [
            f"CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {raising}; END $$",
            f"CREATE TRIGGER {function} BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()",
        ],
    }


def keep_forever(table: FromClause) -> None:
    """Let the database refuse every change of a row of `table`."""
    if not isinstance(table, Table):
        raise TypeError("only a table can be kept")
    KEPT.append(table.name)
    for dialect, statements in guards(table.name).items():
        for statement in statements:
            event.listen(table, "after_create", _ddl(statement, dialect))
    dropped = _ddl(f"DROP FUNCTION IF EXISTS {table.name}_append_only()", "postgresql")
    event.listen(table, "after_drop", dropped)


def _ddl(statement: str, dialect: str) -> ExecutableDDLElement:
    return DDL(statement).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]
