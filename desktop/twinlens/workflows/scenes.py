"""How sure it is that two photographs show one scene: by their cosine, by when they were made, by what a look found.

Strangers are seldom as alike as frames of one scene, and of frames that one camera makes within minutes most are of one
scene: so these need to be far less alike than two photographs of which nothing is known. Time alone never suffices.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from twinlens.core.evidence import Evidence
from twinlens.core.relating import SCENE_SCORE, shows_one_scene
from twinlens.vision.encoder import ModelCard

_ENOUGH = 0.8
"""Share of the cosine from which strangers are worth looking at. Of all pairs of strangers 3 in 10,000 reach it, half
of the frames of one object from four sides do, and nearly all of a burst."""
_WORTH_A_LOOK = 0.6
"""The same for being laid over one another; of strangers 1 in 200 reaches it, of a panorama's neighbours most."""


def enough_in_time(card: ModelCard) -> float:
    """From this cosine on, frames that are near in time show one scene, seen or unseen."""
    return _ENOUGH * _least(card)


def worth_a_look(card: ModelCard) -> float:
    """From this cosine on, frames that are near in time may show one scene, which a look at them decides."""
    return _WORTH_A_LOOK * _least(card)


def scene_score(card: ModelCard, cosine: float, evidence: Evidence | None = None, *, near_in_time: bool) -> float:
    """How sure it is, 0 to 1, that two exposures show one scene; 0 where nothing says so but the cosine itself."""
    score = SCENE_SCORE if shows_one_scene(evidence, near_in_time=near_in_time) else 0.0
    if near_in_time and cosine >= enough_in_time(card):
        ends = [enough_in_time(card), _floor(card)]
        score = max(score, float(np.interp(cosine, ends, [card.thresholds.loose, SCENE_SCORE])))
    return score


def _least(card: ModelCard) -> float:
    return min(card.candidate_cosine, _floor(card))


@lru_cache
def _floor(card: ModelCard) -> float:
    return card.cosine_for(card.thresholds.floor)
