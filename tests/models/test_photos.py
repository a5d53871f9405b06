import pickle

import numpy as np

from twinlens_training.batches import batch_maker, make_batch, photos_of_step
from twinlens_training.photos import PhotoStore, half_of, load_split, open_store, read_photos


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


def test_a_pass_sees_each_photograph_once_and_half_a_batch_is_of_one_source():
    sources = np.repeat(np.arange(4), 200)
    batches = [photos_of_step(sources, 20, 1, step) for step in range(80)]
    for turn in (batches[:40], batches[40:]):
        assert sorted(np.concatenate(turn)) == list(range(800))
    largest = [np.bincount(sources[batch]).max() for batch in batches]
    assert np.mean(largest) > 12
    assert not np.array_equal(batches[0], batches[40])


def test_few_photographs_make_a_smaller_batch():
    assert sorted(photos_of_step(np.zeros(5, np.int64), 96, 1, 7)) == [0, 1, 2, 3, 4]


def test_batches_depend_on_seed_and_step_alone():
    store = in_memory(30)
    views, numbers = make_batch(store, 8, 5, 11, 48)
    assert views.shape == (2, 8, 48, 48, 3)
    assert len(set(numbers)) == 8
    with batch_maker(store, 8, 5, 0) as batches:
        assert np.array_equal(batches(11, 48)[0], views)
        assert not np.array_equal(batches(12, 48)[0], views)
        assert batches(12, 64)[0].shape[2] == 64


def test_a_worker_process_makes_the_same_batches():
    store = in_memory(12)
    with batch_maker(store, 4, 5, 1) as batches:
        for step, size in ((3, 48), (4, 48), (5, 64), (3, 64)):
            views, numbers = batches(step, size)
            expected = make_batch(store, 4, 5, step, size)
            assert np.array_equal(views, expected[0])
            assert np.array_equal(numbers, expected[1])


def test_halves_of_the_held_out_photographs_are_about_even():
    halves = [half_of(f"photo_{number}.jpg") for number in range(400)]
    assert 150 < sum(halves) < 250
