"""What a scan says of itself."""

from __future__ import annotations

from twinlens.gui import wording
from twinlens.gui.translating import tr


def cut_short(folders: int) -> str:
    """A scan did not come to its end before the window closed."""
    said = tr("The last scan was stopped before its end ({folders}). What was read stays read.")
    return said.format(folders=wording.folders(folders))


def go_on() -> str:
    """Take a stopped scan up again."""
    return tr("Go on")
