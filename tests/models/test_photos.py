import pickle

import numpy as np

from twinlens_training.batches import batch_maker, make_batch
from twinlens_training.photos import PhotoStore, half_of, load_split, open_store, read_photos
from twinlens_training.sampling import Sampler


def test_the_split_is_read_and_the_broken_and_the_tiny_are_listed(photo_folder):
    skipped = []
    train = [name for name, _ in read_photos(photo_folder, "train", skipped)]
    held_out = [name for name, image in read_photos(photo_folder, "val") if image.size == (120, 90)]
    assert len(train) == 18
    assert len(held_out) == 8
    assert not set(train) & set(held_out)
    assert sorted(skipped) == ["drawn_broken.jpg", "drawn_tiny.jpg"]


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
