import pickle
import shutil

import numpy as np
import pytest

from twinlens_training.data.batches import batch_maker, make_batch
from twinlens_training.data.photos import PhotosError, PhotoStore, half_of, load_split, open_store, read_photos
from twinlens_training.data.sampling import Sampler


def test_the_split_is_read_and_the_broken_and_the_tiny_are_listed(photo_folder):
    skipped = {}
    train = [name for name, _ in read_photos(photo_folder, "train", skipped)]
    held_out = [name for name, image in read_photos(photo_folder, "val") if image.size == (120, 90)]
    assert len(train) == 18
    assert len(held_out) == 8
    assert not set(train) & set(held_out)
    assert skipped == {"drawn_broken.jpg": "broken", "drawn_tiny.jpg": "tiny: 20x16 pixels"}


def test_every_skipped_photograph_is_listed_and_their_number_is_shown(photo_folder, tmp_path, capsys):
    load_split(photo_folder, "train", tmp_path)
    listed = tmp_path / "skipped-train.txt"
    assert capsys.readouterr().out == f"train: 18 photographs unpacked, 2 of 20 skipped, listed in {listed}\n"
    lines = sorted(listed.read_text(encoding="utf-8").splitlines())
    assert lines == ["drawn_broken.jpg\tbroken", "drawn_tiny.jpg\ttiny: 20x16 pixels"]


def copied(photo_folder, tmp_path, more=""):
    folder = shutil.copytree(photo_folder, tmp_path / "photos")
    with (folder / "manifest.csv").open("a", encoding="utf-8") as file:
        file.write(more)
    return folder


def test_photographs_that_no_shard_holds_are_skipped(photo_folder, tmp_path):
    skipped = {}
    list(read_photos(copied(photo_folder, tmp_path, "photos-01.tar,gone.jpg,val\n"), "val", skipped))
    assert skipped == {"gone.jpg": "not in photos-01.tar"}


@pytest.mark.parametrize("damage", ["absent", "cut short", "not a tar"])
def test_a_shard_that_cannot_be_read_is_an_error(photo_folder, tmp_path, damage):
    shard = copied(photo_folder, tmp_path) / "photos-00.tar"
    content = shard.read_bytes()
    shard.unlink()
    if damage != "absent":
        shard.write_bytes(content[:3000] if damage == "cut short" else b"nothing" * 200)
    with pytest.raises(PhotosError, match=r"photos-00\.tar: it cannot be read"):
        load_split(shard.parent, "train", tmp_path / "cache")


def test_a_folder_without_a_usable_photograph_is_an_error(photo_folder, tmp_path):
    folder = copied(photo_folder, tmp_path, "photos-01.tar,gone.jpg,extra\n")
    for split in ("extra", "none"):
        with pytest.raises(PhotosError, match="no photograph of the split"):
            load_split(folder, split, tmp_path / "cache")
    (folder / "manifest.csv").write_text("name,split\na.jpg,train\n")
    with pytest.raises(PhotosError, match="the columns shard, name and split"):
        load_split(folder, "train", tmp_path / "cache")
    with pytest.raises(PhotosError, match=r"its manifest\.csv cannot be read"):
        load_split(tmp_path / "nowhere", "train", tmp_path / "cache")


def test_packed_photographs_are_the_photographs(photo_folder, tmp_path, capsys):
    store = load_split(photo_folder, "val", tmp_path)
    assert "8 photographs" in capsys.readouterr().out
    by_name = dict(read_photos(photo_folder, "val"))
    for index, name in enumerate(store.names):
        assert np.array_equal(store[index], np.asarray(by_name[name]))
    again = load_split(photo_folder, "val", tmp_path)
    assert again.names == store.names
    assert capsys.readouterr().out == ""


def test_a_mapped_store_travels_as_a_path(photo_folder, tmp_path):
    store = load_split(photo_folder, "train", tmp_path)
    sent = pickle.dumps(store)
    assert len(sent) < 2000
    assert np.array_equal(pickle.loads(sent)[3], store[3])
    assert open_store(store.source).names == store.names


def in_memory(count):
    rows = np.random.default_rng(0).integers(0, 256, (count, 60, 50, 3), dtype=np.uint8)
    shapes = np.tile(np.array([60, 50], np.int32), (count, 1))
    names = tuple(f"set{number % 3}_{number}.jpg" for number in range(count))
    return PhotoStore(rows.ravel(), np.arange(count, dtype=np.int64) * 9000, shapes, names)


def test_batches_depend_on_seed_and_step_alone():
    store = in_memory(30)
    sampler = Sampler(store.sources(), 8, seed=5)
    views, numbers = make_batch(store, sampler, 11, 48)
    assert views.shape == (2, 8, 48, 48, 3)
    assert len(set(numbers)) == 8
    with batch_maker(store, sampler, 0) as batches:
        assert np.array_equal(batches(11, 48)[0], views)
        assert not np.array_equal(batches(12, 48)[0], views)
        assert batches(12, 64)[0].shape[2] == 64


def test_a_worker_process_makes_the_same_batches():
    store = in_memory(12)
    sampler = Sampler(store.sources(), 4, seed=5)
    with batch_maker(store, sampler, 1) as batches:
        for step, size in ((3, 48), (4, 48), (5, 64), (3, 64)):
            views, numbers = batches(step, size)
            expected = make_batch(store, sampler, step, size)
            assert np.array_equal(views, expected[0])
            assert np.array_equal(numbers, expected[1])


def test_halves_of_the_held_out_photographs_are_about_even():
    halves = [half_of(f"photo_{number}.jpg") for number in range(400)]
    assert 150 < sum(halves) < 250


def test_a_next_frame_takes_the_place_of_another_photograph(photo_folder, tmp_path):
    store = load_split(photo_folder, "train", tmp_path)
    plain, _ = make_batch(store, Sampler(store.sources(), 8, seed=5), 3, 32)
    views, numbers = make_batch(store, Sampler(store.sources(), 8, seed=5, bursts=2), 3, 32)
    chosen = Sampler(store.sources(), 8, seed=5).photos(3)
    assert numbers[:6].tolist() == chosen[:6].tolist()
    assert numbers[6:].tolist() == [len(store) + chosen[1], len(store) + chosen[0]]
    assert (views[:, 2:6] == plain[:, 2:6]).all()
    likeness = [np.corrcoef(views[0, at].ravel(), views[0, 7 - at].ravel())[0, 1] for at in (0, 1)]
    assert max(likeness) > 0.5
