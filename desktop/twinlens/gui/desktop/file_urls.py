"""Files as addresses, for other programs."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote_from_bytes

from PySide6.QtCore import QUrl


def file_url(path: Path) -> QUrl:
    """For a name of any bytes."""
    if os.name == "nt":
        return QUrl.fromLocalFile(str(path))
    return QUrl.fromEncoded(b"file://" + quote_from_bytes(os.fsencode(path)).encode("ascii"))
