"""Draws the sample library that ships: `PYTHONPATH=tests/gui python tests/gui/draw_sample.py resources/sample`.

A few places, each with what photographers' folders hold besides: copies for the web, crops, a black-and-white version,
a scan that lies sideways, a burst. The same call draws the same files.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from PIL import Image

from drawing import photo

SIDE = 1200
SCENES = {
    "2019/Lofoten": (0, ("resized", "warm")),
    "2020/Engadin": (1, ("crop", "grey")),
    "2021/Cornwall": (2, ("framed",)),
    "2022/Douro": (9, ("turned", "resized")),
    "2023/Skye": (11, ("mirrored",)),
}
BURST = ("2024/Naxos", 12, 4)


def main() -> None:
    """Draw all."""
    target = Path(sys.argv[1])
    for number, (folder, (seed, edits)) in enumerate(SCENES.items()):
        name = f"IMG_{2041 + 37 * number}"
        when = f"{folder[:4]}:06:{10 + number} 18:2{number}:05"
        _save(target / folder / f"{name}.jpg", photo(seed, "original", SIDE, _aspect(seed)), 88, when)
        for edit in edits:
            side = SIDE // 2 if edit == "resized" else SIDE * 3 // 4
            _save(target / folder / "exports" / f"{name}-{edit}.jpg", photo(seed, edit, side, _aspect(seed)), 80, None)
    folder, seed, frames = BURST
    for frame in range(frames):
        pixels = photo(seed, "original", SIDE, _aspect(seed), shift=frame * 0.15)
        _save(target / folder / f"DSC_{501 + frame:04}.jpg", pixels, 84, f"{folder[:4]}:07:04 09:12:30", frame)


def _aspect(seed: int) -> float:
    return 1.5 if seed % 3 else 0.8


def _save(path: Path, pixels: np.ndarray, quality: int, when: str | None, frame: int = 0) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    exif = Image.Exif()
    if when is not None:
        exif[0x010F], exif[0x0110] = "Twinlens", "Drawn 1"
        inside = exif.get_ifd(0x8769)
        inside[0x9003], inside[0x9291] = when, f"{frame * 25:02}"
    Image.fromarray((pixels * 255).astype(np.uint8)).save(path, quality=quality, exif=exif, optimize=True)


if __name__ == "__main__":
    main()
