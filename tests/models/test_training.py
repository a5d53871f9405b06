import json
import signal
import tomllib
from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from twinlens_training.__main__ import main  # noqa: E402
from twinlens_training.config import Config, LossConfig, NetworkConfig, StageConfig, config_from_dict  # noqa: E402
from twinlens_training.data.batches import make_batch  # noqa: E402
from twinlens_training.data.photos import load_split  # noqa: E402
from twinlens_training.data.sampling import Sampler  # noqa: E402
from twinlens_training.deployment.export import load_run  # noqa: E402
from twinlens_training.network import Encoder, to_input  # noqa: E402
from twinlens_training.training import plots  # noqa: E402
from twinlens_training.training.trainer import (  # noqa: E402
    DeviceError,
    ResumeError,
    RunOptions,
    Trainer,
    embeddings,
    interrupts_noted,
    pick_device,
    rate_at,
    run_vectors,
    train,
)

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
    return train(config, *stores, RunOptions(folder, threads=1, workers=0, quiet=True, draw=False))


def state_of(trainer):
    parts = {"network": trainer.network, "mean": trainer.averaged, "objective": trainer.objective}
    return {f"{part} {name}": value for part, module in parts.items() for name, value in module.state_dict().items()}


OBJECTIVES = {
    "info_nce": TINY.loss,
    "contrastive": LossConfig(kind="contrastive", margin=0.5, margin_growth=0.5),
    "triplet": LossConfig(kind="triplet", margin=0.3, mining="hardest"),
    "centre": LossConfig(kind="centre", classification_weight=0.5, classes="photograph"),
    "classified": LossConfig(queue=0, classification_weight=0.5),
}


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
    assert all(np.isfinite(line["loss"]) and line["rate"] > 0 and 0 <= line["held_out_micro_ap"] <= 1 for line in lines)
    assert (tmp_path / "run" / "checkpoint.pt").exists()


@pytest.mark.parametrize("loss", OBJECTIVES.values(), ids=OBJECTIVES)
def test_a_resumed_run_ends_where_an_unbroken_one_does(stores, tmp_path, loss):
    config = replace(TINY, loss=loss)
    whole = run(stores, tmp_path / "whole", config)
    part = Trainer(config, stores[0].sources().tolist())
    for step in range(2):
        size = config.stage_at(step / 3).size
        views, numbers = make_batch(stores[0], Sampler(stores[0].sources(), config.pairs, config.seed), step, size)
        part.train_step(torch.from_numpy(views), torch.from_numpy(numbers), step / 3)
    (tmp_path / "part").mkdir()
    part.save(tmp_path / "part" / "checkpoint.pt")
    resumed = run(stores, tmp_path / "part", config)
    assert resumed.step == whole.step
    for name, value in state_of(whole).items():
        assert torch.equal(value, state_of(resumed)[name]), name


def test_a_run_stopped_by_hand_goes_on_as_if_it_had_not_been(stores, tmp_path, monkeypatch):
    whole = run(stores, tmp_path / "whole")
    step = Trainer.train_step

    def stopped_in_the_second(self, *given):
        if self.step == 1:
            signal.raise_signal(signal.SIGINT)
        return step(self, *given)

    monkeypatch.setattr(Trainer, "train_step", stopped_in_the_second)
    with pytest.raises(KeyboardInterrupt):
        run(stores, tmp_path / "part")
    monkeypatch.undo()
    assert torch.load(tmp_path / "part" / "checkpoint.pt", weights_only=True)["step"] == 2
    resumed = run(stores, tmp_path / "part")
    for name, value in state_of(whole).items():
        assert torch.equal(value, state_of(resumed)[name]), name


def test_pressing_it_again_breaks_off():
    with interrupts_noted() as interrupted:
        signal.raise_signal(signal.SIGINT)
        assert interrupted.is_set()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_bursts_train_and_are_told_of(stores, tmp_path):
    run(stores, tmp_path / "run", replace(TINY, bursts=1, steps=2))
    lines = [json.loads(line) for line in (tmp_path / "run" / "log.jsonl").read_text().splitlines()]
    assert all(0 <= line["held_out_bursts_apart"] <= 1 for line in lines)


def as_before_losses_were_chosen(path):
    """Make a checkpoint what it was when there was only InfoNCE."""
    state = torch.load(path, weights_only=True)
    loss = state["config"]["loss"]
    state["config"]["loss"] = {name: loss[name] for name in ("temperature", "koleo_weight", "queue", "queue_after")}
    objective = state.pop("objective")
    state["memory"] = {"vectors": objective["main.memory.vectors"], "photos": objective["main.memory.photos"]}
    torch.save(state, path)


def test_a_checkpoint_from_before_losses_were_chosen_is_taken_up(stores, tmp_path):
    path = tmp_path / "run" / "checkpoint.pt"
    whole = run(stores, path.parent)
    as_before_losses_were_chosen(path)
    resumed, continued = Trainer(TINY), Trainer(replace(TINY, loss=OBJECTIVES["contrastive"]))
    resumed.load(path)
    continued.start_from(path)
    assert state_of(resumed).keys() == state_of(whole).keys()
    for name, value in state_of(whole).items():
        assert torch.equal(value, state_of(resumed)[name]), name
    assert continued.history[-1]["step"] == 3
    assert load_run(path).step == 3


def test_batches_by_embedding_go_by_those_of_the_beginning(stores, tmp_path):
    config = replace(TINY, alike="embedding")
    begun = run(stores, tmp_path / "run", config)
    assert begun.embeddings.shape == (len(stores[0]), 16)
    assert not torch.equal(begun.embeddings, embeddings(begun.averaged, stores[0], 32))
    again = Trainer(config)
    again.load(tmp_path / "run" / "checkpoint.pt")
    assert torch.equal(begun.embeddings, again.embeddings)


@pytest.mark.parametrize(
    ("part", "other"),
    [
        ("network", replace(TINY, network=replace(TINY.network, dim=8))),
        ("loss", replace(TINY, loss=OBJECTIVES["triplet"])),
        ("seed", replace(TINY, seed=2)),
    ],
)
def test_a_checkpoint_of_another_configuration_is_refused(tmp_path, part, other):
    path = tmp_path / "checkpoint.pt"
    Trainer(TINY).save(path)
    with pytest.raises(ResumeError, match=f"its {part} is not that of configuration 'tiny'"):
        Trainer(other).load(path)


def test_a_run_does_not_begin_with_a_network_of_other_shapes(tmp_path):
    Trainer(TINY).save(tmp_path / "checkpoint.pt")
    with pytest.raises(ResumeError, match="its network is not that"):
        Trainer(replace(TINY, network=replace(TINY.network, dim=8))).start_from(tmp_path / "checkpoint.pt")


def test_what_was_kept_of_other_photographs_is_refused(stores, tmp_path):
    config = replace(TINY, loss=OBJECTIVES["centre"])
    Trainer(config, [0, 0, 1]).save(tmp_path / "checkpoint.pt")
    with pytest.raises(ResumeError, match="trained on other photographs"):
        Trainer(config, [0, 1]).load(tmp_path / "checkpoint.pt")
    (tmp_path / "run").mkdir()
    begun = Trainer(replace(TINY, alike="embedding"))
    begun.embeddings = torch.zeros(5, 16)
    begun.save(tmp_path / "run" / "checkpoint.pt")
    with pytest.raises(ResumeError, match="began with 5 photographs, here are 18"):
        run(stores, tmp_path / "run", begun.config)


@pytest.mark.parametrize("content", [b"", b"not a checkpoint", "half"])
def test_a_file_that_is_no_checkpoint_is_refused(tmp_path, content):
    path = tmp_path / "checkpoint.pt"
    Trainer(TINY).save(path)
    path.write_bytes(path.read_bytes()[:5000] if content == "half" else content)
    with pytest.raises(ResumeError, match="not a checkpoint that can be read"):
        Trainer(TINY).load(path)


def test_a_checkpoint_of_a_later_version_is_refused(tmp_path):
    path = tmp_path / "checkpoint.pt"
    torch.save({"config": {"loss": {"sharpness": 1.0}}}, path)
    with pytest.raises(ResumeError, match=r"another version .*unknown sharpness"):
        Trainer(TINY).load(path)


def test_a_device_that_is_not_there_is_refused(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert pick_device("auto").type == pick_device("cpu").type == "cpu"
    with pytest.raises(DeviceError, match="no CUDA device"):
        pick_device("cuda")


def test_auto_takes_the_device_that_is_there(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    assert [pick_device(name).type for name in ("auto", "cpu", "cuda")] == ["cuda", "cpu", "cuda"]


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs CUDA")
def test_cuda_trains_and_its_checkpoint_is_read_on_the_cpu(stores, tmp_path):
    for name, loss in OBJECTIVES.items():
        config = replace(TINY, loss=loss)
        train(config, *stores, RunOptions(tmp_path / name, workers=0, quiet=True, draw=False, device="cuda"))
        again = Trainer(config, stores[0].sources().tolist())
        again.load(tmp_path / name / "checkpoint.pt")
        assert again.step == 3


TOML = """
name = "tiny"
steps = 1
pairs = 4
input_size = 32
stages = [{ size = 32, until = 1 }]
network = { stem = 8, widths = [8], depths = [1], dim = 8 }
loss = { kind = "triplet", margin = 0.3 }
"""


@pytest.fixture
def command(photo_folder, tmp_path):
    """Runs `train` on a configuration; gives the exit code."""

    def train_with(toml, *more):
        (tmp_path / "tiny.toml").write_text(toml)
        arguments = ["--config", tmp_path / "tiny.toml", "--photos", photo_folder, "--out", tmp_path / "run"]
        return main(["train", *map(str, arguments), "--workers", "0", "--threads", "1", "--device", "cpu", *more])

    return train_with


def test_the_command_trains_and_draws(command, tmp_path, photo_folder, capsys):
    assert command(TOML) == 0
    names = {path.name for path in (tmp_path / "run").iterdir()}
    assert {"checkpoint.pt", "log.jsonl", "curves.png", "feature-space.png", "cosines.png"} <= names
    assert (tmp_path / "run" / "skipped-train.txt").read_text().count("drawn_") == 2
    assert "2 of 20 skipped" in capsys.readouterr().out
    vectors = run_vectors(tmp_path / "run", load_split(photo_folder, "val", tmp_path / "run"))
    assert vectors.copies.shape == (16, 8)


def test_the_command_draws_again_what_there_is(tmp_path, photo_folder, monkeypatch, capsys):
    drawn = []
    monkeypatch.setattr(plots, "draw_run", lambda folder, vectors: drawn.append(vectors) or [folder / "curves.png"])
    assert main(["plot", "--run", str(tmp_path)]) == 0
    Trainer(TINY).save(tmp_path / "checkpoint.pt")
    assert main(["plot", "--run", str(tmp_path), "--photos", str(photo_folder)]) == 0
    assert drawn[0] is None
    assert drawn[1].originals.shape == (8, 16)
    assert capsys.readouterr().out.splitlines()[-1] == str(tmp_path / "curves.png")


@pytest.mark.parametrize(
    ("change", "more", "code", "sentence"),
    [
        (('"triplet"', '"quadruplet"'), (), 2, "loss: kind must be one of"),
        (("pairs = 4", "pairs = "), (), 2, "tiny.toml: Invalid value"),
        (("margin = 0.3", "margin = 0.4"), (), 3, "its loss is not that of configuration 'tiny'"),
        (("", ""), ("--photos", "nowhere"), 3, "its manifest.csv cannot be read"),
    ],
)
def test_the_command_refuses_in_one_sentence(command, tmp_path, capsys, change, more, code, sentence):
    (tmp_path / "run").mkdir()
    Trainer(config_from_dict(tomllib.loads(TOML))).save(tmp_path / "run" / "checkpoint.pt")
    assert command(TOML.replace(*change), *more) == code
    shown = capsys.readouterr().err
    assert sentence in shown
    assert shown.count("\n") == 1


def test_a_run_without_a_log_cannot_be_drawn(tmp_path, capsys):
    assert main(["plot", "--run", str(tmp_path)]) == 3
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("loss", OBJECTIVES.values(), ids=OBJECTIVES)
def test_training_learns_one_batch_by_heart(stores, loss):
    """Every objective brings the views of each of six photographs nearest to one another."""
    trainer = Trainer(replace(TINY, loss=replace(loss, queue=0)), stores[0].sources().tolist())
    views, numbers = (
        torch.from_numpy(part) for part in make_batch(stores[0], Sampler(stores[0].sources(), 6, 1), 0, 32)
    )
    losses = [trainer.train_step(views, numbers, 0.2)["loss"] for _ in range(30)]
    # Not simply the first: centres begin where the first vectors are, so that loss begins at nearly nothing.
    assert losses[-1] < max(losses[:5])
    with torch.no_grad():
        light, hard = trainer.network(to_input(views.flatten(0, 1))).chunk(2)
    assert (light @ hard.T).argmax(dim=1).tolist() == list(range(6))


def test_the_rate_rises_then_falls():
    rates = [rate_at(progress / 100, 0.1) for progress in range(101)]
    assert max(rates) == pytest.approx(1.0)
    assert rates.index(max(rates)) == 10
    assert rates[-1] == pytest.approx(0.01)
    assert rates[10:] == sorted(rates[10:], reverse=True)
