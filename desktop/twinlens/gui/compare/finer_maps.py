"""Maps of differences as fine as the pictures are shown, made off the GUI thread; the coarse ones until then."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from twinlens.core.explaining import Outline
from twinlens.core.photos import Shot
from twinlens.gui.services import Services
from twinlens.vision.finer_difference import SIDE, Shown
from twinlens.workflows.explain import UnlikeMap

_KEPT = 32


class FinerMaps(QObject):
    """Lives on the GUI thread; keeps the maps of the pairs looked at last."""

    arrived = Signal()

    def __init__(self, services: Services, parent: QObject | None = None) -> None:
        """Nothing is made before it is asked for."""
        super().__init__(parent)
        self._services = services
        self._kept: OrderedDict[tuple[int, int], UnlikeMap] = OrderedDict()
        self._making: tuple[int, int] | None = None
        services.reader.failed.connect(self._give_up)

    def best(self, photo: Shot, kept: Shot, coarse: UnlikeMap) -> UnlikeMap:
        """The finest map at hand of a photo beside another one; a finer one is made where both are decoded."""
        pair = photo.id, kept.id
        if pair in self._kept:
            self._kept.move_to_end(pair)
            return self._kept[pair]
        one, two = (self._services.pictures.best(shot.path, 2 * SIDE) for shot in (photo, kept))
        if one is not None and two is not None and self._making is None:
            self._make(pair, one, two, coarse)
        return coarse

    def _make(self, pair: tuple[int, int], one: QImage, two: QImage, coarse: UnlikeMap) -> None:
        self._making = pair
        finer = self._services.backend.finer_unlikeness

        def make() -> UnlikeMap:
            made = finer(_shown(one, coarse.in_photo), _shown(two, coarse.in_kept), coarse.unlike, coarse.side)
            return replace(coarse, side=SIDE, unlike=made)

        self._services.reader.run(make, lambda made: self._keep(pair, made), key=self)

    def _give_up(self, _error: object) -> None:
        """It may have been this one; asked again it is made again."""
        self._making = None

    def _keep(self, pair: tuple[int, int], made: UnlikeMap) -> None:
        self._making = None
        self._kept[pair] = made
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        self.arrived.emit()


def _shown(image: QImage, outline: Outline) -> Shown:
    return Shown(image.width(), image.height(), bytes(image.constBits()), outline)
