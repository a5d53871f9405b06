"""Content keys: the same with and without decoding, and of the whole file where it is small."""

from __future__ import annotations

import io

import pytest
import xxhash

from twinlens.core.problems import FileProblem, ProblemReason
from twinlens.vision import decoding, hashing
from twinlens.vision.decoding import DecodedPhoto, DecodeRequest, decode_photo
from twinlens.vision.hashing import content_key_of, identify_file, partial_key
from twinlens.vision.sources import SourceProblemError
from vision.drawn import SIZE, draw_photo, saved
from vision.raws import dng


@pytest.fixture
def photo_path(tmp_path):
    path = tmp_path / "photo.png"
    path.write_bytes(saved(draw_photo(1), "PNG"))
    return path


def test_small_files_are_hashed_whole(photo_path):
    data = photo_path.read_bytes()
    assert content_key_of(photo_path) == f"f-{len(data)}-{xxhash.xxh3_128_hexdigest(data)}"
    assert identify_file(photo_path)[2] == content_key_of(photo_path)


def test_decoding_gives_the_same_key(photo_path):
    result = decode_photo(DecodeRequest(photo_path, SIZE))
    assert isinstance(result, DecodedPhoto)
    assert result.content_key == content_key_of(photo_path)
    assert result.full_hash == xxhash.xxh3_128_hexdigest(photo_path.read_bytes())


def test_large_files_are_hashed_in_parts(photo_path, monkeypatch):
    for module in (hashing, decoding):
        monkeypatch.setattr(module, "WHOLE_FILE_LIMIT", 1000)
    result = decode_photo(DecodeRequest(photo_path, SIZE))
    assert isinstance(result, DecodedPhoto)
    assert result.content_key.startswith(f"p-{photo_path.stat().st_size}-")
    assert result.content_key == content_key_of(photo_path)
    assert result.full_hash is None


def test_raw_is_hashed_in_parts_with_its_preview(tmp_path):
    path = tmp_path / "raw.dng"
    path.write_bytes(dng())
    result = decode_photo(DecodeRequest(path, SIZE))
    assert isinstance(result, DecodedPhoto), result
    assert result.facts.is_raw
    assert result.content_key.startswith("p-")
    assert result.content_key == content_key_of(path)
    assert result.full_hash is None
    path.write_bytes(dng(seed=12))
    assert result.content_key != content_key_of(path)


def test_every_part_counts():
    size = 3 * 2**20
    data = bytearray(size)
    keys = {partial_key(io.BytesIO(data), size, None)}
    for at in (0, hashing.EDGE_SIZE - 1, size - 1, size - hashing.EDGE_SIZE, size // 2):
        changed = bytearray(data)
        changed[at] = 1
        keys.add(partial_key(io.BytesIO(changed), size, None))
    keys.add(partial_key(io.BytesIO(data), size, b"a preview"))
    assert len(keys) == 7


def test_broken_raw_has_a_key_all_the_same(tmp_path):
    data = dng()
    path = tmp_path / "raw.dng"
    for broken in (data[:3000], data[:200], b"FUJIFILMCCD-RAW 0201" + bytes(3000), b"IIU\0" + bytes(50)):
        path.write_bytes(broken)
        assert content_key_of(path).startswith("p-")


def test_what_cannot_be_read_is_a_problem(tmp_path):
    problem = identify_file(tmp_path / "gone.jpg")
    assert isinstance(problem, FileProblem)
    assert problem.reason is ProblemReason.VANISHED
    with pytest.raises(SourceProblemError):
        content_key_of(tmp_path / "gone.jpg")
