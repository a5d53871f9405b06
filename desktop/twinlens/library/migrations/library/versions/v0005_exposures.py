"""How each exposure was made, by which brackets are told from bursts and exposures from copies."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    with op.batch_alter_table("facts", recreate="always") as facts:
        facts.add_column(sa.Column("exposure_bias", sa.Double(), nullable=True))
        facts.add_column(sa.Column("exposure_value", sa.Double(), nullable=True))
        facts.add_column(sa.Column("exposure_mode", sa.Integer(), nullable=True))
        facts.add_column(sa.Column("focus_distance", sa.Double(), nullable=True))
        facts.add_column(sa.Column("maker_note", sa.Integer(), nullable=True))
