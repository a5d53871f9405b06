"""Taking in decoded pictures: embedded, matched and committed in short batches, so that a kill costs one batch."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twinlens.core.photos import ContentKey, PictureFacts
from twinlens.core.problems import FileProblem
from twinlens.files.discovery import FoundFile
from twinlens.library.records import FileChange
from twinlens.vision.decoding import DecodedPhoto
from twinlens.workflows.home import Home
from twinlens.workflows.model import LazyEncoder
from twinlens.workflows.pictures import part_vectors_of
from twinlens.workflows.places import Places
from twinlens.workflows.scan.matching import Matcher

BATCH_FILES = 32
BATCH_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class _Decoded:
    file: FoundFile
    photo: DecodedPhoto


class Intake:
    """Collects what the decoder hands back and commits it batch by batch."""

    def __init__(self, home: Home, encoder: LazyEncoder, matcher: Matcher, places: Places) -> None:
        self._home = home
        self._encoder = encoder
        self._matcher = matcher
        self._places = places
        self._waiting: list[_Decoded] = []
        self._changes: list[FileChange] = []
        self._since = time.monotonic()

    def picture(self, file: FoundFile, photo: DecodedPhoto) -> None:
        """A picture that was decoded."""
        self._waiting.append(_Decoded(file, photo))
        self._commit_when_due()

    def problem(self, file: FoundFile, problem: FileProblem) -> None:
        """A file that could not be decoded."""
        self._changes.append(self._change(file, problem=problem))
        self._commit_when_due()

    def known_content(self, file: FoundFile, key: ContentKey) -> None:
        """A file whose content needs no decoding: it is stored already, or it is a companion."""
        self._changes.append(self._change(file, key=key))
        self._commit_when_due()

    def commit(self) -> None:
        """Write what has been collected.

        The order makes a kill harmless: matches come before the vectors they were made from, and files last.
        A content with a vector has its matches, and a file with a content has everything.
        """
        if self._waiting:
            self._commit_pictures()
        if self._changes:
            self._home.library.files.save_batch(self._changes)
        self._waiting, self._changes, self._since = [], [], time.monotonic()

    def _commit_when_due(self) -> None:
        waiting = len(self._waiting) + len(self._changes)
        if waiting >= BATCH_FILES or time.monotonic() - self._since >= BATCH_SECONDS:
            self.commit()

    def _commit_pictures(self) -> None:
        self._changes += [self._change(taken.file, photo=taken.photo) for taken in self._waiting]
        by_content = {taken.photo.content_key: taken.photo for taken in self._waiting}
        model = self._encoder.card.id
        self._home.cache.previews.save([(key, photo.preview) for key, photo in by_content.items()])
        telling = [
            key for key, photo in by_content.items() if not self._matcher.knows(key) and not photo.facts.low_detail
        ]
        if not telling:
            return
        vectors = self._encoder.embed(self._pixels([by_content[key] for key in telling]))
        facts: Mapping[ContentKey, PictureFacts] = {key: photo.facts for key, photo in by_content.items()}
        if self._encoder.card.looks_at_parts:
            self._home.cache.parts.save(
                model, [(key, part_vectors_of(self._encoder, by_content[key])) for key in telling]
            )
        self._matcher.add(telling, vectors, facts)
        self._home.cache.embeddings.save(model, list(zip(telling, vectors, strict=True)))

    def _pixels(self, photos: list[DecodedPhoto]) -> NDArray[np.uint8]:
        side = self._encoder.card.input_size
        return np.stack([np.frombuffer(photo.encoder_input, np.uint8).reshape(side, side, 3) for photo in photos])

    def _change(
        self,
        file: FoundFile,
        *,
        photo: DecodedPhoto | None = None,
        key: ContentKey | None = None,
        problem: FileProblem | None = None,
    ) -> FileChange:
        place = self._places.of_file(file.path)
        return FileChange(
            volume_key=place.volume.key,
            relpath=place.relpath,
            stamp=photo.stamp if photo else file.stamp,
            identity=file.identity,
            content_key=photo.content_key if photo else key,
            full_hash=photo.full_hash if photo else None,
            facts=photo.facts if photo else None,
            problem=problem.reason if problem else None,
            problem_detail=problem.detail if problem else "",
        )
