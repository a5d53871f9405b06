"""The map of differences in the shape of what differs."""

import numpy as np
import pytest

from twinlens.vision.finer_difference import SIDE, Shown, finer_unlikeness

WHOLE = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
MIRRORED = ((1.0, 0.0), (0.0, 0.0), (0.0, 1.0), (1.0, 1.0))
COARSE = 128


def scene(width: int = 700, height: int = 500) -> np.ndarray:
    rng = np.random.default_rng(4)
    small = rng.integers(30, 220, (25, 35)).astype(np.float32)
    rows = np.linspace(0, 24, height).astype(int)
    columns = np.linspace(0, 34, width).astype(int)
    return small[rows][:, columns]


def shown(grey: np.ndarray, outline=WHOLE) -> Shown:
    pixels = np.repeat(np.clip(grey, 0, 255).astype(np.uint8)[..., None], 4, axis=2)
    return Shown(grey.shape[1], grey.shape[0], pixels.tobytes(), outline)


def spot(coarse_box: tuple[int, int, int, int]) -> bytes:
    marked = np.zeros((COARSE, COARSE), np.uint8)
    left, top, right, bottom = coarse_box
    marked[top:bottom, left:right] = 255
    return marked.tobytes()


def found(one: Shown, two: Shown, coarse: bytes) -> np.ndarray:
    return np.frombuffer(finer_unlikeness(one, two, coarse, COARSE), np.uint8).reshape(SIDE, SIDE)


@pytest.mark.parametrize("mirrored", [False, True])
def test_a_patch_is_shown_in_its_own_shape(mirrored: bool) -> None:
    original, patched = scene(), scene()
    patched[100:200, 140:210] = 255
    copy = shown(patched[:, ::-1], MIRRORED) if mirrored else shown(patched)
    found_map = found(shown(original), copy, spot((20, 20, 45, 56)))
    across, down = SIDE / 700, SIDE / 500
    inside = found_map[round(106 * down) : round(194 * down), round(146 * across) : round(204 * across)]
    beside = found_map[round(215 * down) : round(225 * down), round(146 * across) : round(204 * across)]
    assert np.mean(inside) > 150
    assert np.mean(beside) < 100
    assert found_map[:, round(330 * across) :].max() == 0


def test_what_is_brighter_as_a_whole_differs_nowhere() -> None:
    original = scene()
    found_map = found(shown(original), shown(original * 0.6 + 60), bytes(COARSE * COARSE))
    assert found_map.max() == 0


def test_what_differs_in_pattern_alone_stays_marked() -> None:
    flat = np.full((300, 300), 120.0)
    found_map = found(shown(flat), shown(flat), spot((60, 60, 70, 70)))
    assert 60 < found_map[260, 260] < 120
    assert found_map[20, 20] == 0


def test_pictures_of_any_size_are_laid_over_one_another() -> None:
    assert found(shown(scene(3, 2)), shown(scene(5000, 40)), bytes(COARSE * COARSE)).max() == 0
