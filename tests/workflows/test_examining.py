"""Matches are looked at: versions of one picture are named, what only looks alike is not called a copy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageOps
from sqlalchemy import delete

from photos import draw_photo, save_photo
from twinlens.core.evidence import WHOLE, Change, Evidence
from twinlens.core.grouping import ordered_pair
from twinlens.core.job import Job, JobCancelledError
from twinlens.core.keepers import KeeperReason
from twinlens.core.photos import ContentKey, Match, PictureFacts
from twinlens.core.relating import SCENE_SCORE
from twinlens.core.relations import Relation
from twinlens.library.cache_schema import EvidenceRow
from twinlens.vision.encoder import ModelCard
from twinlens.vision.examining import Examination, Look, examine
from twinlens.vision.model_card import EvidenceScale
from twinlens.workflows.groups import load_groups, load_shots, places_now
from twinlens.workflows.home import Home
from twinlens.workflows.model import LazyEncoder
from twinlens.workflows.scan import ScanReport, examining, looking
from twinlens.workflows.scan.examining import examine_matches, judge

Rescan = Callable[..., ScanReport]


def versions(folder: Path) -> None:
    photo = draw_photo(3, (640, 480))
    photo.save(folder / "original.jpg", quality=95)
    photo.save(folder / "saved.jpg", quality=60)
    photo.transpose(Image.Transpose.ROTATE_90).save(folder / "turned.jpg", quality=90)
    photo.crop((40, 30, 600, 450)).save(folder / "crop.jpg", quality=92)
    ImageOps.grayscale(photo).save(folder / "grey.jpg", quality=92)
    framed = ImageOps.expand(photo, 30, "white")
    ImageDraw.Draw(framed).text((20, 5), "holiday", fill="black")
    framed.resize((560, 432)).save(folder / "framed.jpg", quality=92)


def relations_to(home: Home, encoder: LazyEncoder, original: Path) -> dict[str, Relation]:
    names = {shot.content_key: shot.path.name for shot in load_shots(home, places_now(home))}
    (key,) = [key for key, name in names.items() if name == original.name]
    return {names[match.other(key)]: match.relation for match in home.cache.matches.of(encoder.card.id, key)}


def test_a_scan_names_every_version(photos: Path, home: Home, encoder: LazyEncoder, rescan: Rescan) -> None:
    versions(photos)
    rescan()
    found = relations_to(home, encoder, photos / "original.jpg")
    wanted = {
        "saved.jpg": Relation.REENCODED,
        "turned.jpg": Relation.ROTATED,
        "crop.jpg": Relation.CROP,
        "grey.jpg": Relation.EDITED,
        "framed.jpg": Relation.EDITED,
    }
    assert {name: found.get(name) for name in wanted} == wanted
    (group,) = load_groups(home, encoder.card, threshold=encoder.card.thresholds.strict)
    assert group.keeper.shot.path.name == "original.jpg"
    assert {member.shot.path.name: member.relation for member in group.members[1:]} == wanted


def test_what_a_kill_left_unseen_is_looked_at_by_the_next_scan(
    photos: Path, home: Home, encoder: LazyEncoder, rescan: Rescan, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions(photos)

    def killed(*_: object) -> None:
        raise JobCancelledError

    with monkeypatch.context() as patch:
        patch.setattr(examining._Examiner, "take", killed)
        with pytest.raises(JobCancelledError):
            rescan()
    assert set(relations_to(home, encoder, photos / "original.jpg").values()) == {Relation.COPY}
    rescan()
    assert Relation.COPY not in relations_to(home, encoder, photos / "original.jpg").values()


def test_of_many_versions_only_the_matches_with_their_keeper_are_looked_at(
    photos: Path, home: Home, encoder: LazyEncoder, rescan: Rescan, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[tuple[Look, Look]] = []

    def counting(first: Look, second: Look) -> Examination | None:
        looked.append((first, second))
        return examine(first, second)

    monkeypatch.setattr(looking, "examine", counting)
    photo = draw_photo(3, (640, 480))
    for quality in range(40, 96, 4):
        photo.save(photos / f"{quality}.jpg", quality=quality)
    rescan()
    assert len(home.cache.matches.load(encoder.card.id)) == 14 * 13 / 2
    assert len(looked) == 13
    rescan()
    assert len(looked) == 13


def test_what_a_look_parts_is_looked_at_again(
    photos: Path, home: Home, encoder: LazyEncoder, rescan: Rescan, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two photos of two versions each, all four alike to the encoder: looking finds two groups."""
    monkeypatch.setattr(type(encoder.card), "score", lambda card, cosines: np.full(len(cosines), 0.99, np.float32))
    monkeypatch.setattr(type(encoder.card), "cosine_for", lambda card, score: -1.0)
    for seed in (1, 2):
        draw_photo(seed, (640, 480)).save(photos / f"{seed}.jpg", quality=95)
        draw_photo(seed, (640, 480)).save(photos / f"{seed} again.jpg", quality=70)
    rescan()
    monkeypatch.undo()
    groups = load_groups(home, encoder.card, threshold=encoder.card.thresholds.strict)
    assert sorted(sorted(member.shot.path.name for member in group.members) for group in groups) == [
        ["1 again.jpg", "1.jpg"], ["2 again.jpg", "2.jpg"],
    ]  # fmt: skip


def test_a_photo_is_kept_before_its_larger_framed_copies(
    photos: Path, home: Home, encoder: LazyEncoder, rescan: Rescan
) -> None:
    photo = draw_photo(3, (600, 400))
    photo.save(photos / "photo.jpg", quality=80)
    ImageOps.pad(photo, (600, 600), color="black").save(photos / "bars.jpg", quality=98)
    sheet = Image.new("RGB", (600, 800), "white")
    sheet.paste(photo, (0, 0))
    sheet.paste(ImageOps.invert(ImageOps.flip(photo)), (0, 400))
    sheet.save(photos / "sheet.jpg", quality=98)
    rescan()
    (group,) = load_groups(home, encoder.card, threshold=encoder.card.thresholds.normal)
    assert group.keeper.shot.path.name == "photo.jpg"
    assert KeeperReason.BARE in group.keeper.reasons
    assert {member.shot.path.name: member.relation for member in group.members[1:]} == {
        "bars.jpg": Relation.EDITED, "sheet.jpg": Relation.EDITED,
    }  # fmt: skip


@pytest.mark.parametrize("third_helps", [True, False])
def test_what_cannot_be_laid_over_the_keeper_is_laid_over_it_by_way_of_a_member(
    photos: Path,
    home: Home,
    encoder: LazyEncoder,
    rescan: Rescan,
    monkeypatch: pytest.MonkeyPatch,
    *,
    third_helps: bool,
) -> None:
    photo = draw_photo(3, (900, 600))
    for width in (900, 450, 300):
        photo.resize((width, width * 2 // 3)).save(photos / f"{width}.jpg", quality=92)
    draw_photo(4, (320, 200)).save(photos / "other.jpg")

    def not_directly(first: Look, second: Look) -> Examination | None:
        return None if {first.width, second.width} == {900, 300} else examine(first, second)

    monkeypatch.setattr(looking, "examine", not_directly)
    if not third_helps:
        monkeypatch.setattr(looking, "examine_through", lambda *_: None)
    rescan()
    (group,) = load_groups(home, encoder.card, threshold=encoder.card.thresholds.strict)
    found = {member.shot.path.name: member.relation for member in group.members[1:]}
    assert found == {"450.jpg": Relation.RESIZED} | ({"300.jpg": Relation.RESIZED} if third_helps else {})


def test_a_preview_that_is_gone_leaves_the_match_as_it_was(
    photos: Path, home: Home, encoder: LazyEncoder, rescan: Rescan, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_photo(photos / "a.jpg", 1)
    draw_photo(1).save(photos / "b.jpg", quality=50)
    with monkeypatch.context() as patch:
        patch.setattr(looking.Looker, "_look_from_disk", lambda *_: None)
        rescan()
    (match,) = home.cache.matches.load(encoder.card.id)
    assert match.relation is Relation.COPY
    examine_matches(home, encoder.card, Job.silent())
    (match,) = home.cache.matches.load(encoder.card.id)
    assert match.relation is Relation.REENCODED


def test_a_version_that_the_encoder_holds_far_from_the_keeper_is_found_through_another(
    photos: Path, home: Home, encoder: LazyEncoder, rescan: Rescan
) -> None:
    """No match joins the crop to the keeper, as if the encoder held them far apart; the saved copy is near to both."""
    photo = draw_photo(3, (640, 480))
    photo.save(photos / "keeper.jpg", quality=96)
    photo.save(photos / "saved.jpg", quality=60)
    photo.crop((80, 60, 600, 450)).save(photos / "crop.jpg", quality=90)
    rescan()
    keys = {shot.path.name: shot.content_key for shot in load_shots(home, places_now(home))}
    apart = ordered_pair(keys["keeper.jpg"], keys["crop.jpg"])
    home.cache.matches.drop(encoder.card.id, [apart])
    with home.cache.database.writing() as connection:
        connection.execute(delete(EvidenceRow))
    joined = [
        match for match in home.cache.matches.load(encoder.card.id) if keys["crop.jpg"] in (match.first, match.second)
    ]
    assert joined
    examine_matches(home, encoder.card, Job.silent())
    (group,) = load_groups(home, encoder.card, threshold=encoder.card.thresholds.strict)
    assert {member.shot.path.name: member.relation for member in group.members[1:]} == {
        "saved.jpg": Relation.REENCODED, "crop.jpg": Relation.CROP,
    }  # fmt: skip


A, B = ContentKey("f-1-a"), ContentKey("f-1-b")
FACTS = {A: PictureFacts("JPEG", 100, 80), B: PictureFacts("JPEG", 100, 80)}


SCALE = EvidenceScale((0.72, 0.92, 1.0), (0.9, 0.98, 0.99))


@pytest.fixture
def card(encoder: LazyEncoder) -> ModelCard:
    return replace(encoder.card, evidence=SCALE)


@pytest.mark.parametrize(
    ("agreement", "inliers", "relation", "score"),
    [
        (1.0, 90, Relation.REENCODED, 0.99),
        (0.82, 90, Relation.REENCODED, 0.94),
        (0.5, 90, Relation.SIMILAR, SCENE_SCORE),
        (0.5, 14, Relation.SIMILAR, 0.4),
    ],
)
def test_how_far_two_agree_is_how_sure_it_is_and_disagreement_is_no_copy(
    card: ModelCard, agreement: float, inliers: int, relation: Relation, score: float
) -> None:
    evidence = Evidence(inliers, agreement, 1, 1, 1, WHOLE, WHOLE, ())
    found = judge(card, Match(A, B, 0.4, 0.7, Relation.COPY), FACTS, evidence)
    assert (found.relation, found.score) == (relation, pytest.approx(score))


def test_what_cannot_be_laid_over_one_another_is_similar(card: ModelCard) -> None:
    found = judge(card, Match(A, B, 0.99, 0.95, Relation.COPY), FACTS, None)
    assert (found.relation, found.score) == (Relation.SIMILAR, 0.99)
    crop = Evidence(9, 0.9, 1, 1, 0.4, WHOLE, WHOLE, (Change.CROPPED,))
    assert judge(card, found, FACTS, crop).relation is Relation.CROP
