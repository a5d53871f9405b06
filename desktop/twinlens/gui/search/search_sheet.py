"""Search by example: a sheet over the window, the query beside the result in focus, all results at the right.

Esc puts everything back as it was.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from twinlens.core.errors import TwinlensError
from twinlens.core.photos import ContentKey, FileStamp, PictureFacts, Shot
from twinlens.gui import review_wording, wording
from twinlens.gui.backend import SearchHit
from twinlens.gui.job_runner import JobKind
from twinlens.gui.look import controls
from twinlens.gui.look.calm_state import CalmState
from twinlens.gui.look.theme import Size, Space, set_role
from twinlens.gui.pictures.images import image_of
from twinlens.gui.pictures.overlays import box
from twinlens.gui.pictures.photo_painter import PhotoPainter
from twinlens.gui.pictures.picture_pane import PREVIEW_HEIGHT, PicturePane
from twinlens.gui.pictures.pictures import PictureWish
from twinlens.gui.pictures.thumbnails import Wish
from twinlens.gui.pictures.zoom import FITTED, Zoom
from twinlens.gui.reveal import reveal
from twinlens.gui.search.result_list import ResultList, ResultModel
from twinlens.gui.services import Services
from twinlens.gui.shell.commands import Place

RESULTS = 60
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
        self._numbers = itertools.count()
        self._query: Shot | None = None
        self._next: Path | bytes | None = None
        self._focus_before: QWidget | None = None
        self._zoom = FITTED
        self.model = ResultModel(self)
        self.results = ResultList(self.model, self._brush)
        self.query_pane = PicturePane(services.pictures, self._brush)
        self.result_pane = PicturePane(services.pictures, self._brush)
        self.calm = CalmState()
        self._do = self._make_commands()
        self._build()
        self._connect()

    def search(self, query: Path | bytes) -> None:
        """Lift the sheet and look for the likes of a picture; a search that runs already gives way."""
        if not self.isVisible():
            window = self.window()
            self._focus_before = window.focusWidget() if window is not None else None
        self.show()
        self.raise_()
        self.setFocus()
        self._zoom = FITTED
        self.model.show([])
        self.result_pane.show_shot(None)
        self._show_query(query)
        self._title.setText(review_wording.SEARCHING)
        self._say(review_wording.SEARCHING)
        self._start(query)

    def close_sheet(self) -> None:
        """Put everything back."""
        self._next = None
        self._services.searches.cancel()
        self._services.thumbnails.want(_OWNER, ())
        self._services.pictures.release()
        self.hide()
        if self._focus_before is not None:
            self._focus_before.setFocus()
            self._focus_before = None
        self.closed.emit()

    # searching

    def _start(self, query: Path | bytes) -> None:
        backend = self._services.backend
        if not self._services.searches.start(JobKind.SEARCH, lambda job: backend.search(query, RESULTS, job)):
            self._next = query
            self._services.searches.cancel()

    def _ended(self) -> bool:
        """Whether an ending is of the search that is waited for; starts the one that waited, if any."""
        if self._next is not None:
            query, self._next = self._next, None
            self._start(query)
            return False
        return self.isVisible()

    def _show_hits(self, _kind: JobKind, hits: list[SearchHit]) -> None:
        if not self._ended():
            return
        self._title.setText(review_wording.results_found(len(hits)))
        if not hits:
            self._say(review_wording.NOTHING_ALIKE, review_wording.NOTHING_ALIKE_HINT)
            return
        self.model.show(hits)
        self._right.setCurrentWidget(self.results)
        self.results.setCurrentIndex(self.model.index(0))
        self.results.setFocus()

    def _show_failure(self, _kind: JobKind, error: BaseException) -> None:
        if self._ended():
            known = isinstance(error, TwinlensError)
            self._title.setText(review_wording.SEARCH_FAILED)
            self._say(review_wording.SEARCH_FAILED, wording.failure(error) if known else "")

    # showing

    def _show_query(self, query: Path | bytes) -> None:
        path = query if isinstance(query, Path) else Path(f"query-{next(self._numbers)}")
        self._query = Shot(-1, path, FileStamp(0, 0), ContentKey(""), PictureFacts("", 0, 0))
        self.query_pane.show_shot(self._query)
        self.query_pane.set_zoom(self._zoom)
        name = wording.shown_name(query) if isinstance(query, Path) else review_wording.PASTED
        self._query_name.setText(name)
        if isinstance(query, bytes):
            self._services.reader.run(
                lambda: image_of(query), lambda image: self._hold(path, image), key=(self, "query")
            )
        else:
            self._want()

    def _hold(self, path: Path, image: QImage) -> None:
        self._services.pictures.hold(path, image)
        self._want()

    def _show_result(self, row: int) -> None:
        hit = self.model.hit(row)
        self.result_pane.outline = box(hit.region) if hit.region else None
        self.result_pane.show_shot(hit.shot)
        self.result_pane.set_zoom(self._zoom)
        self._result_name.setText(wording.shown_name(hit.shot.path))
        words = (wording.relation_name(hit.relation), review_wording.score_label(hit.score))
        self._result_facts.setText(review_wording.DOT.join((*words, review_wording.photo_facts(hit.shot))))
        self._want()

    def _want(self) -> None:
        if self._query is None or not self.isVisible():
            return
        side = max(self.query_pane.wanted_side(), self.result_pane.wanted_side())
        pasted = not self._query.path.is_absolute()
        shots = [] if pasted else [self._query]
        shot = self.result_pane.shot
        if shot is not None:
            self._services.thumbnails.want(_OWNER, [Wish(shot.content_key, PREVIEW_HEIGHT)])
            shots += [] if shot.offline else [shot]
        wishes = [PictureWish(each.path, side) for each in shots]
        if self._zoom != FITTED:
            wishes += [PictureWish(each.path, None) for each in shots]
        self._services.pictures.want(wishes)

    def _set_zoom(self, zoom: Zoom) -> None:
        self._zoom = zoom
        for pane in (self.query_pane, self.result_pane):
            pane.set_zoom(zoom)
        self._want()

    def _arrived(self, _what: object) -> None:
        self.query_pane.update()
        self.result_pane.update()

    def _toggle_list(self) -> None:
        """The two pictures large, or beside the results."""
        self._side.setVisible(not self._side.isVisible())
        (self.results if self._side.isVisible() else self).setFocus()

    def _reveal(self) -> None:
        if self.result_pane.shot is not None:
            reveal(self.result_pane.shot.path)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """With the list hidden the arrows still go through the results. Nothing reaches the page below."""
        act = self._do.get(self._services.keymap.command(event, Place.SEARCH) or "")
        if act is not None:
            act()
        event.accept()

    def _make_commands(self) -> dict[str, Callable[[], object]]:
        """What each key does here, by the name of its command."""
        return {
            "search.above": partial(self._step, -1),
            "search.below": partial(self._step, 1),
            "search.compare": lambda: self._toggle_list() if self.model.rowCount() else None,
            "search.actual-size": self._toggle_actual_size,
            "search.reveal": self._reveal,
            "search.close": lambda: self.close_sheet() if self._side.isVisible() else self._toggle_list(),
        }

    def _step(self, step: int) -> None:
        if self.model.rowCount():
            row = self.results.currentIndex().row() + step
            self.results.setCurrentIndex(self.model.index(max(0, min(row, self.model.rowCount() - 1))))

    def _toggle_actual_size(self) -> None:
        if self._zoom != FITTED:
            self._set_zoom(FITTED)
        else:
            self.query_pane.zoom_by(1 / max(self.query_pane.magnification(), 1e-6))

    # building

    def _build(self) -> None:
        set_role(self, "panel")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._title = controls.label("", "title")
        close = controls.tool(self._services.icons, "close", review_wording.CLOSE_SEARCH, self.close_sheet)
        self._services.keymap.bind_tip(close, review_wording.CLOSE_SEARCH, "search.close")
        top = controls.frame("top-bar")
        top.setFixedHeight(Size.BAR)
        top.setLayout(controls.row(self._title, None, close, margins=(Space.L, 0, Space.S, 0)))
        self._query_name = controls.ElidedLabel("", "strong")
        self._result_name = controls.ElidedLabel("", "strong")
        self._result_facts = controls.ElidedLabel("", "quiet", Qt.TextElideMode.ElideRight)
        query_facts = controls.label(review_wording.QUERY, "quiet")
        margins = (Space.M, Space.S, Space.M, Space.S)
        left, right = QWidget(), QWidget()
        for half, name, facts, pane in (
            (left, self._query_name, query_facts, self.query_pane),
            (right, self._result_name, self._result_facts, self.result_pane),
        ):
            caption = QWidget()
            caption.setLayout(controls.column(name, facts, gap=0, margins=margins))
            layout = controls.column(caption, pane, gap=0)
            layout.setStretch(1, 1)
            half.setLayout(layout)
        pair = controls.row(left, right, gap=Size.FOCUS)
        pair.setStretch(0, 1)
        pair.setStretch(1, 1)
        self._right = QStackedWidget()
        self._right.addWidget(self.results)
        self._right.addWidget(self.calm)
        reveal_button = controls.button(review_wording.REVEAL, self._reveal, "flat")
        large = controls.button(review_wording.COMPARE_LARGE, self._toggle_list, "flat")
        bar = controls.frame("bar")
        bar.setFixedHeight(Size.BAR)
        bar.setLayout(controls.row(reveal_button, None, large, margins=(Space.S, 0, Space.S, 0)))
        self._side = QFrame()
        self._side.setFixedWidth(_LIST_WIDTH)
        side = controls.column(self._right, bar, gap=0)
        side.setStretch(0, 1)
        self._side.setLayout(side)
        areas = controls.row(gap=Size.HAIRLINE)
        areas.addLayout(pair, 1)
        areas.addWidget(self._side)
        whole = controls.column(top, gap=0)
        whole.addLayout(areas, 1)
        self.setLayout(whole)

    def _say(self, head: str, hint: str = "") -> None:
        self.calm.say(head, hint)
        self._right.setCurrentWidget(self.calm)

    def _connect(self) -> None:
        searches = self._services.searches
        searches.succeeded.connect(self._show_hits)
        searches.failed.connect(self._show_failure)
        searches.cancelled.connect(lambda _kind: self._ended())
        self.results.chosen.connect(self._show_result)
        self.results.opened.connect(self._toggle_list)
        for pane in (self.query_pane, self.result_pane):
            pane.zoom_changed.connect(self._set_zoom)
            pane.resized.connect(self._want)
        self._services.pictures.ready.connect(self._arrived)
        self._services.thumbnails.ready.connect(self._arrived)
