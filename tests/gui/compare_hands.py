"""What tests of the comparison share: quick pictures, a wheel, a pair of which all is known."""

from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from explaining import edit_of
from fakes import FakeBackend
from twinlens.core.problems import FileProblem, ProblemReason
from twinlens.gui.backend import Picture
from twinlens.gui.compare.compare_view import CompareView
from twinlens.gui.review.review_page import ReviewPage


class QuickBackend(FakeBackend):
    """Pictures of one grey: drawing large ones takes seconds."""

    def picture(self, path: Path, max_side: int | None) -> Picture | FileProblem:
        shot = self._shot_at(path)
        if shot is None:
            return FileProblem(path, ProblemReason.VANISHED)
        full = (shot.facts.width, shot.facts.height)
        share = min(1.0, (max_side or 2400) / max(full), 2400 / max(full))
        width, height = (max(1, round(side * share)) for side in full)
        return Picture(width, height, bytes(3 * width * height), *full)


def wheel(pane, at: QPointF, notches: int) -> None:
    event = QWheelEvent(
        at, pane.mapToGlobal(at), QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(pane, event)


def explained(qtbot: QtBot, page: ReviewPage, edit: str) -> CompareView:
    """The first photo that was edited in this way, beside its keeper, with all that is known of the two."""
    row, place = next(
        (row, place)
        for row, entry in enumerate(page.model.entries)
        for place, member in enumerate(entry.members)
        if edit_of(member.shot) == edit
    )
    page.view.set_focus(row, place)
    page.open_compare()
    qtbot.waitUntil(lambda: "Deleting" in page.compare.evidence.text or "deleting" in page.compare.evidence.text)
    return page.compare
