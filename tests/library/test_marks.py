"""What other programs say of photos, and what a person chose for a library."""

from __future__ import annotations

from pathlib import Path

from twinlens.core.photos import CompanionKind, FileStamp, Marks
from twinlens.library.records import CompanionLink

CATALOGUE = Path("/home/me/Lightroom.lrcat")
STAMP = FileStamp(9, 9)


def test_what_a_sidecar_says_is_said_of_its_shot(shelf):
    picture, sidecar = shelf.put(b"a.jpg"), shelf.put(b"a.xmp", None)
    shelf.store.files.set_companions([CompanionLink(sidecar, picture, CompanionKind.SIDECAR)])
    shelf.store.marks.save_sidecars({sidecar: (STAMP, Marks(rating=3, label="Red", keywords=2, edited=True))})
    assert shelf.shots()[picture].marks == Marks(rating=3, label="Red", keywords=2, edited=True)
    ((number, _, relpath, stamp),) = shelf.store.marks.unread_sidecars()  # Its stamp is another one by now.
    assert (number, relpath) == (sidecar, b"a.xmp")
    shelf.store.marks.save_sidecars({sidecar: (stamp, Marks(rating=3))})
    assert shelf.store.marks.unread_sidecars() == []
    shelf.store.marks.save_sidecars({sidecar: (STAMP, Marks(rating=1))})
    assert shelf.shots()[picture].rating == 1


def test_a_catalogue_comes_before_a_sidecar_and_what_it_said_before_is_replaced(shelf):
    picture, other = shelf.put(b"a.jpg"), shelf.put(b"b.jpg", "l")
    marks = shelf.store.marks
    marks.save_sidecars({picture: (STAMP, Marks(rating=2, label="Red"))})
    record = marks.save_catalogue(CATALOGUE, STAMP, 7, {picture: Marks(catalogued=True, rating=5)})
    assert (record.photos, record.found, record.stamp) == (7, 1, STAMP)
    assert shelf.shots()[picture].marks == Marks(catalogued=True, rating=5, label="Red")
    assert marks.save_catalogue(CATALOGUE, STAMP, 8, {other: Marks(catalogued=True)}).id == record.id
    assert [shelf.shots()[number].marks.catalogued for number in (picture, other)] == [False, True]
    assert marks.forget_catalogue(CATALOGUE)
    assert not marks.forget_catalogue(CATALOGUE)
    assert not marks.catalogues()
    assert not shelf.shots()[other].marks.catalogued
    assert shelf.shots()[picture].rating == 2


def test_preferences_come_back_as_they_were_set(library):
    assert library.preferences.get("rules") is None
    for value in ({"order": ["a", "\udcff"]}, [1, 2]):
        library.preferences.set("rules", value)
        assert library.preferences.get("rules") == value
    library.preferences.set("rules", None)
    assert library.preferences.get("rules") is None
