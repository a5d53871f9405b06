"""The cache as the first version knew it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "contents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contents")),
        sa.UniqueConstraint("key", name=op.f("uq_contents_key")),
    )
    op.create_table(
        "models",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_models")),
        sa.UniqueConstraint("name", name=op.f("uq_models_name")),
    )
    op.create_table(
        "embeddings",
        sa.Column("model_id", sa.Integer(), nullable=False),
        sa.Column("content_id", sa.Integer(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["content_id"], ["contents.id"], name=op.f("fk_embeddings_content_id_contents")),
        sa.ForeignKeyConstraint(["model_id"], ["models.id"], name=op.f("fk_embeddings_model_id_models")),
        sa.PrimaryKeyConstraint("model_id", "content_id", name=op.f("pk_embeddings")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "matches",
        sa.Column("model_id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("cosine", sa.Double(), nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["first_id"], ["contents.id"], name=op.f("fk_matches_first_id_contents")),
        sa.ForeignKeyConstraint(["model_id"], ["models.id"], name=op.f("fk_matches_model_id_models")),
        sa.ForeignKeyConstraint(["second_id"], ["contents.id"], name=op.f("fk_matches_second_id_contents")),
        sa.PrimaryKeyConstraint("model_id", "first_id", "second_id", name=op.f("pk_matches")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_matches_second_id"), "matches", ["second_id"], unique=False)
    op.create_table(
        "previews",
        sa.Column("content_id", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("jpeg", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["content_id"], ["contents.id"], name=op.f("fk_previews_content_id_contents")),
        sa.PrimaryKeyConstraint("content_id", name=op.f("pk_previews")),
    )
    op.create_index(op.f("ix_previews_used_size"), "previews", ["used", "size"], unique=False)
    op.create_table(
        "saturated",
        sa.Column("model_id", sa.Integer(), nullable=False),
        sa.Column("content_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["content_id"], ["contents.id"], name=op.f("fk_saturated_content_id_contents")),
        sa.ForeignKeyConstraint(["model_id"], ["models.id"], name=op.f("fk_saturated_model_id_models")),
        sa.PrimaryKeyConstraint("model_id", "content_id", name=op.f("pk_saturated")),
        sqlite_with_rowid=False,
    )
