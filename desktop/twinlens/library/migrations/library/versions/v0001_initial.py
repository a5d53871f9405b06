"""The library as the first version knew it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "cleanups",
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("started_at", sa.String(), nullable=False),
        sa.Column("home", sa.LargeBinary(), nullable=False),
        sa.Column("finished_at", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_cleanups")),
    )
    op.create_table(
        "decision_history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.String(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("first", sa.String(), nullable=True),
        sa.Column("second", sa.String(), nullable=True),
        sa.Column("old", sa.String(), nullable=True),
        sa.Column("new", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_history")),
    )
    op.create_index(op.f("ix_decision_history_batch"), "decision_history", ["batch"], unique=False)
    op.create_table(
        "facts",
        sa.Column("content_key", sa.String(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("is_raw", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.String(), nullable=True),
        sa.Column("camera", sa.String(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("metadata_tags", sa.Integer(), nullable=False),
        sa.Column("pixel_hash", sa.String(), nullable=True),
        sa.Column("low_detail", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("content_key", name=op.f("pk_facts")),
    )
    op.create_table(
        "not_duplicates",
        sa.Column("first", sa.String(), nullable=False),
        sa.Column("second", sa.String(), nullable=False),
        sa.Column("decided_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("first", "second", name=op.f("pk_not_duplicates")),
    )
    op.create_table(
        "scans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.String(), nullable=False),
        sa.Column("finished_at", sa.String(), nullable=True),
        sa.Column("counts", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scans")),
    )
    op.create_table(
        "volumes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("mount", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volumes")),
        sa.UniqueConstraint("key", name=op.f("uq_volumes_key")),
    )
    op.create_table(
        "cleanup_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("companion_of", sa.Integer(), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.LargeBinary(), nullable=False),
        sa.Column("destination", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("content_key", sa.String(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("restored_to", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["companion_of"], ["cleanup_items.id"], name=op.f("fk_cleanup_items_companion_of_cleanup_items")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["cleanups.session_id"], name=op.f("fk_cleanup_items_session_id_cleanups")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cleanup_items")),
        sa.UniqueConstraint("session_id", "source", name=op.f("uq_cleanup_items_session_id_source")),
    )
    op.create_index(op.f("ix_cleanup_items_content_key"), "cleanup_items", ["content_key"], unique=False)
    op.create_table(
        "files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("volume_id", sa.Integer(), nullable=False),
        sa.Column("relpath", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("mtime_ns", sa.Integer(), nullable=False),
        sa.Column("device", sa.Integer(), nullable=False),
        sa.Column("inode", sa.Integer(), nullable=False),
        sa.Column("content_key", sa.String(), nullable=True),
        sa.Column("full_hash", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("displaced", sa.Integer(), nullable=False),
        sa.Column("returned", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(), nullable=True),
        sa.Column("problem_detail", sa.String(), nullable=False),
        sa.Column("companion_of", sa.Integer(), nullable=True),
        sa.Column("companion_kind", sa.String(), nullable=True),
        sa.Column("removed_in", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["companion_of"], ["files.id"], name=op.f("fk_files_companion_of_files"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["volume_id"], ["volumes.id"], name=op.f("fk_files_volume_id_volumes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_files")),
        sa.UniqueConstraint("volume_id", "relpath", "displaced", name=op.f("uq_files_volume_id_relpath_displaced")),
    )
    op.create_index(op.f("ix_files_companion_of"), "files", ["companion_of"], unique=False)
    op.create_index(op.f("ix_files_content_key"), "files", ["content_key"], unique=False)
    op.create_table(
        "folders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("volume_id", sa.Integer(), nullable=False),
        sa.Column("relpath", sa.LargeBinary(), nullable=False),
        sa.Column("is_root", sa.Integer(), nullable=False),
        sa.Column("protected", sa.Integer(), nullable=False),
        sa.Column("last_scan", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["volume_id"], ["volumes.id"], name=op.f("fk_folders_volume_id_volumes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_folders")),
        sa.UniqueConstraint("volume_id", "relpath", name=op.f("uq_folders_volume_id_relpath")),
    )
    op.create_table(
        "decisions",
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("content_key", sa.String(), nullable=True),
        sa.Column("decided_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["files.id"], name=op.f("fk_decisions_file_id_files"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("file_id", name=op.f("pk_decisions")),
    )
