"""Photographs of a group beside one another, moving together: two, up to nine, or by a mode such as flicker or wipe.

The keeper stands first, decisions are about the one in focus. Here it is decided which are compared and what keys
do; the stage shows them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from twinlens.core.photos import Shot
from twinlens.gui import review_wording
from twinlens.gui.compare import compare_wording, contest
from twinlens.gui.compare.compare_state import CompareState, read_state
from twinlens.gui.compare.lineup import Lineup, everyone, opening, remaining
from twinlens.gui.compare.modes.flicker import Flicker
from twinlens.gui.compare.modes.mode import Mode
from twinlens.gui.compare.modes.winner_stays import WinnerStays
from twinlens.gui.compare.modes.wipe import Wipe
from twinlens.gui.compare.stage import Stage
from twinlens.gui.look import controls
from twinlens.gui.look.theme import Size
from twinlens.gui.pictures.photo_painter import PhotoPainter
from twinlens.gui.pictures.picture_pane import PicturePane
from twinlens.gui.pictures.zoom import FITTED, Zoom
from twinlens.gui.review.group_entry import GroupEntry
from twinlens.gui.review.group_model import GroupModel
from twinlens.gui.services import Services
from twinlens.gui.shell.commands import Place

LEFT, RIGHT = 0, 1
_PAN = Size.ROW
_PANS = {"left": (_PAN, 0), "right": (-_PAN, 0), "up": (0, _PAN), "down": (0, -_PAN)}
_ZOOM_KEY_STEP = 1.5
_LARGEST_LOUPE = 2


class CompareView(QWidget):
    """Compares photographs of one group after the other."""

    closed = Signal()
    next_requested = Signal()
    group_changed = Signal(int)
    asked = Signal(str)
    """A command that is not the comparison's own, by the pointer."""
    settled = Signal(object, object)
    """Shots to keep and to reject, confirmed together."""

    def __init__(
        self, services: Services, model: GroupModel, brush: PhotoPainter, parent: QWidget | None = None
    ) -> None:
        """Shows nothing before `show_group`."""
        super().__init__(parent)
        self._keymap = services.keymap
        self._model = model
        self._row = -1
        self._lineup = Lineup()
        self._before_mode: Lineup | None = None
        self.mode: Mode | None = None
        """What takes keys for itself now."""
        self._shots: tuple[int, ...] = ()
        self._keeps_zoom = False
        self._loupe = 0
        self._said = ""
        self.stage = Stage(services, brush)
        self.linked, self.evidence = self.stage.linked, self.stage.evidence
        self.strip, self.table = self.stage.strip, self.stage.table
        self._commands = self._make_commands()
        self.setLayout(controls.column(self.stage, gap=0))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.stage.pressed.connect(self._press)
        self.strip.chosen.connect(self.choose)
        self.strip.toggled.connect(self.toggle_compared)
        self.stage.inspector.said.connect(self._tell)
        self.stage.hints.wanted.connect(self._click)
        services.keymap.follow(self, self._say)

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
    def lineup(self) -> Lineup:
        """Who stands beside one another."""
        lineup = (self.mode.lineup if self.mode else None) or self._lineup
        return lineup if self.mode is None or self.mode.focus is None else lineup.focused(self.mode.focus)

    @property
    def target(self) -> tuple[GroupEntry | None, int]:
        """The photograph that decisions are about: the one in focus."""
        return self.entry, self.lineup.place

    @property
    def places(self) -> tuple[int, ...]:
        """Which members are compared."""
        return self.lineup.places

    @property
    def panes(self) -> list[PicturePane]:
        """The panes there are; those behind the last photograph are hidden."""
        return self.stage.grid.panes

    @property
    def zoom(self) -> Zoom:
        """What is shown of the first picture; the others show the same place."""
        return self.linked.zoom

    def set_zoom(self, zoom: Zoom) -> None:
        """Show this part of the first picture, and the same place of the others."""
        self.linked.set_zoom(zoom)

    def show_group(self, row: int, place: int) -> None:
        """Compare a photograph of a group with its keeper, or with all where all were compared before."""
        self._end_mode()
        self._row, self._said = row, ""
        entry = self.entry
        if entry is None:
            return
        self._lineup = opening(entry, place, wide=self._lineup.wide)
        if not self._keeps_zoom:
            self.linked.set_zoom(FITTED)
        self.stage.forget()
        self._show()
        self.group_changed.emit(row)

    def refresh(self) -> None:
        """Something was decided, or groups were read again: stay with the photographs, wherever they stand now."""
        ids = (self._shots[self.lineup.focus], *self._shots) if self._shots else ()
        found = next(filter(None, map(self._model.position_of, ids)), None)
        if found is None:
            self._end_mode()
            self.closed.emit()
            return
        self._row, in_focus = found
        if not isinstance(self.mode, WinnerStays):
            places = [self._place_of(shot_id) for shot_id in self._shots]
            if None in places:
                self._end_mode()
            entry = self._model.entry(self._row)
            members = len(entry.members)
            self._lineup = remaining(self._lineup, places, in_focus, entry.keeper, members)
            if self._before_mode is not None and max(self._before_mode.places) >= members:
                self._before_mode = everyone(members, entry.keeper, in_focus)
        elif self.mode.lineup is None:
            self._end_mode()
        self._show()

    def _place_of(self, shot_id: int) -> int | None:
        found = self._model.position_of(shot_id)
        return found[1] if found is not None and found[0] == self._row else None

    def choose(self, place: int) -> None:
        """A photograph of the group takes the focus, or the place of the one in focus; among many it joins them."""
        entry = self.entry
        if entry is not None and place < len(entry.members) and not isinstance(self.mode, WinnerStays):
            self._line_up(self._lineup.chosen(place))

    def toggle_compared(self, place: int) -> None:
        """Put a photograph beside the others, or take it away."""
        entry = self.entry
        if entry is not None and 0 <= place < len(entry.members) and self.mode is None:
            self._line_up(self._lineup.toggled(place))

    def toggle_all(self) -> None:
        """All of the group beside one another; or the one in focus and the keeper alone."""
        entry = self.entry
        if entry is None:
            return
        self._end_mode()
        lineup = self._lineup
        self._line_up(lineup.two if lineup.wide else everyone(len(entry.members), entry.keeper, lineup.place))

    def _line_up(self, lineup: Lineup) -> None:
        self._lineup, self._said = lineup, ""
        self._show()

    def release(self) -> None:
        """The comparison was left."""
        self._end_mode()
        self.stage.release()

    def state(self) -> str:
        """Photographs, focus and zoom, for the next start; empty where nothing is compared."""
        entry, lineup = self.entry, self._before_mode or self._lineup
        if entry is None or not self._shots:
            return ""
        shots = tuple(entry.members[place].shot.id for place in lineup.places)
        return CompareState(shots, lineup.focus, lineup.wide, self.zoom, self._keeps_zoom).written()

    def restore_state(self, state: object) -> bool:
        """Compare these again; False where they are no group any more, or the state cannot be read."""
        known = read_state(state)
        positions = [self._model.position_of(shot) for shot in known.shots] if known else []
        rows = {position[0] for position in positions if position is not None}
        if known is None or len(rows) != 1 or None in positions:
            return False
        places = tuple(position[1] for position in positions if position is not None)
        self._keeps_zoom = known.keeps_zoom
        self.show_group(rows.pop(), places[known.focus])
        self._line_up(Lineup(places, known.focus, known.wide))
        self.set_zoom(known.zoom)
        return True

    # showing

    def _show(self) -> None:
        entry, lineup = self.entry, self.lineup
        if entry is None:
            return
        self._shots = tuple(entry.members[place].shot.id for place in lineup.places)
        self.stage.show_photos(entry, lineup, self.mode, self._ahead())
        self.setAccessibleDescription(review_wording.photo_sentence(entry, lineup.place))
        self._say()

    def _say(self) -> None:
        asked = self._said or (self.mode.hint(self._keymap.shown) if self.mode else "")
        where = (self.mode.progress if self.mode else "") or review_wording.place_in_review(
            self._row, self._model.rowCount()
        )
        self.stage.hints.say(asked, where, ends=self.mode is not None)

    def _tell(self, sentence: str) -> None:
        """On the quiet line, until something else is shown."""
        self._said = sentence
        self._say()

    def _ahead(self) -> list[Shot]:
        row = self._model.next_undecided(self._row)
        if row is None or row == self._row:
            return []
        entry = self._model.entry(row)
        lineup = opening(entry, entry.first_undecided(), wide=self._lineup.wide)
        return [entry.members[place].shot for place in lineup.places]

    # modes

    def _begin(self, make: Callable[[], Mode]) -> None:
        """Flicker and wipe concern two: the one in focus and the first."""
        self._end_mode()
        if len(self._lineup.places) > 2:
            self._before_mode, self._lineup = self._lineup, self._lineup.two
        self._enter(make())

    def _enter(self, mode: Mode) -> None:
        self.mode, self._said = mode, ""
        mode.changed.connect(self._show)
        mode.ended.connect(self._leave_mode)
        self._show()

    def _leave_mode(self) -> None:
        self._end_mode()
        self._show()

    def _end_mode(self) -> None:
        if self.mode is not None:
            self.mode.leave()
            self.mode.deleteLater()
            self.mode = None
        if self._before_mode is not None:
            self._lineup, self._before_mode = self._before_mode, None

    def find_best(self) -> None:
        """Winner stays, among all that are neither rejected nor set apart."""
        entry = self.entry
        if entry is None:
            return
        begun = contest.begin(contest.contenders(entry))
        if begun is None:
            self._tell(compare_wording.NO_CONTEST)
            return
        self._end_mode()
        self.evidence.show_difference(False)
        mode = WinnerStays(begun, self._place_of, self)
        mode.settled.connect(self._settle)
        self._enter(mode)

    def _settle(self, winner: int, losers: tuple[int, ...]) -> None:
        """The winner is kept and shown, the others are rejected: one step to undo. What is protected stays."""
        entry = self.entry
        shots = {member.shot.id: member.shot for member in entry.members} if entry else {}
        place, other = (self._place_of(each) for each in (winner, losers[-1]))
        self._end_mode()
        if winner not in shots or place is None or other is None:
            self._show()
            return
        leaving = [shots[each] for each in losers if each in shots and not shots[each].protected]
        self._line_up(Lineup((place, other), 0, self._lineup.wide))
        self.settled.emit([shots[winner]], leaving)
        self._tell(compare_wording.settled(self._keymap.shown, len(leaving)))

    # commands

    def do(self, command: str) -> bool:
        """Do a named command; False for what is not for the comparison."""
        if self.mode is not None and self.mode.take(command):
            return True
        act = self._commands.get(command)
        if act is not None:
            act()
        return act is not None

    def _click(self, command: str) -> None:
        if not self.do(command):
            self.asked.emit(command)

    def _make_commands(self) -> Mapping[str, Callable[[], object]]:
        return {
            "review.photo-before": partial(self._step, -1),
            "review.photo-after": partial(self._step, 1),
            "review.group-above": partial(self._step_group, -1),
            "review.group-below": partial(self._step_group, 1),
            **{f"review.choose-{number}": partial(self.choose, number - 1) for number in range(1, 10)},
            "review.next": self.next_requested.emit,
            "review.compare": self.closed.emit,
            "compare.close": self._back,
            "compare.other-side": lambda: self._press(self._lineup.focus + 1),
            "compare.all": self.toggle_all,
            "compare.remove": lambda: self.toggle_compared(self._lineup.place),
            "compare.best": self.find_best,
            "compare.flicker": lambda: self._begin(lambda: Flicker(self._lineup.focus, self)),
            "compare.wipe": lambda: self._begin(lambda: Wipe(self)),
            "compare.difference": lambda: self.evidence.show_difference(not self.evidence.difference),
            "compare.outline": self.evidence.toggle_outline,
            "compare.table": self.stage.toggle_table,
            "compare.loupe": self._cycle_loupe,
            **{f"compare.{name}": toggle for name, toggle in self.stage.inspector.commands.items()},
            "compare.fit": partial(self.set_zoom, FITTED),
            "compare.actual-size": self.linked.toggle_actual_size,
            "compare.keep-zoom": self._toggle_keep_zoom,
            "compare.zoom-in": partial(self.linked.zoom_by, _ZOOM_KEY_STEP),
            "compare.zoom-out": partial(self.linked.zoom_by, 1 / _ZOOM_KEY_STEP),
            **{f"compare.pan-{way}": partial(self.linked.pan_by, *step) for way, step in _PANS.items()},
        }

    def _cycle_loupe(self) -> None:
        self._loupe = (self._loupe + 1) % (_LARGEST_LOUPE + 1)
        self.linked.magnify(self._loupe)
        self.stage.want()
        self._tell(compare_wording.loupe(self._loupe))

    def _toggle_keep_zoom(self) -> None:
        self._keeps_zoom = not self._keeps_zoom
        self._tell(compare_wording.KEEPS_ZOOM if self._keeps_zoom else compare_wording.FORGETS_ZOOM)

    def _back(self) -> None:
        """One thing after the other: loupe, map of differences, then the comparison itself."""
        if self._loupe:
            self._loupe = _LARGEST_LOUPE
            self._cycle_loupe()
        elif self.evidence.difference:
            self.evidence.show_difference(False)
        else:
            self.closed.emit()

    def _press(self, number: int) -> None:
        if self.mode is None:
            self._line_up(self._lineup.focused(number))

    def _step(self, step: int) -> None:
        if self.entry is not None:
            self._line_up(self._lineup.stepped(step, len(self.entry.members)))

    def _step_group(self, step: int) -> None:
        row = self._row + step
        if 0 <= row < self._model.rowCount():
            self.show_group(row, self._model.entry(row).first_undecided())

    def event(self, event: QEvent) -> bool:
        """Undo belongs to the mode while there is a step of its own to take back."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self.mode is not None:
            command = self._keymap.command(event, Place.COMPARISON)
            if command is not None and self.mode.claims(command):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Everything by keyboard."""
        command = self._keymap.command(event, Place.COMPARISON)
        if command is None or not self.do(command):
            super().keyPressEvent(event)

    def focusNextPrevChild(self, _forward: bool) -> bool:
        """Tab is a key like any other here: it goes to the next picture."""
        return False
