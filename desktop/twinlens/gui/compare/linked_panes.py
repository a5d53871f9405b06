"""Panes that show the same place of their pictures, also where these are crops of one another, turned or mirrored.

All zooms are said of the first picture; how each other one lies in it is its `Link`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPointF, Signal
from PySide6.QtGui import QCursor

from twinlens.core.explaining import Outline
from twinlens.core.photos import Shot
from twinlens.gui.pictures.overlays import mapping
from twinlens.gui.pictures.picture_pane import Frame, Over, PicturePane
from twinlens.gui.pictures.zoom import FITTED, Pane, Zoom, zoomed

FIRST, SECOND = 0, 1


@dataclass(frozen=True, slots=True)
class Link:
    """How a picture lies in the first one."""

    in_first: Outline
    of_first: Outline
    """Where the first one lies in it."""
    scale: float
    """How wide a thing is in it beside how wide it is in the first one, in pixels of the pictures."""

    @property
    def shows_less(self) -> bool:
        """Whether it is a part of the first one, rather than the other way round."""
        return _area(self.in_first) <= 1

    def from_first(self, zoom: Zoom, first: Pane, own: Pane) -> Zoom:
        """What it must show so that both show one place in one size."""
        if zoom == FITTED:
            return FITTED
        place = mapping(self.of_first).map(QPointF(zoom.x, zoom.y))
        return Zoom(zoom.factor * first.fit / (own.fit * self.scale), place.x(), place.y())

    def to_first(self, zoom: Zoom, first: Pane, own: Pane) -> Zoom:
        """The other way round."""
        if zoom == FITTED:
            return FITTED
        place = mapping(self.in_first).map(QPointF(zoom.x, zoom.y))
        return Zoom(zoom.factor * own.fit * self.scale / first.fit, place.x(), place.y())


class LinkedPanes(QObject):
    """Zooms panes together. The first can show two pictures in one place, each where it lies over the other."""

    changed = Signal()
    """Another part is shown."""

    def __init__(self, panes: list[PicturePane], parent: QObject | None = None) -> None:
        """Nothing is shown yet; more panes may come later at the end, each told of with `follow`."""
        super().__init__(parent)
        self._panes = panes
        self._shots: tuple[Shot, ...] = ()
        self._links: tuple[Link | None, ...] = ()
        self._alone: int | None = None
        self._over: float | None = None
        self._zoom = FITTED
        self._pointed: tuple[int, QPointF] | None = None
        self._magnified = 0.0
        self.focus = 0
        """The picture that is meant where the pointer is on none."""

    def follow(self, pane: PicturePane, number: int) -> None:
        """Zoom the others as this one is zoomed."""
        pane.zoom_changed.connect(lambda zoom: self.set_zoom(zoom, number))
        pane.pointed.connect(lambda at: self._point(number, at))

    @property
    def zoom(self) -> Zoom:
        """What is shown of the first picture."""
        return self._zoom

    @property
    def shown(self) -> Sequence[PicturePane]:
        """The panes in use."""
        return self._panes[: 1 if self._alone is not None else len(self._shots)]

    def show_shots(self, shots: Sequence[Shot], alone: int | None = None, over: float | None = None) -> None:
        """Show all side by side; or of two the one `alone` in the first pane, from `over` on its width the other."""
        if tuple(shots) != self._shots:
            self._links = ()
        self._shots, self._alone, self._over = tuple(shots), alone, over
        self.apply()

    def join(self, links: Sequence[Link | None]) -> None:
        """It became known how they lie over the first one, which stands first itself."""
        if tuple(links) != self._links:
            self._links = tuple(links)
            self.apply()

    def set_zoom(self, zoom: Zoom, number: int = FIRST) -> None:
        """Show this part of a picture, and the same place of the others."""
        if self._alone is not None:
            number = self._measure_of_lone
        if zoom.factor <= 1:
            zoom = FITTED
        elif link := self._link(number):
            measures = self._measures()
            zoom = link.to_first(zoom, measures[FIRST], measures[number])
        if zoom != self._zoom:
            self._zoom = zoom
            self.apply()
            self.changed.emit()

    def zoom_by(self, factor: float) -> None:
        """Closer to what is in focus, or further from it."""
        self._in_focus.zoom_by(factor)

    def pan_by(self, dx: float, dy: float) -> None:
        """Show more at one side."""
        self._in_focus.pan_by(dx, dy)

    @property
    def _in_focus(self) -> PicturePane:
        return self.shown[min(self.focus, len(self.shown) - 1)]

    def toggle_actual_size(self) -> None:
        """100 % of the picture with the most pixels, under the pointer; or back to all of it."""
        if self._zoom != FITTED or not self._shots:
            self.set_zoom(FITTED)
            return
        number = self._under_pointer()
        pane = self._panes[number]
        ratio = pane.devicePixelRatioF()
        at = QPointF(pane.mapFromGlobal(QCursor.pos()))
        if not pane.rect().contains(at.toPoint()):
            at = QPointF(pane.rect().center())
        shown = self._measure_of_lone if self._alone is not None else number
        factor = max(self._same_factor(other, shown, ratio) for other in range(len(self._shots)))
        self.set_zoom(zoomed(FITTED, self._measures()[shown], at.x(), at.y(), factor), number)

    def magnify(self, times: float) -> None:
        """A loupe in every pane at the place under the pointer, so many screen pixels to a pixel; 0 puts it away."""
        self._magnified = times
        self._show_loupes()

    def _point(self, number: int, at: QPointF | None) -> None:
        self._pointed = None if at is None else (number, at)
        if self._magnified:
            self._show_loupes()

    def _show_loupes(self) -> None:
        for pane in self._panes:
            pane.set_loupe(None, 0.0)
        if self._pointed is None or not self._magnified or self._alone is not None:
            return
        number, at = self._pointed
        if number >= len(self._shots):
            return
        link = self._link(number)
        first = mapping(link.in_first).map(at) if link else at
        # Shown pixel by pixel where there are the most of them, as large in all the others.
        scales = [each.scale if (each := self._link(other)) else 1.0 for other in range(len(self._shots))]
        for other, pane in enumerate(self.shown):
            own = self._link(other)
            place = mapping(own.of_first).map(first) if own else first
            pane.set_loupe(
                place, self._magnified * max(scales) / scales[other] if own or other == FIRST else self._magnified
            )

    def _link(self, number: int) -> Link | None:
        return self._links[number] if 0 < number < len(self._links) else None

    def _same_factor(self, number: int, shown: int, ratio: float) -> float:
        """The factor of one picture at which another one (or itself) is shown pixel by pixel."""
        measures = self._measures()
        factor = measures[number].actual_size(ratio)
        if number == shown:
            return factor
        zoom = Zoom(factor)
        if link := self._link(number):
            zoom = link.to_first(zoom, measures[FIRST], measures[number])
        if link := self._link(shown):
            zoom = link.from_first(zoom, measures[FIRST], measures[shown])
        return zoom.factor

    @property
    def _measure_of_lone(self) -> int:
        """The picture in whose frame the single pane shows both; without a link each is shown in its own."""
        link = self._link(SECOND)
        if link is not None:
            return FIRST if link.shows_less else SECOND
        return self._alone or FIRST

    def _measures(self) -> list[Pane]:
        """Of all pictures, in the panes where they stand."""
        panes = self._panes if self._alone is None else [self._panes[FIRST]] * len(self._shots)
        return [pane.measure(shot) for pane, shot in zip(panes, self._shots, strict=False)]

    def _of(self, number: int) -> Zoom:
        link = self._link(number)
        if link is None:
            return self._zoom
        measures = self._measures()
        return link.from_first(self._zoom, measures[FIRST], measures[number])

    def apply(self) -> None:
        """Show it all again: panes have other sizes."""
        if not self._shots:
            return
        if self._alone is None:
            for number, (pane, shot) in enumerate(zip(self._panes, self._shots, strict=False)):
                pane.show_shot(shot)
                pane.set_zoom(self._of(number))
        else:
            self._apply_alone(self._alone)
        self._show_loupes()

    def _apply_alone(self, alone: int) -> None:
        within, link = self._measure_of_lone, self._link(SECOND)
        outline = None if link is None else link.in_first if within == FIRST else link.of_first
        frame = Frame(self._shots[within], outline) if outline is not None else None
        over = Over(self._shots[1 - alone], self._over) if self._over is not None and len(self._shots) > 1 else None
        self._panes[FIRST].show_shot(self._shots[alone], frame, over)
        self._panes[FIRST].set_zoom(self._of(within))

    def _under_pointer(self) -> int:
        visible = [number for number, pane in enumerate(self.shown) if pane.isVisible()]
        under = (number for number in visible if self._contains_pointer(self._panes[number]))
        return next(under, self.focus if self.focus in visible else FIRST)

    @staticmethod
    def _contains_pointer(pane: PicturePane) -> bool:
        return pane.rect().contains(pane.mapFromGlobal(QCursor.pos()))


def _area(outline: Outline) -> float:
    following = (*outline[1:], outline[0])
    return abs(sum(x * v - y * u for (x, y), (u, v) in zip(outline, following, strict=True))) / 2
