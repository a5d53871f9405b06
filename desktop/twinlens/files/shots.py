"""Which files of a folder are one photo: a picture, its RAW and the sidecars of editors."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from twinlens.core.photos import CompanionKind
from twinlens.files.discovery import FoundFile
from twinlens.files.names import PAIRED_SUFFIXES, RAW_SUFFIXES, FoundKind, kind_by_name

_VERSION = re.compile(r"^(?P<stem>.+)_\d\d(?P<suffix>\.\w+)$")
"""darktable names the sidecars of further versions IMG_01.CR2.xmp."""

_APPLE_ORIGINAL = re.compile(r"^(?P<before>.*_)o(?P<number>\d+)$")
"""Apple names the adjustments of an edited picture IMG_O1234.AAE."""


@dataclass(frozen=True, slots=True)
class FoundShot:
    """A picture file and what belongs to it."""

    picture: FoundFile
    companions: tuple[tuple[FoundFile, CompanionKind], ...] = ()
    shared: frozenset[Path] = frozenset()
    """Those companions that belong to another shot too: they stay as long as one of the shots does."""


@dataclass(frozen=True, slots=True)
class NamedShot:
    """The same by the names of one folder alone."""

    picture: str
    companions: tuple[tuple[str, CompanionKind], ...] = ()
    shared: frozenset[str] = frozenset()


def pair_shots(files: Sequence[FoundFile]) -> list[FoundShot]:
    """Join files into shots, folder by folder; the order is that of the pictures. See `pair_names`."""
    folders: dict[Path, dict[str, FoundFile]] = defaultdict(dict)
    for file in files:
        folders[file.path.parent][file.path.name] = file
    shots: dict[Path, FoundShot] = {}
    for folder, by_name in folders.items():
        for named in pair_names(by_name):
            companions = tuple((by_name[name], kind) for name, kind in named.companions)
            shared = frozenset(folder / name for name in named.shared)
            shots[folder / named.picture] = FoundShot(by_name[named.picture], companions, shared)
    return [shots[file.path] for file in files if file.path in shots]


def pair_names(names: Iterable[str]) -> list[NamedShot]:
    """Join the names of one folder into shots.

    A RAW and exactly one JPEG or HEIC of the same stem are one shot, shown by the latter. Where the stem is
    ambiguous all stay apart. A sidecar that names its file whole (IMG.CR2.xmp) goes with that file; one that names
    the stem (IMG.xmp) with every shot of that stem. A sidecar without a picture is nobody's.
    """
    ordered = list(names)
    sidecars = [name for name in ordered if kind_by_name(name) is FoundKind.SIDECAR]
    pictures = [name for name in ordered if kind_by_name(name) is not FoundKind.SIDECAR]
    raw_of = _raws_shown_by_another(pictures)
    shown_by = {raw: rendered for rendered, raw in raw_of.items()}
    owners = _Owners(pictures)
    owned: dict[str, list[str]] = defaultdict(list)
    shared: set[str] = set()
    for sidecar in sidecars:
        shots = sorted({shown_by.get(owner, owner) for owner in owners.of(sidecar)})
        for shot in shots:
            owned[shot].append(sidecar)
        if len(shots) > 1:
            shared.add(sidecar)
    return [
        NamedShot(
            picture,
            tuple((raw, CompanionKind.RAW) for raw in filter(None, [raw_of.get(picture)]))
            + tuple((sidecar, CompanionKind.SIDECAR) for sidecar in owned.get(picture, ())),
            frozenset(shared.intersection(owned.get(picture, ()))),
        )
        for picture in pictures
        if picture not in shown_by
    ]


def _raws_shown_by_another(names: Sequence[str]) -> dict[str, str]:
    """Rendered name to RAW name, where the two can only be one exposure."""
    stems: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for name in names:
        path = PurePath(name)
        raws, rendered = stems[path.stem.casefold()]
        if path.suffix.lower() in RAW_SUFFIXES:
            raws.append(name)
        elif path.suffix.lower() in PAIRED_SUFFIXES:
            rendered.append(name)
    return {rendered[0]: raws[0] for raws, rendered in stems.values() if len(raws) == 1 and len(rendered) == 1}


class _Owners:
    """Finds the pictures that a sidecar's name speaks of."""

    def __init__(self, pictures: Sequence[str]) -> None:
        self._whole: dict[str, list[str]] = defaultdict(list)
        self._stems: dict[str, list[str]] = defaultdict(list)
        for name in pictures:
            self._whole[name.casefold()].append(name)
            if kind_by_name(name) is not None:
                self._stems[PurePath(name).stem.casefold()].append(name)

    def of(self, sidecar: str) -> Sequence[str]:
        exact = PurePath(sidecar).stem
        base = exact.casefold()
        if named := self._whole.get(base):
            return [exact] if exact in named else named
        if (version := _VERSION.match(base)) and (named := self._whole.get(version["stem"] + version["suffix"])):
            return named
        if named := self._stems.get(base):
            return named
        if original := _APPLE_ORIGINAL.match(base):
            edited = self._stems.get(f"{original['before']}e{original['number']}")
            return edited or self._stems.get(original["before"] + original["number"], [])
        return []
