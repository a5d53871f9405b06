"""Pictures without a time whose files are numbered one after another: they may be views of one scene.

Half of all names end in a number, so all that it earns them is to be looked at though they lie far apart for the
encoder. What is found then stands as it does for any two pictures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from twinlens.core.exposures import Frame, frame_of, moment_of
from twinlens.core.grouping import ContentPair, ordered_pair
from twinlens.core.photos import ContentKey, Match
from twinlens.core.relations import Relation
from twinlens.vision.encoder import ModelCard
from twinlens.workflows.home import Home
from twinlens.workflows.scan.sequences import cosines_between
from twinlens.workflows.scenes import worth_a_look

_NEXT = 3


def bring_numbered_forward(home: Home, card: ModelCard, check: Callable[[], None]) -> None:
    """Store as matches that wait for a look: of numbered neighbours below the floor those that are not all unlike."""
    keys, vectors = home.cache.embeddings.load_all(card.id)
    timed = {key for key, _, taken_at in home.library.files.exposures() if moment_of(taken_at)}
    row_of = {key: row for row, key in enumerate(keys) if key not in timed}
    pairs = _neighbours(_frames(home, row_of.keys()), check)
    if not pairs:
        return
    rows = np.array([[row_of[key] for key in pair] for pair in pairs])
    cosines = cosines_between(vectors, rows[:, 0], rows[:, 1])
    floor = card.cosine_for(card.thresholds.floor)
    chosen = np.flatnonzero((cosines >= worth_a_look(card)) & (cosines < floor))
    scores = card.score(cosines[chosen].astype(np.float32))
    waiting = [
        Match(*pairs[place], float(score), float(cosines[place]), Relation.COPY)
        for place, score in zip(chosen, scores, strict=True)
    ]
    seen = home.cache.evidence.known((match.first, match.second) for match in waiting)
    home.cache.matches.save(card.id, [match for match in waiting if (match.first, match.second) not in seen])


def _frames(home: Home, keys: Iterable[ContentKey]) -> list[tuple[Frame, ContentKey]]:
    """In the order of their series and numbers."""
    names = home.library.files.names(keys)
    return sorted((frame, key) for key, paths in names.items() for path in paths if (frame := frame_of(path)))


def _neighbours(frames: list[tuple[Frame, ContentKey]], check: Callable[[], None]) -> list[ContentPair]:
    pairs = set()
    for ahead in range(1, _NEXT + 1):
        check()
        for (one, first), (other, second) in zip(frames, frames[ahead:], strict=False):
            if one.series == other.series and other.number - one.number <= _NEXT and first != second:
                pairs.add(ordered_pair(first, second))
    return sorted(pairs)
