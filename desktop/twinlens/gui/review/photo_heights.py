"""How large the photographs in the rows are: by wheel, keys or slider; until one is chosen as it suits the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QSlider, QWidget

from twinlens.gui.look import controls
from twinlens.gui.look.icons import Icons
from twinlens.gui.look.theme import Size, Tile
from twinlens.gui.review.group_view import GroupView
from twinlens.gui.shell.keymap import Keymap
from twinlens.gui.translating import tr

_NOTCH = 120
"""What a wheel turns from one notch to the next; a touchpad sends less, more often."""


def nearest(height: int) -> int:
    """The place of the height to choose that comes nearest to one."""
    return min(range(len(Tile.HEIGHTS)), key=lambda place: abs(Tile.HEIGHTS[place] - height))


class PhotoHeights(QObject):
    """Changes the height of a view's photographs, and hears the wheel there."""

    changed = Signal()
    """The photographs have another height now."""

    def __init__(self, view: GroupView) -> None:
        """Lives as long as the view."""
        super().__init__(view)
        self._view = view
        self._turned = 0
        view.viewport().installEventFilter(self)
        view.photo_height_changed.connect(self.changed)

    @property
    def chosen(self) -> int:
        """The height that a person chose, 0 for none."""
        return self._view.chosen_height

    @property
    def place(self) -> int:
        """Which of the heights to choose from is shown, or comes nearest."""
        return nearest(self._view.photo_height)

    def choose(self, height: int) -> None:
        """Have photographs this high, where it is a height to choose; else leave it to the window."""
        self._view.choose_photo_height(height if height in Tile.HEIGHTS else 0)

    def choose_place(self, place: int) -> None:
        """Have photographs as high as one of the heights to choose from."""
        self.choose(Tile.HEIGHTS[max(0, min(place, len(Tile.HEIGHTS) - 1))])

    def larger(self) -> None:
        """One step."""
        self.choose_place(self.place + 1)

    def smaller(self) -> None:
        """One step."""
        self.choose_place(self.place - 1)

    def leave_to_window(self) -> None:
        """As before anything was chosen."""
        self.choose(0)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """With Ctrl the wheel does not scroll."""
        if not isinstance(event, QWheelEvent) or not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        self._turned += event.angleDelta().y()
        steps = int(self._turned / _NOTCH)
        if steps:
            self._turned -= steps * _NOTCH
            self.choose_place(self.place + steps)
        return True


class PhotoHeightSlider(QWidget):
    """A short slider; the picture before it leaves the size to the window again."""

    def __init__(self, icons: Icons, keymap: Keymap, heights: PhotoHeights, parent: QWidget | None = None) -> None:
        """Follows `heights`, and changes them."""
        super().__init__(parent)
        usual = tr("Photographs as large as suits the window")
        self._usual = controls.tool(icons, "image", usual, heights.leave_to_window)
        icons.dress(self._usual, "image", "quiet")
        keymap.bind_tip(self._usual, usual, "groups.usual-size")
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(0, len(Tile.HEIGHTS) - 1)
        self._slider.setPageStep(1)
        self._slider.setFixedWidth(Size.SHORT_SLIDER)
        self._slider.setAccessibleName(tr("Size of the photographs"))
        keymap.bind_tip(self._slider, tr("Size of the photographs"), "groups.larger")
        for each in (self._usual, self._slider):
            each.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys with the photographs
        self._heights = heights
        self._show()
        heights.changed.connect(self._show)
        self._slider.valueChanged.connect(heights.choose_place)
        self.setLayout(controls.row(self._usual, self._slider, gap=0))

    def _show(self) -> None:
        self._slider.blockSignals(True)
        self._slider.setValue(self._heights.place)
        self._slider.blockSignals(False)
