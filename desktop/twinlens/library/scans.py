"""When was scanned, and with what outcome."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sqlalchemy import insert, select, update

from twinlens.library.connection import Database, now
from twinlens.library.records import ScanRecord
from twinlens.library.schema import ScanRow


class ScanTable:
    """The runs of scans."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self) -> int:
        """Note that a scan runs; its number."""
        with self._database.writing() as connection:
            statement = insert(ScanRow).values(started_at=now(), counts="{}").returning(ScanRow.id)
            return connection.execute(statement).scalar_one()

    def finish(self, scan_id: int, counts: Mapping[str, float]) -> None:
        """Note a scan's outcome."""
        values = {"finished_at": now(), "counts": json.dumps(dict(counts))}
        with self._database.writing() as connection:
            connection.execute(update(ScanRow).where(ScanRow.id == scan_id).values(**values))

    def last(self) -> ScanRecord | None:
        """The latest scan, finished or cut short."""
        columns = (ScanRow.id, ScanRow.started_at, ScanRow.finished_at, ScanRow.counts)
        with self._database.reading() as connection:
            row = connection.execute(select(*columns).order_by(ScanRow.id.desc()).limit(1)).first()
        return ScanRecord(row[0], row[1], row[2], json.loads(row[3])) if row else None
