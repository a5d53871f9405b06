"""Vectors of a picture's parts, by model and content, and which of them still wait to be compared."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "parts",
        sa.Column("model_id", sa.Integer(), nullable=False),
        sa.Column("content_id", sa.Integer(), nullable=False),
        sa.Column("vectors", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["content_id"], ["contents.id"], name=op.f("fk_parts_content_id_contents")),
        sa.ForeignKeyConstraint(["model_id"], ["models.id"], name=op.f("fk_parts_model_id_models")),
        sa.PrimaryKeyConstraint("model_id", "content_id", name=op.f("pk_parts")),
    )
    op.create_table(
        "unmatched_parts",
        sa.Column("model_id", sa.Integer(), nullable=False),
        sa.Column("content_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["content_id"], ["contents.id"], name=op.f("fk_unmatched_parts_content_id_contents")),
        sa.ForeignKeyConstraint(["model_id"], ["models.id"], name=op.f("fk_unmatched_parts_model_id_models")),
        sa.PrimaryKeyConstraint("model_id", "content_id", name=op.f("pk_unmatched_parts")),
        sqlite_with_rowid=False,
    )
