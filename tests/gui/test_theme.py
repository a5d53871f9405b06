"""One place of colours: neutral, readable, and the only one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

import twinlens.gui
from twinlens.gui.look.icons import Icons
from twinlens.gui.look.theme import CONTRAST, DARK, LIGHT, Colours, Scheme, Theme, font, set_role

GUI = Path(twinlens.gui.__file__).parent
ICON_FOLDER = Path(__file__).parents[2] / "resources" / "icons"


def luminance(colour: str) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4

    parts = QColor(colour)
    return 0.2126 * linear(parts.redF()) + 0.7152 * linear(parts.greenF()) + 0.0722 * linear(parts.blueF())


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colours", [DARK, LIGHT, CONTRAST])
def test_text_can_be_read(colours: Colours) -> None:
    for ground in (colours.canvas, colours.panel, colours.raised):
        assert contrast(colours.text, ground) >= 7
        assert contrast(colours.quiet, ground) >= 4.5
    for spot in (colours.keep, colours.reject, colours.warn, colours.safe, colours.lost):
        assert contrast(spot, colours.canvas) >= 2.9
        assert contrast(colours.on_colour, spot) >= 3


@pytest.mark.parametrize("colours", [DARK, LIGHT, CONTRAST])
def test_chrome_is_neutral(colours: Colours) -> None:
    for token in ("canvas", "panel", "raised", "line", "text", "quiet", "faint"):
        colour = colours.colour(token)
        assert colour.red() == colour.green() == colour.blue(), token


def test_no_colour_lives_anywhere_else() -> None:
    colour = re.compile(r"[\"']#[0-9a-fA-F]{3,8}[\"']|QColor\(\s*\d")
    found = [
        f"{path.name}: {line}"
        for path in GUI.rglob("*.py")
        if path.name not in ("theme.py", "stylesheet.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if colour.search(line)
    ]
    assert found == []


def test_every_icon_asked_for_by_name_is_there() -> None:
    drawn = {path.stem for path in ICON_FOLDER.glob("*.svg")}
    asked = set()
    for path in GUI.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        asked |= set(re.findall(r"icons\.(?:icon|pixmap)\(\"([a-z-]+)\"", text))
        asked |= set(re.findall(r"(?:icons\.dress|\btool)\([\w.]+, \"([a-z-]+)\"", text))
    assert asked - drawn == set()


def test_icons_are_drawn_on_one_grid() -> None:
    for path in ICON_FOLDER.glob("*.svg"):
        if path.stem != "twinlens":
            source = path.read_text()
            assert 'viewBox="0 0 16 16"' in source, path.stem
            assert 'stroke-width="1.5"' in source, path.stem


def test_icons_take_the_colours_of_the_theme(qtbot: QtBot, theme: Theme, icons: Icons) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    icons.dress(button, "stop")

    def drawn() -> set[str]:
        image = button.icon().pixmap(16, 16).toImage()
        return {image.pixelColor(x, 3).name() for x in range(16) if image.pixelColor(x, 3).alpha() == 255}

    assert drawn() == {DARK.text}
    theme.set_scheme(Scheme.LIGHT)
    assert drawn() == {LIGHT.text}
    theme.set_scheme(Scheme.DARK)
    assert drawn() == {DARK.text}


def test_icons_are_sharp_at_every_scale(icons: Icons) -> None:
    for ratio in (1.0, 1.5, 2.0):
        pixmap = icons.pixmap("keep", ratio=ratio)
        assert pixmap.width() == round(16 * ratio)
        assert pixmap.devicePixelRatio() == ratio
    assert not icons.application_icon().isNull()


def test_a_change_of_scheme_is_told_once(qapp) -> None:
    theme, told = Theme(), []
    theme.changed.connect(lambda: told.append(theme.colours))
    theme.set_scheme(Scheme.DARK)
    theme.set_scheme(Scheme.LIGHT)
    theme.set_scheme(Scheme.CONTRAST)
    assert told == [LIGHT, CONTRAST]


def test_the_style_sheet_knows_every_token(qtbot: QtBot, theme: Theme) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    label = QLabel("12", widget)
    set_role(label, "head")
    widget.show()
    assert label.font().pixelSize() == 22
    assert "$" not in theme.style_sheet()


def test_figures_have_one_width(qapp) -> None:
    assert font().featureValue(font().featureTags()[0]) == 1
