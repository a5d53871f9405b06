"""What one camera takes within moments belongs together if it looks alike: bursts, brackets, panoramas, scenes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter
from PIL.TiffImagePlugin import IFDRational

from photos import draw_photo
from twinlens.core.job import Job
from twinlens.core.relating import SCENE_SCORE
from twinlens.core.relations import Level, Relation
from twinlens.library.cache_schema import EvidenceRow, MatchRow
from twinlens.workflows import scenes
from twinlens.workflows.groups import load_groups, load_shots, places_now
from twinlens.workflows.home import Home
from twinlens.workflows.model import LazyEncoder
from twinlens.workflows.scan import ScanReport, matching
from twinlens.workflows.scan.sequences import relate_sequences

Rescan = Callable[..., ScanReport]
SIZE = (600, 400)
BIAS, MODE, SECONDS, APERTURE, ISO, NOTE = 0x9204, 0xA402, 0x829A, 0x829D, 0x8827, 0x927C
RELATED = tuple(level for level in Level if level is not Level.COPY)


def shoot(path: Path, picture: Image.Image, taken_at: str | None = None, **options: object) -> Path:
    """Save a picture as a camera would; `photo` holds more tags."""
    exif = Image.Exif()
    make, _, model = str(options.pop("camera", "Testcam One")).partition(" ")
    exif[0x010F], exif[0x0110] = make, model
    photo = exif.get_ifd(0x8769)
    if taken_at:
        photo[0x9003] = f"2024:05:01 {taken_at}"
    photo.update(options.pop("photo", {}))  # type: ignore[call-overload]
    picture.save(path, quality=93, exif=exif, **options)
    return path


def moved(seed: int, number: int, background: Image.Image | None = None) -> Image.Image:
    """A frame of a burst: something crosses the scene, and the camera is not held quite still."""
    frame = (background or draw_photo(seed, (SIZE[0] + 40, SIZE[1] + 40))).copy()
    pen = ImageDraw.Draw(frame)
    pen.ellipse((60 + 45 * number, 120, 200 + 45 * number, 330), fill=(200, 40, 30))
    pen.rectangle((90 + 45 * number, 60, 160 + 45 * number, 130), fill=(240, 220, 60))
    return frame.crop((4 * number, 3 * number, SIZE[0] + 4 * number, SIZE[1] + 3 * number))


def groups(home: Home, encoder: LazyEncoder, *levels: Level) -> dict[Level, list[set[str]]]:
    """The names in each group, by level."""
    found: dict[Level, list[set[str]]] = {}
    loose = encoder.card.thresholds.loose
    for group in load_groups(home, encoder.card, threshold=loose, levels=levels or tuple(Level)):
        found.setdefault(group.level, []).append({member.shot.path.stem for member in group.members})
    return found


def relations(home: Home, encoder: LazyEncoder) -> dict[tuple[str, ...], Relation]:
    """Every stored match, by the names of both."""
    names = {shot.content_key: shot.path.stem for shot in load_shots(home, places_now(home))}
    matches = home.cache.matches.load(encoder.card.id)
    return {tuple(sorted((names[match.first], names[match.second]))): match.relation for match in matches}


def test_a_burst_is_one_group_and_no_copies(photos: Path, home: Home, encoder: LazyEncoder, rescan: Rescan) -> None:
    for number in range(5):
        shoot(photos / f"DSC_010{number}.jpg", moved(3, number), f"10:00:0{number}")
    rescan()
    assert groups(home, encoder) == {Level.BURST: [{f"DSC_010{number}" for number in range(5)}]}


@pytest.fixture
def only_by_looking(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if all frames lay far apart for the encoder, whatever it thinks of drawings: nothing is found by cosine."""
    monkeypatch.setattr("twinlens.workflows.scan.matching.Matcher.add", lambda *_: None)
    monkeypatch.setattr(scenes, "_ENOUGH", 2.0)
    monkeypatch.setattr(scenes, "_WORTH_A_LOOK", -1.0)


@pytest.mark.usefixtures("only_by_looking")
def test_frames_far_apart_for_the_encoder_are_brought_together_by_their_times(
    photos: Path, home: Home, encoder: LazyEncoder, rescan: Rescan
) -> None:
    for number in range(3):
        shoot(photos / f"a{number}.jpg", moved(3, number), f"10:00:0{number}")
        shoot(photos / f"b{number}.jpg", draw_photo(50 + number, SIZE), f"11:00:0{number}")
    rescan()
    assert groups(home, encoder) == {Level.BURST: [{"a0", "a1", "a2"}]}


@pytest.mark.usefixtures("only_by_looking")
def test_time_alone_never_suffices(photos: Path, home: Home, encoder: LazyEncoder, rescan: Rescan) -> None:
    """A clock that stands, one that was never set, one camera for all: strangers stay strangers."""
    for number in range(6):
        tags = {NOTE: b"notes", BIAS: IFDRational(number)}
        shoot(photos / f"IMG_000{number}.jpg", draw_photo(60 + number, SIZE), "10:00:00", photo=tags)
        reset = {0x9003: "1970:01:01 00:00:00", **tags}
        shoot(photos / f"IMG_010{number}.jpg", draw_photo(70 + number, SIZE), photo=reset)
        shoot(photos / f"IMG_020{number}.jpg", draw_photo(80 + number, SIZE), f"12:00:0{number}", photo=tags)
    rescan()
    assert groups(home, encoder) == {}


def bracket(photos: Path, tags: Callable[[int], dict]) -> None:
    scene = draw_photo(5, SIZE)
    for number, light in enumerate((1.0, 0.35, 1.9)):
        exposed = ImageEnhance.Brightness(scene).enhance(light)
        shoot(photos / f"DSC_020{number}.jpg", exposed, f"10:00:0{number}", photo=tags(number))


BIASES = (0, -2, 1)


@pytest.mark.parametrize(
    "tags",
    [
        lambda number: {BIAS: IFDRational(BIASES[number])},
        lambda number: {MODE: 2, BIAS: IFDRational(0)},
        lambda number: {SECONDS: IFDRational(2 ** (10 + BIASES[number]), 2**16), APERTURE: IFDRational(8), ISO: 100},
        lambda number: {MODE: 1, BIAS: IFDRational(0), SECONDS: IFDRational(2 ** (10 + BIASES[number]), 2**16)},
    ],
    ids=["bias", "mode", "exposure", "by hand"],
)
def test_a_bracket(tags: Callable[[int], dict], photos: Path, home: Home, encoder: LazyEncoder, rescan: Rescan) -> None:
    bracket(photos, tags)
    rescan()
    assert groups(home, encoder) == {Level.BRACKET: [{"DSC_0200", "DSC_0201", "DSC_0202"}]}


def test_a_focus_bracket_by_what_is_sharp(photos: Path, home: Home, encoder: LazyEncoder, rescan: Rescan) -> None:
    scene = draw_photo(6, SIZE)
    soft = scene.filter(ImageFilter.GaussianBlur(2))
    for number in range(2):
        near = Image.linear_gradient("L").resize(SIZE).point(lambda level: 255 if level > 128 else 0)
        mask = near if number else near.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
        shoot(photos / f"f{number}.jpg", Image.composite(scene, soft, mask), f"10:00:0{number}")
    rescan()
    assert relations(home, encoder) == {("f0", "f1"): Relation.BRACKET}


def panorama(photos: Path, count: int) -> None:
    for number, view in enumerate(views(count)):
        shoot(photos / f"P100010{number}.jpg", view, f"10:00:{2 * number:02}")


def views(count: int, step: int = 330) -> Iterator[Image.Image]:
    """What a camera sees that is swung: each view shows a part of the one before."""
    wide = draw_photo(8, (SIZE[0] + step * (count - 1), SIZE[1] + 40))
    pen = ImageDraw.Draw(wide)
    random = np.random.default_rng(9)
    for _ in range(30 * count):
        x, y = int(random.integers(0, wide.width)), int(random.integers(0, wide.height))
        pen.rectangle((x, y, x + 30, y + 22), fill=tuple(map(int, random.integers(0, 256, 3))))
    for number in range(count):
        box = (step * number, 8 * (number % 3), step * number + SIZE[0], 8 * (number % 3) + SIZE[1])
        yield wide.crop(box)


def test_a_panorama_is_one_group_though_its_ends_show_nothing_in_common(
    photos: Path, home: Home, encoder: LazyEncoder, rescan: Rescan
) -> None:
    panorama(photos, 4)
    rescan()
    assert groups(home, encoder) == {Level.PANORAMA: [{f"P100010{number}" for number in range(4)}]}


@pytest.mark.parametrize("numbered", [True, False])
def test_numbered_views_without_any_time_are_looked_at_and_are_one_scene(
    numbered: bool, photos: Path, home: Home, encoder: LazyEncoder, rescan: Rescan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matching, "CANDIDATES", 0)
    monkeypatch.setattr(scenes, "_WORTH_A_LOOK", 0.0)
    for number, view in enumerate(views(2, step=370)):
        view.save(photos / (f"view{number:03}.jpg" if numbered else f"{'ab'[number]}.jpg"), quality=92)
        draw_photo(60 + number, SIZE).save(photos / f"other{number:03}.jpg")
    rescan()
    assert relations(home, encoder) == ({("view000", "view001"): Relation.SIMILAR} if numbered else {})
    assert groups(home, encoder) == ({Level.SIMILAR: [{"view000", "view001"}]} if numbered else {})


@pytest.mark.parametrize("apart", ["10:00:00", None], ids=["one second", "no time"])
def test_numbered_frames_from_a_tripod_are_no_copies(
    apart: str | None, photos: Path, home: Home, encoder: LazyEncoder, rescan: Rescan
) -> None:
    scene = draw_photo(3, SIZE)
    grain = np.random.default_rng(1).normal(0, 3, (2, SIZE[1], SIZE[0], 3))
    for number in range(2):
        frame = Image.fromarray(np.clip(np.asarray(scene) + grain[number], 0, 255).astype(np.uint8))
        shoot(photos / f"DSC_030{number}.jpg", frame, apart, photo={NOTE: b"notes of a camera"})
    scene.resize((300, 200)).save(photos / "small.jpg")
    rescan()
    assert relations(home, encoder)["DSC_0300", "DSC_0301"] is Relation.BURST
    copies = groups(home, encoder, Level.COPY)[Level.COPY]
    assert not any({"DSC_0300", "DSC_0301"} <= names for names in copies)


def test_a_saved_copy_of_a_frame_is_its_copy_and_not_another_frame(
    photos: Path, home: Home, encoder: LazyEncoder, rescan: Rescan
) -> None:
    for number in range(2):
        shoot(photos / f"DSC_040{number}.jpg", moved(3, number), f"10:00:0{number}")
    moved(3, 0).resize((450, 300)).save(photos / "sent.jpg", quality=80)
    rescan()
    found = groups(home, encoder)
    assert found[Level.COPY] == [{"DSC_0400", "sent"}]
    assert found[Level.BURST] == [{"DSC_0400", "DSC_0401"}]


def stored(home: Home, encoder: LazyEncoder) -> list[tuple[object, ...]]:
    return sorted(
        (match.first, match.second, round(match.score, 3), match.relation)
        for match in home.cache.matches.load(encoder.card.id)
    )


def test_the_order_of_scans_means_nothing(
    photos: Path, home: Home, encoder: LazyEncoder, rescan: Rescan, tmp_path: Path
) -> None:
    for folder in ("one", "two"):
        (photos / folder).mkdir()
    panorama(photos / "one", 3)
    for number in range(4):
        shoot(photos / ("one", "two")[number % 2] / f"{number}.jpg", moved(3, number), f"12:00:0{number}")
    rescan(photos / "two")
    rescan(photos / "one")
    in_two = stored(home, encoder)
    for table in (MatchRow, EvidenceRow):
        with home.cache.database.writing() as connection:
            connection.execute(table.__table__.delete())
    relate_sequences(home, encoder.card, Job.silent())
    again = stored(home, encoder)
    assert {pair[:2] for pair in again} <= {pair[:2] for pair in in_two}
    assert again == [pair for pair in in_two if pair[:2] in {each[:2] for each in again}]
    relate_sequences(home, encoder.card, Job.silent())
    assert stored(home, encoder) == again


def test_facts_from_before_exposures_were_kept_say_nothing(
    photos: Path, home: Home, encoder: LazyEncoder, rescan: Rescan
) -> None:
    bracket(photos, lambda number: {BIAS: IFDRational(BIASES[number])} if number else {})
    rescan()
    assert relations(home, encoder)["DSC_0200", "DSC_0201"] is Relation.BURST
    assert relations(home, encoder)["DSC_0201", "DSC_0202"] is Relation.BRACKET


@pytest.mark.parametrize("candidates", [0.5, 1.0])
def test_less_likeness_will_do_within_moments_and_still_less_for_a_look(
    candidates: float, encoder: LazyEncoder
) -> None:
    card = replace(encoder.card, candidate_cosine=candidates)
    floor = card.cosine_for(card.thresholds.floor)
    enough = scenes.enough_in_time(card)
    assert 0 < scenes.worth_a_look(card) < enough < floor
    scores = [scenes.scene_score(card, cosine, near_in_time=True) for cosine in (enough - 0.01, enough, floor, 1.0)]
    assert scores == [0.0, pytest.approx(card.thresholds.loose), SCENE_SCORE, SCENE_SCORE]
    assert scores[1] >= card.thresholds.loose
    assert scenes.scene_score(card, 1.0, near_in_time=False) == 0.0
