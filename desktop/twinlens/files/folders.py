"""What belongs to a picture as its folder is at this moment."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from twinlens.core.clearing import LeftAlone
from twinlens.core.clues import Clues
from twinlens.core.photos import CompanionKind
from twinlens.files.clues import read_clues
from twinlens.files.mover import RefusedError
from twinlens.files.names import FoundKind, is_hidden, kind_by_name
from twinlens.files.pairing import pair_names
from twinlens.files.stamps import is_placeholder
from twinlens.files.stems import beginnings, folded, stem_of


@dataclass(frozen=True, slots=True)
class CompanionsNow:
    """The companions of one picture."""

    own: tuple[tuple[Path, CompanionKind], ...]
    """Those that belong to this shot alone."""
    shared: tuple[tuple[Path, CompanionKind], ...]
    """Those that another shot of the folder has as well: they stay with it."""

    @property
    def all(self) -> tuple[tuple[Path, CompanionKind], ...]:
        """Both."""
        return self.own + self.shared


def companions_now(picture: Path, elsewhere: Iterable[Path] = ()) -> CompanionsNow:
    """Look at the folder, and at those of the RAWs that the shot is known to have in others.

    Raises:
        RefusedError: it cannot be listed, or the file is no longer a shot's picture there.
    """
    found = _in_its_folder(picture)
    for raw in elsewhere:
        there = _in_its_folder(raw)
        found = CompanionsNow((*found.own, (raw, CompanionKind.RAW), *there.own), found.shared + there.shared)
    return found


def _in_its_folder(picture: Path) -> CompanionsNow:
    try:
        names = _related_names(picture)
    except OSError as error:
        raise RefusedError(LeftAlone.UNREADABLE, picture) from error
    for shot in pair_names(names, lambda name: _clues_now(picture.with_name(name))):
        if shot.picture == picture.name:
            pairs = [(picture.with_name(name), kind) for name, kind in shot.companions]
            return CompanionsNow(
                own=tuple(pair for pair in pairs if pair[0].name not in shot.shared),
                shared=tuple(pair for pair in pairs if pair[0].name in shot.shared),
            )
    raise RefusedError(LeftAlone.CHANGED if picture.name in names else LeftAlone.VANISHED, picture)


def _related_names(picture: Path) -> list[str]:
    """Names that could have to do with the picture: a folder may hold very many others."""
    family = stem_of(picture.name).family
    beginning = beginnings(family)
    with os.scandir(picture.parent) as entries:
        return sorted(
            entry.name
            for entry in entries
            if folded(entry.name).startswith(beginning)
            and (kind_by_name(entry.name) is FoundKind.SIDECAR or stem_of(entry.name).family == family)
            and (not is_hidden(entry.name) or entry.name == picture.name)
            and entry.is_file(follow_symlinks=False)
        )


def _clues_now(path: Path) -> Clues:
    try:
        status = os.lstat(path)
        if is_placeholder(path, status):
            return Clues()  # Reading it would download it.
    except OSError:
        return Clues()
    return _clues_of_state(path, status.st_size, status.st_mtime_ns)


@lru_cache(maxsize=4096)
def _clues_of_state(path: Path, size: int, mtime_ns: int) -> Clues:
    return read_clues(path) or Clues()
