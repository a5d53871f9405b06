"""How the compared pictures are related: in words below them, and drawn upon them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from twinlens.core.evidence import CONTAINED
from twinlens.core.explaining import Explanation, Outline
from twinlens.core.photos import Shot
from twinlens.core.relations import Level
from twinlens.gui.compare.linked_panes import RIGHT, Link
from twinlens.gui.look import controls
from twinlens.gui.look.theme import Space, Theme, set_role
from twinlens.gui.pictures.overlays import UnlikeOverlay, box, unlike_image
from twinlens.gui.pictures.picture_pane import PicturePane
from twinlens.gui.review import explanation_wording as words
from twinlens.gui.review.explanations import Explanations
from twinlens.gui.review.group_entry import GroupEntry
from twinlens.workflows.explain import Explained


class EvidenceBar(QFrame):
    """Explains a photograph beside another one; both pictures are looked at off the GUI thread."""

    def __init__(
        self, explanations: Explanations, theme: Theme, panes: Sequence[PicturePane], parent: QWidget | None = None
    ) -> None:
        """Says nothing."""
        super().__init__(parent)
        set_role(self, "panel")
        self._explanations = explanations
        self._theme = theme
        self._panes = panes
        self._pair: tuple[Shot, Shot, Level] | None = None
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

    @property
    def text(self) -> str:
        """What is said."""
        return f"{self._relation.text()}\n{self._losses.text()}"

    @property
    def difference(self) -> bool:
        """Whether the map of differences is shown in place of the pictures."""
        return self._difference

    def link(self, photo_side: int) -> Link | None:
        """How the picture at the right lies in the one at the left, where that is proved; the photo is on this side."""
        explained = self._explained()
        laid = explained.explanation.laid if explained else None
        if laid is None or not laid.evidence.agrees or laid.outline is None or laid.other_outline is None:
            return None
        scale = explained.explanation.scale if explained else None
        if not scale:
            return None
        if photo_side == RIGHT:
            return Link(laid.outline, laid.other_outline, scale)
        return Link(laid.other_outline, laid.outline, 1 / scale)

    def show_photo(self, entry: GroupEntry, place: int, other: int) -> None:
        """Explain a photograph of a group beside another one, as if that one stays."""
        self._pair = entry.members[place].shot, entry.members[other].shot, entry.group.level
        self._beside = words.KEEPER if other == entry.keeper else words.OTHER
        self._explanations.ask(*self._pair)
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
        explained = self._explained()
        unlike = self._overlays(explained) if self._difference else None
        for pane in self._panes:
            inside = pane.framing is not None and self._pair is not None and pane.framing.id == self._pair[0].id
            pane.outline = self._outline(explained, in_photo=inside)
            pane.unlike = unlike and unlike[0 if inside else 1]
            pane.dimmed = self._difference
            pane.update()

    def _explained(self) -> Explained | None:
        return None if self._pair is None else self._explanations.get(*self._pair)

    def _fill(self) -> None:
        explained = self._explained()
        self._relation.setText(self._sentence(explained))
        self._losses.setText(words.losses_sentence(explained.explanation, self._beside) if explained else "")
        warns = explained is not None and words.loses_metadata(explained.explanation)
        set_role(self._losses, "small-warn" if warns else "small-quiet")
        self.dress()

    def _sentence(self, explained: Explained | None) -> str:
        if explained is None or self._pair is None:
            return words.LOOKING if self._pair is not None else ""
        if self._difference:
            return words.difference_sentence(explained.explanation, mapped=explained.unlike is not None)
        photo, kept, _ = self._pair
        return words.relation_sentence(explained.explanation, photo, kept, self._beside)

    def _outline(self, explained: Explained | None, *, in_photo: bool) -> Outline | None:
        """The other picture in this one, where it is a part of it."""
        if explained is None or not self._outlined:
            return None
        return outline_in(explained.explanation, in_photo=in_photo)

    def _overlays(self, explained: Explained | None) -> tuple[UnlikeOverlay, UnlikeOverlay] | None:
        if explained is None or explained.unlike is None:
            return None
        found = explained.unlike
        image = unlike_image(found.side, found.unlike, self._theme.colours)
        return UnlikeOverlay(image, found.in_photo), UnlikeOverlay(image, found.in_kept)


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
