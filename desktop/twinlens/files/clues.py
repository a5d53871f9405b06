"""Reading the clues in a file's head, whatever kind of file it is: some kilobytes, never the whole file."""

from __future__ import annotations

from pathlib import Path

from twinlens.core.clues import Clues
from twinlens.files.bounded import Source, bounded
from twinlens.files.boxes import cr3_clues, film_clues, heif_clues
from twinlens.files.exif import jpeg_clues, tiff_clues

_PICTURE_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"mif2", b"msf1", b"avif"})
_FIRST_FILM_BOXES = frozenset({b"ftyp", b"wide", b"moov", b"mdat", b"free", b"skip", b"pnot"})
_RAF_JPEG_AT = 84


def read_clues(path: Path) -> Clues | None:
    """What a file's head says; None where it cannot be read now."""
    try:
        with bounded(path) as file:
            return clues_of(file)
    except OSError:
        return None


def clues_of(source: Source) -> Clues:
    """The same of something opened."""
    head = source.read_at(0, 16)
    if head.startswith(b"\xff\xd8"):
        return jpeg_clues(source)
    if head.startswith(b"FUJIFILMCCD-RAW"):
        return jpeg_clues(source, int.from_bytes(source.read_at(_RAF_JPEG_AT, 4), "big"))
    if head[4:8] == b"ftyp" and head[8:12] in _PICTURE_BRANDS:
        return heif_clues(source)
    if head[4:12] == b"ftypcrx ":
        return cr3_clues(source)
    if head[4:8] in _FIRST_FILM_BOXES:
        return film_clues(source)
    return tiff_clues(source)
