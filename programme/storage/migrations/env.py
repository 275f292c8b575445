"""What Alembic runs: :func:`programme.storage.upgrade.upgrade` hands it the connection, in its transaction."""

from alembic import context

from programme.storage import geopackage, tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=[geopackage.standard, tables.metadata],
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
