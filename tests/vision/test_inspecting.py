"""What a look at pixels tells: tones, sharp edges, clipping."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twinlens.vision.inspecting import BINS, BLACK, BURNT, MASK_SIDE, inspect


def looked_at(pixels: np.ndarray):
    height, width = pixels.shape[:2]
    rgb = pixels if pixels.ndim == 3 else np.repeat(pixels[..., None], 3, axis=2)
    bgrx = np.concatenate([rgb[..., ::-1], np.full((height, width, 1), 255, np.uint8)], axis=2)
    return inspect(width, height, bgrx.astype(np.uint8).tobytes())


def test_each_channel_stands_where_its_tone_is() -> None:
    found = looked_at(np.full((40, 60, 3), (200, 100, 20), np.uint8))
    peaks = [int(np.argmax(channel)) for channel in found.channels]
    assert peaks == [100, 50, 10]
    assert len(found.luminance) == BINS
    assert max(found.luminance) == 1.0


def test_edges_are_sharp_and_their_soft_copies_are_not() -> None:
    pixels = np.zeros((200, 300), np.uint8)
    pixels[:, 150:] = 200
    soft = np.tile(np.linspace(0, 200, 300).astype(np.uint8), (200, 1))
    sharp = np.frombuffer(looked_at(pixels).sharp, np.uint8).reshape(200, 300)
    assert sharp[:, 148:152].max() == 255
    assert sharp[:, :140].max() == 0
    assert not any(looked_at(soft).sharp)


def test_black_and_burnt_parts_are_told_apart() -> None:
    pixels = np.full((30, 30, 3), 120, np.uint8)
    pixels[:10] = 0
    pixels[20:, :, 0] = 255
    clipped = np.frombuffer(looked_at(pixels).clipped, np.uint8).reshape(30, 30)
    assert (clipped[:10] == BLACK).all()
    assert (clipped[10:20] == 0).all()
    assert (clipped[20:] == BURNT).all()


def test_masks_of_large_pictures_stay_small() -> None:
    found = looked_at(np.zeros((1000, 4000), np.uint8))
    assert (found.width, found.height) == (MASK_SIDE, MASK_SIDE // 4)
    assert len(found.sharp) == len(found.clipped) == found.width * found.height


@given(st.integers(1, 9), st.integers(1, 9), st.integers(0, 255))
@pytest.mark.filterwarnings("error")
def test_the_smallest_pictures_are_looked_at(width: int, height: int, level: int) -> None:
    found = looked_at(np.full((height, width), level, np.uint8))
    assert len(found.clipped) == width * height
