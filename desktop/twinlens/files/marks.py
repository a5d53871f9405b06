"""Marking rejected photos for a catalogue: sidecars beside them, or a list; never a byte in a picture file."""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import xxhash

from twinlens.core.clearing import LeftAlone
from twinlens.core.photos import ContentKey, FileIdentity, FileStamp
from twinlens.files.journal import Entry, Journal, JournalMark
from twinlens.files.keeping import Whereabouts
from twinlens.files.mover import RefusedError, rename_exclusively, sync_folders
from twinlens.files.names import FoundKind, is_hidden, kind_by_name
from twinlens.files.stamps import identity_from, opened_regular, stamp_from
from twinlens.files.volumes import Volumes
from twinlens.files.xmp_mark import LARGEST_SIDECAR, ForeignSidecarError, marked

SIDECAR_SUFFIX = ".xmp"
_PICTURES = (FoundKind.PICTURE, FoundKind.RAW)
_NOT_PERMITTED = (errno.EACCES, errno.EPERM, errno.EROFS)


@dataclass(frozen=True, slots=True)
class _Before:
    """What a file held, and its state while that was read."""

    data: bytes
    stamp: FileStamp
    identity: FileIdentity
    mode: int


def sidecars_for(pictures: Sequence[Path], own: Iterable[Path]) -> list[Path]:
    """Where the mark of a shot goes: its own `.xmp` files, and for what these don't speak of, as the folder's habit is.

    Args:
        pictures: The picture file of the shot, its RAW and its edit.
        own: The companions that belong to this shot alone.
    """
    chosen = dict.fromkeys(sorted(path for path in own if path.suffix.lower() == SIDECAR_SUFFIX))
    names = {picture.name for picture in pictures}
    for picture in pictures:
        if not any(_speaks_of(sidecar, picture) for sidecar in chosen):
            whole = _names_whole_files(picture, names)
            name = picture.name + SIDECAR_SUFFIX
            chosen[picture.with_name(name) if whole else picture.with_suffix(SIDECAR_SUFFIX)] = None
    return list(chosen)


def _speaks_of(sidecar: Path, picture: Path) -> bool:
    named = sidecar.stem.casefold()
    return sidecar.parent == picture.parent and named in (picture.name.casefold(), picture.stem.casefold())


def _names_whole_files(picture: Path, shot: set[str]) -> bool:
    """Whether sidecars here are called IMG.CR2.xmp, or must be: another photo may have the same stem."""
    with os.scandir(picture.parent) as entries:
        names = [entry.name for entry in entries if not is_hidden(entry.name)]
    stem = picture.stem.casefold()
    if any(
        Path(name).stem.casefold() == stem and kind_by_name(name) in _PICTURES and name not in shot for name in names
    ):
        return True
    sidecars = [Path(name).stem for name in names if name.lower().endswith(SIDECAR_SUFFIX)]
    whole = sum(kind_by_name(name) in _PICTURES for name in sidecars)
    return whole > len(sidecars) - whole


@dataclass(frozen=True, slots=True)
class PreparedMark:
    """A sidecar as it is, and as it will be."""

    path: Path
    before: _Before | None
    after: bytes

    @property
    def is_there(self) -> bool:
        """Whether the mark was put in before."""
        return self.before is not None and self.before.data == self.after


def prepare_mark(sidecar: Path) -> PreparedMark:
    """Read a sidecar and put the mark into what was read; nothing is written.

    Raises:
        RefusedError: that is not possible, with the reason.
    """
    try:
        before = _read(sidecar)
        return PreparedMark(sidecar, before, marked(None if before is None else before.data))
    except ForeignSidecarError as error:
        raise RefusedError(LeftAlone.FOREIGN_SIDECAR, sidecar) from error
    except OSError as error:
        raise _refusal(error, sidecar) from error


class Marker:
    """Writes the marks of one session; each is in the journal, with what was there before, before it is written."""

    def __init__(self, journal: Journal, volumes: Volumes) -> None:
        self._journal = journal
        self._volumes = volumes
        self._announced = 0

    def mark(self, prepared: Sequence[PreparedMark], picture: Path, content_key: ContentKey) -> None:
        """Write the marks of one shot, all of them or none.

        Raises:
            RefusedError: its sidecars are as they were, with the reason.
        """
        done: list[JournalMark] = []
        for each in prepared:
            try:
                if not each.is_there:
                    done.append(self._write(each, picture, content_key))
            except OSError as error:
                self._take_back(done)
                raise _refusal(error, each.path) from error

    def write_list(self, path: Path, data: bytes) -> None:
        """Write a list of photos where nothing is yet; OSError if that is not possible."""
        self._write(PreparedMark(path, None, data), None, None)

    def _write(self, prepared: PreparedMark, picture: Path | None, content_key: ContentKey | None) -> JournalMark:
        self._announced += 1
        volume, before = self._volumes.of(prepared.path.parent), prepared.before
        mark = JournalMark(
            number=self._announced,
            path=prepared.path,
            picture=picture,
            volume_key=volume.key,
            mount=volume.mount,
            content_key=content_key,
            before=None if before is None else before.data,
            mtime_ns=0 if before is None else before.stamp.mtime_ns,
            after_hash=_hash(prepared.after),
            after_size=len(prepared.after),
        )
        self._journal.announce_mark(mark)
        _replace(prepared.path, before, prepared.after)
        return mark

    def _take_back(self, marks: Sequence[JournalMark]) -> None:
        for mark in reversed(marks):
            with suppress(RefusedError, OSError):  # One that stays is in the journal, for History to take back.
                take_back(mark)
                self._journal.write(Entry.UNMARKED, mark=mark.number)


def _refusal(error: OSError, path: Path) -> RefusedError:
    return RefusedError(LeftAlone.NOT_PERMITTED if error.errno in _NOT_PERMITTED else LeftAlone.CHANGED, path)


def state_of(mark: JournalMark, volumes: Volumes) -> Whereabouts:
    """Whether a mark can be taken back."""
    if mark.undone:
        return Whereabouts.RESTORED
    if volumes.by_key(mark.volume_key) is None:
        return Whereabouts.OFFLINE
    try:
        now = _read(mark.path)
    except (OSError, ForeignSidecarError):
        return Whereabouts.GONE
    if (None if now is None else now.data) == mark.before:
        return Whereabouts.NOT_MOVED
    return Whereabouts.HELD if now is not None and _is_ours(now, mark) else Whereabouts.GONE


def take_back(mark: JournalMark) -> None:
    """Put back what was there before the mark, to the byte and the second.

    Raises:
        RefusedError: the file is not as the mark left it; another program's work in it is not undone.
        OSError: it cannot be written.
    """
    now = _read(mark.path)
    if now is None or not _is_ours(now, mark):
        raise RefusedError(LeftAlone.CHANGED, mark.path)
    if mark.before is None:
        os.unlink(mark.path)
        sync_folders([mark.path])
    else:
        _replace(mark.path, now, mark.before, mtime_ns=mark.mtime_ns)


def _is_ours(now: _Before, mark: JournalMark) -> bool:
    return len(now.data) == mark.after_size and _hash(now.data) == mark.after_hash


def _hash(data: bytes) -> str:
    return xxhash.xxh3_128_hexdigest(data)


def _read(path: Path) -> _Before | None:
    """What a file holds; None where there is none. A link or pipe is refused like any other trouble."""
    try:
        with opened_regular(path, follow_links=False) as descriptor:
            status = os.fstat(descriptor)
            if status.st_size > LARGEST_SIDECAR and path.suffix.lower() == SIDECAR_SUFFIX:
                raise ForeignSidecarError("too large")
            with os.fdopen(os.dup(descriptor), "rb") as file:
                data = file.read()
    except FileNotFoundError:
        return None
    return _Before(data, stamp_from(status), identity_from(status), stat.S_IMODE(status.st_mode))


def _replace(path: Path, before: _Before | None, after: bytes, *, mtime_ns: int | None = None) -> None:
    """Write beside the file and rename: at every moment the name leads to the old bytes or to the new ones."""
    beside = path.with_name(f".twinlens-{secrets.token_hex(6)}.tmp")
    descriptor = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(after)
            file.flush()
            os.fsync(file.fileno())
        if before is None:
            rename_exclusively(beside, path)
        else:
            os.chmod(beside, before.mode)
            if mtime_ns is not None:
                os.utime(beside, ns=(mtime_ns, mtime_ns))
            _require_unchanged(path, before)
            os.replace(beside, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(beside)
        raise
    sync_folders([path])


def _require_unchanged(path: Path, before: _Before) -> None:
    status = os.lstat(path)
    if (stamp_from(status), identity_from(status)) != (before.stamp, before.identity):
        raise OSError(errno.EBUSY, "changed in the meantime", str(path))
