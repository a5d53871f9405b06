"""Pictures that lie in memory, as Qt shows them."""

from __future__ import annotations

from PySide6.QtGui import QImage

_STARTS = {b"\xff\xd8": "JPEG", b"\x89PNG": "PNG", b"RIFF": "WEBP", b"GIF8": "GIF", b"BM": "BMP"}


def image_of(data: bytes) -> QImage:
    """By the reader of its kind and no other; a null image where it is none of the usual kinds, or damaged.

    Left to find the kind by itself Qt asks its SVG reader too, which connects objects while this thread holds Python's
    lock. If the window disconnects something at that moment, each waits for the other's lock, for ever.
    """
    kind = next((kind for start, kind in _STARTS.items() if data.startswith(start)), None)
    # It takes text, whatever its stub says.
    return QImage.fromData(data, kind) if kind else QImage()  # type: ignore[arg-type]
