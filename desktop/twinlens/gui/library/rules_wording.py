"""The words of the keeper rules."""

from __future__ import annotations

from pathlib import Path

from twinlens.core.keepers import KeeperReason
from twinlens.gui import wording
from twinlens.gui.translating import tr
from twinlens.library.marks import CatalogueRecord

TITLE = tr("Which photo to keep")
HINT = tr(
    "The first rule in which two photos differ decides. What you keep or reject yourself comes before every rule. "
    "In a burst, sharpness, exposure and motion blur come before pixels."
)
RULES = tr("Rules, the most important first")
FOLDERS = tr("Preferred folders, the best first")
CATALOGUES = tr("Lightroom catalogues")
CATALOGUES_HINT = tr("Its ratings, flags, labels, keywords and edits count. The catalogue itself is never changed.")
UP, DOWN = tr("Move up"), tr("Move down")
ADD_FOLDER, ADD_CATALOGUE = tr("Add a folder\u2026"), tr("Read a catalogue\u2026")
CHOOSE_FOLDER, CHOOSE_CATALOGUE = tr("Choose a folder whose photos are preferred"), tr("Choose a Lightroom catalogue")
CATALOGUE_FILES = tr("Lightroom catalogues (*.lrcat)")
REMOVE = tr("Remove")
DEFAULTS = tr("Defaults")
CANCEL, USE = tr("Cancel"), tr("Use these rules")
COUNTING = tr("Looking at the groups\u2026")

NAMES = {
    KeeperReason.PROTECTED: tr("In a protected folder"),
    KeeperReason.ONLINE: tr("On a drive that is connected"),
    KeeperReason.CATALOGUED: tr("In a catalogue"),
    KeeperReason.FLAGGED: tr("Flagged"),
    KeeperReason.RATED: tr("Rated higher"),
    KeeperReason.EDITED: tr("Developed"),
    KeeperReason.LABELLED: tr("With a colour label"),
    KeeperReason.KEYWORDS: tr("More keywords"),
    KeeperReason.RAW: tr("With its RAW"),
    KeeperReason.BARE: tr("Without a frame or a sheet round it"),
    KeeperReason.ORIGINAL: tr("Not saved by an editor"),
    KeeperReason.MORE_PIXELS: tr("More pixels"),
    KeeperReason.JPEG_QUALITY: tr("Less compressed"),
    KeeperReason.SHARPER: tr("Sharper"),
    KeeperReason.LESS_CLIPPED: tr("Better exposed (bursts)"),
    KeeperReason.STEADIER: tr("Less motion blur (bursts)"),
    KeeperReason.CAMERA_DATA: tr("With the camera\u2019s data"),
    KeeperReason.LOCATION: tr("With a place"),
    KeeperReason.COMPANIONS: tr("More files with it"),
    KeeperReason.LARGER_FILE: tr("Larger file"),
    KeeperReason.MORE_METADATA: tr("More metadata"),
    KeeperReason.PREFERRED_FOLDER: tr("In a preferred folder"),
    KeeperReason.OLDER: tr("Older file"),
    KeeperReason.SHORTER_PATH: tr("Shorter path"),
}
"""Each rule as a property of the photo that stays."""


def changed(groups: int, of: int) -> str:
    """What another arrangement would change."""
    if not groups:
        return tr("The keeper stays the same in all of %n\u00a0group(s).", "", of) if of else ""
    return tr("Another keeper in {number} of %n\u00a0group(s).", "", of).format(number=wording.count(groups))


def catalogue(record: CatalogueRecord) -> str:
    """A catalogue on one line."""
    sentence = tr("{catalogue}, {number} of %n\u00a0photo(s) here", "", record.photos)
    return sentence.format(catalogue=wording.shown_name(Path(record.path.name)), number=wording.count(record.found))
