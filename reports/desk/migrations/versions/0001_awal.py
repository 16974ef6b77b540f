"""The tables as they are, and a record that only grows."""

from alembic import op

from cermat.reports.desk.tables import Base

revision = "0001"
down_revision = None

_SQLITE = """
CREATE TRIGGER riwayat_{what} BEFORE {what} ON riwayat
BEGIN SELECT RAISE(ABORT, 'riwayat tidak dapat diubah'); END
"""
_POSTGRESQL = """
CREATE FUNCTION riwayat_tetap() RETURNS trigger AS
$$ BEGIN RAISE EXCEPTION 'riwayat tidak dapat diubah'; END $$ LANGUAGE plpgsql;
CREATE TRIGGER riwayat_tetap BEFORE UPDATE OR DELETE ON riwayat
FOR EACH STATEMENT EXECUTE FUNCTION riwayat_tetap();
"""


def upgrade() -> None:
    connection = op.get_bind()
    Base.metadata.create_all(connection)
    if connection.dialect.name == "sqlite":
        for what in ("UPDATE", "DELETE"):
            op.execute(_SQLITE.format(what=what))
    else:
        op.execute(_POSTGRESQL)
