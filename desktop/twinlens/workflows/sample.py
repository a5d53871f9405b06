"""Pictures to try everything with: drawn by the project, laid out where nothing of anybody's lies."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from twinlens.core.errors import StorageError
from twinlens.workflows.groups import places_now
from twinlens.workflows.home import Home

FOLDER = "Sample pictures"


def lay_out_sample(home: Home, source: Path) -> Path:
    """Copy the pictures that ship to a folder of the home, every one undecided; returns that folder, to be scanned.

    What was moved away in an earlier try is there again. Nothing is written over: whatever else lies there stays.

    Raises:
        StorageError: they can't be copied there.
    """
    folder = home.paths.library.parent / FOLDER
    pictures = sorted(path for path in source.rglob("*") if path.is_file())
    try:
        for picture in pictures:
            _copy(picture, folder / picture.relative_to(source))
    except OSError as error:
        raise StorageError(f"The sample pictures can\u2019t be copied to {folder}: {error.strerror}.") from error
    _forget_decisions(home, [folder / picture.relative_to(source) for picture in pictures])
    return folder


def _copy(picture: Path, to: Path) -> None:
    """Whole or not at all, so that a try that was cut short leaves no half of a picture."""
    if os.path.lexists(to):
        return
    to.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=to.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(picture.read_bytes())
        shutil.copymode(picture, temporary)
        Path(temporary).rename(to)
    except BaseException:
        Path(temporary).unlink()
        raise


def _forget_decisions(home: Home, pictures: list[Path]) -> None:
    """Decisions stay with a file that is forgotten or comes back; a fresh try begins without them."""
    places = places_now(home)
    found = (home.library.files.by_path(place.volume.key, place.relpath) for place in map(places.of_file, pictures))
    home.library.decisions.set_many({record.id: None for record in found if record is not None})
