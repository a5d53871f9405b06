"""How bursts and views of one object come out of the whole program: called copies, found as a scene, or missed.

`PYTHONPATH=desktop python tests/benchmarks/scenes_found.py FOLDER… [--list]`: each folder holds pictures and a
`groundtruth.csv` with `file`, `group` and `kind`. Pictures of one group are views of one scene, unless the kind is
`copy…`; those of kind `ambiguous…` are left out. All are scanned into a new home, then grouped at loose, all levels.
"""

from __future__ import annotations

import argparse
import csv
import shutil
import sys
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from twinlens.core.job import Job
from twinlens.core.photos import Group
from twinlens.core.relations import Level, Sensitivity
from twinlens.paths import AppPaths
from twinlens.resources import model_files
from twinlens.workflows.groups import load_groups
from twinlens.workflows.home import open_home
from twinlens.workflows.model import LazyEncoder
from twinlens.workflows.scan import scan

Pair = frozenset[str]


@dataclass(frozen=True)
class Truth:
    """What a folder's pictures show."""

    group: dict[str, str]
    kind: dict[str, str]

    def scenes(self) -> dict[Pair, str]:
        """Pairs of views of one scene, and their kind."""
        return {pair: self.kind[min(pair)] for pair in self._pairs() if self._is_scene(pair)}

    def strangers(self) -> set[Pair]:
        """Pairs of pictures of different groups."""
        return {pair for pair in self._pairs() if len({self.group[name] for name in pair}) > 1}

    def _pairs(self) -> list[Pair]:
        return [frozenset(pair) for pair in combinations(sorted(self.group), 2)]

    def _is_scene(self, pair: Pair) -> bool:
        one_group = len({self.group[name] for name in pair}) == 1
        return one_group and not any(self.kind[name].startswith("copy") for name in pair)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+", help="with groundtruth.csv; only read")
    parser.add_argument("--list", action="store_true", help="also name the pairs that came out wrong")
    given = parser.parse_args()
    encoder = LazyEncoder(*model_files())
    for folder in given.folders:
        truth = read_truth(folder)
        began = time.perf_counter()
        groups = groups_of(folder, encoder)
        sys.stdout.write(f"{folder.name}: {len(truth.group)} pictures, {time.perf_counter() - began:.0f} s\n")
        sys.stdout.write(figures(truth, groups, every_pair=given.list))


def read_truth(folder: Path) -> Truth:
    """From the folder's table."""
    with (folder / "groundtruth.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if not row["kind"].startswith("ambiguous")]
    return Truth({row["file"]: row["group"] for row in rows}, {row["file"]: row["kind"] for row in rows})


def groups_of(folder: Path, encoder: LazyEncoder) -> list[Group]:
    """Scan copies of the pictures, with all that is written in them, and group them at loose."""
    with tempfile.TemporaryDirectory() as where:
        photos = Path(where) / folder.name
        shutil.copytree(folder, photos, copy_function=shutil.copy2)
        home = open_home(AppPaths.of(Path(where) / "home").home)
        scan(home, encoder, [photos], Job.silent())
        loose = encoder.card.thresholds.of(Sensitivity.LOOSE)
        groups = load_groups(home, encoder.card, threshold=loose, levels=tuple(Level))
        home.close()
    return groups


def figures(truth: Truth, groups: list[Group], *, every_pair: bool) -> str:
    """Shares of the pairs of one scene by kind and level, and how many strangers are together."""
    levels: dict[Pair, set[Level]] = defaultdict(set)
    for group in groups:
        names = sorted(member.shot.path.name for member in group.members)
        for pair in combinations(names, 2):
            levels[frozenset(pair)].add(group.level)
    scenes, lines = truth.scenes(), []
    for kind in sorted(set(scenes.values())):
        pairs = [pair for pair, each in scenes.items() if each == kind]
        copies = [pair for pair in pairs if Level.COPY in levels[pair]]
        found = [pair for pair in pairs if levels[pair] - {Level.COPY}]
        by_level = Counter(level for pair in pairs for level in levels[pair])
        told = ", ".join(f"{level} {by_level[level]}" for level in Level if by_level[level])
        lines.append(
            f"  {kind}: {len(pairs)} pairs, {len(copies)} called copies ({len(copies) / len(pairs):.3f}), "
            f"{len(found)} found as a scene ({len(found) / len(pairs):.3f}); {told or 'none together'}"
        )
        if every_pair:
            missed = [pair for pair in pairs if not levels[pair]]
            lines += [f"    copy: {_told(pair)}" for pair in copies] + [f"    missed: {_told(pair)}" for pair in missed]
    strangers = truth.strangers()
    together = [pair for pair in strangers if levels[pair]]
    wrong = sum(Level.COPY in levels[pair] for pair in together)
    lines.append(f"  strangers: {len(strangers)} pairs, {wrong} called copies, {len(together)} together at any level")
    if every_pair:
        lines += [
            f"    together ({', '.join(sorted(levels[pair]))}): {_told(pair)}" for pair in sorted(together, key=sorted)
        ]
    return "\n".join(lines) + "\n"


def _told(pair: Pair) -> str:
    return " · ".join(sorted(pair))


if __name__ == "__main__":
    main()
