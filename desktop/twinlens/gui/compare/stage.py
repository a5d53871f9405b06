"""The comparison's picture: panes under captions, filmstrip, evidence, table and the quiet line. It decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from twinlens.core.photos import Shot
from twinlens.core.relations import DecisionKind
from twinlens.gui import review_wording
from twinlens.gui.compare.compare_table import CompareTable
from twinlens.gui.compare.evidence_bar import EvidenceBar
from twinlens.gui.compare.filmstrip import Filmstrip
from twinlens.gui.compare.finer_maps import FinerMaps
from twinlens.gui.compare.hint_bar import HintBar
from twinlens.gui.compare.inspector import Inspector
from twinlens.gui.compare.lineup import Lineup
from twinlens.gui.compare.linked_panes import LinkedPanes
from twinlens.gui.compare.modes.mode import Mode
from twinlens.gui.compare.pane_caption import PaneCaption
from twinlens.gui.compare.pane_grid import PaneGrid
from twinlens.gui.compare.wishes import Ahead, picture_wishes
from twinlens.gui.look import controls
from twinlens.gui.look.theme import set_role
from twinlens.gui.pictures.photo_painter import PhotoPainter
from twinlens.gui.pictures.picture_pane import PREVIEW_HEIGHT, PicturePane
from twinlens.gui.pictures.thumbnails import Wish
from twinlens.gui.pictures.zoom import FITTED
from twinlens.gui.review.group_entry import GroupEntry
from twinlens.gui.services import Services

_OWNER = "compare"
_UNKNOWN_SHAPE = 1.5


class Stage(QWidget):
    """Shows photographs of one group, and asks the loaders for what they need."""

    pressed = Signal(int)
    """The number of a pane."""

    def __init__(self, services: Services, brush: PhotoPainter, parent: QWidget | None = None) -> None:
        """Shows nothing before `show_photos`."""
        super().__init__(parent)
        self._services = services
        self._entry: GroupEntry | None = None
        self._lineup = Lineup()
        self._mode: Mode | None = None
        self._ahead: Sequence[Shot] = ()
        self._shows_table = {False: True, True: False}
        """For two, and for many: there the pictures need the room."""
        self.grid = PaneGrid(lambda: (PaneCaption(brush), PicturePane(services.pictures, brush)))
        self.linked = LinkedPanes(self.grid.panes, self)
        self.strip = Filmstrip(brush)
        self.evidence = EvidenceBar(services.explanations, services.theme, self.linked, FinerMaps(services, self))
        self.inspector = Inspector(services, self.linked, self)
        self.table = CompareTable(services)
        self.hints = HintBar(services.icons, services.keymap)
        self._follow(2)
        self._build()
        self._connect()

    # showing

    def show_photos(self, entry: GroupEntry, lineup: Lineup, mode: Mode | None, ahead: Sequence[Shot]) -> None:
        """Show these members of a group, as the mode wants it; `ahead` are to be decoded for what comes next."""
        self._entry, self._lineup, self._mode, self._ahead = entry, lineup, mode, ahead
        shots = self._shots()
        self._follow(len(shots))
        alone, over = (mode.alone, mode.over) if mode else (None, None)
        self.linked.focus = lineup.focus
        self.linked.show_shots(shots, alone, over)
        self.grid.show_shapes([self._shape(shot) for shot in (shots if alone is None else shots[:1])])
        self._mark_focus(shots, alone)
        self._show_below(entry, shots)
        self._link()
        self.inspector.dress()
        self._want()

    def toggle_table(self) -> None:
        """The table of differences, or more room for the pictures."""
        wide = self._lineup.wide
        self._shows_table[wide] = not self._shows_table[wide]
        if self._entry is not None:
            self._show_below(self._entry, self._shots())

    def forget(self) -> None:
        """Another group is looked at."""
        self.table.forget()
        self.evidence.show_difference(False)

    def release(self) -> None:
        """Nothing is looked at any more."""
        self._services.pictures.release()
        self._services.thumbnails.want(_OWNER, ())

    def want(self) -> None:
        """Other pixels are needed than before."""
        self._want()

    def _shots(self) -> list[Shot]:
        return [self._entry.members[place].shot for place in self._lineup.places] if self._entry else []

    def _shape(self, shot: Shot) -> float:
        width, height = self._services.pictures.full_size(shot.path) or (shot.facts.width, shot.facts.height)
        return width / height if width > 0 and height > 0 else _UNKNOWN_SHAPE

    def _mark_focus(self, shots: Sequence[Shot], alone: int | None) -> None:
        several = len(shots) > 2
        for number, pane in enumerate(self.grid.panes):
            focused = alone is None and number == self._lineup.focus
            rejected = number < len(shots) and shots[number].decision is DecisionKind.REJECT
            pane.ringed = several and focused
            pane.faded = several and rejected and not focused

    def _show_captions(self) -> None:
        entry, lineup = self._entry, self._lineup
        if entry is None:
            return
        alone = self._mode.alone if self._mode else None
        wiped = self._mode is not None and self._mode.over is not None
        several = len(lineup.places) > 2
        for number, (caption, pane) in enumerate(zip(self.grid.captions, self.linked.shown, strict=False)):
            place = lineup.places[number if alone is None else alone]
            zoom = review_wording.zoom_label(pane.magnification(), fitted=self.linked.zoom == FITTED)
            focused = place == lineup.place and len(lineup.places) > 1
            caption.show_photo(
                entry,
                place,
                focused=focused,
                zoom=zoom,
                number=place + 1 if several else None,
                other=lineup.places[1] if wiped else None,
            )

    def _show_below(self, entry: GroupEntry, shots: Sequence[Shot]) -> None:
        lineup = self._lineup
        self.strip.setVisible(len(entry.members) > max(len(shots), 2) or (len(shots) == 1))
        self.strip.show_group(entry, lineup.places, lineup.place)
        shows_table = self._shows_table[lineup.wide] and len(shots) > 1
        self.table.setVisible(shows_table)
        if shows_table:
            self.table.show_shots(tuple(shots))
        self.evidence.setVisible(len(shots) > 1)
        self.evidence.show_photos(entry, lineup)

    def showEvent(self, event: QShowEvent) -> None:
        """What was asked to be shown before is wanted from now on."""
        super().showEvent(event)
        self._want()

    # as it becomes known

    def _link(self) -> None:
        """Lay all over the first one as soon as it is known how."""
        self.linked.join(self.evidence.links())
        self.evidence.dress()
        self._show_captions()

    def _resized(self) -> None:
        self.linked.apply()
        self._zoomed()

    def _zoomed(self) -> None:
        self._show_captions()
        self._want()

    def _want(self) -> None:
        """Tell the loaders what is wanted now."""
        if self._entry is None or not self.isVisible():
            return
        shots = self._shots()
        ahead = Ahead(self._ahead, self.grid.wanted_side([self._shape(shot) for shot in self._ahead]))
        wishes = picture_wishes(shots, self._lineup.focus, self._entry, ahead, self.linked.shown)
        self._services.pictures.want(wishes)
        keys = [shot.content_key for shot in [*shots, *self._ahead]]
        self._services.thumbnails.want(_OWNER, [Wish(key, PREVIEW_HEIGHT) for key in keys])

    def _picture_arrived(self, path: Path) -> None:
        for pane in self.linked.shown:
            pane.update()
        if any(shot.path == path for shot in self._shots()):
            self.inspector.dress()
            if self.evidence.difference:
                self.evidence.dress()

    def _preview_arrived(self, key: str) -> None:
        if any(shot.content_key == key for shot in self._shots()):
            for pane in self.linked.shown:
                pane.update()

    def _point(self, across: float) -> None:
        if self._mode is not None:
            self._mode.point(across)

    # building

    def _follow(self, count: int) -> None:
        for number, pane in self.grid.make_panes(count):
            self.linked.follow(pane, number)
            pane.moved_over.connect(self._point)

    def _build(self) -> None:
        set_role(self, "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = controls.column(self.grid, self.strip, self.evidence, self.table, self.hints, gap=0)
        layout.setStretch(0, 1)
        self.setLayout(layout)

    def _connect(self) -> None:
        self.grid.pressed.connect(self.pressed)
        self.grid.resized.connect(self._resized)
        self.linked.changed.connect(self._zoomed)
        self.inspector.wants.connect(self._want)
        self._services.explanations.arrived.connect(self._link)
        self._services.pictures.ready.connect(self._picture_arrived)
        self._services.thumbnails.ready.connect(self._preview_arrived)
        self._services.theme.changed.connect(self.update)
