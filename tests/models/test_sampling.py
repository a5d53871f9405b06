import numpy as np
import pytest

from twinlens_training.data.sampling import Sampler


def passes(sampler, per_pass, turns):
    return [[sampler.photos(turn * per_pass + at) for at in range(per_pass)] for turn in range(turns)]


def clouds():
    """800 vectors in 40 tight clouds, shuffled; and which cloud each belongs to."""
    source = np.random.default_rng(0)
    cloud = source.permutation(np.repeat(np.arange(40), 20))
    vectors = source.standard_normal((40, 32))[cloud] + 0.02 * source.standard_normal((800, 32))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float16), cloud


@pytest.mark.parametrize("likeness", [np.repeat(np.arange(4), 200), clouds()[0]], ids=["sources", "embeddings"])
def test_a_pass_sees_each_photograph_once_and_passes_differ(likeness):
    first, second = passes(Sampler(likeness, 20, seed=1), 40, 2)
    for turn in (first, second):
        assert sorted(np.concatenate(turn)) == list(range(800))
    assert not np.array_equal(first[0], second[0])


def test_half_a_batch_is_of_one_source():
    sources = np.repeat(np.arange(4), 200)
    largest = [np.bincount(sources[batch]).max() for batch in passes(Sampler(sources, 20, seed=1), 40, 1)[0]]
    assert np.mean(largest) > 12


def test_half_a_batch_are_neighbours():
    vectors, cloud = clouds()
    alike = [cloud[batch[:10]] for batch in passes(Sampler(vectors, 20, seed=1), 40, 1)[0]]
    kinds = [len(set(batch)) for batch in alike]
    # About ten of each cloud are in the half that is put together: ten drawn at random would be of nine clouds.
    assert np.mean(kinds) < 3


def test_few_photographs_make_a_smaller_batch():
    assert sorted(Sampler(np.zeros(5, np.int64), 96, seed=1).photos(7)) == [0, 1, 2, 3, 4]
