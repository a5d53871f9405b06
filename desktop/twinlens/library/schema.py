"""The tables of library.db, small and precious. A change here needs a migration in migrations/library/versions."""

from __future__ import annotations

from sqlalchemy import Double, ForeignKey, Index, LargeBinary, MetaData, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

HEAD_REVISION = "0006"
"""The newest migration: a library that carries it needs none."""

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""Every constraint has a name, so that a later migration can refer to it."""


class LibraryBase(DeclarativeBase):
    """All tables of library.db."""

    metadata = MetaData(naming_convention=NAMING)


class VolumeRow(LibraryBase):
    """A volume by its key; `mount` is where it was last."""

    __tablename__ = "volumes"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    label: Mapped[str]
    mount: Mapped[bytes] = mapped_column(LargeBinary)


class FolderRow(LibraryBase):
    """A folder that is a root of the library, or protected, or both."""

    __tablename__ = "folders"
    __table_args__ = (UniqueConstraint("volume_id", "relpath"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    volume_id: Mapped[int] = mapped_column(ForeignKey("volumes.id"))
    relpath: Mapped[bytes] = mapped_column(LargeBinary)
    is_root: Mapped[int]
    protected: Mapped[int]
    last_scan: Mapped[str | None]


class FactsRow(LibraryBase):
    """What decoding found out about one content."""

    __tablename__ = "facts"
    content_key: Mapped[str] = mapped_column(primary_key=True)
    format: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    is_raw: Mapped[int]
    taken_at: Mapped[str | None]
    camera: Mapped[str | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    rating: Mapped[int | None]
    metadata_tags: Mapped[int]
    pixel_hash: Mapped[str | None]
    low_detail: Mapped[int]
    label: Mapped[str | None]
    keywords: Mapped[int | None]
    software: Mapped[str | None]
    jpeg_quality: Mapped[int | None]
    sharpness: Mapped[float | None]
    clipped: Mapped[float | None]
    detail_map: Mapped[bytes | None] = mapped_column(LargeBinary)
    exposure_bias: Mapped[float | None] = mapped_column(Double)
    exposure_value: Mapped[float | None] = mapped_column(Double)
    exposure_mode: Mapped[int | None]
    focus_distance: Mapped[float | None] = mapped_column(Double)
    maker_note: Mapped[int | None]


class CluesRow(LibraryBase):
    """What the head of one content says of its exposure, where it was asked."""

    __tablename__ = "clues"
    content_key: Mapped[str] = mapped_column(primary_key=True)
    camera: Mapped[str | None]
    taken_at: Mapped[str | None]
    zone: Mapped[int | None]
    content_identifier: Mapped[str | None]
    seconds: Mapped[float | None] = mapped_column(Double)


class FileRow(LibraryBase):
    """One path on one volume. A moved file keeps its row, and so its decision.

    No row is ever deleted: the history and the clean-ups refer to files by number.

    `displaced` is 0 while the place is the file's own, and the file's number once it was cleared away or another file
    took its place: so that the next file there is a new one, which no old decision holds for.
    """

    __tablename__ = "files"
    __table_args__ = (
        UniqueConstraint("volume_id", "relpath", "displaced"),
        Index(None, "content_key"),
        Index(None, "companion_of"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    volume_id: Mapped[int] = mapped_column(ForeignKey("volumes.id"))
    relpath: Mapped[bytes] = mapped_column(LargeBinary)
    size: Mapped[int]
    mtime_ns: Mapped[int]
    device: Mapped[int]
    inode: Mapped[int]
    content_key: Mapped[str | None]
    full_hash: Mapped[str | None]
    state: Mapped[str]
    displaced: Mapped[int]
    returned: Mapped[int]
    problem: Mapped[str | None]
    problem_detail: Mapped[str]
    companion_of: Mapped[int | None] = mapped_column(ForeignKey("files.id", ondelete="SET NULL"))
    companion_kind: Mapped[str | None]
    removed_in: Mapped[str | None]
    by_name: Mapped[int | None]
    apart: Mapped[str | None]


class DecisionRow(LibraryBase):
    """Keep or reject, with the content that was judged: a rejection holds for no other."""

    __tablename__ = "decisions"
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id", ondelete="RESTRICT"), primary_key=True)
    kind: Mapped[str]
    content_key: Mapped[str | None]
    decided_at: Mapped[str]
    newest_file: Mapped[int | None]
    """The highest number that any file had then."""


class NotDuplicateRow(LibraryBase):
    """Two contents that a person called different photos; `first` sorts before `second`."""

    __tablename__ = "not_duplicates"
    first: Mapped[str] = mapped_column(primary_key=True)
    second: Mapped[str] = mapped_column(primary_key=True)
    decided_at: Mapped[str]


class JoinedRow(LibraryBase):
    """Two contents that a person said belong together, and how they are related; `first` sorts before `second`."""

    __tablename__ = "joined"
    first: Mapped[str] = mapped_column(primary_key=True)
    second: Mapped[str] = mapped_column(primary_key=True)
    relation: Mapped[str]
    decided_at: Mapped[str]


class DecisionHistoryRow(LibraryBase):
    """Every change of a decision, so that any can be taken back later. About a file or about a pair."""

    __tablename__ = "decision_history"
    id: Mapped[int] = mapped_column(primary_key=True)
    batch: Mapped[int] = mapped_column(index=True)
    changed_at: Mapped[str]
    origin: Mapped[str]
    file_id: Mapped[int | None]
    first: Mapped[str | None]
    second: Mapped[str | None]
    old: Mapped[str | None]
    new: Mapped[str | None]


class CleanupRow(LibraryBase):
    """Mirror of one clean-up's journal."""

    __tablename__ = "cleanups"
    session_id: Mapped[str] = mapped_column(primary_key=True)
    started_at: Mapped[str]
    home: Mapped[bytes] = mapped_column(LargeBinary)
    finished_at: Mapped[str | None]


class CleanupItemRow(LibraryBase):
    """One moved file. Companions refer to the item of their picture."""

    __tablename__ = "cleanup_items"
    __table_args__ = (UniqueConstraint("session_id", "source"), Index(None, "content_key"))
    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[str] = mapped_column(ForeignKey("cleanups.session_id"))
    companion_of: Mapped[int | None] = mapped_column(ForeignKey("cleanup_items.id"))
    file_id: Mapped[int | None]
    source: Mapped[bytes] = mapped_column(LargeBinary)
    destination: Mapped[bytes] = mapped_column(LargeBinary)
    kind: Mapped[str]
    content_key: Mapped[str | None]
    size: Mapped[int]
    state: Mapped[str]
    restored_to: Mapped[bytes | None] = mapped_column(LargeBinary)


class CatalogueRow(LibraryBase):
    """Another program's catalogue, by its path, with the stamp it had when it was read."""

    __tablename__ = "catalogues"
    id: Mapped[int] = mapped_column(primary_key=True)
    path: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    size: Mapped[int]
    mtime_ns: Mapped[int]
    photos: Mapped[int]
    found: Mapped[int]


class MarksRow(LibraryBase):
    """What other programs say of a file. `catalogue` is 0 for what a sidecar says, whose own file and stamp it is."""

    __tablename__ = "marks"
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id"), primary_key=True)
    catalogue: Mapped[int] = mapped_column(primary_key=True)
    size: Mapped[int]
    mtime_ns: Mapped[int]
    catalogued: Mapped[int]
    edited: Mapped[int]
    rating: Mapped[int | None]
    flag: Mapped[int]
    label: Mapped[str]
    keywords: Mapped[int]


class PreferenceRow(LibraryBase):
    """What a person chose for this library; `value` is JSON."""

    __tablename__ = "preferences"
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class ScanRow(LibraryBase):
    """One run of a scan; `counts` is a JSON object."""

    __tablename__ = "scans"
    id: Mapped[int] = mapped_column(primary_key=True)
    started_at: Mapped[str]
    finished_at: Mapped[str | None]
    counts: Mapped[str]
