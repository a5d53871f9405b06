"""The review: levels at the left, groups as rows, details at the right, what it adds up to at the bottom.

The home of the window once something was scanned. Comparison lies over it and comes back to the same place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedLayout, QStackedWidget, QWidget

from twinlens.core.photos import Shot
from twinlens.core.relations import DecisionKind, Level, Relation
from twinlens.gui import review_wording, wording
from twinlens.gui.compare.compare_view import CompareView
from twinlens.gui.look import controls
from twinlens.gui.look.theme import Size
from twinlens.gui.pictures.photo_painter import PhotoPainter
from twinlens.gui.reveal import reveal
from twinlens.gui.review.arrangement import LevelReading, Order
from twinlens.gui.review.decisions import Decisions
from twinlens.gui.review.details_panel import DetailsPanel
from twinlens.gui.review.group_entry import GroupEntry
from twinlens.gui.review.group_model import GroupModel
from twinlens.gui.review.group_reader import GroupReader
from twinlens.gui.review.group_rows import GroupRows, ReviewTotals
from twinlens.gui.review.group_view import GroupView
from twinlens.gui.review.level_rail import LevelRail
from twinlens.gui.review.rejections import Rejections
from twinlens.gui.review.review_actions import ReviewActions
from twinlens.gui.review.review_bars import ReviewBar, SelectionBar
from twinlens.gui.review.review_calm import ReviewCalm
from twinlens.gui.services import Services

_DETAILS_FROM = Size.RAIL + Size.TEXT_COLUMN + Size.DETAILS
"""Narrower windows go without the details."""
_CALM_MS = 200
"""Only a reading longer than this is worth a word."""


class ReviewPage(QWidget):
    """The groups, and everything a person does to them."""

    cleanup_requested = Signal()
    """The primary button: show what a clean-up would do."""
    library_requested = Signal()
    """There is nothing to review before something is scanned."""
    immersed = Signal(bool)
    """Comparison wants the window to itself, or gives it back."""
    search_requested = Signal(object)
    """Path of a photo whose likes are wanted."""
    notice = Signal(str)
    """One sentence for the status line."""

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        """Nothing is read before `reload`."""
        super().__init__(parent)
        self._services = services
        self.model = GroupModel(self)
        self.decisions = Decisions(services.backend, self.model, services.undo, self)
        brush = PhotoPainter(services.theme, services.icons, services.thumbnails)
        self.view = GroupView(self.model, brush, services.keymap)
        self.rail = LevelRail(services.theme, services.icons)
        services.keymap.bind(self.rail.reviewed, "groups.show-reviewed")
        services.keymap.bind_tip(self.rail.reviewed, review_wording.SHOW_REVIEWED_TIP, "groups.show-reviewed")
        self.details = DetailsPanel(services.icons, services.explanations, services.keymap)
        self.compare = CompareView(services, self.model, brush)
        self.bar = ReviewBar()
        self.slider = self.bar.slider
        self.selection_bar = SelectionBar()
        self.calm = ReviewCalm()
        self._reader = GroupReader(services, lambda: self.slider.place, self._rows_to_keep, self)
        self._places: dict[Level, int] = {}
        self._hidden = ReviewTotals()
        self._rejections = Rejections()
        self._keep_places = True
        self._calm_timer = QTimer(self, singleShot=True, interval=_CALM_MS)
        self._build()
        self._make_actions()
        self._connect()
        self._show_totals()

    # reading

    def reload(self, *, keep_places: bool = True) -> None:
        """Read the groups again; what is on the screen stays where it is. Cheap to call often, also while scanning."""
        self._keep_places = self._keep_places and keep_places
        if not self.model.rowCount():
            self._calm_timer.start()
        self._reader.request()

    @property
    def reading(self) -> bool:
        """Whether the groups on the screen are about to be replaced."""
        return self._reader.reading or self.slider.moving

    def _rows_to_keep(self) -> GroupRows | None:
        return self.model.rows.snapshot() if self._keep_places and self.model.rowCount() else None

    def _show_reading(self, reading: LevelReading) -> None:
        self._calm_timer.stop()
        self.model.apply(reading.change)
        self.model.decide(self._reader.decided)
        if not self._keep_places:
            self._return_within_level()
        self._keep_places = True
        self._hidden = reading.hidden
        self._count(reading)
        self._settle()
        if self.compare.isVisible():
            self.compare.refresh()

    def _count(self, reading: LevelReading) -> None:
        self.rail.set_counts({reading.level: len(reading.change.rows.entries)})
        self._rejections.read(reading.level, reading.rejected)
        self._note_rejections(self._reader.decided)
        self._show_totals()

    def _note_rejections(self, changes: Mapping[int, DecisionKind | None]) -> None:
        found = filter(None, map(self.model.position_of, changes))
        self._rejections.decide(self._reader.level, [self.model.entry(row).members[place].shot for row, place in found])

    # state from one start to the next

    def state(self) -> str:
        """Where the review stands: level, order, slider and photo in focus."""
        entry = self.view.focus_entry
        focus = entry.members[self.view.focus_place].shot.id if entry is not None else -1
        return f"{self._reader.level} {self._reader.order} {self.slider.place} {focus}"

    def restore_state(self, state: object) -> None:
        """Stand there again with the next reading; a state that cannot be read is none."""
        try:
            level, order, place, focus = str(state).split(" ")
            self._reader.level, self._reader.order = Level(level), Order(order)
            self.slider.set_place(int(place))
            self._places[self._reader.level] = int(focus)
        except ValueError:
            return
        self.rail.choose(self._reader.level)
        self.rail.choose_order(self._reader.order)
        self._keep_places = False

    # levels and order

    def choose_level(self, level: Level) -> None:
        """Review another level; each remembers where one was."""
        entry = self.view.focus_entry
        if entry is not None:
            self._places[self._reader.level] = entry.members[self.view.focus_place].shot.id
        self._reader.level = level
        self.rail.choose(level)
        self._arrange_anew()

    def _choose_order(self, order: Order) -> None:
        self._reader.order = order
        self._places.pop(self._reader.level, None)
        self._arrange_anew()

    def _show_reviewed(self, reviewed_too: bool) -> None:
        self._reader.reviewed_too = reviewed_too
        self._arrange_anew()

    def _arrange_anew(self) -> None:
        self._keep_places = False
        self.model.show([], keep_places=False)
        self.reload(keep_places=False)

    def _return_within_level(self) -> None:
        position = self.model.position_of(self._places.get(self._reader.level, -1))
        if position is not None:
            self.view.set_focus(*position)
            self.view.scrollTo(self.model.index(position[0]), self.view.ScrollHint.PositionAtCenter)

    # deciding and comparing

    def _target(self) -> tuple[GroupEntry | None, int]:
        if self.compare.isVisible():
            return self.compare.target
        return self.view.focus_entry, self.view.focus_place

    def decide(self, kind: DecisionKind | None) -> None:
        """Keep, reject or clear the photo in focus."""
        entry, place = self._target()
        if entry is not None:
            self.decisions.decide([entry.members[place].shot], kind)

    def set_apart(self) -> None:
        """The photo in focus is not a duplicate of the keeper."""
        entry, place = self._target()
        if entry is not None and place == entry.keeper:
            self.notice.emit(review_wording.NOT_THE_KEEPER)
        elif entry is not None and entry.members[place].shot.id not in entry.separated:
            self.decisions.set_apart(entry.members[entry.keeper].shot, entry.members[place])

    def cut(self) -> None:
        """The photo that hangs on the group by the least is no duplicate."""
        entry, _ = self._target()
        if entry is not None and not self.decisions.cut(entry):
            self.notice.emit(review_wording.NO_WEAKEST_LINK)

    def join(self) -> None:
        """All photos of the selected groups belong together, at the level that is reviewed."""
        entries = self._chosen()
        joined = self.decisions.join(entries, Relation(self._reader.level))
        self.notice.emit(review_wording.joined(len(entries)) if joined else review_wording.SELECT_TO_JOIN)

    def reject_others(self) -> None:
        """Reject all undecided photos but the keepers, in every selected group."""
        entries, shots = self._others()
        if shots:
            self.decisions.decide(shots, DecisionKind.REJECT)
            self.notice.emit(review_wording.rejected_all(len(shots), len(entries)))

    def _others(self) -> tuple[list[GroupEntry], list[Shot]]:
        """What "all but the keeper" means now: the selected groups in which it would reject something, and what."""
        found = [(entry, entry.undecided_duplicates()) for entry in self._chosen()]
        touched = [entry for entry, members in found if members]
        return touched, [member.shot for _, members in found for member in members]

    def _chosen(self) -> list[GroupEntry]:
        if self.compare.isVisible():
            return [entry for entry, _ in [self.compare.target] if entry is not None]
        return [self.model.entry(row) for row in self.view.selected_rows()]

    def go_to_next(self) -> None:
        """To the next group with something to decide, or say that there is none."""
        comparing = self.compare.isVisible()
        row = self.model.next_undecided(self.compare.row if comparing else self.view.focus_row)
        if row is not None:
            place = self.model.entry(row).first_undecided()
            self.view.set_focus(row, place)
            if comparing:
                self.compare.show_group(row, place)
        elif self.model.rowCount():
            if comparing:
                self.close_compare()
            self._say_done()

    def open_compare(self) -> None:
        """Compare the photo in focus with its keeper."""
        if self.view.focus_entry is not None:
            self._pages.setCurrentWidget(self.compare)
            self.immersed.emit(True)
            self.compare.show_group(self.view.focus_row, self.view.focus_place)
            self.compare.setFocus()

    def close_compare(self) -> None:
        """Back to the same place among the groups."""
        row, place = self.compare.row, self.compare.target[1]
        self._pages.setCurrentWidget(self._review)
        self.immersed.emit(False)
        self.compare.release()
        if 0 <= row < self.model.rowCount():
            self.view.set_focus(row, place)
        self.view.setFocus()

    # states

    def _settle(self) -> None:
        if self.model.rowCount():
            if self._middle.currentWidget() is self.calm:
                self._show_rows()
            return
        if not self._hidden.groups:
            self.calm.say_nothing_found()
            self._middle.setCurrentWidget(self.calm)
        else:
            self._say_done()
        self.details.show_photo(None, 0)

    def _say_loading(self) -> None:
        if not self.model.rowCount():
            self.calm.say_loading()
            self._middle.setCurrentWidget(self.calm)

    def _say_done(self) -> None:
        self.calm.say_done(self._rejections)
        self._middle.setCurrentWidget(self.calm)
        self.calm.setFocus()

    def _look_again(self) -> None:
        if self.model.rowCount():
            self._show_rows()
        else:
            self.rail.reviewed.setChecked(True)

    def _show_rows(self) -> None:
        had_focus = self.calm.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        self._middle.setCurrentWidget(self._rows)
        if had_focus or self.focusWidget() is None:
            self.view.setFocus()
        self._show_details()

    def _show_details(self, row: int = -1, place: int = -1) -> None:
        pointed = 0 <= row < self.model.rowCount()
        shown = (self.model.entry(row), place) if pointed else (self.view.focus_entry, self.view.focus_place)
        self.details.show_photo(*shown)

    def _show_totals(self) -> None:
        self.bar.show_totals(self.model.totals + self._hidden, self._rejections.count)

    def _show_selection(self) -> None:
        entries, shots = self._others()
        self.selection_bar.show_selection(len(self.view.selected_rows()), len(entries), len(shots))

    def _note_decisions(self, changes: dict[int, DecisionKind | None]) -> None:
        self._reader.note(changes)
        self._note_rejections(changes)
        if not all(map(self.model.position_of, changes)):
            self.reload()  # taken back in a group that is hidden
        self._show_totals()
        self._show_details()
        self._show_selection()
        if self.compare.isVisible():
            self.compare.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the photographs come before the details; comparison still shows what differs."""
        super().resizeEvent(event)
        self.details.setVisible(self.width() >= _DETAILS_FROM)

    # building

    def _build(self) -> None:
        self._rows = QWidget()
        self._rows.setLayout(controls.column(self.view, self.selection_bar, gap=0))
        self._middle = QStackedWidget()
        self._middle.addWidget(self._rows)
        self._middle.addWidget(self.calm)
        self._review = QWidget()
        areas = controls.row(self.rail, self._middle, self.details, gap=Size.HAIRLINE)
        areas.setStretch(1, 1)
        self._review.setLayout(controls.column(areas, self.bar, gap=0))
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._review)
        self._pages.addWidget(self.compare)
        self.setFocusProxy(self.view)

    def _make_actions(self) -> None:
        do = {
            "compare": self.open_compare, "others": self.reject_others,
            "keep": lambda: self.decide(DecisionKind.KEEP), "reject": lambda: self.decide(DecisionKind.REJECT),
            "clear": lambda: self.decide(None), "half": lambda: self.decisions.choose_half(*self._target()),
            "apart": self.set_apart, "cut": self.cut, "join": self.join,
            "alike": lambda: self._with_path(self.search_requested.emit), "reveal": lambda: self._with_path(reveal),
        }  # fmt: skip
        self._actions = ReviewActions(self, do, self._services.keymap)

    def _connect(self) -> None:
        self._reader.arrived.connect(self._show_reading)
        self._reader.counted.connect(self._count)
        self._reader.gave_up.connect(self._calm_timer.stop)
        self._calm_timer.timeout.connect(self._say_loading)
        self.rail.level_chosen.connect(self.choose_level)
        self.rail.order_chosen.connect(self._choose_order)
        self.rail.reviewed_chosen.connect(self._show_reviewed)
        self.slider.changed.connect(self.reload)
        self.bar.cleanup_requested.connect(self.cleanup_requested)
        self.calm.cleanup_requested.connect(self.cleanup_requested)
        self.calm.scan_requested.connect(self.library_requested)
        self.calm.groups_requested.connect(self._look_again)
        self.selection_bar.reject_requested.connect(self.reject_others)
        self.selection_bar.clear_requested.connect(self.view.clear_selection)
        self.view.focus_moved.connect(lambda _row, _place: self._show_details())
        self.view.pointed.connect(self._show_details)
        self.view.compare_requested.connect(self.open_compare)
        self.view.next_requested.connect(self.go_to_next)
        self.view.decision_requested.connect(self._toggle)
        self.view.customContextMenuRequested.connect(self._open_menu)
        self.view.selectionModel().selectionChanged.connect(lambda _new, _old: self._show_selection())
        self.model.totals_changed.connect(self._show_totals)
        self.decisions.made.connect(self._note_decisions)
        self.decisions.regrouped.connect(self.reload)
        self.decisions.failed.connect(lambda error: self.notice.emit(wording.failure(error)))
        self.details.decision_requested.connect(self.decide)
        self.details.apart_requested.connect(self.set_apart)
        self.details.cut_requested.connect(self.cut)
        self.details.reveal_requested.connect(lambda: self._with_path(reveal))
        self.compare.closed.connect(self.close_compare)
        self.compare.next_requested.connect(self.go_to_next)

    def _toggle(self, kind: DecisionKind) -> None:
        """By the pointer: the same button again clears."""
        entry, place = self._target()
        if entry is not None:
            self.decide(None if entry.members[place].shot.decision is kind else kind)

    def _with_path(self, act: Callable[[Path], object]) -> None:
        entry, place = self._target()
        if entry is not None:
            act(entry.members[place].shot.path)

    def _open_menu(self, point: QPoint) -> None:
        if self.view.focus_entry is not None:
            shot = self.view.focus_entry.members[self.view.focus_place].shot
            self._actions.open_menu(self.view.viewport().mapToGlobal(point), shot, *self._others())
