"""What a look at the pixels themselves tells: histogram, what is sharp, what is burnt or black. Off the GUI thread."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, qRgba

from twinlens.core.photos import Shot
from twinlens.gui.compare import compare_wording as words
from twinlens.gui.compare.linked_panes import LinkedPanes
from twinlens.gui.look.theme import Colours
from twinlens.gui.pictures.overlays import UnlikeOverlay
from twinlens.gui.pictures.pane_layers import Histogram
from twinlens.gui.pictures.picture_pane import INSPECTED_SIDE
from twinlens.gui.services import Services
from twinlens.vision.inspecting import Inspected
from twinlens.workflows.explain import WHOLE_FRAME

_KEPT = 24
_MOST = QSize(INSPECTED_SIDE, INSPECTED_SIDE)
_SMOOTHLY = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
_STRONGEST = 0.9


class Inspector(QObject):
    """Dresses panes with what was found out about their pictures. Each picture is looked at once for its size."""

    said = Signal(str)
    """What is painted now."""
    wants = Signal()
    """More pixels are looked at than are shown."""

    def __init__(self, services: Services, linked: LinkedPanes, parent: QObject | None = None) -> None:
        """Nothing is looked at before it is asked for."""
        super().__init__(parent)
        self._services = services
        self._linked = linked
        self._kept: OrderedDict[tuple[Path, int], Inspected] = OrderedDict()
        self._looking: tuple[Path, int] | None = None
        self.histogram = False
        self.sharpness = False
        self.clipping = False
        services.theme.changed.connect(self.dress)
        services.reader.failed.connect(self._give_up)

    @property
    def commands(self) -> dict[str, Callable[[], None]]:
        """What it can be told to do."""
        return {
            "histogram": self.toggle_histogram,
            "sharpness": self.toggle_sharpness,
            "clipping": self.toggle_clipping,
        }

    def toggle_histogram(self) -> None:
        """Show how the tones are spread, or not."""
        self.histogram = not self.histogram
        self.dress()

    def toggle_sharpness(self) -> None:
        """Paint what is sharp in all the pixels, or not."""
        self.sharpness, self.clipping = not self.sharpness, False
        self._ask_for_all_pixels()

    def toggle_clipping(self) -> None:
        """Paint what is burnt out or sunk in black, or not."""
        self.clipping, self.sharpness = not self.clipping, False
        self._ask_for_all_pixels()

    def _ask_for_all_pixels(self) -> None:
        self.dress()
        self.wants.emit()
        self.said.emit(words.SHARPNESS if self.sharpness else words.CLIPPING if self.clipping else "")

    def dress(self) -> None:
        """Put what is known on the panes, and look at what is not."""
        wanted: list[tuple[Path, QImage]] = []
        for pane in self._linked.shown:
            pane.inspected = self.sharpness
            pane.histogram = pane.marks = None
            image = self._image(pane.shot)
            if pane.shot is not None and image is not None:
                found = self._known(pane.shot.path, image)
                if found is None or (pane.shot.path, image.width()) not in self._kept:
                    wanted.append((pane.shot.path, image))
                if found is not None:
                    pane.histogram = _histogram(found) if self.histogram else None
                    pane.marks = self._marks(found) if pane.framing is pane.shot else None
            pane.update()
        if wanted:
            self._look(*wanted[0])

    def _image(self, shot: Shot | None) -> QImage | None:
        if shot is None or not (self.histogram or self.sharpness or self.clipping):
            return None
        return self._services.pictures.best(shot.path, INSPECTED_SIDE if self.sharpness else 1)

    def _known(self, path: Path, image: QImage) -> Inspected | None:
        """Of this very picture, or in the meantime of one of another size."""
        exact = self._kept.get((path, image.width()))
        return exact or next((found for (other, _), found in reversed(self._kept.items()) if other == path), None)

    def _look(self, path: Path, image: QImage) -> None:
        key = (path, image.width())
        if self._looking == key:
            return
        self._looking = key
        inspect = self._services.backend.inspect

        def look() -> Inspected:
            small = image if max(image.width(), image.height()) <= INSPECTED_SIDE else image.scaled(_MOST, *_SMOOTHLY)
            return inspect(small.width(), small.height(), bytes(small.constBits()))

        self._services.reader.run(look, lambda found: self._keep(key, found), key=self)

    def _give_up(self, _error: object) -> None:
        """It may have been this one; asked again it is looked at again."""
        self._looking = None

    def _keep(self, key: tuple[Path, int], found: Inspected) -> None:
        self._looking = None
        self._kept[key] = found
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        self.dress()

    def _marks(self, found: Inspected) -> UnlikeOverlay | None:
        colours = self._services.theme.colours
        if self.sharpness:
            return UnlikeOverlay(_painted(found, found.sharp, _focus_table(colours)), WHOLE_FRAME)
        if self.clipping:
            return UnlikeOverlay(_painted(found, found.clipped, _clipping_table(colours)), WHOLE_FRAME)
        return None


def _histogram(found: Inspected) -> Histogram:
    return Histogram(found.luminance, found.channels)


def _painted(found: Inspected, values: bytes, table: list[int]) -> QImage:
    image = QImage(values, found.width, found.height, found.width, QImage.Format.Format_Indexed8)
    image.setColorTable(table)
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def _focus_table(colours: Colours) -> list[int]:
    return [_clear(colours.colour("safe"), value / 255 * _STRONGEST) for value in range(256)]


def _clipping_table(colours: Colours) -> list[int]:
    """Up to the middle black ones, from there on burnt ones."""
    black, burnt = colours.colour("keep"), colours.colour("lost")
    return [_clear(burnt if value > 127 else black, _STRONGEST if value in (1, 255) else 0.0) for value in range(256)]


def _clear(colour: QColor, opacity: float) -> int:
    return qRgba(colour.red(), colour.green(), colour.blue(), round(255 * opacity))
