"""What both histories tell Alembic before it runs."""

from __future__ import annotations

from alembic import context
from sqlalchemy import MetaData


def run(metadata: MetaData) -> None:
    """Run the migrations on the connection that the caller has begun a transaction on.

    SQLite changes little of a table in place, so Alembic's batch mode rebuilds it. The caller has foreign keys off.
    """
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=metadata,
        render_as_batch=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()
