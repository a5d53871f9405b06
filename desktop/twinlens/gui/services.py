"""What every page is given: made once in `app.py`, handed down, looked up nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QUndoStack

from twinlens.gui.backend import Backend
from twinlens.gui.job_runner import JobRunner, Reader
from twinlens.gui.look.display_colours import DisplayColours, screen_profile
from twinlens.gui.look.icons import Icons
from twinlens.gui.look.theme import Theme
from twinlens.gui.pictures.pictures import Pictures
from twinlens.gui.pictures.thumbnails import Thumbnails
from twinlens.gui.preferences import Preferences
from twinlens.gui.review.explanations import Explanations
from twinlens.gui.shell.keymap import Keymap


@dataclass(frozen=True, slots=True)
class Services:
    """The application behind the window, and the window's shared tools. All live as long as the window."""

    backend: Backend
    theme: Theme
    icons: Icons
    thumbnails: Thumbnails
    pictures: Pictures
    """Full pictures for the comparison."""
    reader: Reader
    """For short reads off the GUI thread."""
    explanations: Explanations
    """How pairs of photographs are related."""
    jobs: JobRunner
    """Scan, clean-up and restore: one at a time. Their endings are heard by the main window."""
    searches: JobRunner
    """Queries by example, which may run beside a scan. Used by the search sheet alone."""
    undo: QUndoStack
    """Ctrl+Z and Ctrl+Shift+Z, owned by the main window: decisions and clean-ups go on it as commands.

    A command's text says what it did, for the menu: "Reject 3 photos".
    """
    preferences: Preferences
    keymap: Keymap
    """Which key does what; what a person changes there is saved among the preferences."""
    logs: Path | None = None
    """The folder of the logs, where there are any."""

    def close(self) -> None:
        """End all threads; nothing calls back after this."""
        self.searches.shutdown()
        self.jobs.shutdown()
        self.reader.shutdown()
        self.thumbnails.close()
        self.pictures.close()


def make_services(
    backend: Backend, theme: Theme, icons: Icons, preferences: Preferences | None = None, logs: Path | None = None
) -> Services:
    """Everything the pages share; `Services.close` ends it. Without preferences the defaults hold, unsaved."""
    reader = Reader()
    colours = DisplayColours(screen_profile())
    chosen = preferences or Preferences()
    keymap = Keymap(chosen.settings.keys)
    keymap.changed.connect(lambda: chosen.change(keys=keymap.changes()))
    return Services(
        backend=backend,
        theme=theme,
        icons=icons,
        thumbnails=Thumbnails(backend.preview, shown=colours.shown),
        pictures=Pictures(backend.picture, shown=colours.shown),
        reader=reader,
        explanations=Explanations(backend.explain, reader),
        jobs=JobRunner(),
        searches=JobRunner(),
        undo=QUndoStack(),
        preferences=chosen,
        keymap=keymap,
        logs=logs,
    )
