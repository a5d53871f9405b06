"""A shot is one tile: what goes with its picture is said on it and beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from group_making import shot
from twinlens.core.photos import Apart, Companion, CompanionKind, FileStamp, Shot
from twinlens.gui import review_wording
from twinlens.gui.pictures.photo_painter import PhotoPainter
from twinlens.gui.review_wording import APART_REASONS, badges, companions, kind_of_file, warnings
from twinlens.gui.services import Services


def with_files(*names: str, **more: object) -> Shot:
    kinds = {".NEF": CompanionKind.RAW, ".MOV": CompanionKind.LIVE, ".HEIC": CompanionKind.EDIT}
    files = tuple(
        Companion(
            Path("/photos") / name,
            kinds.get(Path(name).suffix, CompanionKind.SIDECAR),
            FileStamp(1, 1),
            by_name=bool(more.get("by_name")) and name.endswith(".MOV"),
        )
        for name in names
    )
    return shot(1, companions=files)


def plain(text: str) -> str:
    return text.replace("\u2068", "").replace("\u2069", "")


def test_a_word_for_each_kind_and_a_number_for_sidecars() -> None:
    assert badges(shot(1)) == ()
    assert badges(with_files("a.xmp")) == ("+1",)
    assert badges(with_files("a.xmp", "a.MOV", "b.MOV", "a.HEIC", "a.NEF", "a.dop")) == ("RAW", "LIVE", "EDIT", "+2")
    assert kind_of_file(with_files("a.NEF", "a.MOV", "a.xmp")) == "RAW+JPG+LIVE+XMP"


def test_companions_say_their_folder_and_what_joined_them() -> None:
    assert plain(companions(with_files("IMG_1.NEF", "../RAW/IMG_1.xmp"))).endswith("RAW/IMG_1.xmp")
    assert plain(companions(with_files("IMG_1.MOV", by_name=True))) == "with IMG_1.MOV (Live Photo by name)"
    assert plain(companions(with_files("IMG_1.MOV"))) == "with IMG_1.MOV"


@pytest.mark.parametrize("why", list(Apart))
def test_what_stays_apart_says_why(why: Apart) -> None:
    assert warnings(shot(1, apart=why)) == [APART_REASONS[why]]
    assert warnings(shot(1)) == []


def test_badges_are_drawn_within_the_photograph_and_left_out_where_there_is_no_room(
    qtbot: QtBot, services: Services
) -> None:
    brush = PhotoPainter(services.theme, services.icons, services.thumbnails)

    def drawn(rect: QRect) -> QRect:
        image = QImage(300, 200, QImage.Format.Format_ARGB32)
        image.fill(0)
        painter = QPainter(image)
        brush.badges(painter, rect, review_wording.badges(with_files("a.NEF", "a.MOV", "a.xmp")))
        painter.end()
        touched = [(x, y) for x in range(300) for y in range(200) if image.pixel(x, y)]
        if not touched:
            return QRect()
        xs, ys = zip(*touched, strict=True)
        return QRect(min(xs), min(ys), max(xs) - min(xs) + 1, max(ys) - min(ys) + 1)

    photo = QRect(20, 20, 200, 140)
    whole = drawn(photo)
    assert photo.contains(whole)
    assert whole.center().y() > photo.center().y()
    narrow = drawn(QRect(20, 20, 60, 140))
    assert 0 < narrow.width() < whole.width()
    assert drawn(QRect(20, 20, 200, 10)).isEmpty()
