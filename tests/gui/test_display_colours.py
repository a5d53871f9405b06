"""Pictures in the colours of the screen: by a profile made for the test; without one as they are."""

from pathlib import Path

import pytest
from PySide6.QtCore import qInstallMessageHandler
from PySide6.QtGui import QColor, QColorSpace, QImage
from pytestqt.qtbot import QtBot

from drawing import jpeg, photo
from twinlens.core.photos import ContentKey
from twinlens.gui.backend import Picture
from twinlens.gui.look.display_colours import DisplayColours, screen_profile
from twinlens.gui.pictures.pictures import Pictures, PictureWish
from twinlens.gui.pictures.thumbnails import Thumbnails, Wish
from twinlens.vision.profiles import adobe_rgb, display_p3

RED_IN_P3 = (234, 51, 35)


def plain(colour: QColor) -> QImage:
    image = QImage(8, 6, QImage.Format.Format_RGB32)
    image.fill(colour)
    return image


def test_a_wide_screen_shows_the_red_that_is_meant() -> None:
    colours = DisplayColours(display_p3())
    assert colours.managed
    shown = colours.shown(plain(QColor(255, 0, 0)))
    assert shown.pixelColor(2, 2).getRgb()[:3] == pytest.approx(RED_IN_P3, abs=2)
    assert shown.format() == QImage.Format.Format_RGB32


@pytest.mark.parametrize("grey", [0, 118, 255])
def test_greys_stay_grey(grey: int) -> None:
    shown = DisplayColours(adobe_rgb()).shown(plain(QColor(grey, grey, grey))).pixelColor(0, 0)
    assert max(shown.getRgb()[:3]) - min(shown.getRgb()[:3]) <= 2


@pytest.mark.parametrize("profile", [None, b"", b"no profile", display_p3()[:200]])
def test_without_a_usable_profile_pictures_are_as_they_are(profile: bytes | None) -> None:
    before = qInstallMessageHandler(lambda *_: None)  # Qt says that they are broken
    colours = DisplayColours(profile)
    qInstallMessageHandler(before)
    assert not colours.managed
    image = plain(QColor(255, 0, 0))
    assert colours.shown(image) is image


def test_a_screen_of_srgb_changes_nothing() -> None:
    srgb = bytes(QColorSpace(QColorSpace.NamedColorSpace.SRgb).iccProfile().data())
    assert not DisplayColours(srgb).managed


def test_an_offscreen_window_knows_no_profile(qapp) -> None:
    assert screen_profile() is None


def test_both_loaders_bring_pictures_to_the_screen(qtbot: QtBot) -> None:
    colours = DisplayColours(display_p3())
    pictures = Pictures(
        lambda _path, _side: Picture(2, 2, bytes([255, 0, 0] * 4), 2, 2), threads=1, shown=colours.shown
    )
    thumbnails = Thumbnails(
        lambda _key: jpeg(photo(1, "original", 64)), threads=1, shown=lambda _: plain(QColor(1, 2, 3))
    )
    try:
        with qtbot.waitSignal(pictures.ready):
            pictures.want([PictureWish(Path("/one.jpg"), None)])
        assert pictures.best(Path("/one.jpg"), 1).pixelColor(0, 0).getRgb()[:3] == pytest.approx(RED_IN_P3, abs=2)
        with qtbot.waitSignal(thumbnails.ready):
            thumbnails.want("test", [Wish(ContentKey("one"), 40)])
        assert thumbnails.get(ContentKey("one"), 40).toImage().pixelColor(1, 1).getRgb()[:3] == (1, 2, 3)
    finally:
        pictures.close()
        thumbnails.close()
