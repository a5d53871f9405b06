"""How large text is, against what Twinlens was drawn for: read by the sizes of the theme as that is imported.

`start.py` sets it before it imports the window, as it chooses the language.
"""

from __future__ import annotations

from PySide6.QtGui import QFontInfo, QGuiApplication

_DRAWN_FOR = 13
"""Pixels of running text at 100 %."""
_LARGE_FROM = 15
"""Desktops differ by a pixel or two; from here on somebody asked for large text."""
SMALLEST, LARGEST = 1.0, 2.0
_factor = 1.0


def scaled(pixels: int) -> int:
    """A size that holds text, for text as large as it is now."""
    return round(pixels * _factor)


def set_text_scale(factor: float) -> None:
    """Have all text this many times as large, within bounds. Only what is imported afterwards follows."""
    global _factor  # noqa: PLW0603 - one window, one size of text
    _factor = min(max(factor, SMALLEST), LARGEST)


def system_text_scale() -> float:
    """How much larger than usual the system writes; 1 where it does not."""
    pixels = QFontInfo(QGuiApplication.font()).pixelSize()
    return pixels / _DRAWN_FOR if pixels >= _LARGE_FROM else 1.0
