import numpy as np
import pytest
from PIL import Image, ImageEnhance

from photos import draw_photo
from twinlens_training.data.photos import half_of, read_photos
from twinlens_training.evaluation.calibration import FALSE_PAIRS, false_pairs_crosswise
from twinlens_training.evaluation.copies import Copies
from twinlens_training.evaluation.impostors import Impostors, as_stored, impostors_of, one_photograph


def test_a_photograph_and_another_version_of_it_are_one():
    photo = draw_photo(11, (600, 450))
    edited = ImageEnhance.Contrast(photo.crop((45, 30, 570, 420))).enhance(0.7)
    assert one_photograph(as_stored(photo), as_stored(edited))
    assert one_photograph(as_stored(photo), as_stored(edited.transpose(Image.Transpose.FLIP_LEFT_RIGHT)))


@pytest.mark.parametrize("seed", range(5))
def test_different_photographs_are_not(seed):
    assert not one_photograph(as_stored(draw_photo(seed, (400, 300))), as_stored(draw_photo(seed + 50, (400, 300))))


def test_nothing_to_go_by_is_no_proof():
    blank = as_stored(Image.new("RGB", (160, 120), (90, 90, 90)))
    assert not one_photograph(blank, blank)


def test_near_ones_that_differ_stay_in(photo_folder):
    names = {split: [name for name, _ in read_photos(photo_folder, split)] for split in ("val", "train")}
    random = np.random.default_rng(1)
    vectors = {split: random.normal(size=(len(names[split]), 8)).astype(np.float32) for split in names}
    vectors["train"][4] = vectors["val"][2]
    unit = {split: rows / np.linalg.norm(rows, axis=1, keepdims=True) for split, rows in vectors.items()}
    none = np.empty(0, np.int64)
    copies = Copies(tuple(names["val"]), none, none, (), np.empty((0, 8), np.float32), unit["val"])
    found = impostors_of(copies, unit["train"], names["train"], photo_folder)
    assert found.shared == ()
    assert found.cosines[2, 4] == pytest.approx(1)
    assert [half_of(name) for name in names["val"]] == found.half.tolist()
    assert len(found.of_half(0)) + len(found.of_half(1)) == len(names["val"])


def test_a_pair_that_is_one_photograph_is_taken_out_and_listed(photo_folder, monkeypatch):
    from twinlens_training.evaluation import impostors

    names = [name for name, _ in read_photos(photo_folder, "val")]
    train = [name for name, _ in read_photos(photo_folder, "train")]
    vectors = np.eye(len(names), 32, dtype=np.float32)
    strangers = np.eye(len(train), 32, k=4, dtype=np.float32)
    strangers[5] = vectors[1]
    monkeypatch.setattr(impostors, "one_photograph", lambda first, second: True)
    monkeypatch.setattr(impostors, "LOOKED_AT", 1)
    none = np.empty(0, np.int64)
    copies = Copies(tuple(names), none, none, (), np.empty((0, 8), np.float32), vectors)
    found = impostors_of(copies, strangers, train, photo_folder)
    highest = [(pair.kept_out, pair.trained_on) for pair in found.shared]
    assert len(highest) == 1
    assert found.cosines[names.index(highest[0][0]), train.index(highest[0][1])] == -1
    assert found.shared[0].cosine == 1


def test_each_half_is_checked_at_the_other_halfs_thresholds():
    random = np.random.default_rng(4)
    halves = [1 - 0.6 * random.random((60, 300)) ** (1 / 9) for _ in range(2)]
    assert false_pairs_crosswise((halves[0], halves[1])) == dict.fromkeys(FALSE_PAIRS, 0)
    halves[1][0, :7] = 0.9999
    assert false_pairs_crosswise((halves[0], halves[1]))["strict"] == 7
    assert Impostors(np.zeros((2, 3), np.float32), np.array([0, 1])).of_half(1).shape == (1, 3)
