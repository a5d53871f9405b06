"""One SQLite file: how it is opened, read and written, and what its faults are called."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool, QueuePool

from twinlens.core.errors import StorageError

_BUSY_TIMEOUT_MS = 15_000
_PAGE_CACHE_KIB = 32 * 1024
_TOUCHED = "touched"
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_SENTENCES = {
    sqlite3.SQLITE_FULL: "The disk that holds {path} is full; free some space and try again.",
    sqlite3.SQLITE_BUSY: "{path} is in use by another program; close it and try again.",
    sqlite3.SQLITE_LOCKED: "{path} is in use by another program; close it and try again.",
    sqlite3.SQLITE_READONLY: "{path} cannot be written; check the permissions of the file and of its folder.",
    sqlite3.SQLITE_CANTOPEN: "{path} cannot be opened; check that its folder exists and can be written.",
    sqlite3.SQLITE_PERM: "{path} cannot be opened; check the permissions of the file and of its folder.",
    sqlite3.SQLITE_AUTH: "{path} cannot be opened; check the permissions of the file and of its folder.",
    sqlite3.SQLITE_IOERR: "{path} cannot be read or written: the disk reports an error.",
    sqlite3.SQLITE_PROTOCOL: "{path} cannot be locked; is it on a network drive?",
    sqlite3.SQLITE_CORRUPT: "{path} is damaged.",
    sqlite3.SQLITE_NOTADB: "{path} is damaged: it is not a database.",
}


def now() -> str:
    """This moment, as the databases hold it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


class DamagedError(StorageError):
    """The file is no database or its pages contradict each other."""


def storage_error(path: Path, error: sqlite3.Error) -> StorageError | None:
    """The sentence for a fault of the disk or the file; None for what can only be a bug."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    sentence = _SENTENCES.get(code)
    if sentence is None:
        return None
    kind = DamagedError if code in _DAMAGE else StorageError
    return kind(sentence.format(path=path))


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turns faults of the disk into StorageError."""
    try:
        yield
    except DBAPIError as error:
        fault = storage_error(path, error.orig) if isinstance(error.orig, sqlite3.Error) else None
        if fault is None:
            raise
        raise fault from error
    except sqlite3.Error as error:
        fault = storage_error(path, error)
        if fault is None:
            raise
        raise fault from error


class Database:
    """A SQLite file that any thread reads and writes, each time in one short transaction.

    A write takes the lock at its beginning: were it to start as a read, a second writer in between would make it fail.
    """

    def __init__(self, path: Path, engine: Engine, on_damage: Callable[[], None] | None = None) -> None:
        self.path = path
        self._engine = engine
        self._writer = engine.execution_options(immediate=True)
        self._on_damage = on_damage
        self._changes: Counter[str] = Counter()
        event.listen(engine, "after_execute", _note_change)

    def changes(self, *tables: str) -> int:
        """How often any of these tables was written to since the file was opened: what was read before may be old."""
        return sum(self._changes[table] for table in tables)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A consistent view that no writer disturbs."""
        with self._guarded(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction: all of it or nothing."""
        touched: set[str] = set()
        try:
            with self._guarded(), self._writer.begin() as connection:
                connection.info[_TOUCHED] = touched
                yield connection
        finally:
            self._changes.update(touched)  # only now can anybody read it

    def integrity(self) -> list[str]:
        """What SQLite finds wrong with the file; nothing is good."""
        try:
            with self.reading() as connection:
                found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA quick_check")]
                dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
                found += [f"row {row[1]} of {row[0]} refers to nothing in {row[2]}" for row in dangling]
        except DamagedError as error:
            return [str(error)]
        return [line for line in found if line != "ok"]

    def close(self) -> None:
        """Give the file back; the write-ahead log is folded into it."""
        self._engine.dispose()

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            with translated(self.path):
                yield
        except DamagedError:
            if self._on_damage is not None:
                self._on_damage()
            raise


def _note_change(connection: Connection, statement: Any, _many: Any, _one: Any, _options: Any, result: Any) -> None:
    """Remember which table a statement changed, unless it found nothing to change."""
    if getattr(statement, "is_dml", False) and result.rowcount != 0 and _TOUCHED in connection.info:
        connection.info[_TOUCHED].add(statement.table.name)


def make_engine(path: Path, *, migrating: bool = False, durable: bool = True) -> Engine:
    """An engine on one SQLite file.

    Args:
        path: The file; its name need not be valid text.
        migrating: Foreign keys are not enforced, so that rebuilding a table deletes nothing that refers to it.
        durable: A committed transaction survives a loss of power, not only a kill.
    """

    def connect() -> sqlite3.Connection:
        # Python's own transaction handling is off (isolation_level), or it would begin and commit by its own rules.
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        try:
            connection.execute(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS}")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(f"PRAGMA cache_size = -{_PAGE_CACHE_KIB}")
            connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
            connection.execute(f"PRAGMA foreign_keys = {'OFF' if migrating else 'ON'}")
        except BaseException:
            connection.close()
            raise
        return connection

    if migrating:
        engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)
    else:
        engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, max_overflow=-1)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        immediate = migrating or connection.get_execution_options().get("immediate", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine
