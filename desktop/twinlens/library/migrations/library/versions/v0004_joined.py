"""Pairs that a person joined, and for each decision the newest file of its time: what comes later is new there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "joined",
        sa.Column("first", sa.String(), nullable=False),
        sa.Column("second", sa.String(), nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.Column("decided_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("first", "second", name=op.f("pk_joined")),
    )
    with op.batch_alter_table("decisions", recreate="always") as decisions:
        decisions.add_column(sa.Column("newest_file", sa.Integer(), nullable=True))
