"""The words of the keeper rules."""

from __future__ import annotations

from pathlib import Path

from twinlens.core.keepers import KeeperReason
from twinlens.gui import wording
from twinlens.library.marks import CatalogueRecord

TITLE = "Which photo to keep"
HINT = (
    "The first rule in which two photos differ decides. What you keep or reject yourself comes before every rule. "
    "In a burst, sharpness, exposure and motion blur come before pixels."
)
RULES = "Rules, the most important first"
FOLDERS = "Preferred folders, the best first"
CATALOGUES = "Lightroom catalogues"
CATALOGUES_HINT = "Its ratings, flags, labels, keywords and edits count. The catalogue itself is never changed."
UP, DOWN = "Move up", "Move down"
ADD_FOLDER, ADD_CATALOGUE = "Add a folder\u2026", "Read a catalogue\u2026"
CHOOSE_FOLDER, CHOOSE_CATALOGUE = "Choose a folder whose photos are preferred", "Choose a Lightroom catalogue"
CATALOGUE_FILES = "Lightroom catalogues (*.lrcat)"
REMOVE = "Remove"
DEFAULTS = "Defaults"
CANCEL, USE = "Cancel", "Use these rules"
COUNTING = "Looking at the groups\u2026"

NAMES = {
    KeeperReason.PROTECTED: "In a protected folder",
    KeeperReason.ONLINE: "On a drive that is connected",
    KeeperReason.CATALOGUED: "In a catalogue",
    KeeperReason.FLAGGED: "Flagged",
    KeeperReason.RATED: "Rated higher",
    KeeperReason.EDITED: "Developed",
    KeeperReason.LABELLED: "With a colour label",
    KeeperReason.KEYWORDS: "More keywords",
    KeeperReason.RAW: "With its RAW",
    KeeperReason.BARE: "Without a frame or a sheet round it",
    KeeperReason.ORIGINAL: "Not saved by an editor",
    KeeperReason.MORE_PIXELS: "More pixels",
    KeeperReason.JPEG_QUALITY: "Less compressed",
    KeeperReason.SHARPER: "Sharper",
    KeeperReason.LESS_CLIPPED: "Better exposed (bursts)",
    KeeperReason.STEADIER: "Less motion blur (bursts)",
    KeeperReason.CAMERA_DATA: "With the camera\u2019s data",
    KeeperReason.LOCATION: "With a place",
    KeeperReason.COMPANIONS: "More files with it",
    KeeperReason.LARGER_FILE: "Larger file",
    KeeperReason.MORE_METADATA: "More metadata",
    KeeperReason.PREFERRED_FOLDER: "In a preferred folder",
    KeeperReason.OLDER: "Older file",
    KeeperReason.SHORTER_PATH: "Shorter path",
}
"""Each rule as a property of the photo that stays."""


def changed(groups: int, of: int) -> str:
    """What another arrangement would change."""
    if not groups:
        return f"The keeper stays the same in all of {wording.counted(of, 'group')}." if of else ""
    return f"Another keeper in {wording.count(groups)} of {wording.counted(of, 'group')}."


def catalogue(record: CatalogueRecord) -> str:
    """A catalogue on one line."""
    found = f"{wording.count(record.found)} of {wording.photos(record.photos)} here"
    return f"{wording.shown_name(Path(record.path.name))}, {found}"
