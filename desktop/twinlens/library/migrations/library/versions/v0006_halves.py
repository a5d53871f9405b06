"""Decisions on one half of a pair: new words in an old column, which older versions must not come upon."""

from __future__ import annotations

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """The tables are as they were."""
