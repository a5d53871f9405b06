"""How many edited copies end in one group with their photograph, by the whole program.

`PYTHONPATH=models:desktop python tests/benchmarks/copies_found.py PHOTOS [--originals N] [--start M]`: of photographs
that were kept out of training (the half of `val` that sets nothing) N are saved, from number M on, with a copy under
every edit of the evaluation, among all the others of `val`; one scan of them all at default settings, then groups at
each sensitivity.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from itertools import combinations
from pathlib import Path

from twinlens.core.job import Job
from twinlens.core.photos import Group
from twinlens.core.relations import Sensitivity
from twinlens.paths import AppPaths
from twinlens.resources import model_files
from twinlens.workflows.groups import load_groups
from twinlens.workflows.home import open_home
from twinlens.workflows.model import LazyEncoder
from twinlens.workflows.scan import scan
from twinlens_training.data.photos import half_of, read_photos
from twinlens_training.evaluation.edits import EDITS, apply_edit

PLAIN = "plain"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photos", type=Path, help="folder of photos-*.tar with manifest.csv; only read")
    parser.add_argument("--originals", type=int, default=20)
    parser.add_argument("--start", type=int, default=0)
    given = parser.parse_args()
    encoder = LazyEncoder(*model_files())
    with tempfile.TemporaryDirectory() as where:
        folder = Path(where) / "photos"
        folder.mkdir()
        originals = save_copies(given.photos, folder, given.start, given.originals)
        home = open_home(AppPaths.of(Path(where) / "home").home)
        began = time.perf_counter()
        report = scan(home, encoder, [folder], Job.silent())
        sys.stdout.write(f"{report.found} pictures, {time.perf_counter() - began:.0f} s\n")
        for sensitivity in Sensitivity:
            groups = load_groups(home, encoder.card, threshold=encoder.card.thresholds.of(sensitivity))
            sys.stdout.write(figures(sensitivity, groups, originals))
        home.close()


def save_copies(photos: Path, folder: Path, start: int, count: int) -> list[str]:
    """Save every photograph of `val`, and the copies of `count` of the quoted half, whose names it gives."""
    originals: list[str] = []
    number = -1
    for name, image in read_photos(photos, "val"):
        stem = Path(name).stem
        image.save(folder / f"{stem}__{PLAIN}.jpg", quality=95)
        number += half_of(name)
        if half_of(name) == 1 and start <= number < start + count:
            originals.append(stem)
            for edit in EDITS:
                apply_edit(edit, image, name).save(folder / f"{stem}__{edit}.jpg", quality=92)
    return originals


def figures(sensitivity: Sensitivity, groups: list[Group], originals: list[str]) -> str:
    """Pair precision, and the share of the copies that are in one group with their photograph."""
    members = [[_photo_and_edit(member.shot.path) for member in group.members] for group in groups]
    pairs = [pair for group in members for pair in combinations(group, 2)]
    wrong = sum(one[0] != other[0] for one, other in pairs)
    group_of = {photo: number for number, group in enumerate(members) for photo in group}
    missed = Counter(
        edit
        for stem in originals
        for edit in EDITS
        if group_of.get((stem, edit), -1) != group_of.get((stem, PLAIN), -2)
    )
    copies = len(originals) * len(EDITS)
    most = ", ".join(f"{edit} {count}" for edit, count in missed.most_common(8))
    return (
        f"{sensitivity}: {len(groups)} groups, {wrong} of {len(pairs)} pairs wrong, "
        f"{copies - missed.total()} of {copies} copies ({1 - missed.total() / copies:.3f}) with their photograph"
        f"{'; missed: ' + most if most else ''}\n"
    )


def _photo_and_edit(path: Path) -> tuple[str, str]:
    stem, _, edit = path.stem.rpartition("__")
    return stem, edit


if __name__ == "__main__":
    main()
