"""What pairs files into shots: clues from their heads, films that belong by name alone, and why others stay apart."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    with op.batch_alter_table("files", recreate="always") as files:
        files.add_column(sa.Column("by_name", sa.Integer(), nullable=True))
        files.add_column(sa.Column("apart", sa.String(), nullable=True))
    op.create_table(
        "clues",
        sa.Column("content_key", sa.String(), nullable=False),
        sa.Column("camera", sa.String(), nullable=True),
        sa.Column("taken_at", sa.String(), nullable=True),
        sa.Column("zone", sa.Integer(), nullable=True),
        sa.Column("content_identifier", sa.String(), nullable=True),
        sa.Column("seconds", sa.Double(), nullable=True),
        sa.PrimaryKeyConstraint("content_key", name=op.f("pk_clues")),
    )
