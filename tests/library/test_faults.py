"""Full, locked, read-only and damaged: one clear sentence each; and two writers at once get along."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing

import pytest
from sqlalchemy.exc import DBAPIError

from twinlens.core.errors import StorageError
from twinlens.core.photos import ContentKey, FileIdentity, FileStamp
from twinlens.core.relations import DecisionKind
from twinlens.library import connection as connection_module
from twinlens.library.database import open_cache, open_library
from twinlens.library.records import FileChange, VolumeRecord

INSERT = "INSERT INTO scans (started_at, counts) VALUES ('now', '{}')"


def sentence(error):
    text = str(error.value)
    assert text.endswith(".")
    assert "\n" not in text
    return text


def damage(path):
    """Overwrite the second half of a database; its schema stands in the first."""
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2] + b"\xff" * (len(content) - len(content) // 2))


def test_a_full_disk_is_told_and_nothing_half_written(library):
    def fill():
        with library.database.writing() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 1")
            connection.exec_driver_sql(INSERT)
            connection.exec_driver_sql(
                "INSERT INTO facts (content_key, format, width, height, is_raw, metadata_tags, low_detail)"
                " SELECT 'k', hex(zeroblob(2000000)), 1, 1, 0, 0, 0"
            )

    with pytest.raises(StorageError) as error:
        fill()
    assert "full" in sentence(error)
    assert library.scans.last() is None


def test_a_read_only_file_is_told(library):
    with library.database.writing() as connection:
        connection.exec_driver_sql("PRAGMA query_only = 1")
    with pytest.raises(StorageError) as error:
        library.scans.begin()
    assert "cannot be written" in sentence(error)


def test_a_lock_that_is_never_released_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(connection_module, "_BUSY_TIMEOUT_MS", 10)
    library = open_library(tmp_path / "library.db", backup_dir=tmp_path)
    with closing(sqlite3.connect(tmp_path / "library.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError) as error:
            library.scans.begin()
        assert library.scans.last() is None, "reading goes on beside a writer"
    assert "in use" in sentence(error)
    library.close()


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(StorageError) as error:
        open_library(tmp_path / "nowhere" / "library.db", backup_dir=tmp_path)
    assert "cannot be opened" in sentence(error)
    (tmp_path / "folder.db").mkdir()
    with pytest.raises(StorageError):
        open_library(tmp_path / "folder.db", backup_dir=tmp_path)
    with pytest.raises(StorageError):
        open_cache(tmp_path / "folder.db")


def test_a_bug_is_not_called_a_fault_of_the_disk(library):
    with pytest.raises(DBAPIError), library.database.writing() as connection:
        connection.exec_driver_sql("SELECT * FROM no_such_table")


def test_an_error_in_the_middle_undoes_the_whole_write(library):
    def stumble():
        with library.database.writing() as connection:
            connection.exec_driver_sql(INSERT)
            raise KeyError

    with pytest.raises(KeyError):
        stumble()
    assert library.scans.last() is None


def test_a_cache_found_damaged_while_at_work_is_made_anew_at_the_next_start(tmp_path):
    path = tmp_path / "cache.db"
    cache = open_cache(path)
    cache.previews.save([(ContentKey(f"k{number}"), b"x" * 9000) for number in range(100)])
    cache.close()
    damage(path)
    cache = open_cache(path)
    assert cache.integrity() != []
    with pytest.raises(StorageError, match="damaged"):
        cache.previews.get(ContentKey("k50"))
    cache.database.close()
    cache = open_cache(path)
    assert cache.integrity() == []
    assert cache.previews.get(ContentKey("k50")) is None
    cache.close()
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["cache.db"]


def test_damage_to_the_library_is_found_by_a_look_at_its_health(tmp_path):
    path = tmp_path / "library.db"
    library = open_library(path, backup_dir=tmp_path)
    with library.database.writing() as connection:
        for _ in range(200):
            connection.exec_driver_sql("INSERT INTO scans (started_at, counts) VALUES ('now', hex(zeroblob(2000)))")
    library.close()
    damage(path)
    library = open_library(path, backup_dir=tmp_path)
    assert library.integrity() != []
    library.close()


def test_a_dangling_reference_is_a_fault(library):
    with closing(sqlite3.connect(library.database.path, isolation_level=None)) as connection:
        connection.execute("INSERT INTO decisions (file_id, kind, decided_at) VALUES (77, 'keep', 'now')")
    assert library.integrity() == ["row 77 of decisions refers to nothing in files"]


def test_a_person_decides_while_a_scan_writes(library):
    """Neither waits for ever, fails or loses a write."""
    library.folders.save_volume(VolumeRecord("v", "Disk", b"/m"))
    batches, faults, scanning = 30, [], threading.Event()

    def scan():
        try:
            for batch in range(batches):
                names = [b"%d/%d" % (batch, number) for number in range(20)]
                library.files.save_batch(
                    [FileChange("v", name, FileStamp(1, 1), FileIdentity(1, 1), ContentKey("k")) for name in names]
                )
                scanning.set()
        except Exception as error:
            faults.append(error)
            scanning.set()

    job = threading.Thread(target=scan)
    job.start()
    scanning.wait()
    decided = 0
    while job.is_alive() or decided == 0:
        known = library.files.known("v")
        wanted = DecisionKind.KEEP if decided % 2 == 0 else DecisionKind.REJECT
        assert library.decisions.set(known[decided % 10].id, wanted) in (0, 1)
        decided += 1
    job.join()
    assert faults == []
    assert library.files.counts().present == batches * 20
    assert 1 <= len(library.decisions.get_all()) <= 10
    assert library.integrity() == []


def test_a_reader_sees_one_moment_whatever_is_written_meanwhile(library):
    with library.database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM scans").scalar() == 0
        library.scans.begin()
        assert connection.exec_driver_sql("SELECT count(*) FROM scans").scalar() == 0
    assert library.scans.last() is not None


def test_closing_leaves_one_file(tmp_path):
    library = open_library(tmp_path / "library.db", backup_dir=tmp_path / "backups")
    library.scans.begin()
    library.close()
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["library.db"]
