"""A person's settings, read once at start and handed down as plain values."""

from __future__ import annotations

import json
import logging
import os
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be chosen. Unknown names and values of the wrong type in the file are ignored."""

    theme: str = "system"
    """`system`, `dark`, `light` or `contrast`."""
    language: str = ""
    """Code of the window's language, such as `de`; empty for that of the system."""
    text_percent: int = 100
    """Size of the text, 100 to 200, on top of what the system asks for."""
    decode_workers: int = 0
    """Worker processes; 0 chooses by the number of processors."""
    decode_timeout_s: float = 60.0
    decode_memory_mb: int = 4096
    preview_cache_mb: int = 4096
    """Room for stored previews; those not looked at for longest give way. One takes about 40 kB."""
    keys: Mapping[str, list[str]] = field(default_factory=dict)
    """The keys of commands, by the command's name, where a person wants others than the defaults."""

    @property
    def preview_cache_bytes(self) -> int:
        """The room for previews in bytes; never so little that a page could not be shown."""
        return max(self.preview_cache_mb, 64) * 2**20


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
        each.name: given[each.name]
        for each in fields(Settings)
        if type(given.get(each.name)) is type(getattr(defaults, each.name))
    }
    known["keys"] = {name: keys for name, keys in known.get("keys", {}).items() if _is_list_of_text(keys)}
    return replace(defaults, **known)


def is_spoiled(path: Path) -> bool:
    """Whether there are settings that cannot be read: the next change would write over them."""
    try:
        tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return False
    except (OSError, ValueError):
        return True
    return False


def save_settings(settings: Settings, path: Path) -> None:
    """Replace the file in one step: a crash leaves the old one or the new one, never half of either."""
    import tempfile  # not before there is something to write: it would delay the first window

    values = asdict(settings)
    keys = values.pop("keys")
    lines = [f"{name} = {_toml(value)}" for name, value in values.items()]
    lines += ["", "[keys]"] if keys else []
    lines += [f"{_toml(name)} = [{', '.join(map(_toml, each))}]" for name, each in keys.items()]
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    Path(temporary).replace(path)


def _is_list_of_text(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _toml(value: str | float) -> str:
    """A value as TOML writes it; of text the signs that TOML forbids as they are."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return str(value)
