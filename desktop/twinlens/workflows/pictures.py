"""Decoding single pictures given by a person, behind the same walls as a scan's."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from twinlens.core.evidence import Region
from twinlens.core.problems import FileProblem
from twinlens.vision.decode_pool import DecodePool
from twinlens.vision.decoding import DecodedPhoto, DecodeRequest
from twinlens.vision.detail import is_low_detail
from twinlens.vision.preprocess import PARTS
from twinlens.workflows.model import LazyEncoder


def decode_files(
    encoder: LazyEncoder,
    paths: Sequence[Path],
    check: Callable[[], None],
    pool: DecodePool | None = None,
    *,
    verifier_size: int = 0,
    parts: bool = False,
    crop: Region | None = None,
) -> list[DecodedPhoto | FileProblem]:
    """Decode each file in a worker process; results stand in the order of the paths.

    A caller that decodes now and then hands in a pool of its own, whose workers are running already.
    With a `verifier_size`, the pair verifier's input of that size comes along; with `parts` the encoder's of each part.
    With a `crop` only that part of each picture is looked at.
    """
    distinct = list(dict.fromkeys(paths))
    side = encoder.card.input_size
    requests = (DecodeRequest(path, side, verifier_size=verifier_size, parts=parts, crop=crop) for path in distinct)
    with nullcontext(pool) if pool else DecodePool(min(len(distinct), 2)) as workers:
        decoded = {request.path: result for request, result in workers.decode(requests, check)}
    return [decoded[path] for path in paths]


def decode_data(
    encoder: LazyEncoder,
    data: bytes,
    check: Callable[[], None],
    pool: DecodePool | None = None,
    *,
    parts: bool = False,
    crop: Region | None = None,
) -> DecodedPhoto | FileProblem:
    """Decode a dropped or pasted picture that is no file; see `decode_files`."""
    with tempfile.TemporaryDirectory(prefix="twinlens-") as folder:
        path = Path(folder) / "picture"
        path.write_bytes(data)
        return decode_files(encoder, [path], check, pool, parts=parts, crop=crop)[0]


def vectors_of(encoder: LazyEncoder, photos: Sequence[DecodedPhoto]) -> NDArray[np.float32]:
    """Unit vectors, float32 [len(photos), dim]."""
    side = encoder.card.input_size
    if not photos:
        return np.empty((0, encoder.card.dim), np.float32)
    pixels = [np.frombuffer(photo.encoder_input, np.uint8).reshape(side, side, 3) for photo in photos]
    return encoder.embed(np.stack(pixels))


def part_vectors_of(encoder: LazyEncoder, photo: DecodedPhoto) -> NDArray[np.float32]:
    """[PARTS, dim] of a photo decoded with its parts: unit vectors, zeros for those that show next to nothing."""
    side = encoder.card.input_size
    pixels = np.frombuffer(photo.part_inputs, np.uint8).reshape(PARTS, side, side, 3)
    telling = [not is_low_detail(part) for part in pixels]
    vectors = np.zeros((PARTS, encoder.card.dim), np.float32)
    vectors[telling] = encoder.embed(pixels[telling])
    return vectors
