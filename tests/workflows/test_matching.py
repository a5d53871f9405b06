"""Matching from vectors alone: crowds are found whole, and a kept index is the one that was built."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from photos import save_photo
from twinlens.core.grouping import GroupingInput, group_levels
from twinlens.core.job import Job, JobCancelledError
from twinlens.core.photos import ContentKey, FileIdentity, FileStamp, PictureFacts
from twinlens.core.relations import Level, Relation
from twinlens.library.records import FileChange, VolumeRecord
from twinlens.vision import index as index_module
from twinlens.workflows.groups import grouping_input
from twinlens.workflows.home import Home
from twinlens.workflows.model import LazyEncoder
from twinlens.workflows.scan import ScanReport, matching
from twinlens.workflows.scan.matching import CANDIDATES, NEIGHBOURS, Matcher, load_index

VOLUME = VolumeRecord("test", "Test", b"/nowhere")


def vectors_round(centre: NDArray[np.float32], count: int, spread: float, seed: int) -> NDArray[np.float32]:
    """Unit vectors near one direction."""
    noise = np.random.default_rng(seed).normal(0, spread / np.sqrt(len(centre)), (count, len(centre)))
    rows = centre + noise.astype(np.float32)
    unit: NDArray[np.float32] = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return unit


def centre(seed: int, dim: int) -> NDArray[np.float32]:
    row = np.random.default_rng(seed).normal(size=dim).astype(np.float32)
    unit: NDArray[np.float32] = row / np.linalg.norm(row)
    return unit


def take_in(home: Home, encoder: LazyEncoder, keys: Sequence[ContentKey], vectors: NDArray[np.float32]) -> None:
    """As a scan does, in batches: matches, then vectors, then files; crowded stars at the end."""
    home.library.folders.save_volume(VOLUME)
    model = encoder.card.id
    matcher = Matcher(home, encoder.card, load_index(home, encoder.card))
    facts = {key: PictureFacts("JPEG", 100 + place, 100) for place, key in enumerate(keys)}
    for start in range(0, len(keys), 32):
        batch = slice(start, start + 32)
        matcher.add(keys[batch], vectors[batch], facts)
        home.cache.embeddings.save(model, list(zip(keys[batch], vectors[batch], strict=True)))
        home.library.files.save_batch(
            [
                FileChange(
                    "test", key.encode() + b".jpg", FileStamp(1, 1), FileIdentity(1, place), key, facts=facts[key]
                )
                for place, key in enumerate(keys[batch], start + 1)
            ]
        )

    def anchors() -> list[ContentKey]:
        given = grouping_input(home, encoder.card, encoder.card.thresholds.floor)
        return [group.keeper.shot.content_key for group in group_levels(given, [Level.COPY])]

    matcher.complete_stars(anchors, Job.silent().check)
    matcher.save()


def _file(key: ContentKey, inode: int, facts: dict[ContentKey, PictureFacts]) -> FileChange:
    name = key.encode() + b".jpg"
    return FileChange("test", name, FileStamp(1, 1), FileIdentity(1, inode), key, facts=facts[key])


def keys_named(letter: str, count: int) -> list[ContentKey]:
    return [ContentKey(f"f-{letter}{number:04}") for number in range(count)]


def sizes(home: Home, encoder: LazyEncoder) -> list[int]:
    given: GroupingInput = grouping_input(home, encoder.card, encoder.card.thresholds.normal)
    return sorted(len(group.members) for group in group_levels(given, [Level.COPY]))


def test_a_crowd_larger_than_one_look_is_one_group(home: Home, encoder: LazyEncoder) -> None:
    crowd = 2 * NEIGHBOURS + 40
    vectors = vectors_round(centre(1, encoder.card.dim), crowd, 0.05, 2)
    take_in(home, encoder, keys_named("a", crowd), vectors)
    assert home.cache.matches.saturated(encoder.card.id)
    assert sizes(home, encoder) == [crowd]


def test_of_a_crowd_only_the_best_keepers_are_asked_for_all_their_likes(
    home: Home, encoder: LazyEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[ContentKey] = []
    complete = Matcher._complete
    monkeypatch.setattr(Matcher, "_complete", lambda matcher, key: asked.append(key) or complete(matcher, key))
    crowd = 6 * NEIGHBOURS
    take_in(home, encoder, keys_named("a", crowd), vectors_round(centre(1, encoder.card.dim), crowd, 0.05, 2))
    assert sizes(home, encoder) == [crowd]
    assert asked == [keys_named("a", crowd)[-1]]  # the one with the most pixels


@pytest.mark.parametrize("limit", [10_000, 40])
def test_exact_and_graph_find_the_same_groups(
    limit: int, home: Home, encoder: LazyEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_module, "EXACT_LIMIT", limit)
    monkeypatch.setattr(matching, "EXACT_LIMIT", limit)
    dim = encoder.card.dim
    scenes = [vectors_round(centre(seed, dim), 3, 0.05, 100 + seed) for seed in range(60)]
    take_in(home, encoder, keys_named("b", 180), np.concatenate(scenes))
    assert sizes(home, encoder) == [3] * 60

    kept = load_index(home, encoder.card)
    assert len(kept) == 180
    assert kept.measured_recall() > 0.95
    more = vectors_round(centre(7, dim), 2, 0.05, 999)
    take_in(home, encoder, keys_named("c", 2), more)
    assert sizes(home, encoder) == [3] * 59 + [5]


def test_a_kept_index_is_loaded_and_one_that_does_not_fit_is_built_anew(
    home: Home, encoder: LazyEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_module, "EXACT_LIMIT", 20)
    monkeypatch.setattr(matching, "EXACT_LIMIT", 20)
    vectors = vectors_round(centre(3, encoder.card.dim), 50, 1.0, 4)
    take_in(home, encoder, keys_named("d", 50), vectors)

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("built anew")

    with monkeypatch.context() as patched:
        patched.setattr(index_module.NeighbourIndex, "add", refuse)
        assert len(load_index(home, encoder.card)) == 50
    home.cache.embeddings.save(encoder.card.id, [(ContentKey("f-unfinished"), vectors[0])])
    assert "f-unfinished" not in load_index(home, encoder.card)
    for path in home.index_dir.rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:-10])
    assert len(load_index(home, encoder.card)) == 50


def test_the_nearest_below_the_floor_wait_to_be_looked_at(home: Home, encoder: LazyEncoder) -> None:
    dim = encoder.card.dim
    card = replace(encoder.card, candidate_cosine=0.4)
    floor = card.cosine_for(card.thresholds.floor)
    one = centre(1, dim)
    aside = [centre(seed, dim) for seed in range(10, 10 + 2 * CANDIDATES)]
    near = np.stack([between(one, other, 0.5) for other in aside])
    far = between(one, centre(99, dim), 0.3)[None]
    vectors = np.concatenate([one[None], near, far])
    keys = keys_named("e", len(vectors))
    facts = dict.fromkeys(keys, PictureFacts("JPEG", 100, 100))
    bursts = {keys[2]: PictureFacts("JPEG", 100, 100, camera="A", taken_at="2024-05-01T10:00:00")}
    bursts[keys[0]] = PictureFacts("JPEG", 100, 100, camera="A", taken_at="2024-05-01T10:00:03")
    matcher = Matcher(home, card, load_index(home, card))
    matcher.add(keys[1:], vectors[1:], facts | bursts)
    before = {(match.first, match.second) for match in home.cache.matches.load(card.id)}
    matcher.add(keys[:1], vectors[:1], facts | bursts)
    found = [match for match in home.cache.matches.load(card.id) if (match.first, match.second) not in before]
    assert 0 < len(found) <= CANDIDATES
    assert all(0.4 <= match.cosine < floor and match.relation is Relation.COPY for match in found)
    assert all(match.score < card.thresholds.floor for match in found)
    assert not home.cache.matches.saturated(card.id)


def between(one: NDArray[np.float32], other: NDArray[np.float32], cosine: float) -> NDArray[np.float32]:
    """A unit vector at this cosine from the first, in the direction of the second."""
    away = other - (one @ other) * one
    row: NDArray[np.float32] = cosine * one + np.sqrt(1 - cosine**2) * away / np.linalg.norm(away)
    return row.astype(np.float32)


def test_what_a_kill_left_of_the_stars_is_asked_for_by_the_next_scan(
    photos: Path, rescan: Callable[..., ScanReport], monkeypatch: pytest.MonkeyPatch
) -> None:
    save_photo(photos / "a.jpg", 1)

    def killed(*_: object) -> None:
        raise JobCancelledError

    with monkeypatch.context() as patch:
        patch.setattr(Matcher, "complete_stars", killed)
        with pytest.raises(JobCancelledError):
            rescan()
    completed = []
    monkeypatch.setattr(Matcher, "complete_stars", lambda *_: completed.append(True))
    rescan()
    rescan()
    assert completed == [True]
