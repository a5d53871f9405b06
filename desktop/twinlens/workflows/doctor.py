"""Whether everything is as it should be, for a person to read or to send along with a report."""

from __future__ import annotations

import platform
import sys
from collections import Counter
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from twinlens import __version__
from twinlens.core.errors import TwinlensError
from twinlens.vision.formats import supported_formats
from twinlens.vision.index import EXACT_LIMIT
from twinlens.workflows.home import Home
from twinlens.workflows.model import LazyEncoder
from twinlens.workflows.scan.matching import load_index

_PACKAGES = (
    "PySide6-Essentials",
    "onnxruntime-gpu",
    "onnxruntime",
    "numpy",
    "Pillow",
    "pillow-heif",
    "pillow-jxl-plugin",
    "rawpy",
    "opencv-python-headless",
    "hnswlib",
    "SQLAlchemy",
    "alembic",
    "send2trash",
)


def examine(home: Home, encoder: LazyEncoder) -> dict[str, Any]:
    """Versions, where the encoder runs, the health of both databases, and what could not be decoded."""
    faults = [f"library: {fault}" for fault in home.library.integrity()]
    faults += [f"cache: {fault}" for fault in home.cache.integrity()]
    try:
        encoder.get()
    except TwinlensError as error:
        faults.append(f"encoder: {error}")
    formats = supported_formats()
    faults += [f"no working decoder for {name}" for name, works in formats.items() if not works]
    counts = home.library.files.counts()
    problems = home.library.files.problems()
    return {
        "ok": not faults,
        "faults": faults,
        "version": __version__,
        "python": sys.version.split()[0],
        "system": platform.platform(),
        "packages": {name: found for name in _PACKAGES if (found := _version(name))},
        "encoder": {"id": encoder.card.id, "provider": encoder.provider, "dim": encoder.card.dim},
        "library": {"shots": counts.shots, "present": counts.present, "missing": counts.missing},
        "index": _index_report(home, encoder),
        "matches": home.cache.matches.count(encoder.card.id),
        "formats": formats,
        "problems": dict(Counter(str(problem.reason) for problem in problems)),
    }


def _index_report(home: Home, encoder: LazyEncoder) -> dict[str, Any]:
    """How many vectors there are and which share of the nearest neighbours is found among them."""
    index = load_index(home, encoder.card)
    return {"vectors": len(index), "exact": len(index) <= EXACT_LIMIT, "recall": round(index.measured_recall(), 4)}


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
