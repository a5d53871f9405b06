"""A picture that is like a part of another is found: a small crop, and the pictures of a collage."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from sqlalchemy import func, select

from photos import draw_photo
from twinlens.core.job import Job, JobCancelledError
from twinlens.core.photos import ContentKey
from twinlens.core.relations import Relation
from twinlens.library.cache_schema import PartRow
from twinlens.vision.encoder import ModelCard
from twinlens.vision.index import NeighbourIndex
from twinlens.vision.preprocess import PARTS
from twinlens.workflows.groups import load_groups
from twinlens.workflows.home import Home
from twinlens.workflows.model import LazyEncoder
from twinlens.workflows.scan import ScanReport, part_matching
from twinlens.workflows.scan.part_matching import like_a_part

Rescan = Callable[..., ScanReport]
DIM = 32


def relations(home: Home, encoder: LazyEncoder) -> dict[str, Relation | None]:
    groups = load_groups(home, encoder.card, threshold=encoder.card.thresholds.strict)
    return {member.shot.path.name: member.relation for group in groups for member in group.members}


def others(folder: Path, count: int = 8) -> None:
    for seed in range(30, 30 + count):
        draw_photo(seed, (600, 400)).save(folder / f"other {seed}.jpg")


def collage(one: Image.Image, other: Image.Image) -> Image.Image:
    sheet = Image.new("RGB", (one.width, one.height + other.height + 10), "white")
    sheet.paste(one, (0, 0))
    sheet.paste(other, (0, one.height + 10))
    return sheet


def test_a_quarter_of_a_photo_is_found_to_be_a_crop_of_it(
    photos: Path, home: Home, encoder: LazyEncoder, rescan: Rescan
) -> None:
    photo = draw_photo(2, (900, 600))
    photo.save(photos / "photo.jpg", quality=95)
    photo.crop((30, 270, 480, 570)).save(photos / "crop.jpg", quality=90)
    others(photos)
    rescan()
    assert relations(home, encoder) == {"photo.jpg": None, "crop.jpg": Relation.CROP}
    assert home.cache.parts.unmatched(encoder.card.id) == []


@pytest.mark.parametrize("first", ["whole", "part"])
def test_the_order_of_scans_means_nothing(
    photos: Path, home: Home, encoder: LazyEncoder, rescan: Rescan, first: str
) -> None:
    photo = draw_photo(5, (900, 600))
    pictures = {"whole": collage(photo, draw_photo(6, (900, 600))), "part": photo}
    pictures.pop(first).save(photos / f"{first}.jpg", quality=95)
    others(photos)
    rescan()
    assert relations(home, encoder) == {}
    for name, picture in pictures.items():
        picture.save(photos / f"{name}.jpg", quality=95)
    rescan()
    assert set(relations(home, encoder)) == {"whole.jpg", "part.jpg"}


def test_what_a_kill_left_uncompared_is_compared_by_the_next_scan(
    photos: Path, home: Home, encoder: LazyEncoder, rescan: Rescan, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = draw_photo(2, (900, 600))
    photo.save(photos / "photo.jpg", quality=95)
    photo.crop((30, 270, 480, 570)).save(photos / "crop.jpg", quality=90)

    def killed(*_: object) -> None:
        raise JobCancelledError

    with monkeypatch.context() as patch:
        patch.setattr(part_matching._Found, "wholes_like_parts", killed)
        with pytest.raises(JobCancelledError):
            rescan()
    assert len(home.cache.parts.unmatched(encoder.card.id)) == 2
    rescan()
    assert set(relations(home, encoder)) == {"photo.jpg", "crop.jpg"}


def test_an_encoder_that_cannot_judge_parts_is_not_asked_to(
    photos: Path, home: Home, encoder: LazyEncoder, rescan: Rescan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ModelCard, "looks_at_parts", False)
    others(photos, 2)
    rescan()
    with home.cache.database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(PartRow)).scalar_one() == 0


@pytest.fixture
def card(encoder: LazyEncoder) -> ModelCard:
    return replace(encoder.card, dim=DIM, part_cosine=0.6)


def unit(seed: int) -> np.ndarray:
    row = np.random.default_rng(seed).normal(size=DIM).astype(np.float32)
    return row / np.linalg.norm(row)


def near(row: np.ndarray, seed: int, share: float = 0.1) -> np.ndarray:
    mixed = row + share * unit(seed)
    return (mixed / np.linalg.norm(mixed)).astype(np.float32)


def store(home: Home, card: ModelCard, index: NeighbourIndex, key: str, whole: np.ndarray, parts: np.ndarray) -> None:
    index.add([ContentKey(key)], whole[None])
    home.cache.parts.save(card.id, [(ContentKey(key), parts)])


def strange_parts(seed: int) -> np.ndarray:
    return np.stack([unit(1000 * seed + part) for part in range(PARTS)])


def test_parts_meet_wholes_old_and_new(home: Home, card: ModelCard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(part_matching, "_WHOLES_AT_ONCE", 3)
    index = NeighbourIndex(DIM, card.id)
    for number in range(10):
        parts = strange_parts(number + 1)
        if number in (2, 7):
            parts[3] = near(unit(number + 1), 50)  # is like the next one's whole
        store(home, card, index, f"k{number}", unit(number), parts)
        if number == 4:
            pairs, compared = like_a_part(home.cache.parts, card, index, Job.silent())
            assert set(pairs) == {("k2", "k3")}
            home.cache.parts.matched(card.id, compared)
    pairs, compared = like_a_part(home.cache.parts, card, index, Job.silent())
    assert set(pairs) == {("k7", "k8")}
    assert compared == [f"k{number}" for number in range(5, 10)]
    assert pairs["k7", "k8"] == pytest.approx(float(unit(7) @ unit(8)), abs=1e-3)


def test_a_part_without_detail_is_like_nothing(home: Home, card: ModelCard) -> None:
    index = NeighbourIndex(DIM, card.id)
    for number in range(3):
        store(home, card, index, f"k{number}", unit(number), np.zeros((PARTS, DIM), np.float32))
    pairs, compared = like_a_part(home.cache.parts, card, index, Job.silent())
    assert pairs == {}
    assert len(compared) == 3


def test_of_many_copies_that_hold_a_crop_a_few_are_enough(home: Home, card: ModelCard) -> None:
    """And copies of one picture, whose wholes are alike, are not brought together once more."""
    index = NeighbourIndex(DIM, card.id)
    for number in range(40):
        parts = strange_parts(number + 1)
        parts[0] = near(unit(999), number)
        parts[4] = near(unit(1), number)
        store(home, card, index, f"copy {number}", near(unit(1), 500 + number, 0.02), parts)
    store(home, card, index, "crop", unit(999), strange_parts(77))
    pairs, _ = like_a_part(home.cache.parts, card, index, Job.silent())
    assert len(pairs) == part_matching._LOOKED_AT
    assert all("crop" in pair for pair in pairs)
