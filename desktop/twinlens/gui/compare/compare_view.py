"""Two photographs of a group side by side, moving together; F shows both in one place.

The keeper stands at the left, the photograph to be decided at the right; the side in focus steps through the
group. Pixels arrive as they are decoded, and the next group is decoded ahead.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from twinlens.core.photos import Shot
from twinlens.gui import review_wording
from twinlens.gui.compare import compare_wording
from twinlens.gui.compare.compare_table import CompareTable
from twinlens.gui.compare.evidence_bar import EvidenceBar
from twinlens.gui.compare.filmstrip import Filmstrip
from twinlens.gui.compare.linked_panes import LEFT, RIGHT, LinkedPanes
from twinlens.gui.compare.pane_caption import PaneCaption
from twinlens.gui.compare.wishes import picture_wishes
from twinlens.gui.look import controls
from twinlens.gui.look.theme import Size, Space, set_role
from twinlens.gui.pictures.photo_painter import PhotoPainter
from twinlens.gui.pictures.picture_pane import PREVIEW_HEIGHT, PicturePane
from twinlens.gui.pictures.thumbnails import Wish
from twinlens.gui.pictures.zoom import FITTED, Zoom
from twinlens.gui.review.group_entry import GroupEntry
from twinlens.gui.review.group_model import GroupModel
from twinlens.gui.services import Services
from twinlens.gui.shell.commands import Place

FLICKER_MS = 500
_OWNER = "compare"
_PAN = Size.ROW
_ZOOM_KEY_STEP = 1.5
_PANS = {"left": (_PAN, 0), "right": (-_PAN, 0), "up": (0, _PAN), "down": (0, -_PAN)}


class CompareView(QWidget):
    """Compares photographs of one group after the other."""

    closed = Signal()
    next_requested = Signal()
    group_changed = Signal(int)

    def __init__(
        self, services: Services, model: GroupModel, brush: PhotoPainter, parent: QWidget | None = None
    ) -> None:
        """Shows nothing before `show_group`."""
        super().__init__(parent)
        self._services = services
        self._model = model
        self._brush = brush
        self._row = -1
        self._places = [0, 0]
        self._shots: tuple[int, ...] = ()
        self._shot_in_focus = -1
        self._side = RIGHT
        self.panes = tuple(PicturePane(services.pictures, brush) for _ in (LEFT, RIGHT))
        self.captions = tuple(PaneCaption(brush) for _ in (LEFT, RIGHT))
        self.linked = LinkedPanes(self.panes, self)
        self.strip = Filmstrip(brush)
        self.evidence = EvidenceBar(services.explanations, services.theme, self.panes)
        self.table = CompareTable(services)
        self._flicker = QTimer(self, interval=FLICKER_MS)
        self._flicker.timeout.connect(self.flick)
        self._flick_side = LEFT
        self._do = self._make_commands()
        self._build()
        self._connect()

    # what is compared

    @property
    def row(self) -> int:
        """Row of the group compared."""
        return self._row

    @property
    def entry(self) -> GroupEntry | None:
        """The group compared."""
        return self._model.entry(self._row) if 0 <= self._row < self._model.rowCount() else None

    @property
    def target(self) -> tuple[GroupEntry | None, int]:
        """The photograph that decisions are about: the one on the side in focus."""
        return self.entry, self._places[self._side]

    @property
    def places(self) -> tuple[int, int]:
        """Which members stand at the left and right."""
        return self._places[LEFT], self._places[RIGHT]

    @property
    def zoom(self) -> Zoom:
        """What is shown of the picture at the left; the other shows the same place."""
        return self.linked.zoom

    @property
    def flickering(self) -> bool:
        """Whether both are shown in one place."""
        return self._flicker.isActive()

    def show_group(self, row: int, place: int) -> None:
        """Compare a photograph of a group with its keeper."""
        self._row = row
        entry = self.entry
        if entry is None:
            return
        right = place if place != entry.keeper else entry.first_undecided()
        if right == entry.keeper:
            right = next(other for other in range(len(entry.members)) if other != entry.keeper)
        self._places = [entry.keeper, right]
        self._side = RIGHT
        self.linked.set_zoom(FITTED)
        self.table.forget()
        self.evidence.show_difference(False)
        self._show_pictures()
        self.group_changed.emit(row)

    def refresh(self) -> None:
        """Something was decided, or groups were read again: stay with the photographs, wherever they stand now."""
        ids = (self._shot_in_focus, *self._shots)
        found = next(filter(None, map(self._model.position_of, ids)), None)
        if found is None:
            self.closed.emit()
            return
        self._row, in_focus = found
        entry = self._model.entry(self._row)
        other = next(
            (p for p, m in enumerate(entry.members) if p != in_focus and m.shot.id in self._shots), entry.keeper
        )
        if other == in_focus:
            other = 0 if in_focus else 1
        self._places[self._side], self._places[1 - self._side] = in_focus, other
        self._show_pictures()

    def choose(self, place: int) -> None:
        """Put a photograph on the side in focus; one that stands on the other side takes the focus there."""
        entry = self.entry
        if entry is None or not 0 <= place < len(entry.members):
            return
        other = 1 - self._side
        if place == self._places[other]:
            self._side = other
        else:
            self._places[self._side] = place
        self._show_pictures()

    def release(self) -> None:
        """The comparison was left."""
        self._stop_flicker()
        self._services.pictures.release()
        self._services.thumbnails.want(_OWNER, ())

    # showing

    def _show_pictures(self) -> None:
        entry = self.entry
        if entry is None:
            return
        self._shots = tuple(entry.members[place].shot.id for place in self._places)
        self._shot_in_focus = self._shots[self._side]
        self._show_panes(entry)
        self.strip.setVisible(len(entry.members) > 2)
        self.strip.show_group(entry, self.places, self._places[self._side])
        self._show_captions()
        self._show_table()
        self.evidence.show_photo(entry, self._places[self._side], self._places[1 - self._side])
        self._link()
        self._want()

    def _show_panes(self, entry: GroupEntry) -> None:
        shots = [entry.members[place].shot for place in self._places]
        self.linked.show_shots(shots, self._flick_side if self.flickering else None)

    def _link(self) -> None:
        """Lay the two over one another as soon as it is known how."""
        link = self.evidence.link(self._side)
        if link is not None:
            self.linked.join(link)
        self.evidence.dress()

    def _shown_place(self, side: int) -> int:
        return self._places[self._flick_side if self.flickering else side]

    def _show_captions(self) -> None:
        entry = self.entry
        if entry is None:
            return
        for side, caption in enumerate(self.captions):
            place = self._shown_place(side)
            zoom = review_wording.zoom_label(self.panes[side].magnification(), fitted=self.zoom == FITTED)
            caption.show_photo(entry, place, focused=place == self._places[self._side], zoom=zoom)
        self._position.setText(review_wording.place_in_review(self._row, self._model.rowCount()))

    def _show_table(self) -> None:
        entry = self.entry
        if entry is not None:
            self.table.show_shots(tuple(entry.members[place].shot for place in self._places))

    def _want(self) -> None:
        """Tell the loaders what is wanted now."""
        entry = self.entry
        if entry is None or not self.isVisible():
            return
        shots = [entry.members[place].shot for place in self._places]
        ahead = self._next_shots()
        self._services.pictures.want(picture_wishes(shots, entry, ahead, self.panes))
        keys = [shot.content_key for shot in [*shots, *ahead]]
        self._services.thumbnails.want(_OWNER, [Wish(key, PREVIEW_HEIGHT) for key in keys])

    def _next_shots(self) -> list[Shot]:
        row = self._model.next_undecided(self._row)
        if row is None or row == self._row:
            return []
        entry = self._model.entry(row)
        return [entry.members[entry.keeper].shot, entry.members[entry.first_undecided()].shot]

    def _picture_arrived(self, path: Path) -> None:
        for pane in self.panes:
            if pane.shot is not None and pane.shot.path == path:
                pane.update()

    def _preview_arrived(self, key: str) -> None:
        for pane in self.panes:
            if pane.shot is not None and pane.shot.content_key == key:
                pane.update()

    def set_zoom(self, zoom: Zoom) -> None:
        """Show this part of the picture at the left, and the same place of the other."""
        self.linked.set_zoom(zoom)

    def _zoomed(self) -> None:
        self._show_captions()
        self._want()

    # flicker

    def toggle_flicker(self) -> None:
        """Both in one place, one after the other; or side by side again."""
        if self.flickering:
            self._stop_flicker()
        else:
            self._flick_side = self._side
            self._halves[RIGHT].hide()
            self._flicker.start()
            self.flick()

    def flick(self) -> None:
        """The other one, in the same place."""
        self._flick_side = 1 - self._flick_side
        entry = self.entry
        if entry is not None:
            self._show_panes(entry)
            self.evidence.dress()
            self._show_captions()

    def _stop_flicker(self) -> None:
        if self.flickering:
            self._flicker.stop()
            self._halves[RIGHT].show()
            self._show_pictures()

    # keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Everything by keyboard."""
        act = self._do.get(self._services.keymap.command(event, Place.COMPARISON) or "")
        if act is None:
            super().keyPressEvent(event)
        else:
            act()

    def _make_commands(self) -> dict[str, Callable[[], object]]:
        """What each key does here, by the name of its command."""
        return {
            "review.photo-before": partial(self._step, -1),
            "review.photo-after": partial(self._step, 1),
            "review.group-above": partial(self._step_group, -1),
            "review.group-below": partial(self._step_group, 1),
            **{f"review.choose-{number}": partial(self.choose, number - 1) for number in range(1, 10)},
            "review.next": self.next_requested.emit,
            "review.compare": self.closed.emit,
            "compare.other-side": lambda: self._take_side(1 - self._side),
            "compare.actual-size": self.linked.toggle_actual_size,
            "compare.zoom-in": lambda: self._pane.zoom_by(_ZOOM_KEY_STEP),
            "compare.zoom-out": lambda: self._pane.zoom_by(1 / _ZOOM_KEY_STEP),
            **{f"compare.pan-{way}": partial(self._pan_by, *step) for way, step in _PANS.items()},
            "compare.flicker": self.toggle_flicker,
            "compare.difference": lambda: self.evidence.show_difference(not self.evidence.difference),
            "compare.outline": self.evidence.toggle_outline,
            "compare.table": lambda: self.table.setVisible(not self.table.isVisible()),
            "compare.close": self._step_back,
        }

    @property
    def _pane(self) -> PicturePane:
        return self.panes[self._side if not self.flickering else LEFT]

    def _pan_by(self, right: int, down: int) -> None:
        self._pane.pan_by(right, down)

    def _step_back(self) -> None:
        """Out of the flicker, out of the difference, out of the comparison."""
        if self.flickering:
            self._stop_flicker()
        elif self.evidence.difference:
            self.evidence.show_difference(False)
        else:
            self.closed.emit()

    def focusNextPrevChild(self, _forward: bool) -> bool:
        """Tab is a key like any other here: it goes to the other picture."""
        return False

    def _take_side(self, side: int) -> None:
        self._side = side
        self._show_pictures()

    def _step(self, step: int) -> None:
        entry = self.entry
        if entry is None:
            return
        place = self._places[self._side] + step
        if place == self._places[1 - self._side]:
            place += step
        if 0 <= place < len(entry.members):
            self._places[self._side] = place
            self._show_pictures()

    def _step_group(self, step: int) -> None:
        row = self._row + step
        if 0 <= row < self._model.rowCount():
            self.show_group(row, self._model.entry(row).first_undecided())

    # building

    def _build(self) -> None:
        set_role(self, "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._halves = [QWidget(), QWidget()]
        for half, caption, pane in zip(self._halves, self.captions, self.panes, strict=True):
            half.setLayout(controls.column(caption, pane, gap=0))
        pair = controls.row(*self._halves, gap=Size.FOCUS)
        bar = controls.frame("bar")
        bar.setFixedHeight(Size.CONTROL)
        self._position = controls.label("", "small-quiet")
        hint = controls.label("", "small-quiet")
        keymap = self._services.keymap
        keymap.follow(hint, lambda: hint.setText(compare_wording.hint(keymap.shown)))
        bar.setLayout(controls.row(hint, None, self._position, margins=(Space.M, 0, Space.M, 0)))
        layout = controls.column(pair, self.strip, self.evidence, self.table, bar, gap=0)
        layout.setStretch(0, 1)
        self.setLayout(layout)

    def _connect(self) -> None:
        for side, pane in enumerate(self.panes):
            pane.pressed.connect(lambda side=side: None if self.flickering else self._take_side(side))
            pane.resized.connect(self._resized)
        self.linked.changed.connect(self._zoomed)
        self._services.explanations.arrived.connect(self._link)
        self.strip.chosen.connect(self.choose)
        self._services.pictures.ready.connect(self._picture_arrived)
        self._services.thumbnails.ready.connect(self._preview_arrived)
        self._services.theme.changed.connect(self.update)

    def _resized(self) -> None:
        self._show_captions()
        self._want()
