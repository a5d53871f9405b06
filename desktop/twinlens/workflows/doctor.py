"""Whether everything is as it should be, for a person to read or to send along with a report."""

from __future__ import annotations

import platform
import sys
from collections import Counter
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from twinlens import __version__
from twinlens.core.errors import ModelRefusedError
from twinlens.vision.formats import supported_formats
from twinlens.vision.index import EXACT_LIMIT
from twinlens.workflows.home import Home
from twinlens.workflows.model import LazyEncoder, LazyVerifier
from twinlens.workflows.renewal import find_renewal
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


def examine(home: Home, encoder: LazyEncoder, verifier: LazyVerifier) -> dict[str, Any]:
    """Versions, whether both networks are whole and where they run, the health of both databases, and problem files."""
    faults = [f"library: {fault}" for fault in home.library.integrity()]
    faults += [f"cache: {fault}" for fault in home.cache.integrity()]
    networks = {"encoder": _encoder_report(encoder, faults), "verifier": _verifier_report(verifier, faults)}
    seen = describe(home, encoder)
    faults += [f"no working decoder for {name}" for name, works in seen["formats"].items() if not works]
    return {
        "ok": not faults,
        "faults": faults,
        **seen,
        **networks,
        "index": _index_report(home, encoder),
        "waiting": _waiting_report(home, encoder),
    }


def describe(home: Home, encoder: LazyEncoder) -> dict[str, Any]:
    """What is known at once, without checking anything: versions, where the encoder runs, counts."""
    counts = home.library.files.counts()
    return {
        **versions(),
        "encoder": {"id": encoder.card.id, "provider": encoder.provider, "own": encoder.own},
        "library": {"shots": counts.shots, "present": counts.present, "missing": counts.missing},
        "matches": home.cache.matches.count(encoder.card.id),
        "formats": supported_formats(),
        "problems": dict(Counter(str(problem.reason) for problem in home.library.files.problems())),
    }


def versions() -> dict[str, Any]:
    """Of the application, and of all it stands on."""
    return {
        "version": __version__,
        "python": sys.version.split()[0],
        "system": platform.platform(),
        "packages": {name: found for name in _PACKAGES if (found := _version(name))},
    }


def _encoder_report(encoder: LazyEncoder, faults: list[str]) -> dict[str, Any]:
    """`ok`: the file is the one its card describes, and it ran."""
    try:
        encoder.start()
    except ModelRefusedError as error:
        faults.append(f"encoder: {error}")
    card = encoder.card
    running = {"ok": bool(encoder.provider), "provider": encoder.provider}
    return {"id": card.id, **running, "dim": card.dim, "own": encoder.own}


def _verifier_report(verifier: LazyVerifier, faults: list[str]) -> dict[str, Any] | None:
    """None where this installation has no verifier, which is no fault."""
    try:
        running = verifier.get()
    except ModelRefusedError as error:
        faults.append(f"verifier: {error}")
        return {"id": None, "ok": False, "provider": ""}
    return None if running is None else {"id": running.card.id, "ok": True, "provider": running.provider}


def _index_report(home: Home, encoder: LazyEncoder) -> dict[str, Any]:
    """How many vectors there are and which share of the nearest neighbours is found among them."""
    index = load_index(home, encoder.card)
    return {"vectors": len(index), "exact": len(index) <= EXACT_LIMIT, "recall": round(index.measured_recall(), 4)}


def _waiting_report(home: Home, encoder: LazyEncoder) -> dict[str, int]:
    """Photos that the encoder in use has not seen yet: the next scan compares them."""
    waiting = find_renewal(home, encoder.card)
    return {"photos": waiting.photos, "offline": waiting.offline}


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
