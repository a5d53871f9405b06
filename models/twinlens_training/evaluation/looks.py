"""What laying pictures over one another tells: copies by what was done to them, strangers that are taken for copies.

The application looks at every match that may be a copy; so this, and not the cosine, decides what it calls one.
"""

from __future__ import annotations

import io
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from tqdm import tqdm

from twinlens.core.evidence import LEAST_AGREEMENT, Evidence
from twinlens.core.photos import PictureFacts
from twinlens.core.relating import name_relation
from twinlens.core.relations import Relation
from twinlens.vision.examining import Look, examine

from ..data.photos import half_of, read_photos
from .edits import EDITS, FAMILIES, apply_edit
from .impostors import Impostors, as_stored, highest

LOOKED_AT = 80_000
"""Pairs of strangers among 100,000 photographs: 1e-5 of all by their wholes, 3e-6 either way by a part."""
STRANGERS = 3000
_COPIES_LEFT_OUT = {"normal": 0.002, "strict": 0.03}
_APART = 0.005
_RULE_OF_THREE = 3.0
"""Where none of so many was, 95 % sure: of more, at most three."""
_SUREST = 0.9995
_UNKNOWN = PictureFacts("JPEG", 1, 1)
_NOTHING = "nothing"
_KEPT = 400
"""Strangers whose features are kept."""

_FAMILY_NAMES = {
    "saved again": Relation.REENCODED,
    "resized": Relation.RESIZED,
    "tone and colour": Relation.EDITED,
    "detail": Relation.EDITED,
    "mirrored or turned": Relation.ROTATED,
    "tilted": Relation.EDITED,
    "cropped": Relation.CROP,
    "laid over": Relation.EDITED,
    "surrounded": Relation.EDITED,
    "several at once": Relation.CROP,
}
_ALSO_RIGHT = {
    "straighten-5": {Relation.CROP},
    "perspective": {Relation.CROP},
    "down-up": {Relation.REENCODED, Relation.EDITED},
    "noise": {Relation.REENCODED},
    "grain": {Relation.REENCODED},
    "collage": {Relation.CROP},
    "aspect": {Relation.EDITED},
}
"""Straightening cuts; a little noise is what saving leaves; a photo is a part of the collage that it is in."""


def right_names(edit: str) -> set[Relation]:
    """What a copy under an edit may be called."""
    family = next(name for name, edits in FAMILIES.items() if edit in edits)
    return {_FAMILY_NAMES[family]} | _ALSO_RIGHT.get(edit, set())


@dataclass(frozen=True)
class LookedCopy:
    """A copy of a photograph, laid over it."""

    edit: str
    evidence: Evidence | None

    @property
    def named(self) -> Relation | None:
        """None where it is not seen to be a copy."""
        if self.evidence is None:
            return None
        relation = name_relation(_UNKNOWN, _UNKNOWN, self.evidence)
        return None if relation is Relation.SIMILAR else relation


def look_at_copies(photos: Path, half: int, most: int, start: int = 0) -> list[LookedCopy]:
    """Photographs of one half of those kept out, from number `start` on, and their copies under every edit."""
    chosen = ((name, image) for name, image in read_photos(photos, "val") if half_of(name) == half)
    found: list[LookedCopy] = []
    for number, (name, image) in enumerate(chosen):
        if number >= start + most:
            break
        if number >= start:
            plain = as_stored(image)
            for edit in EDITS:
                examined = examine(as_stored(apply_edit(edit, image, name)), plain)
                found.append(LookedCopy(edit, examined.evidence if examined else None))
    return found


def confusion(copies: Sequence[LookedCopy]) -> Mapping[tuple[str, str], int]:
    """How often copies of each family of edits were given each name."""
    family_of = {edit: family for family, edits in FAMILIES.items() for edit in edits}
    return Counter((family_of[copy.edit], copy.named.value if copy.named else _NOTHING) for copy in copies)


def named_right(copies: Sequence[LookedCopy]) -> float:
    """Share of the copies that were given a right name; those not seen to be copies count as wrong."""
    return float(np.mean([copy.named in right_names(copy.edit) for copy in copies]))


def look_at_strangers(photos: Path, impostors: Impostors, count: int = STRANGERS) -> Iterator[Evidence | None]:
    """Lay those photographs kept out and different ones of `train` over one another that the encoder holds likest."""
    names, pairs = impostors.names, highest(impostors.cosines, count)
    wanted = {"val": {names[0][row] for row, _ in pairs}, "train": {names[1][column] for _, column in pairs}}
    pictures = {
        split: {name: _jpeg(image) for name, image in read_photos(photos, split, only=wanted[split])}
        for split in wanted
    }

    @lru_cache(_KEPT)
    def look(split: str, name: str) -> Look:
        with Image.open(io.BytesIO(pictures[split][name])) as image:
            return as_stored(image)

    quiet = bool(os.environ.get("CI"))
    for row, column in tqdm(pairs, disable=quiet, desc="strangers", mininterval=10):
        found = examine(look("val", names[0][row]), look("train", names[1][column]))
        yield found.evidence if found else None


def _jpeg(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.convert("RGB").save(buffer, "JPEG", quality=95)
    return buffer.getvalue()


def evidence_scale(
    copies: Sequence[LookedCopy], strangers: Sequence[Evidence | None], thresholds: Mapping[str, float]
) -> dict[str, Any]:
    """From agreement to score: the stricter a sensitivity is, the more must agree.

    Loose takes whatever shows one picture, normal what all copies but two in a thousand reach, strict what all but
    thirty reach. How many strangers would be taken for copies among 100,000 photographs is bounded by the rule of
    three, as those are that were looked at: the likest of all.
    """
    reached = np.array([copy.evidence.agreement for copy in copies if copy.evidence and copy.named])
    least = {"loose": LEAST_AGREEMENT}
    for name, share in _COPIES_LEFT_OUT.items():
        least[name] = max(float(np.quantile(reached, share)), max(least.values()) + _APART)
    points = sorted({**{least[name]: thresholds[name] for name in least}, 1.0: _SUREST}.items())
    taken = sum(bool(evidence and evidence.shows_one_picture) for evidence in strangers)
    return {
        "agreement": [round(agreement, 4) for agreement, _ in points],
        "score": [round(score, 6) for _, score in points],
        "copies": {
            "pairs": len(copies),
            "seen_to_be_copies": len(reached),
            "named_right": round(named_right(copies), 4),
        },
        "strangers": {
            "pairs": len(strangers),
            "laid_over_one_another": sum(evidence is not None for evidence in strangers),
            "taken_for_copies": taken,
        },
        "looked_at_in_100000": LOOKED_AT,
        "expected_false_pairs_at_most": round(LOOKED_AT * (taken + _RULE_OF_THREE) / len(strangers), 1),
    }
