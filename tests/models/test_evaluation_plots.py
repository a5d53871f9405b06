import numpy as np
import pytest
from PIL import Image

from twinlens_training.evaluation.edits import EDITS
from twinlens_training.evaluation.impostors import Impostors
from twinlens_training.evaluation.plots import draw_edits, draw_tail

pytest.importorskip("matplotlib")


def looks_drawn(path):
    with Image.open(path) as image:
        colours = image.convert("RGB").getcolors(1 << 24)
    assert colours is not None
    assert max(colours)[1] == (255, 255, 255)
    return len(colours) > 20


def test_recall_per_edit(tmp_path):
    random = np.random.default_rng(1)
    columns = {name: {"per_edit": dict.fromkeys(EDITS, random.random())} for name in ("model", "phash", "moments")}
    assert looks_drawn(draw_edits(columns, tmp_path / "edits.png"))


def test_the_tail(tmp_path):
    random = np.random.default_rng(2)
    impostors = Impostors(1 - 0.6 * random.random((80, 200)) ** (1 / 9), np.arange(80) % 2)
    thresholds = {"floor": 0.7, "loose": 0.8, "normal": 0.85, "strict": 0.9}
    assert looks_drawn(draw_tail(impostors, thresholds, tmp_path / "tail.png"))
