"""The part of the made-up application that proposes keepers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from twinlens.core.keepers import DEFAULT_RULES, KeeperRules
from twinlens.core.photos import FileStamp
from twinlens.core.relations import Level
from twinlens.library.marks import CatalogueRecord


@dataclass
class Keeping:
    """What `FakeBackend` answers about rules and catalogues: any other arrangement changes a third of its groups."""

    group_count: int = 24
    arranged: KeeperRules = DEFAULT_RULES
    catalogues_read: list[CatalogueRecord] = field(default_factory=list)

    def folder_counts(self) -> dict[str, int]:
        """One photo more in each folder than the groups show."""
        paths = (member.shot.path for group in self.groups(0.4, Level.COPY) for member in group.members)
        counted = Counter(str(path.parent) for path in paths)
        return {folder: number + 1 for folder, number in counted.items()}

    absent: frozenset[str] = frozenset()
    """Drives that are not connected."""

    def absent_drives(self) -> frozenset[str]:
        return self.absent

    def describe(self) -> dict[str, Any]:
        return {"library": {"shots": 50_018}, "system": "a computer at /home/somebody"}

    def lay_out_sample(self) -> Path:
        return Path("/photos/Sample pictures")

    def rules(self) -> KeeperRules:
        return self.arranged

    def arrange_rules(self, rules: KeeperRules) -> None:
        self.arranged = rules

    def rules_effect(self, rules: KeeperRules) -> tuple[int, int]:
        return (0 if rules == self.arranged else self.group_count // 3), self.group_count

    def catalogues(self) -> list[CatalogueRecord]:
        return list(self.catalogues_read)

    def add_catalogue(self, path: Path) -> None:
        self.catalogues_read.append(CatalogueRecord(len(self.catalogues_read), path, FileStamp(1, 1), 48_002, 41_310))

    def forget_catalogue(self, path: Path) -> None:
        self.catalogues_read = [record for record in self.catalogues_read if record.path != path]
