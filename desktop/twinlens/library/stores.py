"""The two stores that workflows are handed: one small table class for each kind of thing."""

from __future__ import annotations

from dataclasses import dataclass

from twinlens.library.cleanups import CleanupTable
from twinlens.library.clues import ClueTable
from twinlens.library.connection import Database
from twinlens.library.decisions import DecisionTable
from twinlens.library.embeddings import EmbeddingTable
from twinlens.library.evidence import EvidenceTable
from twinlens.library.files import FileTable
from twinlens.library.folders import FolderTable
from twinlens.library.marks import MarkTable
from twinlens.library.matches import MatchTable
from twinlens.library.models import ModelTable
from twinlens.library.parts import PartTable
from twinlens.library.preferences import PreferenceTable
from twinlens.library.previews import PreviewTable
from twinlens.library.scans import ScanTable


@dataclass(frozen=True, slots=True)
class LibraryStore:
    """The precious half: what a person decided, and what the files are."""

    files: FileTable
    folders: FolderTable
    decisions: DecisionTable
    cleanups: CleanupTable
    scans: ScanTable
    marks: MarkTable
    clues: ClueTable
    preferences: PreferenceTable
    database: Database

    def integrity(self) -> list[str]:
        """What is wrong with the file; nothing is good."""
        return self.database.integrity()

    def close(self) -> None:
        """Give the file back."""
        self.database.close()


@dataclass(frozen=True, slots=True)
class CacheStore:
    """The disposable half: what can be worked out again from the photographs."""

    embeddings: EmbeddingTable
    parts: PartTable
    previews: PreviewTable
    matches: MatchTable
    evidence: EvidenceTable
    models: ModelTable
    database: Database

    def integrity(self) -> list[str]:
        """What is wrong with the file; nothing is good."""
        return self.database.integrity()

    def close(self) -> None:
        """Give the file back."""
        self.previews.flush()
        self.database.close()
