"""What the window asks of the application: one protocol, so that pages can be tried against a fake.

The real one (`gui/wiring.py`) calls the workflows. Short reads and a person's decisions are called on
the GUI thread; everything that takes a `Job` runs in the background worker thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from twinlens.core.errors import TwinlensError
from twinlens.core.explaining import Outline
from twinlens.core.job import Job
from twinlens.core.keepers import KeeperRules
from twinlens.core.photos import ContentKey, Group, Shot
from twinlens.core.problems import FileProblem
from twinlens.core.relations import DecisionKind, Level, Relation, Sensitivity
from twinlens.core.undo import Choice
from twinlens.library.marks import CatalogueRecord
from twinlens.vision.finer_difference import Shown
from twinlens.vision.inspecting import Inspected
from twinlens.workflows.contain import ContainReport
from twinlens.workflows.explain import Explained
from twinlens.workflows.history import SessionSummary
from twinlens.workflows.mark import MarkKind
from twinlens.workflows.renewal import Renewal
from twinlens.workflows.scan import ScanReport
from twinlens.workflows.search import Query


class UnreadableQueryError(TwinlensError):
    """The picture to search by cannot be read; `str()` says why."""


@dataclass(frozen=True, slots=True)
class FolderRow:
    """One folder of the library, for the library page."""

    path: Path
    volume: str
    offline: bool
    protected: bool
    shots: int
    duplicates: int
    last_scan: str | None


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One result of a query by example."""

    shot: Shot
    score: float
    relation: Relation
    verified: bool = False
    """Whether both were found to show the same picture, and are not merely alike."""
    in_query: Outline | None = None
    """What of the query it shows, where that is not all of it."""
    in_result: Outline | None = None
    """What of it the query shows."""


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """What a query by example found, best first."""

    hits: tuple[SearchHit, ...]
    own: ContentKey | None = None
    """The query's content, where the library has it."""


@dataclass(frozen=True, slots=True)
class CleanupPreview:
    """What a clean-up would do, said before it is done."""

    leaving: tuple[tuple[Shot, Shot | None], ...]
    """Each shot that goes, beside the kept one that stands for it."""
    staying: tuple[tuple[Shot, str], ...]
    """Rejected shots that will be left alone, with the reason token."""
    bytes: int
    destinations: tuple[str, ...]
    """Where the files go: "trash", or the quarantine folders' paths."""


@dataclass(frozen=True, slots=True)
class CleanupOutcome:
    """What a clean-up did."""

    session: str | None
    removed: int
    bytes: int
    failed: tuple[tuple[Path, str], ...]
    marked: int = 0
    """Photos that were marked instead of moved."""
    list: Path | None = None
    """Where they are listed; else their sidecars carry the mark."""


@dataclass(frozen=True, slots=True)
class SessionItem:
    """One file of a clean-up."""

    path: Path
    content_key: ContentKey | None
    bytes: int
    state: str
    """`restorable`, `restored`, `gone` or `offline`."""
    now_at: Path | None


@dataclass(frozen=True, slots=True)
class RestoreOutcome:
    """What a restore brought back."""

    restored: tuple[tuple[Path, Path], ...]
    failed: tuple[tuple[Path, str], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """Decoded 8-bit sRGB pixels, as they are meant to be seen: RGB, row after row, no padding."""

    width: int
    height: int
    rgb: bytes
    full_width: int
    full_height: int


class Backend(Protocol):
    """The application, as the window sees it."""

    # library page
    def folders(self) -> list[FolderRow]:
        """Every folder of the library; reader thread."""
        ...

    def absent_drives(self) -> frozenset[str]:
        """Names of the drives with photos of the library that are not connected now; reader thread, cheap."""
        ...

    def protect(self, folder: Path, protected: bool) -> None:
        """Say that nothing in a folder is ever moved, or take that back."""
        ...

    def forget(self, folder: Path) -> None:
        """Take a folder out of the library; its files stay on the disk."""
        ...

    def problems(self) -> list[FileProblem]:
        """Every file that could not be read; reader thread."""
        ...

    def provider(self) -> str:
        """Where the encoder runs: "CPU", "CUDA", or "" before it was loaded."""
        ...

    def start_encoder(self) -> str:
        """Load the encoder and say where it runs. Takes a second: call it on the reader thread."""
        ...

    def describe(self) -> dict[str, Any]:
        """Versions, where the encoder runs and counts of the library, for a report; reader thread."""
        ...

    def lay_out_sample(self) -> Path:
        """A folder of drawn pictures to try everything with, every one undecided; reader thread.

        Raises:
            StorageError: they can't be laid out.
        """
        ...

    def renewal(self) -> Renewal:
        """The photos that the encoder in use has not seen yet, and that a scan would read again; reader thread."""
        ...

    # review
    def thresholds(self) -> dict[Sensitivity, float]:
        """The model card's named thresholds, and its floor is the loosest a slider may go."""
        ...

    def floor(self) -> float:
        """The loosest threshold there are matches for."""
        ...

    def groups(self, threshold: float, level: Level) -> list[Group]:
        """May take up to a second for a large library: call it on the reader thread.

        Of photos that wait to be seen anew, what an older encoder found stands in the meantime.
        """
        ...

    def folder_counts(self) -> dict[str, int]:
        """How many photos lie right in each folder; reader thread."""
        ...

    def decide(self, shots: Sequence[Shot], kind: DecisionKind | None) -> None:
        """Write down at once what a person decided; None clears."""
        ...

    def choose(self, choices: Sequence[Choice]) -> set[int]:
        """Decide anew, only where the content is the one judged then and what was decided before still holds.

        Returns the shots for which it holds now: undo and redo of what lies long ago harm nothing newer.
        """
        ...

    def set_not_duplicate(self, first: ContentKey, second: ContentKey, different: bool) -> None:
        """Write down that two contents are not duplicates, or take that back."""
        ...

    def join(self, key: ContentKey, others: Sequence[ContentKey], relation: Relation) -> list[ContentKey]:
        """Write down that contents belong with one; returns those that were said to be no duplicates of it before."""
        ...

    def unjoin(self, key: ContentKey, others: Sequence[ContentKey]) -> None:
        """Take that back."""
        ...

    def preview(self, key: ContentKey) -> bytes | None:
        """A JPEG of at most 512 px, or None; safe on any thread."""
        ...

    def scanned_preview(self, path: Path) -> bytes | None:
        """The same for a file that a running scan has just named; None until it is stored. Reader thread."""
        ...

    def picture(self, path: Path, max_side: int | None) -> Picture | FileProblem:
        """Decode for showing; may take seconds: call it on a loader thread."""
        ...

    def inspect(self, width: int, height: int, bgrx: bytes) -> Inspected:
        """What the pixels of a shown picture tell, four bytes each: blue, green, red, nothing; reader thread."""
        ...

    def finer_unlikeness(self, photo: Shown, kept: Shown, coarse: bytes, side: int) -> bytes:
        """A map of differences in the shape of what differs; reader thread."""
        ...

    def metadata(self, path: Path) -> list[tuple[str, str]]:
        """Label and value rows, in reading order; call it on a loader thread."""
        ...

    def explain(self, photo: Shot, kept: Shot, level: Level) -> Explained:
        """How a photo is related to one of its group that stays, what deleting it would lose; reader thread."""
        ...

    # keeper rules
    def rules(self) -> KeeperRules:
        """The rules by which keepers are proposed."""
        ...

    def arrange_rules(self, rules: KeeperRules) -> None:
        """Propose by these from now on; reader thread."""
        ...

    def rules_effect(self, rules: KeeperRules) -> tuple[int, int]:
        """In how many groups, and of how many, these rules would propose another keeper; reader thread."""
        ...

    def catalogues(self) -> list[CatalogueRecord]:
        """The other programs' catalogues that are read; reader thread."""
        ...

    def add_catalogue(self, path: Path) -> None:
        """Read a Lightroom catalogue now and whenever it changed; CatalogueRefusedError says why not. Reader thread."""
        ...

    def forget_catalogue(self, path: Path) -> None:
        """Forget what a catalogue said; reader thread."""
        ...

    # jobs
    def scan(self, folders: Sequence[Path], job: Job) -> ScanReport:
        """Scan or rescan folders."""
        ...

    def search(
        self, query: Query, count: int, job: Job, early: Callable[[SearchAnswer], object] | None = None
    ) -> SearchAnswer:
        """Query by example; UnreadableQueryError where the query is no picture. May run beside a scan.

        `early` is told on the worker thread what is alike, before it was found out what shows the same.
        """
        ...

    def contain(self, inside: Path, within: Path | None, job: Job) -> ContainReport:
        """What of a folder is safe elsewhere: in another folder or, with None, in the whole library."""
        ...

    def plan_cleanup(self, job: Job) -> CleanupPreview:
        """What `clean` would do now, by the same checks."""
        ...

    def clean(self, job: Job) -> CleanupOutcome:
        """Move away what was rejected."""
        ...

    def mark(self, kind: MarkKind, to: Path | None, job: Job) -> CleanupOutcome:
        """Hand on what `clean` would move: in sidecars, or in a list that goes to a new file."""
        ...

    def restore(self, session: str, paths: Sequence[Path] | None, job: Job) -> RestoreOutcome:
        """Bring back a whole clean-up, or some of its files."""
        ...

    def empty_session(self, session: str, job: Job) -> int:
        """Delete for good what a clean-up still holds; confirmed by typing before. Returns how many files."""
        ...

    # history
    def history(self) -> list[SessionSummary]:
        """Every clean-up, the newest first; reader thread."""
        ...

    def session_items(self, session: str) -> list[SessionItem]:
        """The files of one; reader thread."""
        ...
