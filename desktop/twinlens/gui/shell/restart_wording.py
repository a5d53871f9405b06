"""What is said when something of the last time could not be taken up again."""

from __future__ import annotations

from twinlens.gui.translating import tr


def memory_refused() -> str:
    """The window's own file."""
    return tr("Where the window stood could not be read. It begins anew; the old file was kept beside it.")
