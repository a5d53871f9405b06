"""Where one home keeps its parts, as plain paths."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class HomePaths:
    """Where one home keeps its parts."""

    library: Path
    cache: Path
    backups: Path
    index: Path
    journals: Path
    lock: Path
    quarantine: Path | None
    """Set for a home given with `--home`: rejected files then never go to the system trash."""

    @property
    def own_folders(self) -> tuple[Path, ...]:
        """Folders a scan must not look into. The home itself is not one: photographs may lie in it beside these."""
        folders = {self.cache.parent, self.backups, self.index, self.journals}
        return tuple(sorted(folders | ({self.quarantine} if self.quarantine else set())))
