"""The photographs, read from the tars where they lie and unpacked once into a flat file of pixels.

The unpacked copy (about 1.6 GB for 13,000 photographs) belongs outside the repository; it is disposable.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import tarfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]
"""A picture in memory: [height, width, 3], RGB."""


class PhotosError(ValueError):
    """The folder is not one of ours, or what it holds cannot be read at all; the message is one sentence."""


class _UnfitError(ValueError):
    """A photograph that is skipped; the message is the reason."""


SMALLEST = 48
"""Pictures whose shorter side is less (pixels) teach nothing and are skipped."""


def manifest_names(folder: Path, split: str) -> dict[str, list[str]]:
    """Per shard, the names of the photographs of `split` ("train" or "val") in the manifest's order."""
    names: dict[str, list[str]] = {}
    try:
        with (folder / "manifest.csv").open(newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                if row["split"] == split:
                    names.setdefault(row["shard"], []).append(row["name"])
    except OSError as error:
        raise PhotosError(f"{folder}: its manifest.csv cannot be read ({error.strerror})") from error
    except (KeyError, UnicodeDecodeError) as error:
        raise PhotosError(f"{folder}: manifest.csv must have the columns shard, name and split") from error
    return names


def read_photos(
    folder: Path, split: str, skipped: dict[str, str] | None = None, only: Collection[str] | None = None
) -> Iterator[tuple[str, Image.Image]]:
    """Each photograph of a split, or only those named, decoded to RGB, with its name.

    Broken, tiny and absent ones, by name, are put into `skipped` with the reason. A shard that is absent or damaged is
    no trouble of a photograph: `PhotosError`.
    """
    skipped = {} if skipped is None else skipped
    for shard, names in manifest_names(folder, split).items():
        wanted = {name for name in names if only is None or name in only}
        for name, data in _members(folder / shard):
            if name not in wanted:
                continue
            wanted.remove(name)
            try:
                yield name, _decoded(data)
            except _UnfitError as error:
                skipped[name] = str(error)
        skipped.update(dict.fromkeys(sorted(wanted), f"not in {shard}"))


def _members(shard: Path) -> Iterator[tuple[str, bytes]]:
    """Names and contents of what lies in a tar."""
    try:
        with tarfile.open(shard) as tar:
            for member in tar:
                file = tar.extractfile(member)
                yield member.name, file.read() if file else b""
    except (OSError, tarfile.TarError) as error:
        raise PhotosError(f"{shard}: it cannot be read ({error})") from error


def _decoded(data: bytes) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(data)).convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise _UnfitError("broken") from error
    if min(image.size) < SMALLEST:
        raise _UnfitError(f"tiny: {image.width}x{image.height} pixels")
    return image


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
    nothing = not index["names"]  # and nothing cannot be mapped
    return PhotoStore(
        np.empty(0, np.uint8) if nothing else np.memmap(target.with_suffix(".bin"), np.uint8, "r"),
        np.asarray(index["offsets"], np.int64),
        np.asarray(index["shapes"], np.int32).reshape(-1, 2),
        tuple(index["names"]),
        target,
    )


def load_split(folder: Path, split: str, cache: Path) -> PhotoStore:
    """The packed photographs of a split, unpacked into the folder `cache` once per manifest.

    What could not be used is counted on the screen and listed in `skipped-SPLIT.txt` there, a name and a reason a line.
    """
    names = [name for part in manifest_names(folder, split).values() for name in part]
    stamp = hashlib.sha256((folder / "manifest.csv").read_bytes()).hexdigest()[:12]
    target = cache / f"photos-{split}-{stamp}"
    if not target.with_suffix(".bin").exists():
        cache.mkdir(parents=True, exist_ok=True)
        skipped: dict[str, str] = {}
        store = pack(read_photos(folder, split, skipped), target)
        listed = cache / f"skipped-{split}.txt"
        listed.write_text("".join(f"{name}\t{reason}\n" for name, reason in skipped.items()), encoding="utf-8")
        print(f"{split}: {len(store)} photographs unpacked, {len(skipped)} of {len(names)} skipped, listed in {listed}")
    store = open_store(target)
    if not len(store):
        raise PhotosError(f"{folder}: it has no photograph of the split {split!r} that can be used")
    return store
