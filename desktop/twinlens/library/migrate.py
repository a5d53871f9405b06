"""Brings a database to the schema of this version, or says why it must not be touched."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection

from twinlens.core.errors import StorageError
from twinlens.library.connection import make_engine, translated

_SCRIPTS = Path(__file__).with_name("migrations")
"""Alembic runs them from disk: they are files of the package, in a checkout as in a wheel."""


@dataclass(frozen=True, slots=True)
class History:
    """One database's migrations; `head` is the newest, so that an up-to-date file is opened without Alembic."""

    name: str
    head: str
    scripts: Path = _SCRIPTS

    @property
    def folder(self) -> Path:
        """Where this database's scripts are."""
        return self.scripts / self.name


@dataclass(frozen=True, slots=True)
class Revision:
    """Which migration a file carries, and how many tables: those tell a foreign file from an empty one."""

    id: str | None
    tables: int


def read_revision(path: Path) -> Revision:
    """Look without touching: neither the file changes nor is one made beside it.

    Raises:
        StorageError: the file cannot be read; DamagedError if it is no database.
    """
    if not path.exists() or path.stat().st_size == 0:
        return Revision(None, 0)
    with translated(path), closing(_open_for_a_look(path)) as connection:
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if "alembic_version" not in names:
            return Revision(None, len(names))
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        return Revision(row[0] if row else None, len(names))


def _open_for_a_look(path: Path) -> sqlite3.Connection:
    # Even a read-only connection makes a shared-memory file for a database in WAL mode, unless it is called immutable.
    # That hides a log left by a kill, which may hold the very revision: only then is the log read too.
    log = path.with_name(path.name + "-wal")
    mode = "mode=ro" if log.exists() and log.stat().st_size else "immutable=1"
    return sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True)


def is_known(history: History, revision: str) -> bool:
    """Whether this version of Twinlens has that migration."""
    from alembic.script import ScriptDirectory  # takes a fifth of a second, and is rarely needed

    return revision in {script.revision for script in ScriptDirectory(str(history.folder)).walk_revisions()}


def migrate(path: Path, history: History, target: str = "head") -> None:
    """Run the migrations that the file lacks: all of them or none.

    Raises:
        StorageError: the disk is full or the file cannot be written, or a migration would leave dangling references.
    """
    engine = make_engine(path, migrating=True)
    try:
        with translated(path), engine.begin() as connection:
            _upgrade(connection, history, target)
            dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if dangling:
                raise StorageError(f"{path} was left as it is: {len(dangling)} of its references lead nowhere.")
    finally:
        engine.dispose()


def _upgrade(connection: Connection, history: History, target: str) -> None:
    from alembic import command  # see is_known
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    # Alembic reads its options with interpolation, and a folder's name may hold a per cent sign.
    config.set_main_option("script_location", str(history.folder).replace("%", "%%"))
    command.upgrade(config, target)


def back_up(path: Path, folder: Path, revision: str | None) -> Path:
    """Copy a database, log included, to a file of its own; it appears under its name only when it is whole.

    Raises:
        StorageError: there is no room for it.
    """
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    target = folder / f"{path.stem}-{revision}-{moment}{path.suffix}"
    unfinished = target.with_name(target.name + ".part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with translated(path), closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(unfinished)) as copy:
            source.backup(copy)
            # A copy of a database in WAL mode would make files beside itself when it is opened.
            copy.execute("PRAGMA journal_mode = DELETE")
        os.replace(unfinished, target)
    except OSError as error:
        raise StorageError(f"The backup {target} cannot be written: {error.strerror}.") from error
    finally:
        with suppress(OSError):
            unfinished.unlink()
    return target
