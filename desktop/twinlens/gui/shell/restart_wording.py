"""What is said when something of the last time could not be taken up again."""

from __future__ import annotations

from pathlib import Path

from twinlens.gui.translating import tr


def memory_refused() -> str:
    """The window's own file."""
    return tr("Where the window stood could not be read. It begins anew; the old file was kept beside it.")


def settings_refused(aside: Path | None) -> str:
    """The settings."""
    if aside is None:
        return tr("Your settings could not be read: the defaults hold.")
    return tr("Your settings could not be read: the defaults hold. The old file is now {name}.").format(name=aside.name)


def undo_refused() -> str:
    """The undo journal."""
    return tr("Some of what could be undone could not be read. Your decisions stand; the old file was kept beside it.")


def no_longer() -> str:
    """A step of earlier was left alone."""
    return tr("That can no longer be taken back: the photos, or what was decided of them, have changed since.")
