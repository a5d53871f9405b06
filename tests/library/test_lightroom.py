"""Lightroom's catalogue is read without a trace; whatever is wrong with it is said in one sentence."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lightroom import Photo, write_catalogue
from twinlens.core.catalogues import CatalogueEntry, find_entries
from twinlens.core.errors import CatalogueRefusedError
from twinlens.core.photos import Marks
from twinlens.library import lightroom
from twinlens.library.lightroom import read_catalogue

ROOT = "/Users/me/Pictures/"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "Café 100%?.lrcat"


def state(folder):
    return {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in folder.iterdir()}


def entries(path):
    return {entry.root + entry.inside: entry.marks for entry in read_catalogue(path).entries}


def test_what_a_catalogue_says_of_each_photo(path):
    write_catalogue(
        path,
        Photo(ROOT, "2020/", "IMG_1", "CR2", rating=4.0, pick=1.0, label="Red", developed=1.0, keywords=2),
        Photo(ROOT, "", "IMG_2", "jpg", pick=-1.0),
        Photo("D:/Fotos/", "Ää/", "ohne", ""),
    )
    assert entries(path) == {
        ROOT + "2020/IMG_1.CR2": Marks(True, True, 4, 1, "Red", 2),
        ROOT + "IMG_2.jpg": Marks(catalogued=True, flag=-1),
        "D:/Fotos/Ää/ohne": Marks(catalogued=True),
    }


def test_reading_leaves_no_trace_and_needs_no_right_to_write(path, tmp_path):
    write_catalogue(path, Photo(ROOT, "", "a", "jpg"))
    path.chmod(0o444)
    before = state(tmp_path)
    assert len(entries(path)) == 1
    assert state(tmp_path) == before


def test_a_catalogue_in_use_is_read_with_its_log_and_not_disturbed(path, tmp_path):
    write_catalogue(path, Photo(ROOT, "", "a", "jpg", rating=1))
    with closing(sqlite3.connect(path, isolation_level=None)) as open_in_lightroom:
        open_in_lightroom.execute("PRAGMA journal_mode = WAL")
        open_in_lightroom.execute("UPDATE Adobe_images SET rating = 5")
        open_in_lightroom.execute("BEGIN EXCLUSIVE")
        before = state(tmp_path)
        assert entries(path)[ROOT + "a.jpg"].rating == 5
        assert state(tmp_path) == before


def test_a_catalogue_that_changes_meanwhile_is_refused(path, monkeypatch):
    write_catalogue(path, Photo(ROOT, "", "a", "jpg"))
    with pytest.raises(CatalogueRefusedError, match="close it and try again"):
        read_catalogue(path, lambda: path.write_bytes(path.read_bytes() + bytes(512)))


@pytest.mark.parametrize(
    "content",
    [b"", b"no database", b"SQLite format 3\0", b"SQLite format 3\0" + b"\xfe" * 9000],
    ids=["empty", "foreign", "header", "broken"],
)
def test_broken_files_are_one_sentence(path, content):
    path.write_bytes(content)
    with pytest.raises(CatalogueRefusedError, match=r"\.$") as refusal:
        read_catalogue(path)
    assert path.name in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_other_databases_folders_and_missing_files_are_refused(path, tmp_path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE albums (id INTEGER)")
    for wrong, words in ((path, "not a Lightroom"), (tmp_path, "not a Lightroom"), (tmp_path / "no", "cannot be read")):
        with pytest.raises(CatalogueRefusedError, match=words):
            read_catalogue(wrong)


def test_a_catalogue_cut_short_is_refused(path):
    write_catalogue(path, *(Photo(ROOT, f"{number}/", "a", "jpg") for number in range(3000)))
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(CatalogueRefusedError):
        read_catalogue(path)


def test_a_bomb_and_too_many_photos_are_refused(path, monkeypatch):
    write_catalogue(path, *(Photo(ROOT, "", str(number), "jpg") for number in range(50)))
    monkeypatch.setattr(lightroom, "_MOST_PHOTOS", 49)
    with pytest.raises(CatalogueRefusedError, match="more than 49"):
        read_catalogue(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE AgLibraryFile")
        endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i id_local FROM n"
        connection.execute(f"CREATE VIEW AgLibraryFile AS {endless}")
    with pytest.raises(CatalogueRefusedError, match="not a Lightroom"):
        read_catalogue(path)
    monkeypatch.setattr(lightroom, "_TABLES", set())
    monkeypatch.setattr(lightroom, "_MOST_STEPS", 3)
    with pytest.raises(CatalogueRefusedError, match="cannot be read"):
        read_catalogue(path)


@given(st.one_of(st.none(), st.text(), st.integers(-(2**63), 2**63 - 1), st.floats(), st.binary()))
def test_values_of_any_type_are_a_rating_or_none(value):
    assert lightroom._whole(value, range(-1, 6)) in {None, -1, 0, 1, 2, 3, 4, 5}


def test_values_of_the_wrong_type_are_left_out(path):
    write_catalogue(
        path, Photo(ROOT, "", "a", "jpg", rating="many", pick=b"\xff", label=7), Photo(b"\xff", "", "b", "j")
    )
    assert entries(path) == {ROOT + "a.jpg": Marks(catalogued=True)}


def test_older_catalogues_without_keywords_and_develop_settings(path):
    write_catalogue(path, Photo(ROOT, "", "a", "jpg"))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE AgLibraryKeywordImage")
        connection.execute("DROP TABLE Adobe_imageDevelopSettings")
    assert entries(path) == {ROOT + "a.jpg": Marks(catalogued=True)}


def found(listed, files):
    """The files that are found, by path."""
    marks = Marks(catalogued=True)
    numbered = dict(enumerate(files))
    given = [CatalogueEntry(root, inside, marks) for root, inside in listed]
    return sorted(numbered[number] for number in find_entries(given, numbered))


def test_photos_are_found_where_the_catalogue_says_and_their_copies_are_not():
    files = ["/Users/me/Pictures/2020/a.jpg", "/backup/Pictures/2020/a.jpg", "/Users/me/Pictures/b.jpg"]
    assert found([(ROOT, "2020/a.jpg")], files) == [files[0]]


def test_case_and_the_writing_of_accents_do_not_matter():
    assert found([("/Users/me/Pictures/", "Caf\u00e9/A.JPG")], ["/users/ME/pictures/cafe\u0301/a.jpg"])


def test_a_drive_that_moved_is_found_by_folders_and_names():
    listed = [("E:/Photos/", f"2020/{number}.jpg") for number in range(5)]
    files = [f"/media/disk/Photos/2020/{number}.jpg" for number in range(4)] + ["/old/Photos/2020/1.jpg"]
    assert found(listed, files) == files[:4]
    renamed = [f"/media/other/2020/{number}.jpg" for number in range(5)]
    assert found(listed, renamed) == renamed


def test_where_it_cannot_be_told_nothing_is_claimed():
    assert found([("E:/Photos/", "a.jpg")], ["/one/Photos/a.jpg", "/two/Photos/a.jpg"]) == []
    assert found([("E:/Photos/", "IMG_1.jpg")], ["/elsewhere/IMG_1.jpg"]) == []


def test_virtual_copies_of_one_file_are_taken_together():
    listed = [CatalogueEntry("/p/", "a.jpg", Marks(True, rating=2)), CatalogueEntry("/p/", "a.jpg", Marks(True, True))]
    assert find_entries(listed, {7: "/p/a.jpg"}) == {7: Marks(True, True, rating=2)}


@given(st.lists(st.tuples(st.text(max_size=5), st.text(max_size=8))), st.lists(st.text(max_size=12)))
def test_paths_of_any_kind_are_taken(listed, files):
    assert set(found(listed, files)) <= set(files)


def test_a_copy_of_the_file_reads_the_same(path, tmp_path):
    write_catalogue(path, Photo(ROOT, "", "a", "jpg", rating=3))
    shutil.copy(path, tmp_path / "copy.lrcat")
    assert entries(path) == entries(tmp_path / "copy.lrcat")
