"""Where the review stands, as text that outlives the window. No Qt."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from twinlens.core.relations import Level
from twinlens.gui.review.arrangement import Arrangement, Order
from twinlens.gui.review.facets import Facet
from twinlens.gui.review.filtering import GroupFilter


@dataclass(frozen=True, slots=True)
class Standing:
    """What is shown, in which order, how alike, and the photograph in focus."""

    arrangement: Arrangement
    place: int
    """Of the sensitivity slider."""
    focus: int = -1
    """The shot in focus."""
    folds: Mapping[str, bool] = field(default_factory=dict)
    """Which facets are folded."""
    compared: str = ""
    """What is compared, where it is."""
    photo_height: int = 0
    """Of the photographs in the rows; 0 where it is left to the window."""


def written(standing: Standing) -> str:
    """The standing as text."""
    wanted = standing.arrangement
    return json.dumps(
        {
            "level": wanted.level,
            "order": wanted.order,
            "turned": wanted.turned,
            "reviewed": wanted.reviewed_too,
            "words": wanted.filter.text,
            "filter": sorted([facet, value] for facet, value in wanted.filter.chosen),
            "slider": standing.place,
            "focus": standing.focus,
            "folds": dict(standing.folds),
            "compared": standing.compared,
            "photo_height": standing.photo_height,
        }
    )


def read_standing(text: object) -> Standing | None:
    """The standing that was written, or None for what is none."""
    try:
        found = json.loads(str(text))
        chosen = frozenset((Facet(facet), _text(value)) for facet, value in found["filter"])
        arrangement = Arrangement(
            level=Level(found["level"]),
            order=Order(found["order"]),
            turned=bool(found["turned"]),
            filter=GroupFilter(_text(found["words"]), chosen),
            reviewed_too=bool(found["reviewed"]),
        )
        compared = _text(found.get("compared", ""))
        height = int(found.get("photo_height", 0))
        return Standing(arrangement, int(found["slider"]), int(found["focus"]), dict(found["folds"]), compared, height)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value
