"""The slider from strict to loose: where its places lie on the score."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QSlider, QWidget

from twinlens.core.relations import Sensitivity
from twinlens.gui import review_wording
from twinlens.gui.look import controls
from twinlens.gui.look.theme import Size, Space
from twinlens.gui.translating import tr

STEPS = 100
_PAUSE_MS = 60


def threshold_at(place: int, thresholds: Mapping[Sensitivity, float], floor: float) -> float:
    """The lowest score that counts at a place of the slider: 0 strict, the middle normal, the end loose."""
    strict, normal = thresholds[Sensitivity.STRICT], thresholds[Sensitivity.NORMAL]
    loose = max(floor, thresholds[Sensitivity.LOOSE])
    half = STEPS / 2
    if place <= half:
        return strict + (normal - strict) * place / half
    return normal + (loose - normal) * (place - half) / half


class SensitivitySlider(QWidget):
    """Regroups while it is moved: `changed` comes once the hand rests for a moment."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """At normal."""
        super().__init__(parent)
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(0, STEPS)
        self._slider.setValue(STEPS // 2)
        self._slider.setPageStep(STEPS // 4)
        self._slider.setFixedWidth(Size.SLIDER)
        self._slider.setAccessibleName(review_wording.SENSITIVITY)
        self._slider.setToolTip(review_wording.SENSITIVITY_TIP)
        self._rest = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._rest.timeout.connect(self.changed)
        self._slider.valueChanged.connect(lambda _value: self._rest.start())
        strict, loose = controls.label(tr("strict"), "small-quiet"), controls.label(tr("loose"), "small-quiet")
        self.setLayout(controls.row(strict, self._slider, loose, gap=Space.S))

    @property
    def place(self) -> int:
        """Where it stands, 0 to STEPS."""
        return self._slider.value()

    @property
    def moving(self) -> bool:
        """Whether `changed` is about to come."""
        return self._rest.isActive()

    def set_place(self, place: int) -> None:
        """Put it somewhere."""
        self._slider.setValue(place)
