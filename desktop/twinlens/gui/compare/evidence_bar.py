"""How the compared pictures are related: in words below them, and drawn upon them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from twinlens.core.evidence import CONTAINED
from twinlens.core.explaining import Explanation, Outline
from twinlens.core.photos import Shot
from twinlens.core.relations import Level
from twinlens.gui.compare.finer_maps import FinerMaps
from twinlens.gui.compare.lineup import Lineup
from twinlens.gui.compare.linked_panes import Link, LinkedPanes
from twinlens.gui.look import controls
from twinlens.gui.look.theme import Space, Theme, set_role
from twinlens.gui.pictures.overlays import UnlikeOverlay, box, unlike_image
from twinlens.gui.review import explanation_wording as words
from twinlens.gui.review.explanations import Explanations
from twinlens.gui.review.group_entry import GroupEntry
from twinlens.workflows.explain import Explained


class EvidenceBar(QFrame):
    """Explains a photograph beside another one; both pictures are looked at off the GUI thread."""

    def __init__(
        self,
        explanations: Explanations,
        theme: Theme,
        linked: LinkedPanes,
        maps: FinerMaps,
        parent: QWidget | None = None,
    ) -> None:
        """Says nothing."""
        super().__init__(parent)
        set_role(self, "panel")
        self._explanations = explanations
        self._theme = theme
        self._linked = linked
        self._maps = maps
        self._shots: tuple[Shot, ...] = ()
        self._level = Level.COPY
        self._pair: tuple[int, int] = (0, 0)
        self._beside = words.OTHER
        self._outlined = True
        self._difference = False
        self._relation = controls.ElidedLabel("", "small", Qt.TextElideMode.ElideRight)
        self._losses = controls.ElidedLabel("", "small-quiet", Qt.TextElideMode.ElideRight)
        self.setLayout(
            controls.column(self._relation, self._losses, gap=Space.XS // 2, margins=(Space.M, Space.S, Space.M, 0))
        )
        explanations.arrived.connect(self._fill)
        theme.changed.connect(self.dress)
        maps.arrived.connect(self.dress)

    @property
    def text(self) -> str:
        """What is said."""
        return f"{self._relation.text()}\n{self._losses.text()}"

    @property
    def difference(self) -> bool:
        """Whether the map of differences is shown in place of the pictures."""
        return self._difference

    def links(self) -> list[Link | None]:
        """How each picture lies in the first one, where that is proved."""
        return [link_of(*self._found(shot, self._shots[0])) for shot in self._shots]

    def show_photos(self, entry: GroupEntry, lineup: Lineup) -> None:
        """Explain the photograph in focus beside its partner, as if that one stays, and link all to the first."""
        self._shots = tuple(entry.members[place].shot for place in lineup.places)
        self._level = entry.group.level
        self._pair = lineup.focus, lineup.places.index(lineup.partner)
        self._beside = words.KEEPER if lineup.partner == entry.keeper else words.OTHER
        if len(self._shots) < 2:
            return
        first, pair = self._shots[0], (self._shots[self._pair[0]], self._shots[self._pair[1]])
        others = [(shot, first) for shot in self._shots[1:] if {shot.id, first.id} != {each.id for each in pair}]
        self._explanations.ask(*pair, self._level, then=others)
        self._fill()

    def toggle_outline(self) -> None:
        """Draw what one picture shows of the other upon it, or leave the pictures alone."""
        self._outlined = not self._outlined
        self.dress()

    def show_difference(self, shown: bool) -> None:
        """Show where the pictures differ, upon their greys; or the pictures themselves."""
        self._difference = shown
        self._fill()

    def dress(self) -> None:
        """Draw what is known upon the panes, by the photographs that they show now."""
        for pane in self._linked.shown if self._shots else ():
            number, other = self._pair_of(pane.framing)
            explained, turned = self._found(self._shots[number], self._shots[other])
            pane.outline = self._outline(explained, in_photo=not turned)
            pane.unlike = self._unlike(number, other, explained, turned=turned) if self._difference else None
            pane.dimmed = self._difference
            pane.update()

    def _pair_of(self, framing: Shot | None) -> tuple[int, int]:
        """A pane's picture, and what it is told about beside: the first one, or of that one the one in focus."""
        number = next((n for n, shot in enumerate(self._shots) if framing is not None and shot.id == framing.id), 0)
        return number, 0 if number else max(self._pair)

    def _found(self, photo: Shot, other: Shot) -> tuple[Explained | None, bool]:
        """What is known of two, asked either way round; whether it is told about the other one."""
        if photo.id == other.id:
            return None, False
        asked = self._explanations.get(photo, other, self._level)
        in_turn = None if asked else self._explanations.get(other, photo, self._level)
        return asked or in_turn, in_turn is not None

    def _explained(self) -> Explained | None:
        if not self._shots:
            return None
        photo, kept = (self._shots[number] for number in self._pair)
        return self._explanations.get(photo, kept, self._level)

    def _fill(self) -> None:
        explained = self._explained()
        self._relation.setText(self._sentence(explained))
        self._losses.setText(words.losses_sentence(explained.explanation, self._beside) if explained else "")
        warns = explained is not None and words.loses_metadata(explained.explanation)
        set_role(self._losses, "small-warn" if warns else "small-quiet")
        self.dress()

    def _sentence(self, explained: Explained | None) -> str:
        if explained is None:
            return words.LOOKING if self._shots else ""
        if self._difference:
            return words.difference_sentence(explained.explanation, mapped=explained.unlike is not None)
        photo, kept = (self._shots[number] for number in self._pair)
        return words.relation_sentence(explained.explanation, photo, kept, self._beside)

    def _outline(self, explained: Explained | None, *, in_photo: bool) -> Outline | None:
        """The other picture in this one, where it is a part of it."""
        if explained is None or not self._outlined:
            return None
        return outline_in(explained.explanation, in_photo=in_photo)

    def _unlike(self, number: int, other: int, explained: Explained | None, *, turned: bool) -> UnlikeOverlay | None:
        """Where the picture differs from the other one, as finely as is known."""
        if explained is None or explained.unlike is None:
            return None
        photo, kept = (self._shots[each] for each in ((other, number) if turned else (number, other)))
        found = self._maps.best(photo, kept, explained.unlike)
        image = unlike_image(found.side, found.unlike, self._theme.colours)
        return UnlikeOverlay(image, found.in_kept if turned else found.in_photo)


def link_of(explained: Explained | None, turned: bool) -> Link | None:
    """How the photograph that was explained lies in the other one, or with `turned` the other one in it."""
    laid = explained.explanation.laid if explained else None
    if laid is None or not laid.evidence.agrees or laid.outline is None or laid.other_outline is None:
        return None
    scale = explained.explanation.scale if explained else None
    if not scale:
        return None
    if turned:
        return Link(laid.other_outline, laid.outline, 1 / scale)
    return Link(laid.outline, laid.other_outline, scale)


def outline_in(found: Explanation, *, in_photo: bool) -> Outline | None:
    """What the other picture shows of the photo, or the photo of the other one: None for all of it, or unproved."""
    if found.laid is None or not found.laid.evidence.agrees:
        return None
    evidence = found.laid.evidence
    shown = evidence.first_in_second if in_photo else evidence.second_in_first
    if shown >= CONTAINED:
        return None
    exact = found.laid.other_outline if in_photo else found.laid.outline
    return exact or box(evidence.region_in_first if in_photo else evidence.region_in_second)
