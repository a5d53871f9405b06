"""What was found by laying one picture over another, by pair of contents: no encoder has a part in it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "evidence",
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("found", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["first_id"], ["contents.id"], name=op.f("fk_evidence_first_id_contents")),
        sa.ForeignKeyConstraint(["second_id"], ["contents.id"], name=op.f("fk_evidence_second_id_contents")),
        sa.PrimaryKeyConstraint("first_id", "second_id", name=op.f("pk_evidence")),
        sqlite_with_rowid=False,
    )
