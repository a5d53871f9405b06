"""Windows."""

from __future__ import annotations

import os
from pathlib import Path

_ONLINE_ONLY = 0x0000_1000 | 0x0004_0000 | 0x0040_0000
"""FILE_ATTRIBUTE_OFFLINE, RECALL_ON_OPEN and RECALL_ON_DATA_ACCESS."""


class Windows:
    """See `System`."""

    moves_open_files = False
    tells_online_only = True
    kernel_folders: frozenset[str] = frozenset()

    def rename(self, source: Path, destination: Path) -> None:
        """See System. Here the plain call refuses an existing destination by itself."""
        os.rename(source, destination)

    def sync(self, _folder: Path) -> None:
        """Names are written down by the system alone."""

    def is_online_only(self, status: os.stat_result) -> bool:
        """See System."""
        return bool(getattr(status, "st_file_attributes", 0) & _ONLINE_ONLY)
