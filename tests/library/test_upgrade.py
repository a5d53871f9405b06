"""A library that an earlier Twinlens made (`made_before.sql`: schema 0002, dumped as it left it) loses nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from twinlens.core.photos import ContentKey
from twinlens.core.relations import DecisionKind
from twinlens.library.database import LIBRARY, open_library
from twinlens.library.migrate import read_revision

MADE_BEFORE = Path(__file__).with_name("made_before.sql")
SUNSET = ContentKey("f-155702-f15cbb3431c8c89b2c3104bcbad9f218")
WARM = ContentKey("f-59128-c10c90a830dff40a1bc7929d23f758a4")


@pytest.fixture
def earlier(tmp_path: Path) -> Path:
    """As it lay on the disk when the newer version was installed over the older one."""
    path = tmp_path / "library.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(MADE_BEFORE.read_text(encoding="utf-8"))
    return path


def test_decisions_protection_and_history_outlive_an_upgrade(earlier: Path, tmp_path: Path) -> None:
    before = read_revision(earlier).id
    store = open_library(earlier, backup_dir=tmp_path / "backups")
    assert read_revision(earlier).id == LIBRARY.head != before
    assert list(store.decisions.not_duplicates()) == [(SUNSET, WARM)]
    assert store.decisions.get_all() == {1: DecisionKind.KEEP, 10: DecisionKind.REJECT}
    store.close()
    with closing(sqlite3.connect(earlier)) as connection:
        protected = connection.execute("SELECT relpath FROM folders WHERE protected").fetchall()
        cleanups = connection.execute("SELECT count(*) FROM cleanups").fetchone()
        files = connection.execute("SELECT count(*) FROM files").fetchone()
    assert [Path(path.decode()).name for (path,) in protected] == ["2020"]
    assert cleanups == (1,)
    assert files == (17,)
    (backup,) = (tmp_path / "backups").iterdir()
    assert read_revision(backup).id == before
