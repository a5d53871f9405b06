"""What the keeper rules go by: quality and marks of photos, other programs' catalogues, and a person's preferences."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    with op.batch_alter_table("facts", recreate="always") as facts:
        facts.add_column(sa.Column("label", sa.String(), nullable=True))
        facts.add_column(sa.Column("keywords", sa.Integer(), nullable=True))
        facts.add_column(sa.Column("software", sa.String(), nullable=True))
        facts.add_column(sa.Column("jpeg_quality", sa.Integer(), nullable=True))
        facts.add_column(sa.Column("sharpness", sa.Double(), nullable=True))
        facts.add_column(sa.Column("clipped", sa.Double(), nullable=True))
        facts.add_column(sa.Column("detail_map", sa.LargeBinary(), nullable=True))
    op.create_table(
        "catalogues",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("path", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("mtime_ns", sa.Integer(), nullable=False),
        sa.Column("photos", sa.Integer(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogues")),
        sa.UniqueConstraint("path", name=op.f("uq_catalogues_path")),
    )
    op.create_table(
        "marks",
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("catalogue", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("mtime_ns", sa.Integer(), nullable=False),
        sa.Column("catalogued", sa.Integer(), nullable=False),
        sa.Column("edited", sa.Integer(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("flag", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("keywords", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_marks_file_id_files")),
        sa.PrimaryKeyConstraint("file_id", "catalogue", name=op.f("pk_marks")),
    )
    op.create_table(
        "preferences",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_preferences")),
    )
