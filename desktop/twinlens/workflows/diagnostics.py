"""The report that a person sends along with a question: all that helps, and nothing of theirs."""

from __future__ import annotations

import getpass
import platform
import sys
import sysconfig
import traceback
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import twinlens
from twinlens.core.anonymous import anonymous

LOG_NAME = "twinlens.log"
_LINES = 120
_TAIL_BYTES = 64 * 1024
_PROMISE = "Folders, files, drives and people are named by placeholders such as <folder-1>."


def diagnostic_report(
    facts: Mapping[str, Any],
    settings: Mapping[str, Any],
    log: Sequence[str] = (),
    error: BaseException | None = None,
    drives: Iterable[str] = (),
) -> str:
    """Plain text to be pasted into a message.

    `facts` are those of `doctor`, `settings` only those that a person changed, `drives` the labels of their drives.
    """
    parts = [f"Twinlens {twinlens.__version__}: diagnostic report\n{_PROMISE}", _told("", facts)]
    parts += [_told("Settings that differ from the defaults", settings or {"none": ""})]
    if error is not None:
        parts.append("What went wrong\n" + "".join(traceback.format_exception(error)).rstrip())
    if log:
        parts.append("Last lines of the log\n" + "\n".join(log))
    text = "\n\n".join(parts).encode("utf-8", "replace").decode("utf-8")
    return anonymous(text, _own_folders(), {**_owner(), **_numbered(drives)}) + "\n"


def last_lines(logs: Path | None, count: int = _LINES) -> list[str]:
    """The end of the log; nothing where there is none."""
    if logs is None:
        return []
    try:
        with (logs / LOG_NAME).open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(size - _TAIL_BYTES, 0))
            lines = file.read().decode("utf-8", "replace").splitlines()
    except OSError:
        return []
    return lines[1:][-count:] if size > _TAIL_BYTES else lines[-count:]


def _told(title: str, facts: Mapping[str, Any]) -> str:
    lines = [title] if title else []
    for name, value in facts.items():
        listed = isinstance(value, Mapping)
        said = ", ".join(f"{each} {what}" for each, what in value.items()) or "none" if listed else str(value)
        lines.append(f"{name}: {said}" if said else name)
    return "\n".join(lines)


def _own_folders() -> dict[str, str]:
    """Where code lies that is nobody's secret."""
    packages = {sysconfig.get_path("purelib"): "packages", sysconfig.get_path("stdlib"): "python"}
    return {**packages, str(Path(twinlens.__file__).parent): "twinlens", f"{sys.prefix}/lib": "python"}


def _owner() -> dict[str, str]:
    """Whose computer it is."""
    try:
        user = getpass.getuser()
    except (OSError, KeyError):  # nobody the system knows, as in some containers
        user = ""
    host = platform.node()
    return {user: "user", Path.home().name: "user", host: "computer", host.partition(".")[0]: "computer"}


def _numbered(drives: Iterable[str]) -> dict[str, str]:
    labels = sorted({label for label in drives if label.strip("/ ")})
    return {label: f"drive-{number}" for number, label in enumerate(labels, 1)}
