"""What a look at copies and at strangers tells: names, and how sure a look is."""

from __future__ import annotations

import numpy as np
import pytest

from twinlens.core.evidence import LEAST_AGREEMENT, WHOLE, Change, Evidence
from twinlens.core.relations import Relation
from twinlens_training.data.photos import half_of, read_photos
from twinlens_training.evaluation.edits import EDITS
from twinlens_training.evaluation.impostors import Impostors
from twinlens_training.evaluation.looks import (
    LookedCopy,
    confusion,
    evidence_scale,
    look_at_copies,
    look_at_strangers,
    named_right,
    right_names,
)

THRESHOLDS = {"floor": 0.06, "loose": 0.96, "normal": 0.98, "strict": 0.99}


def seen(agreement=1.0, *changes):
    return Evidence(50, agreement, 0.9, 1.0, 1.0, WHOLE, WHOLE, changes)


def test_every_edit_has_a_right_name():
    assert all(right_names(edit) for edit in EDITS)
    assert right_names("crop-60") == {Relation.CROP}


def test_names_are_counted_by_what_was_done():
    copies = [
        LookedCopy("crop-60", seen(1.0, Change.CROPPED)),
        LookedCopy("crop-50", None),
        LookedCopy("mirror", seen(1.0, Change.MIRRORED)),
        LookedCopy("sepia", seen(1.0, Change.CROPPED)),
        LookedCopy("webp", seen(0.3)),
    ]
    assert confusion(copies) == {
        ("cropped", "crop"): 1,
        ("cropped", "nothing"): 1,
        ("mirrored or turned", "rotated"): 1,
        ("tone and colour", "crop"): 1,
        ("saved again", "nothing"): 1,
    }
    assert named_right(copies) == pytest.approx(2 / 5)


def test_copies_of_drawn_photographs_are_seen(photo_folder):
    copies = look_at_copies(photo_folder, half=1, most=1)
    assert [copy.edit for copy in copies] == list(EDITS)
    assert sum(copy.named is not None for copy in copies) > 0.6 * len(copies)  # drawn, and 120 x 90 pixels small


def test_the_likest_strangers_are_looked_at(photo_folder):
    names = tuple([name for name, _ in read_photos(photo_folder, split)] for split in ("val", "train"))
    cosines = np.random.default_rng(3).uniform(0, 0.5, (len(names[0]), len(names[1]))).astype(np.float32)
    halves = np.array([half_of(name) for name in names[0]])
    found = list(look_at_strangers(photo_folder, Impostors(cosines, halves, (), names), count=12))
    assert len(found) == 12
    assert not any(evidence and evidence.shows_one_picture for evidence in found)


def test_the_stricter_the_more_must_agree():
    copies = [LookedCopy("webp", seen(agreement)) for agreement in np.linspace(0.73, 1.0, 1001)]
    scale = evidence_scale([*copies, LookedCopy("webp", None)], [None] * 298 + [seen(0.4), None], THRESHOLDS)
    assert scale["agreement"] == [LEAST_AGREEMENT, pytest.approx(0.7305), pytest.approx(0.7381), 1.0]
    assert scale["score"][:3] == [0.96, 0.98, 0.99]
    assert scale["strangers"] == {"pairs": 300, "laid_over_one_another": 1, "taken_for_copies": 0}
    assert scale["expected_false_pairs_at_most"] == pytest.approx(80_000 * 3 / 300)


def test_copies_that_all_agree_still_give_a_scale_that_rises():
    copies = [LookedCopy("webp", seen(LEAST_AGREEMENT))] * 5
    scale = evidence_scale(copies, [None], THRESHOLDS)
    assert (np.diff(scale["agreement"]) > 0).all()
    assert (np.diff(scale["score"]) > 0).all()
