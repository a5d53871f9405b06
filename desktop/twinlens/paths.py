"""Where Twinlens keeps its things: the system's folders, or one folder given with `--home`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import platformdirs

from twinlens.core.home_paths import HomePaths

_NAME = "twinlens"


@dataclass(frozen=True, slots=True)
class AppPaths:
    """Every folder the application writes to."""

    home: HomePaths
    logs: Path
    settings: Path
    models: Path
    """Where a person may put an encoder of their own."""

    @classmethod
    def of(cls, home: Path | None) -> AppPaths:
        """The folders under `home`, or the system's own for this user."""
        if home is not None:
            root = home.expanduser().absolute()
            return cls(
                _home_paths(root, root / "cache", root / "quarantine"),
                root / "logs",
                root / "settings.toml",
                root / "models",
            )
        data = platformdirs.user_data_path(_NAME, appauthor=False)
        return cls(
            _home_paths(data, platformdirs.user_cache_path(_NAME, appauthor=False), None),
            platformdirs.user_log_path(_NAME, appauthor=False),
            platformdirs.user_config_path(_NAME, appauthor=False) / "settings.toml",
            data / "models",
        )


def _home_paths(data: Path, cache: Path, quarantine: Path | None) -> HomePaths:
    return HomePaths(
        library=data / "library.db",
        cache=cache / "cache.db",
        backups=data / "backups",
        index=cache / "index",
        journals=data / "journal",
        lock=data / "lock",
        quarantine=quarantine,
    )


def set_aside(path: Path) -> Path | None:
    """Rename a file that cannot be used, so that its place is free and nothing is lost; where it is now."""
    aside = path.with_name(f"{path.name}.unreadable")
    try:
        return path.replace(aside)
    except OSError:
        return None
