"""A person's settings, read once at start and handed down as plain values."""

from __future__ import annotations

import logging
import os
import tempfile
import tomllib
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be chosen. Unknown names and values of the wrong type in the file are ignored."""

    theme: str = "system"
    """`system`, `dark` or `light`."""
    decode_workers: int = 0
    """Worker processes; 0 chooses by the number of processors."""
    decode_timeout_s: float = 60.0
    decode_memory_mb: int = 4096
    preview_cache_mb: int = 4096


def load_settings(path: Path) -> Settings:
    """The settings at `path`, or the defaults where there are none or they cannot be read."""
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError) as error:
        _log.warning("settings ignored: %s", error)
        return Settings()
    defaults = Settings()
    known = {
        field.name: given[field.name]
        for field in fields(Settings)
        if type(given.get(field.name)) is type(getattr(defaults, field.name))
    }
    return replace(defaults, **known)


def save_settings(settings: Settings, path: Path) -> None:
    """Replace the file in one step: a crash leaves the old one or the new one, never half of either."""
    lines = [f"{name} = {_toml(value)}" for name, value in asdict(settings).items()]
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    Path(temporary).replace(path)


def _toml(value: str | float) -> str:
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(value)
