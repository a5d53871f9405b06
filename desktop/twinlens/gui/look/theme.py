"""The one place of colours, sizes and type; no colour or size literal anywhere else in the window.

A `Theme` is made once and handed to whoever paints. It lives as long as the window, and says `changed`
when the user picks another scheme: repaint then, and ask for the colours again.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette, QStyleHints
from PySide6.QtWidgets import QApplication, QWidget

from twinlens.gui.look.scale import scaled
from twinlens.gui.look.stylesheet import stylesheet
from twinlens.resources import resource_folder


class Scheme(StrEnum):
    """The looks to choose from; SYSTEM follows the desktop."""

    SYSTEM = "system"
    DARK = "dark"
    LIGHT = "light"
    CONTRAST = "contrast"


@dataclass(frozen=True, slots=True)
class Colours:
    """The tokens of one scheme. Greys are equal in R, G and B, so that they don't tint perception."""

    canvas: str
    """Behind photographs."""
    panel: str
    """Rails and bars."""
    raised: str
    """Tiles under the pointer, menus, buttons."""
    line: str
    """Hairlines of one pixel."""
    text: str
    quiet: str
    """Text of second rank, still easily read."""
    faint: str
    """Decoration and hints that nobody needs to read."""
    keep: str
    """Decided keep, keeper badge, focus ring."""
    reject: str
    """Decided reject."""
    warn: str
    """Offline, problem, about to lose metadata."""
    safe: str
    """A photo that is safe in other places: with warn and lost the lights of the backup check."""
    lost: str
    """A photo that is nowhere else."""
    on_colour: str
    """Text and ticks upon keep, reject and warn."""

    def colour(self, token: str) -> QColor:
        """The token as something to paint with."""
        return QColor(getattr(self, token))

    def as_dict(self) -> dict[str, str]:
        """Token names and values, for the style sheet."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


DARK = Colours(
    canvas="#1c1c1c", panel="#262626", raised="#303030", line="#3c3c3c",
    text="#e8e8e8", quiet="#a8a8a8", faint="#747474",
    keep="#58a6e0", reject="#e8883a", warn="#d9c25a", safe="#6fbf73", lost="#ef6a62", on_colour="#141414",
)  # fmt: skip
LIGHT = Colours(
    canvas="#d6d6d6", panel="#ececec", raised="#f7f7f7", line="#c4c4c4",
    text="#1e1e1e", quiet="#5a5a5a", faint="#8a8a8a",
    keep="#1f6fb2", reject="#b85c10", warn="#8a7410", safe="#2e7d32", lost="#b3261e", on_colour="#ffffff",
)  # fmt: skip
CONTRAST = Colours(
    canvas="#000000", panel="#000000", raised="#1e1e1e", line="#6a6a6a",
    text="#ffffff", quiet="#e4e4e4", faint="#bcbcbc",
    keep="#7cc8ff", reject="#ffa552", warn="#ffe36b", safe="#86e58b", lost="#ff8f87", on_colour="#000000",
)  # fmt: skip


class Space:
    """The 4-pixel grid: margins and gaps."""

    XS, S, M, L, XL, XXL = 4, 8, 12, 16, 24, 32


class Size:
    """Sizes that more than one widget shares, in device-independent pixels; what holds text grows with it."""

    RADIUS = 4
    HAIRLINE = 1
    FOCUS = 2
    ICON = scaled(16)
    CONTROL = scaled(20) + 12
    """Height of buttons, fields and bar contents."""
    BAR = CONTROL + 16
    ROW = scaled(64)
    RAIL = scaled(184)
    DETAILS = scaled(288)
    THUMB_ROW = 176
    """Height of the photographs in the review's rows."""
    SLIDER, SHORT_SLIDER = 168, 88
    """Sliders hold no text."""
    TEXT_COLUMN = scaled(640)
    """Longest line of reading text."""


class Tile:
    """Measures of a photograph in a row of the review and in lists of results."""

    NARROWEST = scaled(156)
    """A caption needs this much, however narrow its photograph."""
    WIDEST = 3.0
    """A panorama wider than this many heights is shown lower instead, never cropped."""
    GAP = 16
    PADDING = 4
    """Round a photograph, for the focus ring."""
    CAPTION = scaled(56)
    """Three lines of text under a photograph."""
    LINE = scaled(18)
    """One line of a caption."""
    SAVING = scaled(112)
    """Column at the right end of a row."""
    MORE = scaled(44)
    """Width of a "+3" at the end of a row too long for its window."""
    BADGE = scaled(20)
    STRIP = 56
    """Height of a filmstrip's photographs."""
    LARGE_ROW = 232
    """Height of the photographs in the review's rows where the window is wide."""
    HEIGHTS = (96, 128, 176, 232, 296, 360)
    """Heights to choose from for the photographs in the review's rows."""
    WIDE = 1500
    """Width of the rows from which on they are large."""
    RESULT = 96
    """Height of a search result's photograph."""
    SCORE_BAR = 4
    """Thickness of a search result's score."""


class Type:
    """The type scale, in pixels of the system font."""

    SMALL, BODY, TITLE, HEAD = map(scaled, (11, 13, 16, 22))


REJECTED_OPACITY = 0.35
"""A rejected photograph is dimmed to this."""

MOTION_MS = 120
"""The longest any movement may take."""


class Theme(QObject):
    """The colours now in use; `changed` tells who paints that they are others."""

    changed = Signal()

    def __init__(self, scheme: Scheme = Scheme.DARK, parent: QObject | None = None) -> None:
        """A dark theme unless told otherwise; nothing is applied yet."""
        super().__init__(parent)
        self._scheme = scheme
        self._system = DARK

    @property
    def scheme(self) -> Scheme:
        """What the user chose."""
        return self._scheme

    @property
    def colours(self) -> Colours:
        """The tokens to paint with now: don't keep them past `changed`."""
        if self._scheme is Scheme.SYSTEM:
            return self._system
        return {Scheme.DARK: DARK, Scheme.LIGHT: LIGHT, Scheme.CONTRAST: CONTRAST}[self._scheme]

    def set_scheme(self, scheme: Scheme) -> None:
        """Choose another look and tell everyone."""
        if scheme is not self._scheme:
            self._scheme = scheme
            self.changed.emit()

    def install(self, application: QApplication) -> None:
        """Dress the whole application, now and after every change."""
        hints = application.styleHints()

        def follow_system() -> None:
            wanted = system_colours(hints)
            if wanted is not self._system:
                self._system = wanted
                if self._scheme is Scheme.SYSTEM:
                    self.changed.emit()

        def dress() -> None:
            application.setPalette(self.palette())
            application.setStyleSheet(self.style_sheet())

        follow_system()
        hints.colorSchemeChanged.connect(follow_system)
        hints.accessibility().contrastPreferenceChanged.connect(follow_system)
        application.setStyle("Fusion")
        application.setFont(font())
        self.changed.connect(dress)
        dress()

    def style_sheet(self) -> str:
        """The style sheet in the present colours."""
        return stylesheet(self.colours.as_dict(), _style_sizes(), resource_folder("styles"))

    def palette(self) -> QPalette:
        """The palette in the present colours, for whatever the style sheet does not reach."""
        colours = self.colours
        palette = QPalette()
        roles = QPalette.ColorRole
        for role, token in (
            (roles.Window, "panel"),
            (roles.WindowText, "text"),
            (roles.Base, "canvas"),
            (roles.AlternateBase, "panel"),
            (roles.Text, "text"),
            (roles.PlaceholderText, "quiet"),
            (roles.Button, "raised"),
            (roles.ButtonText, "text"),
            (roles.ToolTipBase, "raised"),
            (roles.ToolTipText, "text"),
            (roles.Highlight, "keep"),
            (roles.HighlightedText, "on_colour"),
            (roles.Accent, "keep"),
            (roles.Link, "keep"),
            (roles.LinkVisited, "keep"),
            (roles.BrightText, "text"),
        ):
            palette.setColor(role, colours.colour(token))
        for role in (roles.WindowText, roles.Text, roles.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, colours.colour("faint"))
        return palette


def system_colours(hints: QStyleHints) -> Colours:
    """What the system asks for: high contrast before light or dark."""
    if hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast:
        return CONTRAST
    return LIGHT if hints.colorScheme() is Qt.ColorScheme.Light else DARK


def font(pixels: int = Type.BODY, *, strong: bool = False) -> QFont:
    """The system font at one size of the type scale, with figures of equal width."""
    made = QFont()
    made.setStyleHint(QFont.StyleHint.SansSerif)
    made.setPixelSize(pixels)
    made.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


def set_role(widget: QWidget, role: str) -> None:
    """Give a widget one of the style sheet's roles, such as `title`, `quiet`, `primary` or `canvas`."""
    widget.setProperty("role", role)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)


def _style_sizes() -> dict[str, int]:
    sizes = {"radius": Size.RADIUS, "focus": Size.FOCUS, "control": Size.CONTROL, "icon": Size.ICON}
    sizes |= {"small": Type.SMALL, "body": Type.BODY, "title": Type.TITLE, "head": Type.HEAD}
    sizes |= {"xs": Space.XS, "s": Space.S, "m": Space.M, "l": Space.L, "xl": Space.XL}
    return sizes
