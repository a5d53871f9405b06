"""The system's trash, used only where a receipt can be had: proof of where a file went, by which it comes back."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote_from_bytes, unquote_to_bytes

from twinlens.core.photos import FileIdentity
from twinlens.files.berths import (
    Berth,
    KeepingPlace,
    NoPlaceError,
    PlaceKind,
    carry_back,
    carry_by_rename,
    deepest_existing,
    require_own_folder,
)
from twinlens.files.mover import HeldFile, StrandedError, sync_folders
from twinlens.files.volumes import Volume, Volumes

_RECEIPT_SUFFIX = ".trashinfo"
_LONGEST_NAME = 255


def system_trash(source: Path, volumes: Volumes) -> KeepingPlace:
    """The trash that takes files from where `source` is.

    Raises:
        NoPlaceError: there is none that gives receipts.
    """
    volume = volumes.of(source.parent)
    if volume.is_network:
        raise NoPlaceError("network drives have no trash that can be trusted")
    if sys.platform == "win32" or sys.platform == "darwin":
        return AskedTrash(_send, lambda wanted: _system_receipt(volume.mount, wanted))
    return _freedesktop_trash(source, volume, volumes)


def find_in_system_trash(source: Path, size: int, volumes: Volumes) -> Berth | None:
    """Where the system's trash put a file, if it was interrupted before it could tell. Ours is known beforehand."""
    try:
        return _system_receipt(volumes.of(source.parent).mount, Wanted(source, size))
    except OSError:
        return None


def _system_receipt(mount: Path, wanted: Wanted) -> Berth | None:
    if sys.platform == "win32":
        return windows_receipt(mount / "$Recycle.Bin", wanted)
    if sys.platform == "darwin":
        return macos_receipt([Path.home() / ".Trash", mount / ".Trashes" / str(os.getuid())], wanted)
    return None


class FreedesktopTrash:
    """A trash can by the freedesktop.org specification. We write its notes ourselves and rename into it.

    The usual libraries copy and delete when a rename is refused, and overwrite when two programs race.
    """

    kind = PlaceKind.TRASH
    name = PlaceKind.TRASH.value

    def __init__(self, folder: Path, top: Path | None) -> None:
        self._folder = folder
        self._top = top

    def choose(self, source: Path) -> Berth:
        """See KeepingPlace."""
        above = deepest_existing(self._folder)
        require_own_folder(above, os.lstat(source).st_dev)
        if not os.access(above, os.W_OK | os.X_OK):
            raise NoPlaceError(f"cannot be written: {above}")
        for name in self._names(source.name):
            berth = Berth(self._folder / "files" / name, self._folder / "info" / (name + _RECEIPT_SUFFIX))
            if not any(path is not None and os.path.lexists(path) for path in (berth.destination, berth.receipt)):
                return berth
        raise NoPlaceError(f"no name is free in {self._folder}")

    def prepare(self, berth: Berth, source: Path) -> None:
        """Write the note: its name is what keeps the place."""
        if berth.receipt is None:
            raise NoPlaceError("no note")
        try:
            device = os.lstat(source).st_dev
            for folder in (self._folder, self._folder / "files", self._folder / "info"):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                require_own_folder(folder, device)
            self._write(berth.receipt, source)
        except OSError as error:
            raise NoPlaceError(f"{self._folder}: {error}") from error
        if not receipt_names(berth.receipt, source, self._top):
            raise NoPlaceError(f"the note cannot be read back: {berth.receipt}")

    def carry(self, file: HeldFile, berth: Berth) -> Berth:
        """See KeepingPlace."""
        carried = carry_by_rename(file, berth)
        if berth.receipt is None or not receipt_names(berth.receipt, file.path, self._top):
            carry_back(file.path, berth)
            raise NoPlaceError("the note is gone")
        return carried

    def release(self, berth: Berth, source: Path) -> None:
        """See KeepingPlace."""
        drop_receipt(berth, source)

    def _write(self, receipt: Path, source: Path) -> None:
        path = source if self._top is None else source.relative_to(self._top)
        lines = (
            "[Trash Info]",
            f"Path={quote_from_bytes(os.fsencode(path))}",
            f"DeletionDate={datetime.now().astimezone().strftime('%Y-%m-%dT%H:%M:%S')}",
        )
        descriptor = os.open(receipt, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as note:
            note.write("\n".join(lines) + "\n")
            note.flush()
            os.fsync(note.fileno())
        sync_folders([receipt])

    def _names(self, name: str) -> Iterator[str]:
        """The name itself, then numbered ones, cut so that the note's longer name still fits."""
        stem, suffix = os.path.splitext(os.fsencode(name))
        room = _LONGEST_NAME - len(_RECEIPT_SUFFIX) - len(suffix)
        if room < 1:
            stem, suffix, room = stem[:100], b"", 200
        for number in range(1, 100_000):
            ending = b"" if number == 1 else b".%d" % number
            yield os.fsdecode(stem[: room - len(ending)] + ending + suffix)


def _freedesktop_trash(source: Path, volume: Volume, volumes: Volumes) -> FreedesktopTrash:
    data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    home_trash = Path(os.path.realpath(data / "Trash"))
    device = os.lstat(source).st_dev
    # The same device mounted twice refuses renames from one to the other: the mount must be the same too.
    same_mount = volumes.of(home_trash).mount == volume.mount
    if same_mount and os.lstat(deepest_existing(home_trash)).st_dev == device:
        return FreedesktopTrash(home_trash, None)
    top = volume.mount
    shared = top / ".Trash"
    with suppress(OSError):
        status = os.lstat(shared)
        if stat.S_ISDIR(status.st_mode) and status.st_mode & stat.S_ISVTX:
            return FreedesktopTrash(shared / str(os.getuid()), top)
    return FreedesktopTrash(top / f".Trash-{os.getuid()}", top)


def receipt_names(receipt: Path, source: Path, top: Path | None) -> bool:
    """Whether a trash note says that what it belongs to was `source`, and when."""
    try:
        lines = receipt.read_bytes().splitlines()
    except OSError:
        return False
    if not lines or lines[0] != b"[Trash Info]" or not any(line.startswith(b"DeletionDate=") for line in lines):
        return False
    for line in lines:
        if line.startswith(b"Path="):
            path = Path(os.fsdecode(unquote_to_bytes(line.removeprefix(b"Path="))))
            return (path if top is None else top / path) == source
    return False


def is_in_trash(berth: Berth, source: Path) -> bool:
    """Whether what lies in a berth is in a trash, whose note says that it was `source`."""
    if berth.destination is None:
        return False
    if berth.receipt is None:
        return berth.destination.parent.name == ".Trash" or ".Trashes" in berth.destination.parts
    if berth.receipt.name.startswith("$I"):
        return note_is_about(berth.receipt, source)
    beside = berth.destination.parent == Path(os.path.realpath(berth.receipt.parent.parent / "files"))
    named = berth.receipt.name == berth.destination.name + _RECEIPT_SUFFIX
    return beside and named and note_is_about(berth.receipt, source)


def note_is_about(note: Path, source: Path) -> bool:
    """Whether a trash's note, of whichever system, belongs to what was `source`."""
    if note.name.startswith("$I"):
        return recycled_from(note) == str(source)
    trash = note.parent.parent
    return any(receipt_names(note, source, top) for top in (None, trash.parent, trash.parent.parent))


def drop_receipt(berth: Berth, source: Path) -> None:
    """Remove the note of a file that is not in the trash (any more)."""
    if berth.receipt is None or (berth.destination is not None and os.path.lexists(berth.destination)):
        return
    if note_is_about(berth.receipt, source):
        with suppress(OSError):
            os.unlink(berth.receipt)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file that was handed to the system's trash."""

    source: Path
    size: int
    identity: FileIdentity | None = None


class AskedTrash:
    """A trash that the system runs: it is asked to take the file, and then its own records say where it went."""

    kind = PlaceKind.TRASH
    name = PlaceKind.TRASH.value

    def __init__(self, send: Callable[[Path], None], find: Callable[[Wanted], Berth | None]) -> None:
        self._send = send
        self._find = find

    def choose(self, source: Path) -> Berth:
        """Make sure beforehand that its records can be read."""
        try:
            self._find(Wanted(source, -1))
        except OSError as error:
            raise NoPlaceError(f"the trash cannot be looked into: {error}") from error
        return Berth(None)

    def prepare(self, berth: Berth, source: Path) -> None:
        """See KeepingPlace."""

    def carry(self, file: HeldFile, berth: Berth) -> Berth:
        """See KeepingPlace."""
        self._send(file.path)
        found = self._find(Wanted(file.path, file.stamp.size, file.identity))
        if found is None:
            if file.is_at(file.path):
                raise NoPlaceError("the trash did not take it")
            raise StrandedError([(file.path, None)])
        return found

    def release(self, berth: Berth, source: Path) -> None:
        """See KeepingPlace."""
        drop_receipt(berth, source)


def _send(path: Path) -> None:
    from send2trash import send2trash

    send2trash(os.fspath(path))


def windows_receipt(recycle_bin: Path, wanted: Wanted) -> Berth | None:
    """`$I…` holds the original path and size, `$R…` beside it is the file."""
    for owner in recycle_bin.iterdir():
        try:
            notes = [note for note in owner.iterdir() if note.name.startswith("$I")]
        except OSError:
            continue  # another user's
        for note in notes:
            kept = note.with_name("$R" + note.name[2:])
            if recycled_from(note) == str(wanted.source) and _is_wanted(kept, wanted):
                return Berth(kept, note)
    return None


def recycled_from(note: Path) -> str | None:
    """The original path in a `$I…` file of either version."""
    try:
        data = note.read_bytes()
    except OSError:
        return None
    version = int.from_bytes(data[:8], "little")
    name = data[28:] if version == 2 else data[24:544]
    return name.decode("utf-16-le", "surrogatepass").split("\0", 1)[0] if len(data) > 28 else None


def macos_receipt(bins: list[Path], wanted: Wanted) -> Berth | None:
    """The file keeps its inode; the newest name in the bin with that inode is it."""
    readable = 0
    for folder in bins:
        try:
            kept = list(folder.iterdir())
        except FileNotFoundError:
            continue
        readable += 1
        for path in kept:
            if _is_wanted(path, wanted) and (wanted.identity is not None or path.name == wanted.source.name):
                return Berth(path)
    if not readable:
        raise PermissionError("no trash can be listed")
    return None


def _is_wanted(path: Path, wanted: Wanted) -> bool:
    try:
        status = os.lstat(path)
    except OSError:
        return False
    identity = FileIdentity(status.st_dev, status.st_ino)
    return status.st_size == wanted.size and wanted.identity in (None, identity)
