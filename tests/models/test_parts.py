"""What is like a part of another picture: told from strangers by a share of them, and by what copies reach."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from twinlens.vision.preprocess import PARTS, encoder_input, part_boxes, part_inputs
from twinlens_training.data.photos import half_of, read_photos
from twinlens_training.evaluation.parts import EDITS, STRANGERS_LOOKED_AT, Parts, measure_parts, part_figures


class Thumbnails:
    """An encoder of sorts: 12 x 12 grey pixels without their mean, of unit length."""

    size = 48

    def vectors(self, pixels):
        small = [np.asarray(Image.fromarray(each).convert("L").resize((12, 12)), np.float32) for each in pixels]
        rows = np.stack([each.ravel() - each.mean() for each in small])
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)


def test_copies_are_like_a_part_and_strangers_are_less(photo_folder):
    encoder = Thumbnails()
    plain = [encoder_input(image, encoder.size) for _, image in read_photos(photo_folder, "train")]
    parts = measure_parts(encoder, photo_folder, encoder.vectors(np.stack(plain)), quiet=True)
    quoted = [name for name, _ in read_photos(photo_folder, "val") if half_of(name) == 1]
    assert {edit: len(found) for edit, found in parts.copies.items()} == dict.fromkeys(EDITS, len(quoted))
    assert parts.strangers.shape[1] == len(plain)
    assert parts.copies["collage"].mean() > 0.9  # each half is looked at by itself
    assert parts.copies["collage"].mean() > parts.strangers.mean() + 0.2


def test_the_cosine_leaves_the_promised_share_of_strangers():
    strangers = np.linspace(-1, 1, 1_000_000, dtype=np.float32).reshape(1000, 1000)
    copies = {"crop-25": np.array([0.2, 0.9999999, 1.0], np.float32), "collage": np.empty(0, np.float32)}
    shared = np.zeros(strangers.shape, bool)
    shared[900:] = True
    figures = part_figures(Parts(strangers, copies), shared)
    assert figures["cosine"] == pytest.approx(0.8, abs=1e-3)
    assert figures["strangers"] == 900_000
    assert figures["share_of_strangers"] == STRANGERS_LOOKED_AT
    assert figures["found"] == {"crop-25": 0.6667}


@pytest.mark.parametrize("size", [(300, 200), (200, 300), (7, 1), (100, 100)])
def test_parts_lie_in_the_picture_and_cover_it(size):
    boxes = part_boxes(*size)
    assert len(boxes) == PARTS
    assert all(0 <= left < right <= size[0] and 0 <= top < bottom <= size[1] for left, top, right, bottom in boxes)
    halves = boxes[-2:]
    assert sum((right - left) * (bottom - top) for left, top, right, bottom in halves) == pytest.approx(np.prod(size))
    pixels = part_inputs(Image.new("RGB", size, "red"), 32)
    assert pixels.shape == (PARTS, 32, 32, 3)
    assert (pixels == (255, 0, 0)).all()
