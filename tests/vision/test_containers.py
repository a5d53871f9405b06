"""Formats by content, and which TIFF is camera RAW."""

from __future__ import annotations

import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twinlens.vision.containers import HEAD_SIZE, Container, container_of, tiff_is_raw
from vision.drawn import corners, saved


def tiff(*directories: dict[int, int], order: str = "<") -> bytes:
    """A TIFF of a chain of directories, each of SHORT or LONG values."""
    data = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", 8)
    at = 8
    for number, tags in enumerate(directories):
        end = at + 2 + 12 * len(tags) + 4
        data += struct.pack(order + "H", len(tags))
        for tag, value in sorted(tags.items()):
            data += struct.pack(order + "HHII", tag, 4, 1, value)
        data += struct.pack(order + "I", end if number + 1 < len(directories) else 0)
        at = end
    return data


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF", "GIF", "BMP", "AVIF", "JPEG2000", "PPM", "QOI"])
def test_what_pillow_writes_is_told_by_its_first_bytes(form):
    assert container_of(saved(corners(), form)[:HEAD_SIZE]) == Container(form)


@pytest.mark.parametrize(
    ("head", "container"),
    [
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", Container.HEIF),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif", Container.AVIF),
        (b"\0\0\0\x18ftypcrx \0\0\0\x01crx isom", Container.RAW),
        (b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41", None),
        (b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", None),
        (b"FUJIFILMCCD-RAW 0201", Container.RAW),
        (b"IIU\0\x18\0\0\0", Container.RAW),
        (b"\0\0\0\x0cJXL \r\n\x87\n", Container.JXL),
        (b"8BPS\0\x01", Container.PSD),
        (b"%!PS-Adobe-3.0", Container.UNSUPPORTED),
        (b"RIFF\0\0\0\0AVI LIST", None),
        (b"BMW is no bitmap, and this is text", None),
        (b"Plain text", None),
        (b"P5 ", Container.PPM),
        (b"PK\x03\x04", None),
        (b"", None),
    ],
)
def test_first_bytes(head, container):
    assert container_of(head) is container


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize(
    ("directories", "is_raw"),
    [
        ([{256: 4000, 257: 3000, 262: 2}], False),
        ([{256: 4000, 257: 3000, 262: 2, 271: 0}], False),
        ([{256: 4000, 257: 3000, 262: 32803}], True),
        ([{256: 160, 257: 120, 262: 2}, {256: 4000, 257: 3000, 262: 34892}], True),
        ([{256: 4000, 257: 3000, 50706: 1}], True),
        ([{256: 4000, 259: 34713}], True),
        ([{254: 1, 256: 96, 257: 64, 271: 0}], True),
        ([{254: 0, 256: 96, 257: 64, 271: 0}], False),
    ],
)
def test_raw_is_told_from_tiff_by_its_tags(directories, is_raw, order):
    data = tiff(*directories, order=order)
    assert tiff_is_raw(io.BytesIO(data), data[:HEAD_SIZE]) is is_raw


def test_a_directory_that_leads_to_itself_ends():
    data = tiff({256: 10, 257: 10})
    looped = data[:-4] + struct.pack("<I", 8)
    assert not tiff_is_raw(io.BytesIO(looped), looped[:HEAD_SIZE])


@given(st.binary(max_size=400), st.sampled_from([b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08", b""]))
def test_nothing_that_a_file_holds_makes_it_raise(data, head):
    data = head + data
    container_of(data[:HEAD_SIZE])
    tiff_is_raw(io.BytesIO(data), data[:HEAD_SIZE])
