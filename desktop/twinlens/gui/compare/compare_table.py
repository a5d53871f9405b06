"""Below the comparison: what differs between the two photographs, first from the library, then from their files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from twinlens.core.photos import Shot
from twinlens.gui import wording
from twinlens.gui.compare import compare_wording as words
from twinlens.gui.look import controls
from twinlens.gui.look.theme import Size, Space, set_role
from twinlens.gui.review.difference_table import DifferenceTable
from twinlens.gui.review.differences import Row, compared, fact_rows, file_rows
from twinlens.gui.services import Services


class CompareTable(QScrollArea):
    """Reads metadata off the GUI thread and keeps it while the group is looked at."""

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        """An empty table."""
        super().__init__(parent)
        self._services = services
        self._shots: tuple[Shot, ...] = ()
        self._metadata: dict[Path, Sequence[Row]] = {}
        self._needed = 0
        self.table = DifferenceTable(halves=True)
        self.table.fold_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QFrame()
        set_role(inside, "panel")
        set_role(self, "panel")
        inside.setLayout(controls.column(self.table, None, margins=(Space.M, Space.S, Space.M, Space.S)))
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFixedHeight(2 * Size.ROW)
        self.table.installEventFilter(self)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """As high as its rows, up to a few of them: the pictures need the room, and don't jump within a group."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._needed = max(self._needed, self.table.sizeHint().height() + 2 * Space.S)
            self.setFixedHeight(min(max(self._needed, Size.CONTROL), 2 * Size.ROW))
        return super().eventFilter(watched, event)

    def forget(self) -> None:
        """Another group is looked at."""
        self._metadata.clear()
        self._needed = 0

    def show_shots(self, shots: tuple[Shot, ...]) -> None:
        """Show what differs between these."""
        self._shots = shots
        self._fill()
        lacking = [shot.path for shot in shots if shot.path not in self._metadata and not shot.offline]
        if lacking:
            backend = self._services.backend
            key = (self, "metadata")
            self._services.reader.run(lambda: {path: backend.metadata(path) for path in lacking}, self._add, key=key)

    def _add(self, tables: dict[Path, list[Row]]) -> None:
        self._metadata |= {path: file_rows(table) for path, table in tables.items()}
        self._fill()

    def _fill(self) -> None:
        facts = [fact_rows(shot) for shot in self._shots]
        known = {label for table in facts for label, _ in table}
        rows = [
            [*table, *(row for row in self._metadata.get(shot.path, ()) if row[0] not in known)]
            for shot, table in zip(self._shots, facts, strict=True)
        ]
        if len(self._shots) > 2:
            names = [[(words.PHOTO, wording.shown_name(shot.path))] for shot in self._shots]
            rows = [[*name, *table] for name, table in zip(names, rows, strict=True)]
        self.table.show_rows(compared(rows))
