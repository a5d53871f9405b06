"""What follows a change of encoder: photographs it has not seen are read again; until then an older one's word stands.

Only vectors and matches belong to a model. Facts, decisions and pairs that are not duplicates belong to files and
contents, and are not touched. Reading again is an ordinary scan, so it pauses, stops and goes on as every scan does.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from twinlens.vision.encoder import ModelCard
from twinlens.workflows.groups import load_shots, places_now
from twinlens.workflows.home import Home


@dataclass(frozen=True, slots=True)
class Renewal:
    """Photographs of the library that the encoder in use has not seen: those of an older one, or of a lost cache."""

    folders: tuple[Path, ...] = ()
    """The library's folders that hold some and are here."""
    photos: int = 0
    """How many are here."""
    offline: int = 0
    """How many are on drives that are not."""


def find_renewal(home: Home, card: ModelCard) -> Renewal:
    """What waits to be read again; cheap where nothing does."""
    files = home.library.files
    waiting = home.cache.embeddings.missing(card.id, files.contents() - files.low_detail())
    if not waiting:
        return Renewal()
    places = places_now(home)
    shots = [shot for shot in load_shots(home, places) if shot.content_key in waiting]
    here = [shot.path for shot in shots if not shot.offline]
    around = {parent for path in here for parent in (path, *path.parents)}
    roots = {places.path(root.volume.key, root.relpath) for root in home.library.folders.roots()}
    return Renewal(tuple(sorted(roots & around)), len(here), len(shots) - len(here))


def end_renewal(home: Home, card: ModelCard) -> None:
    """Let go of what older encoders said, once the one in use has seen everything, drives that are absent included."""
    if home.cache.models.others(card.id) and find_renewal(home, card) == Renewal():
        home.cache.models.forget_others(card.id)
