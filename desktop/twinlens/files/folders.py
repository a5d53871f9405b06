"""What belongs to a picture in its folder as it is at this moment."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from twinlens.core.clearing import LeftAlone
from twinlens.core.photos import CompanionKind
from twinlens.files.mover import RefusedError
from twinlens.files.names import is_hidden
from twinlens.files.shots import pair_names

_APPLE_NAME = re.compile(r"^(?P<before>.*_)[eo]?(?P<number>\d+)$")


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


def companions_now(picture: Path) -> CompanionsNow:
    """Look at the folder.

    Raises:
        RefusedError: it cannot be listed, or the file is no longer a shot's picture there.
    """
    try:
        names = _related_names(picture)
    except OSError as error:
        raise RefusedError(LeftAlone.UNREADABLE, picture) from error
    for shot in pair_names(names):
        if shot.picture == picture.name:
            pairs = [(picture.with_name(name), kind) for name, kind in shot.companions]
            return CompanionsNow(
                own=tuple(pair for pair in pairs if pair[0].name not in shot.shared),
                shared=tuple(pair for pair in pairs if pair[0].name in shot.shared),
            )
    raise RefusedError(LeftAlone.CHANGED if picture.name in names else LeftAlone.VANISHED, picture)


def _related_names(picture: Path) -> list[str]:
    """Names that could have to do with the picture: a folder may hold very many others."""
    stem = picture.stem.casefold()
    stems = [stem]
    if apple := _APPLE_NAME.match(stem):
        stems += [apple["before"] + letter + apple["number"] for letter in ("", "e", "o")]
    beginnings = tuple(stems)
    with os.scandir(picture.parent) as entries:
        return sorted(
            entry.name
            for entry in entries
            if entry.name.casefold().startswith(beginnings)
            and (not is_hidden(entry.name) or entry.name == picture.name)
            and entry.is_file(follow_symlinks=False)
        )
