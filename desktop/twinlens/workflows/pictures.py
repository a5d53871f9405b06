"""Decoding single pictures given by a person, behind the same walls as a scan's."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from twinlens.core.problems import FileProblem
from twinlens.vision.decode_pool import DecodePool
from twinlens.vision.decoding import DecodedPhoto, DecodeRequest
from twinlens.workflows.model import LazyEncoder


def decode_files(
    encoder: LazyEncoder,
    paths: Sequence[Path],
    check: Callable[[], None],
    pool: DecodePool | None = None,
    *,
    verifier_size: int = 0,
) -> list[DecodedPhoto | FileProblem]:
    """Decode each file in a worker process; results stand in the order of the paths.

    A caller that decodes now and then hands in a pool of its own, whose workers are running already.
    With a `verifier_size`, the pair verifier's input of that size comes along.
    """
    distinct = list(dict.fromkeys(paths))
    requests = (DecodeRequest(path, encoder.card.input_size, verifier_size=verifier_size) for path in distinct)
    with nullcontext(pool) if pool else DecodePool(min(len(distinct), 2)) as workers:
        decoded = {request.path: result for request, result in workers.decode(requests, check)}
    return [decoded[path] for path in paths]


def decode_data(
    encoder: LazyEncoder, data: bytes, check: Callable[[], None], pool: DecodePool | None = None
) -> DecodedPhoto | FileProblem:
    """Decode a dropped or pasted picture that is no file."""
    with tempfile.TemporaryDirectory(prefix="twinlens-") as folder:
        path = Path(folder) / "picture"
        path.write_bytes(data)
        return decode_files(encoder, [path], check, pool)[0]


def vectors_of(encoder: LazyEncoder, photos: Sequence[DecodedPhoto]) -> NDArray[np.float32]:
    """Unit vectors, float32 [len(photos), dim]."""
    side = encoder.card.input_size
    if not photos:
        return np.empty((0, encoder.card.dim), np.float32)
    pixels = [np.frombuffer(photo.encoder_input, np.uint8).reshape(side, side, 3) for photo in photos]
    return encoder.embed(np.stack(pixels))
