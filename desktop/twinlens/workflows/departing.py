"""Opening the files of a shot that is about to leave, and checking that they are those that were judged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from twinlens.core.clearing import LeftAlone
from twinlens.core.halves import raw_of
from twinlens.core.photos import WHOLE_FILE_PREFIX, CompanionKind, Shot
from twinlens.core.relations import Half
from twinlens.files.folders import CompanionsNow, companions_now
from twinlens.files.halves import companions_of
from twinlens.files.mover import HeldFile, RefusedError, held
from twinlens.files.volumes import Volumes
from twinlens.library.records import FileState
from twinlens.vision.hashing import content_key_of
from twinlens.workflows.home import Home
from twinlens.workflows.places import Places


@dataclass(frozen=True, slots=True)
class Departing:
    """A shot, or one half of a pair, whose files are held, about to leave."""

    shot: Shot
    files: Sequence[HeldFile]
    """The picture, or the RAW where only that leaves, then the companions that go with it."""
    kinds: Sequence[CompanionKind | None]
    """What each file is to the shot; None for the picture of a shot that leaves whole."""
    keeper: int | None = None
    """For a shot that nobody rejected: the only one that may stand for it, and only with the same companions."""


class Holder:
    """Opens files and reads them whole; they stay open until the stack is left. What is in doubt is refused."""

    def __init__(self, home: Home, places: Places, volumes: Volumes, check: Callable[[], None]) -> None:
        self._home = home
        self._places = places
        self._volumes = volumes
        self._check = check

    def shot(self, shot: Shot, stack: ExitStack, keeper: int | None = None) -> Departing:
        """All files of a shot.

        Raises:
            RefusedError: one is not what was judged, or the shot is not.
        """
        picture = self.picture(shot, stack)
        companions = self._companions_now(shot)
        files = [picture, *(self.companion(path, kind, shot, stack) for path, kind in companions.own)]
        return Departing(shot, files, [None, *(kind for _, kind in companions.own)], keeper)

    def half(self, shot: Shot, half: Half, stack: ExitStack) -> Departing:
        """The files of one half of a pair; what speaks for both is left with the other.

        Raises:
            RefusedError: one is not what was judged, or the shot is not, or it is no pair.
        """
        raw = raw_of(shot)
        if raw is None:
            raise RefusedError(LeftAlone.CHANGED, shot.path)
        leaving = companions_of(half, shot.path, raw.path, self._companions_now(shot).own)
        files = [self.companion(path, kind, shot, stack) for path, kind in leaving]
        kinds: list[CompanionKind | None] = [kind for _, kind in leaving]
        if half is Half.RENDERED:
            files.insert(0, self.picture(shot, stack))
            kinds.insert(0, CompanionKind.RENDERED)
        return Departing(shot, files, kinds)

    def picture(self, shot: Shot, stack: ExitStack) -> HeldFile:
        """The picture of a shot.

        Raises:
            RefusedError: it is not what was judged.
        """
        picture = stack.enter_context(held(shot.path, self._check))
        require_judged(shot, picture, self._volumes)
        return picture

    def companion(self, path: Path, kind: CompanionKind, shot: Shot, stack: ExitStack) -> HeldFile:
        """A companion of a shot.

        Raises:
            RefusedError: it is not what the library knows as part of the shot.
        """
        place = self._places.of_file(path)
        record = self._home.library.files.by_path(place.volume.key, place.relpath)
        if record is None or record.state is not FileState.PRESENT:
            raise RefusedError(LeftAlone.CHANGED, path)
        # A picture or film goes only with the shot that a person saw it in; what was shared is nobody's by now.
        was_shared = record.companion_of is None and kind in (CompanionKind.SIDECAR, CompanionKind.LIVE)
        if kind is not CompanionKind.SIDECAR and record.companion_of != shot.id and not was_shared:
            raise RefusedError(LeftAlone.CHANGED, path)
        try:
            file = stack.enter_context(held(path, self._check))
        except RefusedError as refusal:
            changed = refusal.reason in (LeftAlone.CHANGED, LeftAlone.VANISHED)
            raise RefusedError(LeftAlone.CHANGED if changed else LeftAlone.COMPANION_FAILED, path) from refusal
        same_stamp = file.stamp.same_as(record.stamp, self._places.tolerance_ns(place.volume.key))
        if not same_stamp or (record.full_hash is not None and record.full_hash != file.full_hash):
            raise RefusedError(LeftAlone.CHANGED, path)
        return file

    def _companions_now(self, shot: Shot) -> CompanionsNow:
        companions = companions_now(shot.path, shot.elsewhere)
        if not {companion.path for companion in shot.companions} <= {path for path, _ in companions.all}:
            raise RefusedError(LeftAlone.CHANGED, shot.path)
        return companions


def require_judged(shot: Shot, seen: HeldFile, volumes: Volumes) -> None:
    """Check that what was read is the file that was judged: by its stamp, then by all its bytes.

    Raises:
        RefusedError: it is not.
    """
    if not seen.stamp.same_as(shot.stamp, volumes.of(shot.path.parent).tolerance_ns):
        raise RefusedError(LeftAlone.CHANGED, shot.path)
    if not _same_content(shot, seen):
        raise RefusedError(LeftAlone.CHANGED, shot.path)


def _same_content(shot: Shot, seen: HeldFile) -> bool:
    if shot.content_key.startswith(WHOLE_FILE_PREFIX):
        return shot.content_key == f"{WHOLE_FILE_PREFIX}{seen.stamp.size}-{seen.full_hash}"
    if shot.full_hash is not None:
        return shot.full_hash == seen.full_hash
    try:
        return content_key_of(shot.path) == shot.content_key and seen.is_at(shot.path)
    except OSError:
        return False
