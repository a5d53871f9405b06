"""What is compared, from one start of the window to the next. No Qt."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from twinlens.gui.pictures.zoom import Zoom


@dataclass(frozen=True, slots=True)
class CompareState:
    """Photographs by their ids, which of them has the focus, and what is seen of them."""

    shots: tuple[int, ...]
    focus: int
    wide: bool
    zoom: Zoom
    keeps_zoom: bool

    def written(self) -> str:
        """As text."""
        return json.dumps(asdict(self))


def read_state(text: object) -> CompareState | None:
    """What was written; None for what cannot be read."""
    try:
        known = json.loads(str(text))
        zoom = Zoom(*(float(known["zoom"][part]) for part in ("factor", "x", "y")))
        shots = tuple(int(shot) for shot in known["shots"])
        state = CompareState(shots, int(known["focus"]), bool(known["wide"]), zoom, bool(known["keeps_zoom"]))
    except (ValueError, TypeError, KeyError):
        return None
    sane = len(shots) > 1 and 0 <= state.focus < len(shots) and 1 <= zoom.factor < float("inf")
    return state if sane else None
