"""How two pictures are related, and how probably they are one."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from photos import draw_photo, save_photo
from twinlens.core.errors import ModelRefusedError
from twinlens.core.job import Job
from twinlens.core.relations import Relation
from twinlens.vision.decode_pool import DecodePool
from twinlens.vision.decoding import DecodeRequest
from twinlens.workflows.compare import Comparison, compare
from twinlens.workflows.model import LazyEncoder, LazyVerifier
from vision.onnx_models import tiny_verifier, verifier_card_of, write_verifier


@pytest.fixture
def verifier(tmp_path: Path) -> LazyVerifier:
    model = tiny_verifier()
    return LazyVerifier(write_verifier(tmp_path / "pairs", model, verifier_card_of(model)))


def verdict(encoder: LazyEncoder, verifier: LazyVerifier, *paths: Path) -> Comparison:
    return compare(encoder, verifier, *paths, Job.silent())


def test_the_verifier_judges_whatever_the_encoder_says(
    encoder: LazyEncoder, verifier: LazyVerifier, photos: Path
) -> None:
    original = save_photo(photos / "a.jpg", 1)
    stranger = save_photo(photos / "b.jpg", 2)
    draw_photo(1).transpose(Image.Transpose.ROTATE_90).save(photos / "turned.png")
    shutil.copy(original, photos / "twin.jpg")
    assert verdict(encoder, verifier, original, photos / "twin.jpg").probability == 1.0
    turned = verdict(encoder, verifier, original, photos / "turned.png").probability
    other = verdict(encoder, verifier, original, stranger)
    assert other.relation is None
    assert turned is not None
    assert other.probability is not None
    assert other.probability < 0.9 < turned <= 1.0


def test_each_file_is_decoded_once(
    encoder: LazyEncoder, verifier: LazyVerifier, photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoded: list[DecodeRequest] = []
    decode = DecodePool.decode

    def noting(pool: DecodePool, requests: Iterable[DecodeRequest], check: Callable[[], None]):
        wanted = list(requests)
        decoded.extend(wanted)
        return decode(pool, wanted, check)

    monkeypatch.setattr(DecodePool, "decode", noting)
    verdict(encoder, verifier, save_photo(photos / "a.jpg", 1), save_photo(photos / "b.jpg", 2))
    assert sorted(request.path.name for request in decoded) == ["a.jpg", "b.jpg"]


def test_without_a_verifier_nothing_is_said(encoder: LazyEncoder, photos: Path) -> None:
    original = save_photo(photos / "a.jpg", 1)
    shutil.copy(original, photos / "twin.jpg")
    result = verdict(encoder, LazyVerifier(None), original, photos / "twin.jpg")
    assert (result.relation, result.probability) == (Relation.IDENTICAL, None)


def test_what_cannot_be_read_has_no_probability(encoder: LazyEncoder, verifier: LazyVerifier, photos: Path) -> None:
    result = verdict(encoder, verifier, save_photo(photos / "a.jpg", 1), photos / "nothing.jpg")
    assert (result.probability, len(result.problems)) == (None, 1)


@pytest.mark.parametrize("present", ["verifier.onnx", "verifier.json"])
def test_half_a_verifier_is_refused(encoder: LazyEncoder, photos: Path, tmp_path: Path, present: str) -> None:
    files = write_verifier(tmp_path / "pairs", tiny_verifier(), verifier_card_of(tiny_verifier()))
    for file in files:
        if file.name != present:
            file.unlink()
    original = save_photo(photos / "a.jpg", 1)
    with pytest.raises(ModelRefusedError, match="pair verifier"):
        verdict(encoder, LazyVerifier(files), original, original)


@pytest.mark.parametrize(
    ("seconds", "bias", "relation"), [(1, 0, Relation.BURST), (1, -1, Relation.BRACKET), (40, 0, Relation.SIMILAR)]
)
def test_exposures_by_one_camera_are_named_as_a_scan_names_them(
    seconds: int, bias: int, relation: Relation, encoder: LazyEncoder, verifier: LazyVerifier, photos: Path
) -> None:
    for number in range(2):
        exif = Image.Exif()
        exif[0x010F], exif[0x0110] = "Testcam", "One"
        photo = exif.get_ifd(0x8769)
        photo[0x9003], photo[0x9204] = f"2024:05:01 10:00:{seconds * number:02}", IFDRational(bias * number)
        frame = draw_photo(3, (480, 320))
        frame.paste((200, 30, 30), (100 + 90 * number, 80, 220 + 90 * number, 260))
        frame.save(photos / f"{number}.jpg", exif=exif, quality=92)
    found = verdict(encoder, verifier, photos / "0.jpg", photos / "1.jpg")
    assert found.relation is relation
    assert found.score >= encoder.card.thresholds.loose
    named = {difference.name for difference in found.differences}
    assert ("exposure_bias" in named) == bool(bias)
