"""Notes of reviewers, decisions that follow each other, submissions out of an archive."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_NEW: dict[str, list[sa.Column]] = {
    "kiriman": [sa.Column("arsip", sa.String(32), nullable=True)],
    "keputusan": [
        sa.Column("catatan", sa.Text, nullable=False, server_default=""),
        sa.Column("sebelum", sa.Integer, nullable=False, server_default="0"),
    ],
}
_FOLLOW = """
UPDATE keputusan SET sebelum = COALESCE((SELECT MAX(k.id) FROM keputusan AS k
WHERE k.kiriman_id = keputusan.kiriman_id AND k.temuan = keputusan.temuan AND k.id < keputusan.id), 0)
"""


def upgrade() -> None:
    """A database that 0001 has just made has all of it already."""
    known = sa.inspect(op.get_bind())
    if "sebelum" in {column["name"] for column in known.get_columns("keputusan")}:
        return
    for table, columns in _NEW.items():
        for column in columns:
            op.add_column(table, column)
    op.execute(_FOLLOW)
    op.create_index("satu_sesudah", "keputusan", ["kiriman_id", "temuan", "sebelum"], unique=True)
