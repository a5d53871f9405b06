"""A photo of the library that is not at hand: its drive is unplugged, and what was kept of it stands for it."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from twinlens.core.evidence import WHOLE, Region
from twinlens.library.records import FileRecord
from twinlens.vision.decode_pool import DecodePool
from twinlens.vision.decoding import DecodedPhoto
from twinlens.workflows.groups import places_now
from twinlens.workflows.home import Home
from twinlens.workflows.model import LazyEncoder
from twinlens.workflows.pictures import decode_data


def remembered_photo(
    home: Home,
    encoder: LazyEncoder,
    path: Path,
    check: Callable[[], None],
    pool: DecodePool | None = None,
    *,
    parts: bool = False,
    crop: Region | None = None,
) -> DecodedPhoto | None:
    """A photo as its preview shows it, with the facts that were stored; None where the library does not know it."""
    record = _record(home, path)
    key = record.content_key if record is not None else None
    preview = home.cache.previews.get(key) if key is not None else None
    if key is None or preview is None:
        return None
    photo = decode_data(encoder, preview, check, pool, parts=parts, crop=crop)
    facts = home.library.files.facts([key]).get(key)
    if not isinstance(photo, DecodedPhoto) or facts is None:
        return None
    _, _, width, height = crop or WHOLE
    size = max(1, round(facts.width * width)), max(1, round(facts.height * height))
    same = facts.pixel_hash if crop is None else None
    facts = replace(facts, width=size[0], height=size[1], pixel_hash=same, low_detail=photo.facts.low_detail)
    return replace(photo, content_key=key, full_hash=None, facts=facts)


def _record(home: Home, path: Path) -> FileRecord | None:
    """By where it lies, or lay when its drive was last here."""
    places = places_now(home)
    here = places.of_file(path)
    found = home.library.files.by_path(here.volume.key, here.relpath)
    if found is not None:
        return found
    name = os.fsencode(path)
    for volume in home.library.folders.volumes():
        mount = volume.mount.rstrip(b"/") + b"/"
        if not places.online(volume.key) and name.startswith(mount):
            found = home.library.files.by_path(volume.key, name.removeprefix(mount))
            if found is not None:
                return found
    return None
