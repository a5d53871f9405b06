"""The photographs, read from the tars where they lie and unpacked once into a flat file of pixels.

The unpacked copy (about 1.6 GB for 13,000 photographs) belongs outside the repository; it is disposable.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]
"""A picture in memory: [height, width, 3], RGB."""

SMALLEST = 48
"""Pictures whose shorter side is less (pixels) teach nothing and are skipped."""


def manifest_names(folder: Path, split: str) -> dict[str, list[str]]:
    """Per shard, the names of the photographs of `split` ("train" or "val") in the manifest's order."""
    names: dict[str, list[str]] = {}
    with (folder / "manifest.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["split"] == split:
                names.setdefault(row["shard"], []).append(row["name"])
    return names


def read_photos(folder: Path, split: str, skipped: list[str] | None = None) -> Iterator[tuple[str, Image.Image]]:
    """Each photograph of a split, decoded to RGB, with its name. Broken and tiny ones are appended to `skipped`."""
    for shard, names in manifest_names(folder, split).items():
        wanted = set(names)
        with tarfile.open(folder / shard) as tar:
            for member in tar:
                if member.name not in wanted:
                    continue
                file = tar.extractfile(member)
                try:
                    image = Image.open(io.BytesIO(file.read() if file else b"")).convert("RGB")
                    if min(image.size) < SMALLEST:
                        raise ValueError("too small")
                except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
                    if skipped is not None:
                        skipped.append(member.name)
                    continue
                yield member.name, image


def half_of(name: str) -> int:
    """0 or 1 by a hash of the name: one half of `val` sets the thresholds, figures are quoted on the other."""
    return hashlib.sha256(name.encode()).digest()[0] & 1


@dataclass(frozen=True)
class PhotoStore:
    """Photographs in one flat array of bytes (usually mapped from disk); `store[i]` is a view, nothing is copied."""

    pixels: NDArray[np.uint8]
    offsets: NDArray[np.int64]
    """Where each begins in `pixels`."""
    shapes: NDArray[np.int32]
    """[N, 2]: height and width."""
    names: tuple[str, ...]
    source: Path | None = None
    """The packed file, if the pixels are mapped from one: another process maps it again and is sent no copy."""

    def __reduce__(self) -> tuple[object, ...]:
        if self.source is not None:
            return open_store, (self.source,)
        return PhotoStore, (self.pixels, self.offsets, self.shapes, self.names)

    def __len__(self) -> int:
        return len(self.names)

    def __getitem__(self, index: int) -> Pixels:
        height, width = (int(v) for v in self.shapes[index])
        begin = int(self.offsets[index])
        return self.pixels[begin : begin + height * width * 3].reshape(height, width, 3)

    def sources(self) -> NDArray[np.int64]:
        """For each photograph a number that stands for its source: what its name says before the last underscore."""
        known: dict[str, int] = {}
        return np.array([known.setdefault(name.rpartition("_")[0], len(known)) for name in self.names], np.int64)


def pack(images: Iterator[tuple[str, Image.Image]], target: Path, short_side: int = 176) -> PhotoStore:
    """Write the pictures to `target` (.bin and .json beside it), larger ones reduced to `short_side` pixels."""
    offsets, shapes, names, at = [], [], [], 0
    with target.with_suffix(".part").open("wb") as out:
        for name, image in images:
            pixels = np.asarray(image)
            scale = short_side / min(pixels.shape[:2])
            if scale < 1:
                pixels = np.asarray(
                    cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8
                )
            out.write(pixels.tobytes())
            offsets.append(at)
            shapes.append(pixels.shape[:2])
            names.append(name)
            at += pixels.size
    index = {"offsets": offsets, "shapes": shapes, "names": names}
    target.with_suffix(".json").write_text(json.dumps(index), encoding="utf-8")
    target.with_suffix(".part").replace(target.with_suffix(".bin"))
    return open_store(target)


def open_store(target: Path) -> PhotoStore:
    """Map a packed store from disk."""
    index = json.loads(target.with_suffix(".json").read_text(encoding="utf-8"))
    return PhotoStore(
        np.memmap(target.with_suffix(".bin"), np.uint8, "r"),
        np.asarray(index["offsets"], np.int64),
        np.asarray(index["shapes"], np.int32).reshape(-1, 2),
        tuple(index["names"]),
        target,
    )


def load_split(folder: Path, split: str, cache: Path) -> PhotoStore:
    """The packed photographs of a split, unpacked into the folder `cache` once per manifest."""
    stamp = hashlib.sha256((folder / "manifest.csv").read_bytes()).hexdigest()[:12]
    target = cache / f"photos-{split}-{stamp}"
    if not target.with_suffix(".bin").exists():
        cache.mkdir(parents=True, exist_ok=True)
        skipped: list[str] = []
        store = pack(read_photos(folder, split, skipped), target)
        print(f"{split}: {len(store)} photographs unpacked, {len(skipped)} skipped {skipped[:5] or ''}")
    return open_store(target)
