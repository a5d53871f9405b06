"""The pictures of the walk: the sample library that ships, and one file that is no picture."""

from __future__ import annotations

import shutil
from pathlib import Path

SAMPLE = Path(__file__).parents[2] / "resources" / "sample"


def lay_out_library(folder: Path) -> None:
    """A photographer's folder: a year and a place each, with what was exported from it beside."""
    shutil.copytree(SAMPLE, folder)
    (folder / "2019" / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 not a picture after all")
