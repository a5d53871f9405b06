"""Proving, at the moment of moving, that one half of a pair stands for the other."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from twinlens.core.clearing import LeftAlone
from twinlens.core.halves import raw_of
from twinlens.core.photos import CompanionKind, Shot
from twinlens.core.problems import FileProblem
from twinlens.core.relations import Half
from twinlens.files.mover import HeldFile, RefusedError
from twinlens.vision.decode_pool import DecodePool
from twinlens.vision.decoding import DecodedPhoto, DecodeRequest
from twinlens.vision.examining import Look, examine, look_at
from twinlens.workflows.departing import Holder
from twinlens.workflows.home import Home

_ENCODER_SIDE = 32
"""No encoder looks at these pictures; a decoder wants to be told a size."""


class OtherHalf:
    """Verifies the half that stays: it is what was judged, it can be decoded, and both show one picture.

    A pair may have been joined by its names alone, and nobody has looked into a RAW that stands beside a JPEG.
    """

    def __init__(self, home: Home, holder: Holder, check: Callable[[], None]) -> None:
        self._home = home
        self._holder = holder
        self._check = check
        self._pool: DecodePool | None = None
        self._one_picture: dict[tuple[int, HeldFile], bool] = {}

    def close(self) -> None:
        """Let go of the decoder."""
        if self._pool is not None:
            self._pool.stop()
            self._pool = None

    def of(self, shot: Shot, leaving: Half) -> HeldFile:
        """The half that stays when the other one leaves, read and verified.

        Raises:
            RefusedError: it is offline, or cannot be proved to show the same picture.
        """
        try:
            with ExitStack() as stack:
                return self._verified(shot, leaving, stack)
        except RefusedError as refusal:
            offline = refusal.reason is LeftAlone.OFFLINE
            raise RefusedError(LeftAlone.KEEPER_OFFLINE if offline else LeftAlone.OTHER_HALF, shot.path) from refusal

    def _verified(self, shot: Shot, leaving: Half, stack: ExitStack) -> HeldFile:
        raw = raw_of(shot)
        if raw is None:
            raise RefusedError(LeftAlone.OTHER_HALF, shot.path)
        of_raw = self._holder.companion(raw.path, CompanionKind.RAW, shot, stack)
        stays = of_raw if leaving is Half.RENDERED else self._holder.picture(shot, stack)
        pair = (shot.id, of_raw)
        if pair not in self._one_picture:
            self._one_picture[pair] = self._show_one_picture(shot, raw.path)
        if not (self._one_picture[pair] and stays.is_at(stays.path)):
            raise RefusedError(LeftAlone.OTHER_HALF, shot.path)
        return stays

    def _show_one_picture(self, shot: Shot, raw: Path) -> bool:
        of_raw = self._decoded(raw)
        stored = self._home.cache.previews.get(shot.content_key)
        of_picture = look_at(stored, shot.facts.width, shot.facts.height) if stored else self._decoded(shot.path)
        found = examine(of_picture, of_raw) if of_picture and of_raw else None
        return found is not None and found.evidence.shows_one_picture

    def _decoded(self, path: Path) -> Look | None:
        if self._pool is None:
            self._pool = DecodePool(1)
        for _, decoded in self._pool.decode([DecodeRequest(path, _ENCODER_SIDE)], self._check):
            return _look(decoded)
        return None


def _look(decoded: DecodedPhoto | FileProblem) -> Look | None:
    if isinstance(decoded, FileProblem):
        return None
    return look_at(decoded.preview, decoded.facts.width, decoded.facts.height)
