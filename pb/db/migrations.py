"""Bringing a database to the newest shape, and asking how far it differs; the steps are in migrations/."""

from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData

from pb.db.database import Database


def _config(folder: str, connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", folder)
    config.attributes["connection"] = connection
    return config


def migrate(database: Database, folder: str, revision: str = "head") -> None:
    """Apply the steps in `folder` up to `revision`."""
    with database.engine.begin() as connection:
        command.upgrade(_config(folder, connection), revision)


def unmigrate(database: Database, folder: str, revision: str) -> None:
    """Take steps back down to `revision`."""
    with database.engine.begin() as connection:
        command.downgrade(_config(folder, connection), revision)


def write_step(database: Database, folder: str, message: str, number: str) -> None:
    """Write the step that leads from the database's shape to the models' (for developers)."""
    with database.engine.begin() as connection:
        command.revision(_config(folder, connection), message=message, autogenerate=True, rev_id=number)


def differences(database: Database, metadata: MetaData) -> list[Any]:
    """What the models have and the database has not, and the reverse."""
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
        return list(compare_metadata(context, metadata))
