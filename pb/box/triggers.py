"""What the box's database itself refuses: to reopen, to rewrite the log, to change or add a ballot afterwards."""

from collections.abc import Iterator

# table, moment, condition (of the row, for both dialects), what the error says
GUARDS = (
    ("box_elections", "UPDATE", "OLD.closed AND NOT NEW.closed", "a closed box stays closed"),
    ("box_elections", "UPDATE", "OLD.manifest <> NEW.manifest OR OLD.hash <> NEW.hash", "a manifest is frozen"),
    ("box_elections", "DELETE", "1 = 1", "an election is not deleted"),
    ("box_ballots", "UPDATE", "1 = 1", "a ballot is not changed"),
    ("box_ballots", "DELETE", "1 = 1", "a ballot is not deleted"),
    (
        "box_ballots",
        "INSERT",
        "(SELECT closed FROM box_elections WHERE hash = NEW.election)",
        "no ballot after the close",
    ),
    ("box_leaves", "UPDATE", "1 = 1", "the log is not changed"),
    ("box_leaves", "DELETE", "1 = 1", "the log is not shortened"),
    ("box_checkpoints", "UPDATE", "1 = 1", "a checkpoint is not changed"),
    ("box_checkpoints", "DELETE", "1 = 1", "a checkpoint is not deleted"),
)


def guard_statements(dialect: str) -> Iterator[str]:
    """The statements that put the guards on newly made tables."""
    for number, (table, moment, condition, says) in enumerate(GUARDS):
        name = f"tr_{table}_{moment.lower()}_{number}"
        if dialect == "sqlite":
            yield (
                f"CREATE TRIGGER {name} BEFORE {moment} ON {table} WHEN {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{says}'); END"
            )
            continue
        # A function of its own each, because PostgreSQL allows no subquery in WHEN.
        row = "OLD" if moment == "DELETE" else "NEW"
        yield (
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {condition} THEN RAISE EXCEPTION '{says}'; END IF; RETURN {row}; END $$"
        )
        yield f"CREATE TRIGGER {name} BEFORE {moment} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
