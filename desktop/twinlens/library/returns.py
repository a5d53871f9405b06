"""A file that was rejected, gone and is back: flagged for a person to look at, never rejected by itself."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, and_, case, exists, or_, update

from twinlens.library.bulk import chunks
from twinlens.library.decisions import drop_rejections
from twinlens.library.records import ChangeOrigin, ItemState
from twinlens.library.schema import CleanupItemRow, FileRow


def flag_returned(connection: Connection, arrived: Iterable[int], *, came_back: Iterable[int]) -> None:
    """Flag those whose content was cleared away before, or that were rejected while gone.

    Args:
        connection: Within a transaction.
        arrived: Files that are new to their place, or there again.
        came_back: Those among them that the library knew.
    """
    rejected = drop_rejections(connection, came_back, ChangeOrigin.RETURNED)
    cleared = exists().where(
        CleanupItemRow.content_key == FileRow.content_key,
        CleanupItemRow.companion_of.is_(None),
        CleanupItemRow.state != ItemState.RESTORED,
    )
    for ids in chunks(arrived):
        flag = case((or_(cleared, and_(FileRow.id.in_(rejected))), 1), else_=0)
        connection.execute(update(FileRow).where(FileRow.id.in_(ids)).values(returned=flag))
