"""Two panes that show the same place of two pictures, also where one is a crop of the other, turned or mirrored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPointF, Signal
from PySide6.QtGui import QCursor

from twinlens.core.explaining import Outline
from twinlens.core.photos import Shot
from twinlens.gui.pictures.overlays import mapping
from twinlens.gui.pictures.picture_pane import Frame, PicturePane
from twinlens.gui.pictures.zoom import FITTED, Pane, Zoom, zoomed

LEFT, RIGHT = 0, 1


@dataclass(frozen=True, slots=True)
class Link:
    """How the picture at the right lies in the one at the left."""

    right_in_left: Outline
    left_in_right: Outline
    scale: float
    """How wide a thing is at the right beside how wide it is at the left, in pixels of the pictures."""

    @property
    def widest(self) -> int:
        """The side of the picture that shows more of the scene."""
        return LEFT if _area(self.right_in_left) <= 1 else RIGHT

    def outline_in(self, side: int) -> Outline:
        """Where the other picture lies in the one on this side."""
        return self.right_in_left if side == LEFT else self.left_in_right

    def followed(self, zoom: Zoom, side: int, panes: Sequence[Pane]) -> Zoom:
        """What the other side must show so that both show one place in one size."""
        if zoom == FITTED:
            return FITTED
        place = mapping(self.outline_in(1 - side)).map(QPointF(zoom.x, zoom.y))
        wider = self.scale if side == LEFT else 1 / self.scale
        return Zoom(zoom.factor * panes[side].fit / (panes[1 - side].fit * wider), place.x(), place.y())


class LinkedPanes(QObject):
    """Zooms two panes together. One of them can show both pictures in turn, each where it lies over the other."""

    changed = Signal()
    """Another part is shown."""

    def __init__(self, panes: Sequence[PicturePane], parent: QObject | None = None) -> None:
        """Nothing is shown yet."""
        super().__init__(parent)
        self._panes = panes
        self._shots: tuple[Shot, ...] = ()
        self._alone: int | None = None
        self._link: Link | None = None
        self._zoom = FITTED
        for side, pane in enumerate(panes):
            pane.zoom_changed.connect(lambda zoom, side=side: self.set_zoom(zoom, side))

    @property
    def zoom(self) -> Zoom:
        """What is shown of the picture at the left."""
        return self._zoom

    def show_shots(self, shots: Sequence[Shot], alone: int | None = None) -> None:
        """Show both side by side, or the one of this side `alone`, in the pane at the left."""
        if tuple(shots) != self._shots:
            self._link = None
        self._shots, self._alone = tuple(shots), alone
        self._apply()

    def join(self, link: Link) -> None:
        """It became known how the two lie over one another."""
        if link != self._link:
            self._link = link
            self._apply()

    def set_zoom(self, zoom: Zoom, side: int = LEFT) -> None:
        """Show this part of the picture on a side, and the same place of the other."""
        if self._alone is not None:
            side = self._measure_of_lone
        if zoom.factor <= 1:
            zoom = FITTED
        elif self._link is not None and side == RIGHT:
            zoom = self._link.followed(zoom, RIGHT, self._measures())
        if zoom != self._zoom:
            self._zoom = zoom
            self._apply()
            self.changed.emit()

    def toggle_actual_size(self) -> None:
        """100 % of the picture with more pixels, under the pointer; or back to all of it."""
        side = self._side_under_pointer()
        if self._zoom != FITTED or not self._shots:
            self.set_zoom(FITTED)
            return
        pane = self._panes[side]
        ratio = pane.devicePixelRatioF()
        at = QPointF(pane.mapFromGlobal(QCursor.pos()))
        if not pane.rect().contains(at.toPoint()):
            at = QPointF(pane.rect().center())
        shown = self._measure_of_lone if self._alone is not None else side
        factor = max(self._same_factor(other, shown, ratio) for other in (LEFT, RIGHT))
        self.set_zoom(zoomed(FITTED, self._measures()[shown], at.x(), at.y(), factor), side)

    def _same_factor(self, side: int, shown: int, ratio: float) -> float:
        """The factor of one picture at which the other one (or itself) is shown pixel by pixel."""
        measures = self._measures()
        factor = measures[side].actual_size(ratio)
        if side == shown or self._link is None:
            return factor
        return self._link.followed(Zoom(factor), side, measures).factor

    @property
    def _measure_of_lone(self) -> int:
        """The picture in whose frame the single pane shows both; without a link each is shown in its own."""
        return self._link.widest if self._link is not None else (self._alone or LEFT)

    def _measures(self) -> list[Pane]:
        """Of both pictures, in the panes where they stand."""
        places = (LEFT, RIGHT) if self._alone is None else (LEFT, LEFT)
        return [self._panes[place].measure(shot) for place, shot in zip(places, self._shots, strict=True)]

    def _of(self, side: int) -> Zoom:
        if side == LEFT or self._link is None:
            return self._zoom
        return self._link.followed(self._zoom, LEFT, self._measures())

    def _apply(self) -> None:
        if not self._shots:
            return
        if self._alone is None:
            for side, pane in enumerate(self._panes):
                pane.show_shot(self._shots[side])
                pane.set_zoom(self._of(side))
            return
        within = self._measure_of_lone
        frame = Frame(self._shots[within], self._link.outline_in(within)) if self._link is not None else None
        self._panes[LEFT].show_shot(self._shots[self._alone], frame)
        self._panes[LEFT].set_zoom(self._of(within))

    def _side_under_pointer(self) -> int:
        visible = [side for side, pane in enumerate(self._panes) if pane.isVisible()]
        under = (side for side in visible if self._contains_pointer(self._panes[side]))
        return next(under, visible[-1] if visible else LEFT)

    @staticmethod
    def _contains_pointer(pane: PicturePane) -> bool:
        return pane.rect().contains(pane.mapFromGlobal(QCursor.pos()))


def _area(outline: Outline) -> float:
    following = (*outline[1:], outline[0])
    return abs(sum(x * v - y * u for (x, y), (u, v) in zip(outline, following, strict=True))) / 2
