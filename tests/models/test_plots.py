import json

import numpy as np
import pytest
from PIL import Image

pytest.importorskip("torch")
pytest.importorskip("matplotlib")

from twinlens_training.training import plots
from twinlens_training.training.monitor import HeldOut, held_out_figures


def unit_rows(count, dim=16):
    rows = np.random.default_rng(0).standard_normal((count, dim))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def held_out(count, noise=0.3):
    originals = unit_rows(count)
    copies = np.tile(originals, (2, 1)) + noise * unit_rows(2 * count)
    return HeldOut(originals, copies / np.linalg.norm(copies, axis=1, keepdims=True))


def line(step, size=64, **more):
    return {"step": step, "seconds": 1.0, "size": size, "loss": 1 / step, "koleo": 0.1,
            "held_out_micro_ap": 0.5, "held_out_recall": 0.3, **more}  # fmt: skip


def log_in(folder, *lines):
    (folder / "log.jsonl").write_text("".join(json.dumps(entry) + "\n" for entry in lines), encoding="utf-8")


def picture(path):
    """Its pixels; a drawing has more than its ground."""
    with Image.open(path) as image:
        assert image.format == "PNG"
        pixels = np.asarray(image.convert("L"))
    assert (pixels < 128).mean() > 0.001
    return pixels


def test_a_run_is_drawn_into_its_folder(tmp_path):
    log_in(tmp_path, line(10, rate=1e-3), line(20, 96, rate=5e-4, classification=2.0))
    drawn = plots.draw_run(tmp_path, held_out(40))
    assert drawn == [tmp_path / name for name in ("curves.png", "feature-space.png", "cosines.png")]
    assert not list(tmp_path.glob("*.part"))
    for path in drawn:
        assert min(picture(path).shape) > 500


def test_the_log_of_an_older_run_is_drawn_too_and_without_vectors_only_that(tmp_path):
    older = {name: value for name, value in line(10).items() if name != "loss"}
    log_in(tmp_path, {**older, "contrast": 0.7})
    assert plots.read_log(tmp_path / "log.jsonl")[0]["loss"] == 0.7
    assert plots.draw_run(tmp_path) == [tmp_path / "curves.png"]
    picture(tmp_path / "curves.png")


COLLAPSED = HeldOut(unit_rows(1).repeat(4, 0), unit_rows(1).repeat(8, 0))


@pytest.mark.parametrize("vectors", [held_out(1), COLLAPSED], ids=["one", "collapsed"])
def test_few_or_collapsed_vectors_are_drawn(tmp_path, vectors):
    picture(plots.draw_space(vectors, tmp_path / "space.png"))
    picture(plots.draw_cosines(vectors, tmp_path / "cosines.png"))


def test_a_log_of_no_lines_is_drawn_as_such(tmp_path):
    log_in(tmp_path)
    picture(plots.draw_run(tmp_path)[0])


def test_the_plane_is_where_rows_vary_most():
    source = np.random.default_rng(1)
    rows = source.standard_normal((200, 6)) * [0.1, 3.0, 0.1, 0.1, 1.0, 0.1] + 5
    plane, share = plots.principal_plane(rows)
    assert np.abs(plane[:, 0]).argmax() == 1
    assert np.abs(plane[:, 1]).argmax() == 4
    assert plane[[1, 4], [0, 1]].min() > 0.98
    variances = rows.var(axis=0)
    assert share == pytest.approx(variances[[1, 4]] / variances.sum(), rel=0.02)


def test_figures_of_perfect_copies_are_perfect():
    assert held_out_figures(held_out(10, noise=0.0)) == {"held_out_micro_ap": 1.0, "held_out_recall": 1.0}
