"""Migrations: the library is backed up first, loses nothing, and one from the future is not touched."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from contextlib import closing

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from twinlens.core.errors import NewerLibraryError, StorageError
from twinlens.core.photos import ContentKey, FileIdentity, FileStamp, PictureFacts
from twinlens.core.relations import DecisionKind
from twinlens.library import database
from twinlens.library.cache_schema import CacheBase
from twinlens.library.database import CACHE, LIBRARY, open_cache, open_library
from twinlens.library.migrate import History, migrate, read_revision
from twinlens.library.records import FileChange, VolumeRecord
from twinlens.library.schema import LibraryBase

FILES = 40
NEXT = f"{int(LIBRARY.head) + 1:04}"
REBUILD = f"""
revision = "{NEXT}"
down_revision = "{LIBRARY.head}"

import sqlalchemy as sa
from alembic import op

def upgrade():
    with op.batch_alter_table("files", recreate="always") as files:
        files.add_column(sa.Column("colour", sa.Integer(), nullable=False, server_default="7"))
    with op.batch_alter_table("volumes", recreate="always") as volumes:
        volumes.alter_column("label", type_=sa.Text())
"""


def digest(folder):
    """Every file in a folder and what is in it."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir() if path.is_file()}


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def filled(home):
    """A library with decisions on files that have companions, closed."""
    store = open_library(home / "library.db", backup_dir=home / "backups")
    store.folders.add_root(VolumeRecord("v", "Disk", b"/media/disk"), b"")
    changes = [
        FileChange("v", b"%d.jpg" % number, FileStamp(1, 1), FileIdentity(1, 1), ContentKey(f"k{number}"))
        for number in range(FILES)
    ]
    ids = store.files.save_batch(changes)
    store.decisions.set_many({number: DecisionKind.REJECT if number % 2 else DecisionKind.KEEP for number in ids})
    store.decisions.add_not_duplicate(ContentKey("k1"), ContentKey("k2"))
    store.close()
    return home / "library.db"


@pytest.fixture
def future(tmp_path, monkeypatch):
    """A way to give Twinlens one more migration."""

    def add(script):
        scripts = tmp_path / "scripts"
        shutil.copytree(LIBRARY.folder, scripts / "library", ignore=shutil.ignore_patterns("__pycache__"))
        (scripts / "library" / "versions" / "v9999_next.py").write_text(script)
        monkeypatch.setattr(database, "LIBRARY", History("library", NEXT, scripts))

    return add


def schema_of(path):
    """Every table and index with its lines in any order, since that of the constraints means nothing.

    A table that was rebuilt has its name in quotes.
    """
    rows = execute(path, "SELECT name, sql FROM sqlite_master WHERE tbl_name <> 'alembic_version'")
    return {
        name: sorted(line.strip().rstrip(",") for line in (sql or "").replace('"', "").splitlines())
        for name, sql in rows
    }


def execute(path, statement):
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        return connection.execute(statement).fetchall()


@pytest.mark.parametrize(("history", "base"), [(LIBRARY, LibraryBase), (CACHE, CacheBase)])
def test_migrations_lead_to_the_tables_the_code_expects(tmp_path, history, base):
    migrate(tmp_path / "migrated.db", history)
    made, migrated = (create_engine(f"sqlite:///{tmp_path / name}") for name in ("made.db", "migrated.db"))
    base.metadata.create_all(made)
    with migrated.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), base.metadata) == []
    assert schema_of(tmp_path / "made.db") == schema_of(tmp_path / "migrated.db")
    assert read_revision(tmp_path / "migrated.db").id == history.head
    made.dispose()
    migrated.dispose()


@pytest.mark.parametrize("history", [LIBRARY, CACHE])
def test_the_mark_is_the_newest_migration(history):
    assert ScriptDirectory(str(history.folder)).get_heads() == [history.head]


def test_rebuilding_tables_loses_no_decision(filled, home, future):
    future(REBUILD)
    before = execute(filled, "SELECT * FROM decisions ORDER BY file_id")
    store = open_library(filled, backup_dir=home / "backups")
    assert len(store.decisions.get_all()) == FILES
    assert len(store.decisions.not_duplicates()) == 1
    assert len(store.decisions.history()) == FILES + 1
    assert store.integrity() == []
    store.close()
    assert execute(filled, "SELECT * FROM decisions ORDER BY file_id") == before
    assert execute(filled, "SELECT DISTINCT colour FROM files") == [(7,)]


def test_the_library_is_backed_up_before_it_is_migrated(filled, home, future):
    future(REBUILD)
    open_library(filled, backup_dir=home / "backups").close()
    (backup,) = (home / "backups").iterdir()
    assert backup.name.startswith(f"library-{LIBRARY.head}-")
    assert read_revision(backup).id == LIBRARY.head
    assert execute(backup, "SELECT count(*) FROM decisions") == [(FILES,)]


def test_no_backup_is_made_where_nothing_is_migrated(filled, home):
    open_library(filled, backup_dir=home / "backups").close()
    assert not (home / "backups").exists()


def test_a_backup_that_cannot_be_written_stops_the_migration(filled, home, future):
    future(REBUILD)
    (home / "backups").write_text("a file where the folder should be")
    with pytest.raises(StorageError, match="backup"):
        open_library(filled, backup_dir=home / "backups")
    assert read_revision(filled).id == LIBRARY.head


def test_a_migration_that_fails_half_way_leaves_all_as_it_was(filled, home, future):
    future(REBUILD + '    raise RuntimeError("half way")\n')
    before = execute(filled, "SELECT sql FROM sqlite_master ORDER BY name")
    with pytest.raises(RuntimeError, match="half way"):
        open_library(filled, backup_dir=home / "backups")
    assert execute(filled, "SELECT sql FROM sqlite_master ORDER BY name") == before
    assert execute(filled, "SELECT count(*) FROM decisions") == [(FILES,)]
    assert read_revision(filled).id == LIBRARY.head


def test_a_migration_that_leaves_dangling_references_is_not_kept(filled, home, future):
    future(REBUILD + '    op.execute("DELETE FROM files WHERE id = 1")\n')
    with pytest.raises(StorageError, match="left as it is"):
        open_library(filled, backup_dir=home / "backups")
    assert execute(filled, "SELECT count(*) FROM files") == [(FILES,)]
    assert read_revision(filled).id == LIBRARY.head


def test_a_newer_library_is_refused_and_not_a_byte_of_it_touched(filled, home):
    execute(filled, "UPDATE alembic_version SET version_num = '9999'")
    before = digest(home)
    with pytest.raises(NewerLibraryError, match="newer"):
        open_library(filled, backup_dir=home / "backups")
    assert digest(home) == before
    assert list(before) == ["library.db"]
    assert not (home / "backups").exists()


def test_a_newer_library_left_by_a_kill_is_known_by_its_log_and_not_touched(filled, tmp_path):
    killed = tmp_path / "killed"
    killed.mkdir()
    with closing(sqlite3.connect(filled, isolation_level=None)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        for name in ("library.db", "library.db-wal"):
            shutil.copyfile(filled.with_name(name), killed / name)
    before = digest(killed)
    with pytest.raises(NewerLibraryError):
        open_library(killed / "library.db", backup_dir=killed / "backups")
    after = digest(killed)
    assert {name: after[name] for name in before} == before


def test_what_a_kill_left_in_the_log_is_in_the_backup(filled, home, tmp_path, future):
    future(REBUILD)
    killed = tmp_path / "killed"
    killed.mkdir()
    with closing(sqlite3.connect(filled, isolation_level=None)) as connection:
        connection.execute("UPDATE decisions SET kind = 'keep'")
        for name in ("library.db", "library.db-wal"):
            shutil.copyfile(filled.with_name(name), killed / name)
    open_library(killed / "library.db", backup_dir=killed / "backups").close()
    (backup,) = (killed / "backups").iterdir()
    for path in (backup, killed / "library.db"):
        assert execute(path, "SELECT DISTINCT kind FROM decisions") == [("keep",)]


@pytest.mark.parametrize("content", [b"no database at all" * 300, b"SQLite format 3\0" + b"\xfe" * 9000])
def test_a_damaged_library_is_left_as_it_is(home, content):
    path = home / "library.db"
    path.write_bytes(content)
    with pytest.raises(StorageError, match=r"damaged.*Copies"):
        open_library(path, backup_dir=home / "backups")
    assert path.read_bytes() == content
    assert [file.name for file in home.iterdir()] == ["library.db"]


def test_another_programs_database_is_left_as_it_is(home):
    execute(home / "library.db", "CREATE TABLE albums (id INTEGER)")
    before = digest(home)
    with pytest.raises(StorageError, match="not a Twinlens library"):
        open_library(home / "library.db", backup_dir=home / "backups")
    assert digest(home) == before


def test_an_empty_file_becomes_a_library(home):
    (home / "library.db").touch()
    open_library(home / "library.db", backup_dir=home / "backups").close()
    assert read_revision(home / "library.db").id == LIBRARY.head


@pytest.mark.parametrize("name", ["100%s", "umlaut ü \udcff", "a?mode=memory#x", "line\nbreak"])
def test_folders_of_any_name_hold_a_library(tmp_path, name):
    folder = tmp_path / name
    folder.mkdir()
    for _ in range(2):
        open_library(folder / "library.db", backup_dir=folder / "backups").close()
        open_cache(folder / "cache.db").close()
    assert sorted(path.name for path in folder.iterdir()) == ["cache.db", "library.db"]


def test_facts_from_before_quality_was_measured_stay_and_the_rest_is_unknown(home):
    path = home / "library.db"
    migrate(path, LIBRARY, "0001")
    names = "content_key, format, width, height, is_raw, camera, rating, metadata_tags, low_detail"
    execute(path, f"INSERT INTO facts ({names}) VALUES ('k', 'JPEG', 60, 40, 0, 'Nikon', 4, 7, 0)")
    store = open_library(path, backup_dir=home / "backups")
    (facts,) = store.files.facts([ContentKey("k")]).values()
    store.close()
    assert facts == PictureFacts("JPEG", 60, 40, camera="Nikon", rating=4, metadata_tags=7)
    assert (facts.sharpness, facts.jpeg_quality, facts.keywords) == (None, None, None)
    assert (facts.exposure_bias, facts.focus_distance, facts.maker_note) == (None, None, False)
