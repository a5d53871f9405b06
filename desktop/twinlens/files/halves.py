"""Which files of a pair go with its RAW, and which with its JPEG or HEIC."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from twinlens.core.photos import CompanionKind
from twinlens.core.relations import Half
from twinlens.files.pairing import names_whole


def companions_of(
    half: Half, picture: Path, raw: Path, companions: Sequence[tuple[Path, CompanionKind]]
) -> list[tuple[Path, CompanionKind]]:
    """The companions that go with one half of a pair: the RAW itself first, or what goes with the picture.

    Edits and films go with the picture. A sidecar goes with the half that has the file it names whole (IMG.CR2.xmp), or
    beside which alone it lies; any other speaks for both halves, and stays with the one that remains.
    """
    half_of = {path: _half_of(kind) for path, kind in companions}
    half_of[picture] = Half.RENDERED
    for path, kind in companions:
        if kind is CompanionKind.SIDECAR:
            beside = {half_of[other] for other in (picture, raw) if other.parent == path.parent}
            named = {half_of[other] for other in half_of if half_of[other] and names_whole(path.name, other.name)}
            (half_of[path],) = named if len(named) == 1 else beside if len(beside) == 1 else (None,)
    found = [(path, kind) for path, kind in companions if half_of[path] is half]
    return sorted(found, key=lambda companion: companion[1] is not CompanionKind.RAW)


def _half_of(kind: CompanionKind) -> Half | None:
    if kind is CompanionKind.SIDECAR:
        return None
    return Half.RAW if kind is CompanionKind.RAW else Half.RENDERED
