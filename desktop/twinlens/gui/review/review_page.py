"""The review: groups as rows to decide upon, and the comparison that lies over them and comes back to the same place.

The home of the window once something was scanned. `Overview` holds the parts, `Deeds` what a person does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from twinlens.core.relations import DecisionKind, Level
from twinlens.gui import wording
from twinlens.gui.compare.compare_view import CompareView
from twinlens.gui.pictures.photo_painter import PhotoPainter
from twinlens.gui.review import pair_wording, rule_wording
from twinlens.gui.review.arrangement import LevelReading, Order
from twinlens.gui.review.bulk import Bulk
from twinlens.gui.review.decisions import Decisions
from twinlens.gui.review.deeds import Deeds
from twinlens.gui.review.facets import Facet
from twinlens.gui.review.filtering import NO_FILTER, GroupFilter
from twinlens.gui.review.group_model import GroupModel
from twinlens.gui.review.group_reader import GroupReader
from twinlens.gui.review.group_rows import GroupRows, ReviewTotals
from twinlens.gui.review.overview import Overview
from twinlens.gui.review.rejections import Rejections
from twinlens.gui.review.review_actions import GroupActions, ReviewActions
from twinlens.gui.review.selection_numbers import SelectionNumbers
from twinlens.gui.review.standing import Standing, read_standing, written
from twinlens.gui.services import Services
from twinlens.gui.shell.commands import PLACE_NAMES, Place

_CALM_MS = 200
"""Only a reading longer than this is worth a word."""
_RECOUNT_MS = 400
"""What a filter could choose is counted anew when the deciding pauses."""


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
        self.overview = parts = Overview(services, self.model, brush)
        self.view, self.rail, self.chips, self.details = parts.view, parts.rail, parts.chips, parts.details
        self.bar, self.selection_bar, self.calm = parts.bar, parts.selection_bar, parts.calm
        self.slider = self.bar.slider
        self.compare = CompareView(services, self.model, brush)
        self.compare.setAccessibleName(PLACE_NAMES[Place.COMPARISON])
        self.deeds = Deeds(self.decisions, self.model, self.view, self.compare, self)
        self._reader = GroupReader(services, lambda: self.slider.place, self._rows_to_keep, self)
        self.bulk = Bulk(services, self.decisions, self.model, self.view, self._reader, self)
        self._places: dict[Level, int] = {}
        self._hidden = ReviewTotals()
        self._rejections = Rejections()
        self._selection = SelectionNumbers(self.selection_bar, services.reader)
        self._keep_places, self._compared = True, ""
        self._calm_timer = QTimer(self, singleShot=True, interval=_CALM_MS)
        self._recount_timer = QTimer(self, singleShot=True, interval=_RECOUNT_MS)
        self._build()
        self._make_actions()
        self._connect()
        self._show_wanted()
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
        self._show_details(*self.view.pointed_at)
        if self.compare.isVisible():
            self.compare.refresh()
        elif self._compared and self.compare.restore_state(self._compared):
            self._immerse(self.compare)
            self.setFocus()
        self._compared = ""

    def _count(self, reading: LevelReading) -> None:
        shown = len(reading.change.rows.entries)
        filtered = bool(reading.arrangement.filter)
        self.rail.set_counts({reading.level: reading.groups if filtered else shown})
        if filtered:
            self.chips.show_found(shown, reading.groups)
        self._rejections.read(reading.level, reading.rejected)
        self._note_rejections(self._reader.decided)
        self._show_totals()

    def _note_rejections(self, changes: Mapping[int, DecisionKind | None]) -> None:
        self._rejections.decide(self._reader.wanted.level, self.model.shots(changes))

    # state from one start to the next

    def state(self) -> str:
        """Where the review stands: what is shown and how, and the photo in focus."""
        compared = self.compare.state() if self._pages.currentWidget() is self.compare else ""
        folds = self.rail.facets.folds()
        place, height = self.slider.place, self.overview.heights.chosen
        return written(Standing(self._reader.wanted, place, self._focused(), folds, compared, height))

    def restore_state(self, state: object) -> None:
        """Stand there again with the next reading; a state that cannot be read is none."""
        standing = read_standing(state)
        if standing is None:
            return
        self._reader.wanted = standing.arrangement
        self.slider.set_place(standing.place)
        self._compared = standing.compared
        self._places[standing.arrangement.level] = standing.focus
        self.rail.facets.fold(standing.folds)
        self.overview.heights.choose(standing.photo_height)
        self._show_wanted()
        self._keep_places = False

    def _focused(self) -> int:
        entry = self.view.focus_entry
        return entry.members[self.view.focus_place].shot.id if entry is not None else -1

    # what is shown, and how

    def choose_level(self, level: Level) -> None:
        """Review another level; each remembers where one was. Its photographs are related in other ways."""
        self._remember_place()
        wanted = self._reader.wanted
        self._reader.wanted = replace(wanted, level=level, filter=wanted.filter.without(Facet.RELATION))
        self._show_wanted()
        self.model.show([], keep_places=False)
        self.reload(keep_places=False)

    def choose_filter(self, given: GroupFilter) -> None:
        """Show only some groups; the photograph in focus stays in focus where it is among them."""
        self._remember_place()
        self._arrange_anew(filter=given)

    def _choose_order(self, order: Order, turned: bool) -> None:
        self._places[self._reader.wanted.level] = -1
        self._arrange_anew(order=order, turned=turned)

    def _show_reviewed(self, reviewed_too: bool) -> None:
        if reviewed_too is not self._reader.wanted.reviewed_too:
            self._remember_place()
            self._arrange_anew(reviewed_too=reviewed_too)

    def _find(self, text: str) -> None:
        self.choose_filter(replace(self._reader.wanted.filter, text=text))

    def _clear_filters(self) -> None:
        self.choose_filter(NO_FILTER)

    def _arrange_anew(self, **wanted: object) -> None:
        self._reader.wanted = replace(self._reader.wanted, **wanted)  # type: ignore[arg-type]
        self._keep_places = False
        self._show_wanted()
        self._reader.rearrange()

    def _show_wanted(self) -> None:
        wanted = self._reader.wanted
        self.rail.choose(wanted.level)
        self.rail.order.show_order(wanted.order, turned=wanted.turned)
        self.rail.reviewed.setChecked(wanted.reviewed_too)
        self.rail.search.show_words(wanted.filter.text)
        self.rail.facets.show_filter(wanted.filter)
        self.chips.show_filter(wanted.filter)

    def _remember_place(self) -> None:
        focused = self._focused()
        if focused >= 0:
            self._places[self._reader.wanted.level] = focused

    def _return_within_level(self) -> None:
        position = self.model.position_of(self._places.get(self._reader.wanted.level, -1))
        if position is not None:
            self.view.set_focus(*position)
            self.view.scrollTo(self.model.index(position[0]), self.view.ScrollHint.PositionAtCenter)
        elif self.model.rowCount():
            self.view.set_focus(0, self.model.entry(0).first_undecided())
            self.view.scrollToTop()

    # deciding and comparing

    def decide(self, kind: DecisionKind | None) -> None:
        """Keep, reject or clear the photo in focus."""
        self.deeds.decide(kind)

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
            self._immerse(self.compare)
            self.compare.show_group(self.view.focus_row, self.view.focus_place)
            self.compare.setFocus()

    def _immerse(self, shown: QWidget) -> None:
        self._pages.setCurrentWidget(shown)
        self.setFocusProxy(self.compare if shown is self.compare else self.view)
        self.immersed.emit(shown is self.compare)

    def close_compare(self) -> None:
        """Back to the same place among the groups."""
        row, place = self.compare.row, self.compare.target[1]
        self._immerse(self.overview)
        self.compare.release()
        if 0 <= row < self.model.rowCount():
            self.view.set_focus(row, place)
        self.view.setFocus()

    # states

    def _settle(self) -> None:
        if self.model.rowCount():
            if self.overview.calm_shown:
                self._show_rows()
            return
        if self._reader.wanted.filter:
            self.calm.say_nothing_matches(reviewed=self._hidden.groups)
            self.overview.show_calm()
        elif not self._hidden.groups:
            self.calm.say_nothing_found()
            self.overview.show_calm()
        else:
            self._say_done()

    def _say_loading(self) -> None:
        if not self.model.rowCount():
            self.calm.say_loading()
            self.overview.show_calm()

    def _say_done(self) -> None:
        self.calm.say_done(self._rejections)
        self.overview.show_calm()
        self._show_details()
        self.calm.setFocus()

    def _look_again(self) -> None:
        if self.model.rowCount():
            self._show_rows()
        else:
            self.rail.reviewed.setChecked(True)

    def _show_rows(self) -> None:
        self.overview.show_rows()
        self._show_details()

    def _show_details(self, row: int = -1, place: int = -1) -> None:
        pointed = 0 <= row < self.model.rowCount()
        shown = (self.model.entry(row), place) if pointed else (self.view.focus_entry, self.view.focus_place)
        self.details.show_photo(*((None, 0) if self.overview.calm_shown else shown))

    def _show_totals(self) -> None:
        self.bar.show_totals(self.model.totals + self._hidden, self._rejections.count)

    def _show_selection(self) -> None:
        self._selection.show(self.deeds.chosen())

    def _note_decisions(self, changes: dict[int, DecisionKind | None]) -> None:
        self._reader.note(changes)
        self._recount_timer.start()
        self._note_rejections(changes)
        if not self.model.holds(changes):
            self.reload()  # taken back in a group that is hidden
        self._show_totals()
        self._show_details()
        self._show_selection()
        if self.compare.isVisible():
            self.compare.refresh()

    # building

    def _build(self) -> None:
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self.overview)
        self._pages.addWidget(self.compare)
        self.setFocusProxy(self.view)

    def _make_actions(self) -> None:
        deeds, heights, keymap = self.deeds, self.overview.heights, self._services.keymap
        do = {
            **deeds.by_name(),
            "compare": self.open_compare, "join": lambda: deeds.join(self._reader.wanted.level),
            "alike": lambda: deeds.with_path(self.search_requested.emit),
        }  # fmt: skip
        self._actions = ReviewActions(self, do, keymap)
        of_groups = {
            "find": self.rail.take_words, "filters": self.rail.go_to_filters, "clear-filters": self._clear_filters,
            "rule": self.bulk.open_rule, "folders": self.bulk.open_pairs,
            "larger": heights.larger, "smaller": heights.smaller, "usual-size": heights.leave_to_window,
        }  # fmt: skip
        self._group_actions = GroupActions(self.overview, of_groups, keymap)
        self._actions.add_to_menu(self._group_actions.named("rule"), self._group_actions.named("folders"))
        self._group_actions.named("folders").setText(pair_wording.menu())

    def _connect(self) -> None:
        self._reader.arrived.connect(self._show_reading)
        self._reader.counted.connect(self._count)
        self._reader.facets_counted.connect(self.rail.facets.show_counts)
        self._reader.gave_up.connect(self._calm_timer.stop)
        self._calm_timer.timeout.connect(self._say_loading)
        self._recount_timer.timeout.connect(self._reader.count)
        self._connect_choices()
        self.bar.cleanup_requested.connect(self.cleanup_requested)
        self.selection_bar.reject_requested.connect(self.deeds.reject_others)
        for rule in (self.selection_bar.rule_requested, self.chips.rule_requested):
            rule.connect(self.bulk.open_rule)
        self.selection_bar.clear_requested.connect(self.view.clear_selection)
        self.view.focus_moved.connect(lambda _row, _place: self._show_details())
        self.view.pointed.connect(self._show_details)
        self.view.compare_requested.connect(self.open_compare)
        self.view.next_requested.connect(self.go_to_next)
        self.view.decision_requested.connect(self.deeds.toggle)
        self.view.customContextMenuRequested.connect(self._open_menu)
        self.view.selectionModel().selectionChanged.connect(lambda _new, _old: self._show_selection())
        self.model.totals_changed.connect(self._show_totals)
        self.decisions.made.connect(self._note_decisions)
        for anew in (self.decisions.regrouped, self.bulk.rules_changed, self.slider.changed):
            anew.connect(self.reload)
        self.decisions.failed.connect(lambda error: self.notice.emit(wording.failure(error)))
        for said in (self.deeds.notice, self.bulk.notice):
            said.connect(self.notice)
        self.details.decision_requested.connect(self.deeds.decide)
        for asked in (self.details.asked, self.compare.asked):
            asked.connect(self._actions.trigger)
        self.compare.closed.connect(self.close_compare)
        self.compare.settled.connect(self.decisions.keep_and_reject)
        self.compare.next_requested.connect(self.go_to_next)

    def _connect_choices(self) -> None:
        self.rail.level_chosen.connect(self.choose_level)
        self.rail.reviewed_chosen.connect(self._show_reviewed)
        self.rail.order.chosen.connect(self._choose_order)
        self.rail.search.words_changed.connect(self._find)
        self.rail.search.left.connect(self.view.setFocus)
        self.rail.facets.left.connect(self.view.setFocus)
        self.rail.facets.filter_chosen.connect(self.choose_filter)
        self.chips.filter_chosen.connect(self.choose_filter)
        self.calm.filters_unwanted.connect(self._clear_filters)
        self.calm.cleanup_requested.connect(self.cleanup_requested)
        self.calm.scan_requested.connect(self.library_requested)
        self.calm.groups_requested.connect(self._look_again)

    def _open_menu(self, point: QPoint) -> None:
        if self.view.focus_entry is not None:
            shot = self.view.focus_entry.members[self.view.focus_place].shot
            self._group_actions.named("rule").setText(rule_wording.decide_by_rule(len(self.bulk.meant())))
            self._actions.open_menu(self.view.viewport().mapToGlobal(point), shot, *self.deeds.others())
