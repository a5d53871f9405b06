"""Learning what other programs say of the library's photos: from sidecars beside them and from catalogues."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from twinlens.core.catalogues import find_entries
from twinlens.core.errors import CatalogueRefusedError, UsageError
from twinlens.core.problems import FileProblem, ProblemReason
from twinlens.library.lightroom import catalogue_stamp, read_catalogue
from twinlens.library.marks import CatalogueRecord
from twinlens.vision.sidecars import read_sidecar
from twinlens.workflows.home import Home
from twinlens.workflows.places import Places

_BATCH = 500


def refresh_marks(home: Home, places: Places, check: Callable[[], None], *, files_changed: bool) -> list[FileProblem]:
    """Read sidecars and catalogues that changed; catalogues also where there are other files than before.

    A catalogue that cannot be read is a problem, and what it said before stands. One on a drive that is away is none.
    """
    _read_sidecars(home, places, check)
    problems = []
    for known in home.library.marks.catalogues():
        try:
            if os.path.exists(known.path) and (files_changed or catalogue_stamp(known.path) != known.stamp):
                add_catalogue(home, places, known.path, check)
        except CatalogueRefusedError as refusal:
            problems.append(FileProblem(known.path, ProblemReason.UNREADABLE, str(refusal)))
    return problems


def add_catalogue(home: Home, places: Places, path: Path, check: Callable[[], None]) -> CatalogueRecord:
    """Read a Lightroom catalogue, without touching it, and remember to do so again whenever it has changed.

    Raises:
        CatalogueRefusedError: it cannot be read, or is none.
    """
    catalogue = read_catalogue(path, check)
    files = {
        number: f"{_base(places, key)}{os.fsdecode(relpath)}" for number, key, relpath in home.library.marks.files()
    }
    marks = find_entries(catalogue.entries, files)
    return home.library.marks.save_catalogue(path, catalogue.stamp, len(catalogue.entries), marks)


def forget_catalogue(home: Home, path: Path) -> None:
    """Forget a catalogue and what it said.

    Raises:
        UsageError: it was never added.
    """
    if not home.library.marks.forget_catalogue(path):
        raise UsageError(f"{path} is not a catalogue of this library.")


def _read_sidecars(home: Home, places: Places, check: Callable[[], None]) -> None:
    unread = home.library.marks.unread_sidecars()
    for start in range(0, len(unread), _BATCH):
        read = {}
        for number, key, relpath, stamp in unread[start : start + _BATCH]:
            check()
            if places.online(key) and (marks := read_sidecar(places.path(key, relpath))) is not None:
                read[number] = (stamp, marks)
        home.library.marks.save_sidecars(read)


def _base(places: Places, key: str) -> str:
    return str(places.path(key, b"")).rstrip(os.sep) + os.sep
