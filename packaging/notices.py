"""Gathers the licences of everything that is bundled, from what each distribution says of itself."""

from __future__ import annotations

from importlib.metadata import Distribution, distributions
from pathlib import Path

LICENCE_WORDS = ("licen", "copying", "notice", "copyright")
NOT_BUNDLED = {"pip", "setuptools", "wheel", "pyinstaller-hooks-contrib", "altgraph", "twinlens"}
RULE = "=" * 100


def write(target: Path) -> None:
    """One text: a list first, then every licence in full."""
    found = {each.metadata["Name"].lower(): each for each in distributions()}
    bundled = [found[name] for name in sorted(found) if name not in NOT_BUNDLED]
    listed = [f"{each.metadata['Name']} {each.version}: {_named(each)}" for each in bundled]
    texts = [f"{RULE}\n{each.metadata['Name']} {each.version}\n{RULE}\n\n{_text(each)}" for each in bundled]
    python = _python_licence()
    head = "Twinlens carries these libraries. Each has a licence of its own, in full below.\n"
    whole = "\n".join([head, *listed, "", *texts, f"{RULE}\nPython\n{RULE}\n\n{python}"])
    target.write_text(whole, encoding="utf-8")


def _named(distribution: Distribution) -> str:
    metadata = distribution.metadata
    said = metadata.get("License-Expression") or metadata.get("License") or ""
    if said and "\n" not in said:
        return said
    classified = [
        each.rsplit(" :: ", 1)[1] for each in metadata.get_all("Classifier", []) if each.startswith("License")
    ]
    return ", ".join(classified) or "see below"


def _text(distribution: Distribution) -> str:
    files = [
        path
        for path in distribution.files or []
        if any(word in path.name.lower() for word in LICENCE_WORDS) and path.suffix.lower() not in (".py", ".pyc")
    ]
    read = [Path(str(distribution.locate_file(path))) for path in files]
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in read if path.is_file()]
    said = distribution.metadata.get("License") or "Its licence is named above; it brings no text of its own."
    return "\n\n".join(texts) or said


def _python_licence() -> str:
    import sysconfig

    folders = (Path(sysconfig.get_path("stdlib")), Path(sysconfig.get_path("stdlib")).parents[1])
    texts = [folder / "LICENSE.txt" for folder in folders]
    return next((text.read_text(encoding="utf-8") for text in texts if text.is_file()), "PSF-2.0")
