"""Search by example: a sheet over the window, the query beside the result in focus, all results at the right.

Esc puts everything back as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from twinlens.core.evidence import Region
from twinlens.core.photos import ContentKey, FileStamp, PictureFacts, Shot
from twinlens.core.relations import DecisionKind
from twinlens.gui import review_wording, wording
from twinlens.gui.look import controls
from twinlens.gui.look.calm_state import CalmState
from twinlens.gui.look.theme import Size, Space, set_role
from twinlens.gui.pictures.images import image_of
from twinlens.gui.pictures.photo_painter import PhotoPainter
from twinlens.gui.pictures.picture_pane import PREVIEW_HEIGHT, PicturePane
from twinlens.gui.pictures.pictures import PictureWish
from twinlens.gui.pictures.thumbnails import Wish
from twinlens.gui.pictures.zoom import FITTED, Zoom
from twinlens.gui.search import search_wording
from twinlens.gui.search.queries import Asked, Found, Queries
from twinlens.gui.search.query_pane import QueryPane
from twinlens.gui.search.query_strip import QueryStrip
from twinlens.gui.search.result_actions import ResultActions
from twinlens.gui.search.result_list import ResultList, ResultModel
from twinlens.gui.services import Services
from twinlens.gui.shell.commands import Place

_OWNER = "search"
_LIST_WIDTH = Size.DETAILS + Size.ROW


class SearchSheet(QFrame):
    """Covers its parent while a search is looked at; laid out by the main window."""

    closed = Signal()

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        """Hidden until `search`."""
        super().__init__(parent)
        self._services = services
        self._brush = PhotoPainter(services.theme, services.icons, services.thumbnails)
        self._query: Shot | None = None
        self._place = 0
        self._only: int | None = None
        self._found: list[Found] = []
        self._touched = False
        self._focus_before: QWidget | None = None
        self._zoom = FITTED
        self.queries = Queries(services.backend, services.searches, self)
        self.model = ResultModel(self)
        self.results = ResultList(self.model, self._brush)
        self.strip = QueryStrip(services.pictures, services.icons)
        self.query_pane = QueryPane(services.pictures, self._brush)
        self.result_pane = PicturePane(services.pictures, self._brush)
        self.calm = CalmState()
        self.result_actions = ResultActions(self.results, services.keymap, self._own, self)
        self._do = self._make_commands()
        self._build()
        self._connect()

    def search(self, query: Path | bytes | Sequence[Path | bytes]) -> None:
        """Lift the sheet and look for the likes of pictures; a search that runs already gives way."""
        sources = [query] if isinstance(query, Path | bytes) else list(query)
        if not self.isVisible():
            window = self.window()
            self._focus_before = window.focusWidget() if window is not None else None
        self.show()
        self.raise_()
        self.setFocus()
        self._zoom = FITTED
        self._only = None
        self.model.forget_decisions()
        self.queries.ask(sources)
        for asked in self.queries.asked:
            self._hold(asked)
        self.strip.show_queries(self.queries.asked)
        self._show_query(0)
        self._clear()

    def close_sheet(self) -> None:
        """Put everything back."""
        self.queries.stop()
        self._services.thumbnails.want(_OWNER, ())
        self._services.pictures.release()
        self.hide()
        if self._focus_before is not None:
            self._focus_before.setFocus()
            self._focus_before = None
        self.closed.emit()

    def show_decisions(self, kinds: dict[int, DecisionKind | None]) -> None:
        """Shot id to what holds now, after a decision, an undo or a redo."""
        self.model.decide(kinds)

    # what is searched for

    def _hold(self, asked: Asked) -> None:
        """What was pasted is no file that could be read for showing."""
        data = asked.query.source
        if isinstance(data, bytes):
            self._services.reader.run(
                lambda: image_of(data), partial(self._hold_image, asked.path), key=(self, asked.path)
            )

    def _hold_image(self, path: Path, image: QImage) -> None:
        self._services.pictures.hold(path, image)
        self._want()

    def _show_query(self, place: int) -> None:
        asked = self.queries.asked[place]
        self._place = place
        self._query = Shot(-1 - place, asked.path, FileStamp(0, 0), ContentKey(""), PictureFacts("", 0, 0))
        self.query_pane.outline = None
        self.query_pane.part = asked.query.region
        self.query_pane.show_shot(self._query)
        self.query_pane.set_zoom(self._zoom)
        self._query_name.setText(asked.name)
        self._hint()
        self._want()

    def _hint(self) -> None:
        pane = self.query_pane
        whole = search_wording.drag_hint(self._services.keymap.shown("search.part"))
        part = search_wording.PART_HINT if pane.part is not None else whole
        self._query_facts.setText(search_wording.DRAW_HINT if pane.drawing else part)

    def _restrict(self, part: Region | None) -> None:
        self.queries.restrict(self._place, part)
        self._hint()
        self._clear()

    def _choose_query(self, place: int | None) -> None:
        self._only = place
        if place is not None:
            self._show_query(place)
        self._touched = False
        self._refresh()

    # results

    def _clear(self) -> None:
        self._touched = False
        self._found = []
        self.model.show([])
        self.result_pane.outline = self.query_pane.outline = None
        self.result_pane.show_shot(None)
        self._result_name.setText("")
        self._result_facts.setText("")
        self._title.setText(search_wording.SEARCHING)
        self._say(search_wording.SEARCHING)

    def _refresh(self, _place: int = 0) -> None:
        """There is more to show; whoever has begun to look at one result stays with it."""
        if not self.isVisible() or not self.queries.asked:
            return
        stay = self.results.currentIndex().row()
        held = self._found[stay].hit.shot.id if self._touched and 0 <= stay < len(self._found) else None
        self._found = self.queries.found(self._only)
        self._know_query()
        running = self.queries.running
        if not self._found:
            self._say_nothing(running=running)
            return
        same = sum(found.hit.verified for found in self._found)
        self._title.setText(search_wording.found(same, len(self._found) - same, looking=running))
        self.model.show([found.hit for found in self._found])
        self._right.setCurrentWidget(self.results)
        row = next((row for row, found in enumerate(self._found) if found.hit.shot.id == held), 0)
        touched = self._touched
        self.results.setCurrentIndex(self.model.index(row))
        self._touched = touched
        if not self._side.isHidden() and not self.query_pane.drawing:
            self.results.setFocus()

    def _know_query(self) -> None:
        """Of a photo of the library there is a preview, should its file not be at hand."""
        own = self._own()
        if own is not None and self._query is not None and self._query.content_key != own:
            self._query = replace(self._query, content_key=own)
            self.query_pane.show_shot(self._query)
            self._want()

    def _say_nothing(self, *, running: bool) -> None:
        self.model.show([])
        self.result_pane.outline = self.query_pane.outline = None
        self.result_pane.show_shot(None)
        asked = self.queries.asked if self._only is None else [self.queries.asked[self._only]]
        troubles = _troubles(asked)
        if running:
            return
        if troubles:
            self._title.setText(search_wording.FAILED)
            hint = "" if troubles == [search_wording.FAILED] else "\n".join(troubles)
            self._say(search_wording.FAILED, hint)
        else:
            self._title.setText(search_wording.NOTHING_ALIKE)
            part = self.query_pane.part is not None
            hint = search_wording.NOTHING_WITH_PART_HINT if part else search_wording.NOTHING_ALIKE_HINT
            self._say(search_wording.NOTHING_ALIKE, hint)

    def _show_result(self, row: int) -> None:
        self._touched = True
        found = self._found[row]
        hit = found.hit
        if found.place != self._place:
            self._show_query(found.place)
        self.query_pane.outline = hit.in_query
        self.query_pane.update()
        self.result_pane.outline = hit.in_result
        self.result_pane.show_shot(hit.shot)
        self.result_pane.set_zoom(self._zoom)
        self._result_name.setText(wording.shown_name(hit.shot.path))
        words = (wording.relation_name(hit.relation), review_wording.score_label(hit.score))
        self._result_facts.setText(review_wording.DOT.join((*words, review_wording.photo_facts(hit.shot))))
        self._want()

    # pictures

    def _want(self) -> None:
        if self._query is None or not self.isVisible() or not self.queries.asked:
            return
        side = max(self.query_pane.wanted_side(), self.result_pane.wanted_side())
        shots = [] if self.queries.asked[self._place].is_pasted else [self._query]
        shot = self.result_pane.shot
        shots += [] if shot is None or shot.offline else [shot]
        keys = [each.content_key for each in (shot, self._query) if each is not None and each.content_key]
        self._services.thumbnails.want(_OWNER, [Wish(key, PREVIEW_HEIGHT) for key in keys])
        wishes = [PictureWish(each.path, side) for each in shots]
        if self._zoom != FITTED:
            wishes += [PictureWish(each.path, None) for each in shots]
        self._services.pictures.want(wishes + self.strip.wishes(self.queries.asked))

    def _set_zoom(self, zoom: Zoom) -> None:
        self._zoom = zoom
        for pane in (self.query_pane, self.result_pane):
            pane.set_zoom(zoom)
        self._want()

    def _arrived(self, what: object) -> None:
        if isinstance(what, Path):
            self.strip.show_picture(what)
        self.query_pane.update()
        self.result_pane.update()

    # what is done with results

    def _toggle_list(self) -> None:
        """The two pictures large, or beside the results."""
        self._side.setVisible(not self._side.isVisible())
        (self.results if self._side.isVisible() else self).setFocus()

    def _own(self) -> ContentKey | None:
        answer = self.queries.asked[self._place].answer if self.queries.asked else None
        return answer.own if answer else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """With the list hidden the arrows still go through the results. Nothing reaches the page below."""
        act = self._do.get(self._services.keymap.command(event, Place.SEARCH) or "")
        if act is not None:
            act()
        event.accept()

    def _make_commands(self) -> dict[str, Callable[[], object]]:
        """What each key does here, by the name of its command."""
        return {
            "search.above": partial(self.results.step, -1),
            "search.below": partial(self.results.step, 1),
            "search.select-above": partial(self.results.step, -1, extend=True),
            "search.select-below": partial(self.results.step, 1, extend=True),
            "search.query-before": partial(self.strip.step, -1),
            "search.query-after": partial(self.strip.step, 1),
            "search.compare": lambda: self._toggle_list() if self.model.rowCount() else None,
            "search.actual-size": self._toggle_actual_size,
            "search.part": self.query_pane.draw_by_keys,
            **self.result_actions.commands,
            "search.close": self._back,
        }

    def _back(self) -> None:
        """One thing after another: the rectangle, the large pictures, the sheet."""
        if self.query_pane.clear():
            return
        if self._side.isVisible():
            self.close_sheet()
        else:
            self._toggle_list()

    def _toggle_actual_size(self) -> None:
        if self._zoom != FITTED:
            self._set_zoom(FITTED)
        else:
            self.query_pane.zoom_by(1 / max(self.query_pane.magnification(), 1e-6))

    # building

    def _build(self) -> None:
        set_role(self, "panel")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        keymap = self._services.keymap
        self._title = controls.label("", "title")
        close = controls.tool(self._services.icons, "close", review_wording.CLOSE_SEARCH, self.close_sheet)
        keymap.bind_tip(close, review_wording.CLOSE_SEARCH, "search.close")
        top = controls.frame("top-bar")
        top.setFixedHeight(Size.BAR)
        top.setLayout(controls.row(self._title, None, close, margins=(Space.L, 0, Space.S, 0)))
        self._query_name = controls.ElidedLabel("", "strong")
        self._query_facts = controls.ElidedLabel("", "quiet", Qt.TextElideMode.ElideRight)
        self._result_name = controls.ElidedLabel("", "strong")
        self._result_facts = controls.ElidedLabel("", "quiet", Qt.TextElideMode.ElideRight)
        pair = controls.row(
            _captioned(self._query_name, self._query_facts, self.query_pane),
            _captioned(self._result_name, self._result_facts, self.result_pane),
            gap=Size.FOCUS,
        )
        pair.setStretch(0, 1)
        pair.setStretch(1, 1)
        areas = controls.row(gap=Size.HAIRLINE)
        areas.addLayout(pair, 1)
        areas.addWidget(self._make_side())
        whole = controls.column(top, self.strip, gap=0)
        whole.addLayout(areas, 1)
        self.setLayout(whole)

    def _make_side(self) -> QFrame:
        keymap = self._services.keymap
        self._right = QStackedWidget()
        self._right.addWidget(self.results)
        self._right.addWidget(self.calm)
        reveal_button = controls.button(review_wording.REVEAL, self._do["search.reveal"], "flat")
        large = controls.button(review_wording.COMPARE_LARGE, self._toggle_list, "flat")
        for button, words, name in (
            (reveal_button, search_wording.REVEAL, "search.reveal"),
            (large, review_wording.COMPARE_LARGE, "search.compare"),
        ):
            keymap.bind_tip(button, words, name)
        bar = controls.frame("bar")
        bar.setFixedHeight(Size.BAR)
        bar.setLayout(controls.row(reveal_button, None, large, margins=(Space.S, 0, Space.S, 0)))
        self._side = QFrame()
        self._side.setFixedWidth(_LIST_WIDTH)
        side = controls.column(self._right, bar, gap=0)
        side.setStretch(0, 1)
        self._side.setLayout(side)
        return self._side

    def _say(self, head: str, hint: str = "") -> None:
        self.calm.say(head, hint)
        self._right.setCurrentWidget(self.calm)

    def _connect(self) -> None:
        self.queries.changed.connect(self._refresh)
        self.strip.chosen.connect(self._choose_query)
        self.query_pane.part_chosen.connect(self._restrict)
        self.query_pane.drawing_changed.connect(self._hint)
        self.results.chosen.connect(self._show_result)
        self.results.opened.connect(self._toggle_list)
        self.result_actions.search_requested.connect(self.search)
        for pane in (self.query_pane, self.result_pane):
            pane.zoom_changed.connect(self._set_zoom)
            pane.resized.connect(self._want)
        self._services.pictures.ready.connect(self._arrived)
        self._services.thumbnails.ready.connect(self._arrived)


def _troubles(asked: Sequence[Asked]) -> list[str]:
    """Why there is nothing; with its name where there are several."""
    told = [each for each in asked if each.trouble]
    named = len(asked) > 1
    words = (search_wording.trouble(each.name, each.trouble) if named else each.trouble for each in told)
    return list(dict.fromkeys(words))


def _captioned(name: QWidget, facts: QWidget, pane: QWidget) -> QWidget:
    """A picture under its name."""
    half, caption = QWidget(), QWidget()
    caption.setLayout(controls.column(name, facts, gap=0, margins=(Space.M, Space.S, Space.M, Space.S)))
    layout = controls.column(caption, pane, gap=0)
    layout.setStretch(1, 1)
    half.setLayout(layout)
    return half
