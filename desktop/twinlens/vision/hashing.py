"""Content keys: what a file is, whatever its name.

`f-SIZE-HASH` stands for every byte of a file. A camera RAW or a file over 64 MB is not read whole, so `p-SIZE-HASH`
stands for its first and last 128 KiB and for its embedded preview; where it has none, evenly spaced samples stand in
for that (a preview of our own making would change with the version of a decoder, and the key with it). Two files with
one `p-` key are the same for matching; a full hash is wanted before they are called identical.
"""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

import xxhash

from twinlens.core.photos import ContentKey, FileStamp
from twinlens.core.problems import FileProblem, ProblemReason
from twinlens.vision.sources import OpenedFile, SourceProblemError, open_file

WHOLE_FILE_LIMIT = 64 * 2**20
"""Files up to this size are read whole, camera RAW excepted."""
EDGE_SIZE = 128 * 2**10
_PIECE = 2**20
_SAMPLES = 64
_SAMPLE_SIZE = 4096


def whole_key(data: bytes) -> tuple[ContentKey, str]:
    """The content key of a file whose bytes are all here, and their full hash."""
    digest = xxhash.xxh3_128_hexdigest(data)
    return ContentKey(f"f-{len(data)}-{digest}"), digest


def partial_key(file: BinaryIO, size: int, preview: bytes | None) -> ContentKey:
    """The content key of a file that is not read whole."""
    hasher = xxhash.xxh3_128()
    file.seek(0)
    hasher.update(file.read(EDGE_SIZE))
    file.seek(max(0, size - EDGE_SIZE))
    hasher.update(file.read(EDGE_SIZE))
    if preview is not None:
        hasher.update(preview)
    else:
        for sample in range(_SAMPLES):
            file.seek(size * sample // _SAMPLES)
            hasher.update(file.read(_SAMPLE_SIZE))
    return ContentKey(f"p-{size}-{hasher.hexdigest()}")


def content_key_of(path: Path) -> ContentKey:
    """The content key of a file, without decoding it. Raises SourceProblemError where it cannot be read."""
    return stamp_and_key_of(path)[1]


def stamp_and_key_of(path: Path) -> tuple[FileStamp, ContentKey]:
    """A file's stamp and content key, both of the very bytes that were read."""
    with open_file(path) as opened:
        if opened.is_raw:
            from twinlens.vision.raw import embedded_preview

            key = partial_key(opened.file, opened.size, embedded_preview(opened))
        elif opened.size > WHOLE_FILE_LIMIT:
            key = partial_key(opened.file, opened.size, None)
        else:
            key = _streamed_key(opened)
        opened.confirm_unchanged()
        return opened.stamp, key


def identify_file(path: Path) -> tuple[Path, FileStamp, ContentKey] | FileProblem:
    """What a file is, or why that cannot be told."""
    try:
        stamp, key = stamp_and_key_of(path)
    except SourceProblemError as problem:
        return FileProblem(path, problem.reason, problem.detail)
    except OSError as error:
        return FileProblem(path, ProblemReason.UNREADABLE, error.strerror or str(error))
    return path, stamp, key


def _streamed_key(opened: OpenedFile) -> ContentKey:
    hasher = xxhash.xxh3_128()
    opened.file.seek(0)
    length = 0
    while piece := opened.read(_PIECE):
        hasher.update(piece)
        length += len(piece)
    return ContentKey(f"f-{length}-{hasher.hexdigest()}")
