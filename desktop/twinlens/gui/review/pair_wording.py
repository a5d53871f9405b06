"""The words of pairs of folders."""

from __future__ import annotations

from pathlib import Path

from twinlens.core.folder_pairs import FolderPair, FolderSide
from twinlens.gui import wording
from twinlens.gui.translating import tr

_SHOWN = 2
"""Folders of a path that tell it apart from its pair."""


def title() -> str:
    """Head of the dialog."""
    return tr("Folders with the same photos")


def menu() -> str:
    """In the menu."""
    return tr("Folders with the same photos\u2026")


def pairs_name() -> str:
    """The list, for screen readers."""
    return tr("Pairs of folders, those that share most first")


def none() -> str:
    """Where there are no pairs."""
    return tr("No two folders share copies")


def none_hint() -> str:
    """Where there are no pairs."""
    return tr("The copies that were found lie beside one another, in the same folder.")


def close() -> str:
    """Where there is nothing to choose."""
    return tr("Close")


def pair(found: FolderPair) -> str:
    """A pair in the list."""
    return f"{_short(found.first)}  \u2194  {_short(found.second)}\n{wording.groups(found.groups)}"


def pair_tip(found: FolderPair) -> str:
    """The whole paths."""
    return f"{_whole(found.first)}\n{_whole(found.second)}"


def keep_label() -> str:
    """Before the two sides."""
    return tr("Keep the photos in")


def keep_side(side: FolderSide) -> str:
    """One side of the choice."""
    return wording.shown_folder(Path(side.folder))


def contained(side: FolderSide, photos: int) -> str:
    """What the folder whose photos go has alone."""
    alone = max(0, photos - side.photos)
    share = wording.percent(side.photos / photos) if photos else ""
    head = tr("{folder}: {shared} of {all} have a copy there ({share})").format(
        folder=_short(side), shared=wording.count(side.photos), all=wording.photos(photos), share=share
    )
    return head + ("; " + tr("%n photo(s) only here", "", alone) if alone else "")


def only_shown(groups: int) -> str:
    """Restricts it to what the person has before the eyes."""
    return tr("Only in the {groups} shown in the review").format(groups=wording.groups(groups))


def remember() -> str:
    """Makes it hold for later scans."""
    return tr("Also propose this folder\u2019s photos from now on")


def remembered() -> str:
    """Said after it."""
    return tr("The folder is preferred from now on; the keeper rules list it.")


def _short(side: FolderSide) -> str:
    path = Path(side.folder)
    return wording.shown("/".join(path.parts[-_SHOWN:])) if len(path.parts) > _SHOWN else wording.shown_folder(path)


def _whole(side: FolderSide) -> str:
    return wording.shown_folder(Path(side.folder))
