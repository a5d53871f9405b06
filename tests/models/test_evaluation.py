"""Tiny sets with an exactly known answer: flat colours, told apart by a describer that sees their mean."""

import csv

import numpy as np
import pytest
from PIL import Image

from twinlens_training.data.photos import half_of
from twinlens_training.evaluation.baselines import Describer
from twinlens_training.evaluation.copies import Copies, copy_curve, copy_figures, describe_copies, recall_interval
from twinlens_training.evaluation.edits import EDITS, FAMILIES, FIRST_EDITS
from twinlens_training.evaluation.report import table
from twinlens_training.evaluation.sets import read_set, retrieval_figures, scores_among, set_tables, threshold_figures

PLAIN_CARD = {
    "calibration": {"cosine": [-1.0, 0.0, 1.0], "score": [0.0, 0.0, 1.0]},
    "thresholds": {"strict": 0.985, "normal": 0.95, "loose": 0.8},
}


def redness():
    """One number, the mean of red; alike by 1 minus the difference."""

    def describe(images):
        return np.array([[np.asarray(image)[..., 0].mean() / 255] for image in images], np.float32)

    return Describer("redness", describe, lambda a, b: 1 - np.abs(a - b.T))


def names(count):
    """As many names of photographs in each half."""
    return tuple(
        name for half in (0, 1) for name in [n for n in (f"{k}.jpg" for k in range(200)) if half_of(n) == half][:count]
    )


def perfect(edits=tuple(EDITS), count=4):
    photographs = 2 * count
    photo, edit = np.repeat(np.arange(photographs), len(edits)), np.tile(np.arange(len(edits)), photographs)
    scores = (photo[:, None] == np.arange(photographs)).astype(np.float32)
    return Copies(names(count), photo, edit, edits, scores, np.eye(photographs, dtype=np.float32))


def test_a_perfect_describer():
    figures = copy_figures(perfect())
    assert (figures["micro_ap"], figures["recall_at_precision_999"], figures["first_is_right"]) == (1, 1, 1)
    assert figures["recall_interval_90"] == [1, 1]
    assert figures["queries"] == 4 * len(EDITS)
    assert set(figures["per_edit"].values()) == set(figures["per_family"].values()) == {1}
    assert figures["first_edits"]["queries"] == 4 * len(FIRST_EDITS)


def test_one_edit_lost_and_one_photograph_mistaken():
    copies = perfect()
    lost = copies.edit == list(EDITS).index("crop-25")
    copies.scores[lost] = 0
    # The first quoted photograph's mirror image is nearer to another than anything is to its own.
    mistaken = np.flatnonzero((copies.photo == 4) & (copies.edit == list(EDITS).index("mirror")))[0]
    copies.scores[mistaken, [4, 0]] = 0.5, 2
    figures = copy_figures(copies)
    # One wrong pair above all: no threshold reaches 99.9 % precision with fewer than 999 right ones.
    assert figures["recall_at_precision_999"] == 0
    assert figures["threshold"] is None
    count, right = 4 * len(EDITS), 4 * (len(EDITS) - 1) - 1
    expected = (right * right / (right + 1) + (right + 1) / (right + 2)) / count
    rest = 4 * 4 * 2 * len(EDITS)  # all that score 0 come last, at once
    assert figures["micro_ap"] == pytest.approx(expected + 4 / count * count / rest, abs=2e-4)
    assert figures["first_is_right"] == pytest.approx((count - 5) / count, abs=1e-4)
    copies.scores[mistaken, 0] = 0
    figures = copy_figures(copies)
    assert figures["per_edit"]["crop-25"] == 0
    assert figures["per_family"]["cropped"] == pytest.approx(5 / 6, abs=1e-3)
    assert figures["recall_at_precision_999"] == pytest.approx(1 - 4 / count, abs=1e-4)


def test_only_the_quoted_half_asks():
    copies = perfect()
    copies.scores[copies.half(0)] = 0
    assert copy_figures(copies, half=1)["micro_ap"] == 1
    assert copy_figures(copies, half=0)["recall_at_precision_999"] == 0
    assert copy_curve(copies, None).recall_at(0.999)[0] == pytest.approx(0.5)


def test_the_interval_knows_that_copies_of_one_photograph_go_together():
    # Half of the copies are lost: of half of the photographs all of them, or half of each.
    together, apart = perfect(count=20), perfect(count=20)
    together.scores[together.photo % 2 == 0] = 0
    apart.scores[apart.edit % 2 == 0] = 0
    assert recall_interval(apart) == pytest.approx((0.5, 0.5))
    low, high = recall_interval(together)
    assert low < 0.4
    assert high > 0.6


def test_describers_that_share_a_look_do_so_once(photo_folder):
    looked = []

    def describe(images):
        looked.append(len(images))
        return redness().describe(images)

    both = [Describer("one", describe, redness().compare), Describer("two", describe, lambda a, b: -np.abs(a - b.T))]
    found = describe_copies(photo_folder, both, most=2, quiet=True)
    assert looked == [1 + len(EDITS)] * 2
    assert found["one"].scores == pytest.approx(found["two"].scores + 1)
    assert found["one"].scores.shape == (2 * len(EDITS), 2)


def draw_set(folder, rows):
    folder.mkdir()
    with (folder / "groundtruth.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["file", "group", "kind", "source_repo"])
        for number, (red, group, kind) in enumerate(rows):
            Image.new("RGB", (8, 8), (red, 0, 0)).save(folder / f"{number}.png")
            writer.writerow([f"{number}.png", group, kind, "drawn"])
    return folder


MINED = [(0, "a", "copy"), (2, "a", "copy-dihedral"), (100, "b", "copy"), (140, "b", "copy"), (104, "c", "distinct")]
BURSTS = [(200, "d", "burst"), (201, "d", "burst"), (250, "e", "ambiguous (same place)"), (230, "f", "distinct")]


def test_pairs_at_thresholds(tmp_path):
    public = read_set(draw_set(tmp_path / "mined", [*MINED, *BURSTS]))
    (tmp_path / "mined" / "0.png").write_bytes(b"broken")
    figures = threshold_figures(public, scores_among(public.images, redness()), PLAIN_CARD)
    assert (figures["pictures"], figures["copies"], figures["related"]) == (8, 2, 1)
    # strict: differences of up to 3 of 255 levels; b and c differ by 4. loose: up to 51.
    assert figures["strict"] == {"recall": 0.5, "precision": 1, "false_pairs": 0, "related_found": 1}
    assert figures["normal"] == {"recall": 0.5, "precision": 0.5, "false_pairs": 1, "related_found": 1}
    assert figures["loose"] == {"recall": 1, "precision": 2 / 6, "false_pairs": 4, "related_found": 1} | {
        "precision": pytest.approx(2 / 6, abs=1e-4)
    }
    assert read_set(tmp_path / "mined").unreadable == 1


def test_retrieval_over_all_sets(tmp_path):
    sets = [read_set(draw_set(tmp_path / "mined", MINED)), read_set(draw_set(tmp_path / "bursts", BURSTS))]
    images = [image for public in sets for image in public.images]
    figures = retrieval_figures(sets, scores_among(images, redness()))
    # 100 finds 104 (of no group) and then 140; 140 finds 104, 100.
    assert figures["mined"]["queries"] == 4
    assert figures["mined"]["recall_at_1"] == 0.5
    assert figures["mined"]["recall_at_5"] == 1
    assert figures["mined"]["map"] == pytest.approx((1 + 1 + 0.5 + 0.5) / 4)
    assert figures["mined"]["n_s"] == pytest.approx((4 + 4 + 2 + 2) / 4)
    # All pairs with a picture of the set: 0-2 first, then 100-104, 140-104, 140-100.
    assert figures["mined"]["ap"] == pytest.approx((1 + 2 / 4) / 2)
    assert figures["bursts"] == {
        "queries": 2, "recall_at_1": 1, "recall_at_5": 1, "recall_at_10": 1, "ap": 1, "map": 1, "n_s": 4,
    }  # fmt: skip


def test_tables_of_everything(tmp_path):
    draw_set(tmp_path / "mined", MINED)
    draw_set(tmp_path / "hard_negatives", [(10, "a", "distinct"), (220, "b", "distinct")])
    result = {"copies": {"redness": copy_figures(perfect())}, **set_tables(tmp_path, [redness()], PLAIN_CARD)}
    assert list(result["retrieval"]) == ["mined"]
    text = table(result)
    assert "| micro-AP | 1.000 |" in text
    assert all(f"| **{family}** | **1.00** |" in text for family in FAMILIES)
    assert "| hard_negatives | 2 | 0 | 0 | - / - (0 false) |" in text
    assert "| mined | 4 | redness | 0.500 | 1.000 | 1.000 | 0.667 | 0.750 | 3.000 |" in text
