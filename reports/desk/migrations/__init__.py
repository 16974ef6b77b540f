"""The database of the desk, from version to version (Alembic)."""
