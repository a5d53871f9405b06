from random import Random

import numpy as np
import pytest
from PIL import ImageStat

from photos import draw_photo
from twinlens_training.data import composites, touches
from twinlens_training.data.bursts import next_frame
from twinlens_training.data.views import cropped, pair, squash, turned
from twinlens_training.evaluation.edits import EDITS, apply_edit


def drawn_pixels(number=0, width=96, height=80):
    return np.asarray(draw_photo(number, (width, height)))


@pytest.mark.parametrize("size", [48, 96, 128])
def test_views_are_square_bytes_of_the_wanted_size(size):
    rng = Random(3)
    for number in range(60):
        for view in pair(drawn_pixels(number), size, rng):
            assert view.shape == (size, size, 3)
            assert view.dtype == np.uint8


def test_a_seed_fixes_the_views():
    first, again, other = (
        [view.tobytes() for number in range(20) for view in pair(drawn_pixels(number), 64, rng)]
        for rng in (Random(1), Random(1), Random(2))
    )
    assert first == again
    assert first != other


def test_views_leave_the_photograph_alone():
    photo = drawn_pixels()
    photo.setflags(write=False)
    for seed in range(60):
        pair(photo, 64, Random(seed))


def test_every_edit_changes_something_and_keeps_the_shape():
    view, rng = squash(drawn_pixels(), 96), Random(5)
    edits = (touches.toned, touches.degraded, touches.warped, touches.resaved, turned)
    for edit in (*edits, composites.overlaid, composites.covered, composites.surrounded, composites.retouched):
        results = [edit(view, rng) for _ in range(30)]
        assert all(result.shape == view.shape and result.dtype == np.uint8 for result in results)
        assert sum(bool((result != view).any()) for result in results) >= 25, edit


def test_a_collage_shows_the_photograph_in_its_larger_part():
    view, guest = np.full((96, 96, 3), 10, np.uint8), np.full((96, 96, 3), 240, np.uint8)
    shares = [(composites.collaged(view, guest, Random(seed)) == 10).all(axis=2).mean() for seed in range(60)]
    assert 0.45 < min(shares) < 0.6
    assert max(shares) < 1


def test_a_retouch_stays_in_its_place():
    view = squash(drawn_pixels(), 96)
    changed = [(composites.retouched(view, Random(seed)) != view).any(axis=2).mean() for seed in range(30)]
    assert 0 < np.median(changed) < 0.5


@pytest.mark.parametrize("save", [touches.jpeg, touches.webp])
def test_saving_is_real_and_keeps_the_colours_in_order(save):
    red = np.zeros((64, 64, 3), np.uint8)
    red[:, :, 0] = 200
    mean = save(red, 50).mean(axis=(0, 1))
    assert mean == pytest.approx([200, 0, 0], abs=6)


def test_crops_have_the_wanted_area():
    photo, rng = drawn_pixels(width=200, height=160), Random(2)
    areas = [crop.shape[0] * crop.shape[1] / (200 * 160) for crop in (cropped(photo, rng, 0.25) for _ in range(200))]
    assert 0.2 < min(areas) < 0.35
    assert max(areas) <= 1
    strong = [
        crop.shape[0] * crop.shape[1] / (200 * 160) for crop in (cropped(photo, rng, 0.2, 0.5) for _ in range(200))
    ]
    assert 0.45 < max(strong) < 0.51


def test_stickers_hide_a_part_and_leave_the_rest():
    view = squash(drawn_pixels(), 96)
    changed = [(composites.covered(view, Random(seed)) != view).any(axis=2).mean() for seed in range(30)]
    assert 0 < np.median(changed) < 0.4


@pytest.mark.parametrize("name", EDITS)
def test_evaluation_edits_are_fixed_by_the_photographs_name(name):
    photo = draw_photo(7, (150, 110))
    first, again = apply_edit(name, photo, "a.jpg"), apply_edit(name, photo, "a.jpg")
    assert first.mode == "RGB"
    assert first.tobytes() == again.tobytes()
    assert ImageStat.Stat(first).stddev[0] > 5
    assert first.size != photo.size or first.tobytes() != photo.tobytes()


def test_a_next_frame_is_the_same_scene_with_something_moved():
    photo = drawn_pixels()
    for seed in range(20):
        frame = next_frame(photo, Random(seed))
        assert frame.shape == photo.shape
        assert frame.dtype == np.uint8
        likeness = np.corrcoef(photo.ravel(), frame.ravel())[0, 1]
        assert 0.5 < likeness < 0.999
    assert (next_frame(photo, Random(1)) == next_frame(photo, Random(1))).all()
