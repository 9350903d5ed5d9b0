"""Alembic's environment: the connection and the tables come from the program, so there is no alembic.ini."""

from alembic import context

from pb.tables import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,
    user_module_prefix="base.",
    compare_type=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
