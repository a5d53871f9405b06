"""Proving, at the moment of moving, that another file stands for the one that leaves."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from twinlens.core.clearing import LeftAlone
from twinlens.core.halves import given_up
from twinlens.core.photos import ContentKey, Shot
from twinlens.core.relations import Half
from twinlens.files.folders import companions_now
from twinlens.files.mover import HeldFile, RefusedError, held
from twinlens.files.names import is_in_forbidden_folder
from twinlens.files.volumes import Volumes
from twinlens.workflows.departing import Departing, require_judged
from twinlens.workflows.kinship import Kinship
from twinlens.workflows.other_half import OtherHalf


class Witnesses:
    """Finds survivors and verifies each once; afterwards a glance tells whether it is still the file that was read."""

    def __init__(self, kinship: Kinship, other_half: OtherHalf, removed: Collection[ContentKey], volumes: Volumes,
                 check: Callable[[], None], own_folders: Sequence[Path]) -> None:  # fmt: skip
        self._kinship = kinship
        self._other_half = other_half
        self._removed = removed
        self._volumes = volumes
        self._check = check
        self._own_folders = own_folders
        self._verified: dict[Path, HeldFile] = {}

    def survivor_of(self, departing: Departing) -> HeldFile:
        """A verified file that stands for the shot.

        Raises:
            RefusedError: there is none, with the best reason that is known.
        """
        shot = departing.shot
        removed = self._kinship.contents_like(shot.content_key) & set(self._removed)
        candidates = self._candidates(departing)
        if removed and not candidates:
            raise RefusedError(LeftAlone.LAST_COPY, shot.path)
        survivor = self._first(candidates, departing)
        for key in removed:
            # An earlier clean-up took this content on the word of this shot, perhaps: another must speak for it.
            try:
                self._first(self._kinship.copies_of(key, shot), departing)
            except RefusedError as refusal:
                raise RefusedError(LeftAlone.LAST_COPY, shot.path) from refusal
        return survivor

    def other_half_of(self, departing: Departing, leaving: Half) -> HeldFile:
        """The verified half of a pair that stands for the one that leaves.

        Raises:
            RefusedError: it cannot be proved to.
        """
        return self._unlike(departing, self._other_half.of(departing.shot, leaving))

    def _candidates(self, departing: Departing) -> list[Shot]:
        shot = departing.shot
        copies = self._kinship.copies_of(shot.content_key, shot)
        if departing.keeper is not None:
            return [copy for copy in copies if copy.id == departing.keeper]
        return copies or self._kinship.members_with(shot)

    def still_stands(self, survivor: HeldFile) -> bool:
        """Whether the survivor is still the file that was read, under its name."""
        return survivor.is_at(survivor.path)

    def _first(self, candidates: Iterable[Shot], departing: Departing) -> HeldFile:
        reasons: set[LeftAlone] = set()
        for candidate in candidates:
            if not self._kinship.stays(candidate):
                reasons.add(LeftAlone.LAST_COPY)
                continue
            try:
                return self._verify(candidate, departing)
            except RefusedError as refusal:
                offline = refusal.reason is LeftAlone.OFFLINE
                reasons.add(LeftAlone.KEEPER_OFFLINE if offline else refusal.reason)
        telling = (LeftAlone.KEEPER_OFFLINE, LeftAlone.SAME_FILE, LeftAlone.DIFFERENT_SIDECARS)
        raise RefusedError(
            next((each for each in telling if each in reasons), LeftAlone.NO_SURVIVOR), departing.shot.path
        )

    def _verify(self, candidate: Shot, departing: Departing) -> HeldFile:
        if candidate.offline:
            raise RefusedError(LeftAlone.KEEPER_OFFLINE, candidate.path)
        if self._is_put_away(candidate.path) or self._same_place(candidate.path, departing.shot.path):
            raise RefusedError(LeftAlone.SAME_FILE, candidate.path)
        seen = self._verified.get(candidate.path)
        if seen is None or not seen.is_at(candidate.path):
            seen = self._read(candidate)
        half = given_up(candidate)
        if departing.keeper is not None:
            if half is not None:
                raise RefusedError(LeftAlone.LAST_COPY, candidate.path)
            self._require_same_companions(candidate, departing)
        if half is Half.RENDERED:
            # What was matched is about to leave, too: its RAW must stand for both.
            seen = self._other_half.of(candidate, half)
        return self._unlike(departing, seen)

    def _unlike(self, departing: Departing, seen: HeldFile) -> HeldFile:
        if any(seen.identity == file.identity for file in departing.files):
            raise RefusedError(LeftAlone.SAME_FILE, seen.path)
        return seen

    def _read(self, candidate: Shot) -> HeldFile:
        self._verified.pop(candidate.path, None)
        with held(candidate.path, self._check) as seen:
            require_judged(candidate, seen, self._volumes)
        self._verified[candidate.path] = seen
        return seen

    def _require_same_companions(self, survivor: Shot, departing: Departing) -> None:
        """What a proposal takes away must be there again, byte for byte."""
        wanted = {(file.stamp.size, file.full_hash) for file in departing.files[1:]}
        if not wanted:
            return
        kept = set()
        for path, _ in companions_now(survivor.path, survivor.elsewhere).all:
            with suppress(RefusedError), held(path, self._check) as file:
                if all(file.identity != leaving.identity for leaving in departing.files):
                    kept.add((file.stamp.size, file.full_hash))
        if not wanted <= kept:
            raise RefusedError(LeftAlone.DIFFERENT_SIDECARS, survivor.path)

    def _is_put_away(self, path: Path) -> bool:
        return is_in_forbidden_folder(path) or any(path.is_relative_to(folder) for folder in self._own_folders)

    def _same_place(self, one: Path, other: Path) -> bool:
        """Whether both are one place on one volume, by whatever mount points."""
        (volume, relpath), (other_volume, other_relpath) = self._volumes.locate(one), self._volumes.locate(other)
        return (volume.key, relpath) == (other_volume.key, other_relpath)
