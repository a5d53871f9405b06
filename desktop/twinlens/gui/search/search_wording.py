"""The words of the search sheet, and of what is dropped or pasted into the window."""

from __future__ import annotations

from pathlib import Path

from twinlens.gui import wording
from twinlens.gui.translating import tr

SEARCHING = tr("Searching\u2026")
LOOKING = tr("looking closer\u2026", "while results are shown already")
FAILED = tr("The search could not be done")
NOTHING_ALIKE = tr("Nothing like it")
NOTHING_ALIKE_HINT = tr("No photo of the library looks like this one.")
NOTHING_WITH_PART_HINT = tr("No photo of the library shows this part. Try a larger one.")
PASTED = tr("Pasted picture")
QUERIES = tr("Pictures searched for")
ALL_QUERIES = tr("All", "results of all pictures searched for")
OPEN = tr("Open")
REVEAL = tr("Reveal in file manager")
COPY_PATH = tr("Copy path")
KEEP = tr("Keep")
REJECT = tr("Reject")
CLEAR = tr("Clear the decision")
ALIKE = tr("Find photos like this one")
DRAW_HINT = tr("arrows move it, Shift+arrows size it, Enter searches")
PART_HINT = tr("a part is searched for \u00b7 Esc or two clicks: all of it")
CHOOSE_PICTURES = tr("Choose pictures to search by")
CHOOSE_TO_JOIN = tr("Select at least two results: the photo searched for is not in the library.")

NOTHING_ON_CLIPBOARD = tr("There is no picture or folder on the clipboard.")
ONLY_TEXT = tr("This is text. Photos, folders or a picture can be dropped or pasted here.")
ONLY_LINK = tr("This is a link, not a picture. Copy the picture itself, or save it and drop the file.")
REMOTE_FILE = tr("These files are on a server that is not mounted. Open the server in the file manager first.")
COUNTING = tr("Looking at what was dropped\u2026")
EMPTY_PICTURE = tr("What was dropped holds no picture.")
SCAN_THEIR_FOLDERS = tr("Scan their folders")


def drag_hint(key: str) -> str:
    """Under the name of the picture that is searched for."""
    if not key:
        return tr("searched for \u00b7 drag a rectangle to search for a part")
    return tr("searched for \u00b7 drag a rectangle, or press {key}, to search for a part").format(key=key)


def found(same: int, alike: int, *, looking: bool) -> str:
    """Head of the results."""
    parts = []
    if same:
        parts.append(tr("%n of the same picture", "", same))
    if alike:
        parts.append(tr("%n alike", "", alike))
    if looking:
        parts.append(LOOKING)
    return " \u00b7 ".join(parts) or NOTHING_ALIKE


def join_group(count: int) -> str:
    """What joining would do."""
    return tr("Add to a group with the photo searched for") if count < 2 else tr("Join the %n selected", "", count)


def joined(count: int) -> str:
    """After joining."""
    return tr("Joined in one group: %n photo(s).", "", count)


def trouble(name: str, why: str) -> str:
    """One of several pictures that cannot be searched for."""
    return tr("{name}: {why}", "a file, and why it cannot be searched for").format(name=name, why=why)


def path_copied(count: int) -> str:
    """After copying."""
    return tr("%n path(s) copied.", "", count)


def too_many(files: int, most: int) -> str:
    """More pictures than can be searched for."""
    words = tr("%n files were dropped.", "", files)
    return (
        words
        + " "
        + tr("Up to {most} can be searched for at once; scan their folders to compare all.").format(most=most)
    )


def files_left(files: int) -> str:
    """Folders and files were dropped together."""
    return tr("Only the folders are scanned, without the %n file(s) beside them.", "", files)


def no_entry(folder: Path) -> str:
    """A folder that one may not look into."""
    return tr("{folder} cannot be opened: you have no permission to read it.").format(folder=wording.shown_name(folder))


def is_gone(path: Path) -> str:
    """A path at which nothing is."""
    return tr("{path} is not there any more.").format(path=wording.shown_name(path))


def no_file(path: Path) -> str:
    """A device, a socket, a pipe."""
    return tr("{path} is neither a file nor a folder.").format(path=wording.shown_name(path))
