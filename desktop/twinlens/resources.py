"""Where the models and the resources lie: in a checkout, inside an installed package, inside a frozen app.

A built package carries copies in `_bundled` beside this module (setup.py puts them there), and so does a
frozen app, which keeps the package's layout. A checkout has no `_bundled`: there the originals are used.
"""

from __future__ import annotations

from pathlib import Path

from twinlens.core.errors import ModelRefusedError, TwinlensError

_PACKAGE = Path(__file__).resolve().parent
_BUNDLED = _PACKAGE / "_bundled"
_CHECKOUT = _PACKAGE.parents[1]


def model_files() -> tuple[Path, Path]:
    """The shipped encoder's network and its card.

    Raises:
        ModelRefusedError: either is not there.
    """
    files = _model("encoder")
    for file in files:
        if not file.is_file():
            raise ModelRefusedError(f"The encoder's file {file.name} is missing from {file.parent}")
    return files


def verifier_files() -> tuple[Path, Path] | None:
    """The pair verifier's network and its card; None where this installation has no verifier."""
    files = _model("verifier")
    return files if any(file.is_file() for file in files) else None


def _model(name: str) -> tuple[Path, Path]:
    folder = _BUNDLED / "models" if _BUNDLED.is_dir() else _CHECKOUT / "models" / "exported"
    return folder / f"{name}.onnx", folder / f"{name}.json"


def icons_folder() -> Path:
    """The folder of the icons, one SVG file each."""
    return resource_folder("icons")


def resource_folder(name: str) -> Path:
    """A folder of `resources`, such as "icons" or "translations".

    Raises:
        TwinlensError: it is not there.
    """
    folder = (_BUNDLED if _BUNDLED.is_dir() else _CHECKOUT) / "resources" / name
    if not folder.is_dir():
        raise TwinlensError(f"Twinlens's {name} are missing from {folder}: install Twinlens again.")
    return folder


def icon(name: str) -> bytes:
    """One icon, as the bytes of its SVG file."""
    return (icons_folder() / f"{name}.svg").read_bytes()
