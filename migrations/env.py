"""Runs the migrations on the connection that `wom db upgrade` brings along."""

from __future__ import annotations

from alembic import context

connection = context.config.attributes["connection"]
# One transaction for all steps: a migration that breaks, or is killed, leaves the database as it was.
context.configure(connection=connection, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
