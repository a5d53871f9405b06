"""Heads of camera files, written by hand: only what tells which exposure a file is of."""

from __future__ import annotations

import struct
from collections.abc import Sequence

MODEL, EXIF, TAKEN, FRACTION, ZONE, MAKER_NOTE = 272, 34665, 36867, 37521, 36881, 37500
CONTENT_IDENTIFIER = 17
Value = str | int | bytes


def directory(entries: dict[int, Value], at: int, order: str = "<", relative_to: int = 0) -> bytes:
    """One TIFF directory that will lie at `at`, its longer values behind it."""
    block, values = b"", b""
    values_at = at + 2 + 12 * len(entries) + 4
    for tag, value in sorted(entries.items()):
        if isinstance(value, int):
            block += struct.pack(order + "HHII", tag, 4, 1, value)
            continue
        data = value.encode() + b"\0" if isinstance(value, str) else value
        kind = 2 if isinstance(value, str) else 7
        if len(data) <= 4:
            block += struct.pack(order + "HHI", tag, kind, len(data)) + data.ljust(4, b"\0")
        else:
            block += struct.pack(order + "HHII", tag, kind, len(data), values_at + len(values) - relative_to)
            values += data
    return struct.pack(order + "H", len(entries)) + block + b"\0\0\0\0" + values


def apple_note(identifier: str) -> bytes:
    """Apple's notes: a directory with places of its own."""
    return b"Apple iOS\0\0\x01MM" + directory({CONTENT_IDENTIFIER: identifier}, 14, ">")


def tiff(
    model: str | None = "Testcam", taken: str | None = None, fraction: str = "", zone: str = "", live: str | None = None
) -> bytes:
    """A TIFF of two directories, as every camera's EXIF is."""
    photo: dict[int, Value] = {}
    if taken:
        photo[TAKEN] = taken
    if fraction:
        photo[FRACTION] = fraction
    if zone:
        photo[ZONE] = zone
    if live:
        photo[MAKER_NOTE] = apple_note(live)
    main: dict[int, Value] = {EXIF: 0} | ({MODEL: model} if model else {})
    main[EXIF] = 8 + len(directory(main, 8))
    return b"II*\0" + struct.pack("<I", 8) + directory(main, 8) + directory(photo, int(main[EXIF]))


def jpeg(head: bytes = b"", padding: bytes = b"picture") -> bytes:
    """A JPEG's head: a segment of its own, then EXIF."""
    exif = b"Exif\0\0" + head
    segments = b"\xff\xe0\0\x06JFIF" + (b"\xff\xe1" + struct.pack(">H", 2 + len(exif)) + exif if head else b"")
    return b"\xff\xd8" + segments + b"\xff\xda\0\x02" + padding


def raf(head: bytes) -> bytes:
    """Fujifilm's RAW keeps its EXIF in a JPEG."""
    return b"FUJIFILMCCD-RAW ".ljust(84, b"\0") + struct.pack(">I", 100) + b"\0" * 12 + jpeg(head)


def box(kind: bytes, *parts: bytes, wide: bool = False) -> bytes:
    """One box, with its size in four or eight bytes."""
    data = b"".join(parts)
    if wide:
        return struct.pack(">I", 1) + kind + struct.pack(">Q", 16 + len(data)) + data
    return struct.pack(">I", 8 + len(data)) + kind + data


def heic(head: bytes) -> bytes:
    """A HEIC with a picture item and an EXIF item, which lies behind all boxes."""

    def of(exif_at: int) -> bytes:
        infos = [box(b"infe", struct.pack(">IHH4s", 2 << 24, number, 0, kind), b"\0")
                 for number, kind in ((1, b"hvc1"), (2, b"Exif"))]  # fmt: skip
        places = [struct.pack(">HHHII", number, 0, 1, at, 9) for number, at in ((1, 1), (2, exif_at))]
        return (
            box(b"ftyp", b"heic\0\0\0\0mif1")
            + box(
                b"meta",
                b"\0\0\0\0",
                box(b"hdlr", b"\0" * 24),
                box(b"iinf", struct.pack(">IH", 0, 2), *infos),
                box(b"iloc", struct.pack(">IHH", 0, 0x4400, 2), *places),
            )
            + box(b"mdat", b"picture" * 10)
        )

    return of(len(of(0)) + 8) + box(b"free", struct.pack(">I", 6), b"Exif\0\0", head)


def cr3(model: str, taken: str) -> bytes:
    """Canon's RAW: two TIFFs in a box of its own."""
    photo = b"II*\0" + struct.pack("<I", 8) + directory({TAKEN: taken}, 8)
    canon = bytes.fromhex("85c0b687820f11e08111f4ce462b6a48")
    inside = box(b"uuid", canon, box(b"CNCV", b"x"), box(b"CMT1", tiff(model)), box(b"CMT2", photo))
    return box(b"ftyp", b"crx \0\0\0\1crx ") + box(b"moov", inside)


def film(
    *,
    seconds: float = 3.0,
    created_utc: int = 0,
    tags: Sequence[tuple[str, str]] = (),
    mp4: bool = False,
    version: int = 0,
    pixels: int = 1000,
) -> bytes:
    """A film whose head comes last, as telephones write it; `created_utc` counts from 1904."""
    if version:
        times = struct.pack(">IQQIQ", 1 << 24, created_utc, created_utc, 600, round(seconds * 600))
    else:
        times = struct.pack(">IIIII", 0, created_utc, created_utc, 600, round(seconds * 600))
    names = [struct.pack(">I", 8 + len(name)) + b"mdta" + name.encode() for name, _ in tags]
    values = [
        box(struct.pack(">I", number), box(b"data", struct.pack(">II", 1, 0), value.encode()))
        for number, (_, value) in enumerate(tags, 1)
    ]
    meta = box(
        b"meta",
        b"\0\0\0\0" if mp4 else b"",
        box(b"hdlr", b"\0" * 24),
        box(b"keys", struct.pack(">II", 0, len(tags)), *names),
        box(b"ilst", *values),
    )
    return (
        box(b"ftyp", b"isom\0\0\0\0" if mp4 else b"qt  \0\0\0\0")
        + box(b"wide")
        + box(b"mdat", b"\0" * pixels, wide=True)
        + box(b"moov", box(b"mvhd", times, b"\0" * 80), box(b"trak", b"\0" * 40), meta)
    )


def live_film(identifier: str, **how: object) -> bytes:
    """The film of a Live Photo."""
    return film(tags=[("com.apple.quicktime.content.identifier", identifier)], **how)  # type: ignore[arg-type]
