"""Runs the migrations on the connection that database.py hands over, where Alembic runs it."""

from alembic import context

from cermat.reports.desk.tables import Base

running = getattr(context, "config", None)
if running is not None:
    context.configure(connection=running.attributes["connection"], target_metadata=Base.metadata)
    with context.begin_transaction():
        context.run_migrations()
