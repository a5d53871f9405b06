import json
from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from twinlens_training.batches import make_batch  # noqa: E402
from twinlens_training.config import Config, LossConfig, NetworkConfig, StageConfig  # noqa: E402
from twinlens_training.network import Encoder, to_input  # noqa: E402
from twinlens_training.photos import load_split  # noqa: E402
from twinlens_training.sampling import Sampler  # noqa: E402
from twinlens_training.train import ResumeError, RunOptions, Trainer, embeddings, rate_at, train  # noqa: E402

TINY = Config(
    name="tiny",
    steps=3,
    pairs=6,
    input_size=48,
    stages=(StageConfig(32, 0.6), StageConfig(48, 1.0)),
    network=NetworkConfig(stem=8, widths=(8, 16), depths=(1, 1), dim=16),
    loss=LossConfig(queue=16, queue_after=0.3),
)


@pytest.fixture
def stores(photo_folder, tmp_path):
    return load_split(photo_folder, "train", tmp_path), load_split(photo_folder, "val", tmp_path)


def run(stores, folder, config=TINY):
    return train(config, *stores, RunOptions(folder, threads=1, workers=0, quiet=True))


def state_of(trainer):
    return {**trainer.network.state_dict(), **{f"mean {k}": v for k, v in trainer.averaged.state_dict().items()}}


def test_vectors_have_unit_length_at_any_size():
    network = Encoder(TINY.network).eval()
    for size in (32, 48, 65):
        pixels = torch.randint(0, 256, (3, size, size, 3), dtype=torch.uint8)
        vectors = network(to_input(pixels))
        assert vectors.shape == (3, 16)
        assert torch.allclose(vectors.norm(dim=1), torch.ones(3), atol=1e-5)


def test_black_pictures_have_unit_length_too():
    vectors = Encoder(TINY.network).eval()(to_input(torch.zeros(1, 48, 48, 3, dtype=torch.uint8)))
    assert vectors.norm().item() == pytest.approx(1, abs=1e-5)


def test_three_steps_change_the_network_and_leave_a_log_and_a_checkpoint(stores, tmp_path):
    trainer = run(stores, tmp_path / "run")
    fresh = Trainer(TINY)
    assert trainer.step == 3
    assert any(not torch.equal(a, b) for a, b in zip(state_of(trainer).values(), state_of(fresh).values(), strict=True))
    lines = [json.loads(line) for line in (tmp_path / "run" / "log.jsonl").read_text().splitlines()]
    assert [line["size"] for line in lines] == [32, 48]
    assert all(np.isfinite(line["contrast"]) and 0 <= line["held_out_micro_ap"] <= 1 for line in lines)
    assert (tmp_path / "run" / "checkpoint.pt").exists()


def test_a_resumed_run_ends_where_an_unbroken_one_does(stores, tmp_path):
    whole = run(stores, tmp_path / "whole")
    part = Trainer(TINY)
    for step in range(2):
        size = TINY.stage_at(step / 3).size
        views, numbers = make_batch(stores[0], Sampler(stores[0].sources(), TINY.pairs, TINY.seed), step, size)
        part.train_step(torch.from_numpy(views), torch.from_numpy(numbers), step / 3)
    (tmp_path / "part").mkdir()
    part.save(tmp_path / "part" / "checkpoint.pt")
    resumed = run(stores, tmp_path / "part")
    assert resumed.step == whole.step
    for name, value in state_of(whole).items():
        assert torch.equal(value, state_of(resumed)[name]), name
    assert torch.equal(whole.memory.vectors, resumed.memory.vectors)


def test_batches_by_embedding_go_by_those_of_the_beginning(stores, tmp_path):
    config = replace(TINY, alike="embedding")
    begun = run(stores, tmp_path / "run", config)
    assert begun.embeddings.shape == (len(stores[0]), 16)
    assert not torch.equal(begun.embeddings, embeddings(begun.averaged, stores[0], 32))
    again = Trainer(config)
    again.load(tmp_path / "run" / "checkpoint.pt")
    assert torch.equal(begun.embeddings, again.embeddings)


def test_a_checkpoint_of_another_network_is_refused(tmp_path):
    Trainer(TINY).save(tmp_path / "checkpoint.pt")
    other = replace(TINY, network=replace(TINY.network, dim=8))
    with pytest.raises(ResumeError, match="its network is not that of configuration 'tiny'"):
        Trainer(other).load(tmp_path / "checkpoint.pt")


def test_training_learns_one_batch_by_heart(stores):
    trainer = Trainer(replace(TINY, loss=LossConfig(queue=0)))
    views, numbers = (
        torch.from_numpy(part) for part in make_batch(stores[0], Sampler(stores[0].sources(), 6, 1), 0, 32)
    )
    losses = [trainer.train_step(views, numbers, 0.2)[0] for _ in range(30)]
    assert losses[-1] < losses[0] / 2


def test_the_rate_rises_then_falls():
    rates = [rate_at(progress / 100, 0.1) for progress in range(101)]
    assert max(rates) == pytest.approx(1.0)
    assert rates.index(max(rates)) == 10
    assert rates[-1] == pytest.approx(0.01)
    assert rates[10:] == sorted(rates[10:], reverse=True)
