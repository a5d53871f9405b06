"""The pictures of the walk: drawn scenes, each with copies that were made of it, and one file that is none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from drawing import photo

SCENES = ("Lofoten", "Engadin", "Cornwall", "Douro", "Hokkaido", "Patagonia")
COPIES = (("resized", "warm"), ("crop", "grey", "bright"), ("framed",), ("turned", "resized"), ("mirrored",), ("dark",))
_SIDE = 1500


def draw_library(folder: Path) -> None:
    """A photographer's folder: a year and a place each, with what was exported from it beside."""
    for number, (place, edits) in enumerate(zip(SCENES, COPIES, strict=True)):
        original = folder / str(2015 + number) / place / f"IMG_{2041 + 37 * number}.jpg"
        _save(original, number, "original", _SIDE, 94)
        for edit in edits:
            side = 640 if edit == "resized" else _SIDE * 3 // 4
            _save(original.parent / "exports" / f"{original.stem}-{edit}.jpg", number, edit, side, 84)
    (folder / "2015" / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 not a picture after all")


def _save(path: Path, seed: int, edit: str, side: int, quality: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    exif = Image.Exif()
    if edit == "original":
        exif[0x010F], exif[0x0110] = "Twinlens", "Drawn 1"
        exif.get_ifd(0x8769)[0x9003] = f"{2015 + seed}:06:{seed + 10:02} 18:{20 + seed}:05"
    pixels = photo(seed, edit, side, 1.5 if seed % 3 else 0.8)
    Image.fromarray((pixels * 255).astype(np.uint8)).save(path, quality=quality, exif=exif)
