import numpy as np
import pytest
from PIL import Image

from photos import draw_photo
from twinlens_training.evaluation.baselines import baselines, colour_moments, hash_describer, moments_describer


def test_moments_of_a_field_by_hand():
    # Three quarters black, one quarter white in red; green flat; blue half and half.
    pixels = np.zeros((64, 64, 3), np.uint8)
    pixels[:16, :, 0] = 255
    pixels[:, :, 1] = 51
    pixels[:32, :, 2] = 255
    mean, deviation, skewness = colour_moments(Image.fromarray(pixels), 1).reshape(3, 3)
    assert mean == pytest.approx([0.25, 0.2, 0.5], abs=0.001)
    assert deviation == pytest.approx([(0.25 * 0.75) ** 0.5, 0, 0.5], abs=0.001)
    assert skewness == pytest.approx([np.cbrt(0.25 * 0.75**3 - 0.75 * 0.25**3), 0, 0], abs=0.001)


def test_moments_tell_the_places_of_colours():
    left = Image.new("RGB", (80, 60))
    left.paste((255, 0, 0), (0, 0, 40, 60))
    right = left.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    assert colour_moments(left, 1) == pytest.approx(colour_moments(right, 1), abs=0.01)
    assert np.abs(colour_moments(left) - colour_moments(right)).max() > 0.9
    assert colour_moments(left).shape == (16 * 9,)


def test_scores_against_a_plain_loop():
    images = [draw_photo(seed, (90, 60)) for seed in range(4)]
    for describer in (moments_describer(), hash_describer("dhash")):
        rows = describer.describe(images)
        scores = describer.compare(rows[:3], rows)
        for i in range(3):
            for j in range(4):
                assert scores[i, j] == pytest.approx(1 - np.mean(np.abs(rows[i] - rows[j])), abs=1e-5)


@pytest.mark.parametrize("describer", baselines(), ids=lambda d: d.name)
def test_a_picture_is_most_like_itself_then_like_its_smaller_copy(describer):
    images = [draw_photo(seed, (120, 80)) for seed in range(6)]
    rows = describer.describe([*images, images[2].resize((60, 40))])
    scores = describer.compare(rows, rows)
    assert np.diag(scores) == pytest.approx(np.ones(7), abs=1e-6)
    assert np.argsort(-scores[6])[1] == 2
