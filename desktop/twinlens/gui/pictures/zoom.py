"""Linked zoom: the arithmetic of showing the same part of pictures of different sizes. No Qt.

A zoom is said in fractions of the picture, so that it means the same place in a large one and in its
small copy. Each pane works out from it where its own picture lies.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

LARGEST_PIXEL = 16.0
"""A pixel of the picture is never shown wider than so many of the screen."""


@dataclass(frozen=True, slots=True)
class Zoom:
    """How much larger than fitted, and which point of the picture, in fractions, lies in the middle."""

    factor: float = 1.0
    x: float = 0.5
    y: float = 0.5


FITTED = Zoom()


@dataclass(frozen=True, slots=True)
class Pane:
    """An area of the window and the picture in it, each by its own measure."""

    width: float
    height: float
    picture_width: int
    picture_height: int

    @property
    def fit(self) -> float:
        """Window units for one pixel of the picture when all of it is just seen."""
        return min(self.width / self.picture_width, self.height / self.picture_height)

    def actual_size(self, ratio: float) -> float:
        """The factor at which a pixel of the picture is a pixel of a screen with so many pixels to a unit."""
        return 1.0 / (self.fit * ratio)

    def shown_size(self, factor: float) -> tuple[float, float]:
        """How large the whole picture is at a factor."""
        return self.picture_width * self.fit * factor, self.picture_height * self.fit * factor


def clamped(zoom: Zoom, pane: Pane) -> Zoom:
    """The nearest zoom at which no edge of the picture stands away from the pane's without need."""
    width, height = pane.shown_size(zoom.factor)
    return replace(zoom, x=_clamp(zoom.x, pane.width, width), y=_clamp(zoom.y, pane.height, height))


def picture_area(zoom: Zoom, pane: Pane) -> tuple[float, float, float, float]:
    """Where the whole picture lies: left, top, width and height in the pane's units."""
    seen = clamped(zoom, pane)
    width, height = pane.shown_size(zoom.factor)
    return pane.width / 2 - seen.x * width, pane.height / 2 - seen.y * height, width, height


def fraction_at(zoom: Zoom, pane: Pane, x: float, y: float) -> tuple[float, float]:
    """Which point of the picture, in fractions, lies at a point of the pane."""
    left, top, width, height = picture_area(zoom, pane)
    return (x - left) / width, (y - top) / height


def zoomed(zoom: Zoom, pane: Pane, x: float, y: float, factor: float) -> Zoom:
    """To another factor, with the point under the pointer staying there as far as the edges allow."""
    factor = max(factor, 1.0)
    at_x, at_y = fraction_at(zoom, pane, x, y)
    at_x, at_y = min(max(at_x, 0.0), 1.0), min(max(at_y, 0.0), 1.0)
    width, height = pane.shown_size(factor)
    wanted = Zoom(factor, at_x + (pane.width / 2 - x) / width, at_y + (pane.height / 2 - y) / height)
    return clamped(wanted, pane)


def panned(zoom: Zoom, pane: Pane, dx: float, dy: float) -> Zoom:
    """The picture moved by so much of the pane."""
    width, height = pane.shown_size(zoom.factor)
    seen = clamped(zoom, pane)
    return clamped(replace(zoom, x=seen.x - dx / width, y=seen.y - dy / height), pane)


def largest_factor(pane: Pane, ratio: float) -> float:
    """As far as zooming goes."""
    return max(1.0, pane.actual_size(ratio) * LARGEST_PIXEL)


def _clamp(middle: float, room: float, shown: float) -> float:
    if shown <= room:
        return 0.5
    half = room / shown / 2
    return min(max(middle, half), 1.0 - half)
