"""What a file's name or first bytes say about it, and which folders are never looked into."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

QUARANTINE_NAME = ".twinlens-quarantine"


def _endings(words: str) -> frozenset[str]:
    return frozenset(words.split())


PICTURE_SUFFIXES = _endings(
    ".jpg .jpeg .jpe .jfif .jif .png .apng .webp .tif .tiff .gif .bmp .dib .psd .psb .heic .heif .hif .heics .heifs "
    ".avif .avifs .jxl .jp2 .j2k .jpf .jpx .j2c .jpc .mpo .tga .ico .icns .pcx .ppm .pgm .pbm .pnm .pfm .dds .qoi "
    ".sgi .rgb .bw .xbm .fli .flc .blp .msp"
)
RAW_SUFFIXES = _endings(
    ".3fr .ari .arw .bay .braw .cap .cr2 .cr3 .crw .dcr .dcs .dng .drf .eip .erf .fff .gpr .iiq .k25 .kdc .mdc .mef "
    ".mos .mrw .nef .nrw .orf .pef .ptx .pxn .r3d .raf .raw .rwl .rw2 .rwz .sr2 .srf .srw .x3f"
)
PAIRED_SUFFIXES = _endings(".jpg .jpeg .jpe .heic .heif .hif")
"""What cameras write beside a RAW of the same exposure."""

SIDECAR_SUFFIXES = _endings(".xmp .dop .pp3 .on1 .aae")

FILM_SUFFIXES = _endings(".mov .mp4 .m4v")
"""What the film of a Live Photo is called, by the camera or by what it was copied with."""

_FILM_AND_SOUND = FILM_SUFFIXES | _endings(
    ".avi .mkv .webm .mts .m2ts .mpg .mpeg .3gp .wmv .insv .lrv .thm .mp3 .m4a .wav .flac .aac .ogg .opus"
)
"""Never worth opening: some film formats begin like a still picture."""

SNIFFED_BYTES = 32

_SKIPPED_FOLDERS = frozenset({"$recycle.bin", "system volume information", "@eadir", "#recycle", "lost+found"})
_SKIPPED_FOLDER_SUFFIXES = (".photoslibrary", ".photolibrary", ".migratedphotolibrary", ".lrdata", ".aplibrary")
_TRASH_NAMES = (".trash", ".trash-", ".trashes", ".trashed-")

_STILL_BRANDS = frozenset(
    [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"mif2", b"msf1", b"avif", b"avis", b"crx "]
)
_MAGICS = (
    b"\xff\xd8\xff",
    b"\x89PNG\r\n\x1a\n",
    b"GIF87a",
    b"GIF89a",
    b"II*\0",
    b"MM\0*",
    b"II+\0",
    b"MM\0+",
    b"8BPS",
    b"FUJIFILMCCD-RAW",
    b"IIRO",
    b"IIRS",
    b"MMOR",
    b"IIU\0",
    b"II\x1a\0\0\0HEAPCCDR",
    b"FOVb",
    b"\0MRM",
    b"\0\0\0\x0cJXL \r\n\x87\n",
    b"\0\0\0\x0cjP  \r\n\x87\n",
    b"\xff\x4f\xff\x51",
    b"qoif",
)
_BITMAP_HEADER_SIZES = frozenset({12, 16, 40, 52, 56, 64, 108, 124})


class FoundKind(StrEnum):
    """What a found file seems to be."""

    PICTURE = "picture"
    RAW = "raw"
    SIDECAR = "sidecar"
    FILM = "film"
    """Never a picture: it may be the other half of one."""
    OTHER = "other"
    """A picture by its first bytes although its name doesn't say so."""

    @property
    def is_picture(self) -> bool:
        """Whether it can be a shot of its own."""
        return self not in (FoundKind.SIDECAR, FoundKind.FILM)


def suffix_of(name: str) -> str:
    """A file name's ending in small letters, with its dot; asked of every file several times, so not by way of Path."""
    dot = name.rfind(".")
    return name[dot:].lower() if dot > 0 else ""


def kind_by_name(name: str) -> FoundKind | None:
    """What the name's ending promises; None if it promises nothing we know."""
    suffix = suffix_of(name)
    if suffix in PICTURE_SUFFIXES:
        return FoundKind.PICTURE
    if suffix in RAW_SUFFIXES:
        return FoundKind.RAW
    if suffix in SIDECAR_SUFFIXES:
        return FoundKind.SIDECAR
    if suffix in FILM_SUFFIXES:
        return FoundKind.FILM
    return None


def never_a_picture(name: str) -> bool:
    """Whether the name's ending rules a still picture out."""
    return Path(name).suffix.lower() in _FILM_AND_SOUND


def looks_like_a_picture(head: bytes) -> bool:
    """Whether a file's first bytes are those of a still picture."""
    if head.startswith(_MAGICS):
        return True
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return True
    if head[4:8] == b"ftyp":
        return head[8:12] in _STILL_BRANDS
    return head[:2] == b"BM" and int.from_bytes(head[14:18], "little") in _BITMAP_HEADER_SIZES


def is_hidden(name: str) -> bool:
    """Whether the system's file managers hide it by name."""
    return name.startswith(".")


def is_forbidden_folder(name: str) -> bool:
    """Trash, quarantine, another program's private library: never looked into, not even when asked to."""
    lowered = name.lower()
    return (
        lowered == QUARANTINE_NAME
        or lowered in _SKIPPED_FOLDERS
        or lowered in _TRASH_NAMES
        or lowered.startswith((".trash-", ".trashed-"))
        or lowered.endswith(_SKIPPED_FOLDER_SUFFIXES)
    )


def is_in_forbidden_folder(path: Path) -> bool:
    """Whether a path is, or lies in, a folder that is never looked into."""
    return any(is_forbidden_folder(part) for part in path.parts) or any(
        is_system_trash(folder) for folder in (path, *path.parents)
    )


def is_system_trash(folder: Path) -> bool:
    """Whether a folder is a desktop's trash can, which is not hidden by its own name."""
    return folder.name == "Trash" and (folder / "files").is_dir() and (folder / "info").is_dir()
