"""Files, shots and what is known of their pictures, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import NewType

from twinlens.core.relations import DecisionKind, Level, Relation, Role

ContentKey = NewType("ContentKey", str)
"""What a file is, whatever its name: `f-SIZE-HASH` over all its bytes, or `p-SIZE-HASH` over parts of a large one."""

WHOLE_FILE_PREFIX = "f-"
PARTIAL_PREFIX = "p-"

FAT_TOLERANCE_NS = 2_000_000_000
"""FAT stores times to two seconds; a copy to and from such a card moves them by that much."""


@dataclass(frozen=True, slots=True)
class FileStamp:
    """Size in bytes and modification time in nanoseconds: a file that differs in either has changed."""

    size: int
    mtime_ns: int

    def same_as(self, other: FileStamp, tolerance_ns: int = 0) -> bool:
        """Whether both describe the same state of a file."""
        return self.size == other.size and abs(self.mtime_ns - other.mtime_ns) <= tolerance_ns


@dataclass(frozen=True, slots=True)
class FileIdentity:
    """Device and inode: tell hard links and double paths apart, within one run only."""

    device: int
    inode: int


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """What decoding found out about one content. Sizes are of the picture as it is meant to be seen."""

    format: str
    width: int
    height: int
    is_raw: bool = False
    taken_at: str | None = None
    """Capture time by the camera's clock, ISO 8601 without zone, with fractions where it gives them."""
    camera: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    rating: int | None = None
    metadata_tags: int = 0
    """How many EXIF, XMP and IPTC entries the file carries."""
    pixel_hash: str | None = None
    """Hash of the decoded full-size pixels, where the decoder saw them all."""
    low_detail: bool = False
    """So uniform that its embedding says nothing: matched by content or pixels alone."""
    label: str | None = None
    """Colour label that another program wrote into the file."""
    keywords: int | None = None
    """How many keywords the file carries; None where nobody looked."""
    software: str | None = None
    """What saved the file, by its own word: a camera's firmware or an editor."""
    jpeg_quality: int | None = None
    """From 1 to 100, estimated from the quantisation tables; None for anything but JPEG."""
    sharpness: float | None = None
    """Share of fine detail in all detail, every picture looked at in one size; None where nobody looked."""
    clipped: float | None = None
    """Share of the picture that is burnt out or black."""
    detail_map: bytes | None = None
    """Fine detail by region of the picture, for comparing one scene's frames with each other; see `core.sharpness`."""
    exposure_bias: float | None = None
    """Stops by which the camera was told to expose more, or less."""
    exposure_value: float | None = None
    """Stops of light that the exposure was made for, from its time, aperture and ISO."""
    exposure_mode: int | None = None
    """By EXIF; see ExposureMode."""
    focus_distance: float | None = None
    """Metres."""
    maker_note: bool = False
    """It carries the camera's own notes, which most programs drop when they save."""

    @property
    def pixels(self) -> int:
        """Number of pixels."""
        return self.width * self.height


class ExposureMode(IntEnum):
    """How the exposure was chosen, in EXIF's numbers."""

    AUTO = 0
    MANUAL = 1
    BRACKET = 2


class CompanionKind(StrEnum):
    """Why a file belongs to a shot besides its picture."""

    RAW = "raw"
    RENDERED = "rendered"
    EDIT = "edit"
    """What a telephone made of the picture when it was edited there."""
    LIVE = "live"
    """The film of a Live Photo."""
    SIDECAR = "sidecar"


class Apart(StrEnum):
    """Why files whose names go together are no one shot all the same."""

    AMBIGUOUS = "ambiguous"
    """There is more than one way to pair them."""
    OTHER_EXPOSURE = "other-exposure"
    """They say that another camera, or another moment, made them."""
    UNPROVED_FILM = "unproved-film"
    """Nothing in a film and a picture shows that they are a Live Photo."""


@dataclass(frozen=True, slots=True)
class Companion:
    """A file that belongs to a shot and moves with it."""

    path: Path
    kind: CompanionKind
    stamp: FileStamp
    content_key: ContentKey | None = None
    by_name: bool = False
    """The film of a Live Photo by its name and time alone: the mark in both was stripped."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What a person said of a photo in another program, which wrote it into its catalogue or a sidecar."""

    catalogued: bool = False
    """Whether a catalogue lists the file: there it would be missing."""
    edited: bool = False
    """Whether there are settings of a development."""
    rating: int | None = None
    """Stars from 0 to 5, -1 for rejected."""
    flag: int = 0
    """1 for picked, -1 for rejected."""
    label: str = ""
    """Colour label, in the other program's language."""
    keywords: int = 0

    def joined(self, other: Marks) -> Marks:
        """Both sources together; what this one says comes first."""
        return Marks(
            catalogued=self.catalogued or other.catalogued,
            edited=self.edited or other.edited,
            rating=other.rating if self.rating is None else self.rating,
            flag=self.flag or other.flag,
            label=self.label or other.label,
            keywords=max(self.keywords, other.keywords),
        )


NO_MARKS = Marks()


@dataclass(frozen=True, slots=True)
class Shot:
    """What a photographer calls one photo: a file and its companions.

    `id` is the library's number for the picture file; it means nothing outside one library.
    """

    id: int
    path: Path
    stamp: FileStamp
    content_key: ContentKey
    facts: PictureFacts
    companions: tuple[Companion, ...] = ()
    full_hash: str | None = None
    """Hash of all the file's bytes, where it was needed; a whole-file content key carries it already."""
    protected: bool = False
    offline: bool = False
    decision: DecisionKind | None = None
    returned: bool = False
    """A file with this content was rejected and cleared away before: flagged, never rejected by itself."""
    marks: Marks = NO_MARKS
    """Of all the shot's files, from catalogues first and sidecars after."""
    apart: Apart | None = None
    """Set where other files of its name were left out of it."""
    surrounded: bool = False
    """Whether another shot is what lies in it, within a frame, bars, a screen, or beside other pictures."""

    @property
    def rating(self) -> int | None:
        """Stars from 0 to 5, -1 for rejected: by a catalogue, a sidecar, or the file itself."""
        return self.facts.rating if self.marks.rating is None else self.marks.rating

    @property
    def label(self) -> str:
        """Colour label, empty for none."""
        return self.marks.label or self.facts.label or ""

    @property
    def keywords(self) -> int:
        """How many keywords are known."""
        return max(self.marks.keywords, self.facts.keywords or 0)

    @property
    def has_raw(self) -> bool:
        """Whether the camera's raw data is part of this shot."""
        return self.facts.is_raw or (
            bool(self.companions) and any(each.kind is CompanionKind.RAW for each in self.companions)
        )

    @property
    def elsewhere(self) -> tuple[Path, ...]:
        """RAWs that lie in another folder than the picture."""
        return tuple(
            each.path
            for each in self.companions
            if each.kind is CompanionKind.RAW and each.path.parent != self.path.parent
        )

    def same_bytes_as(self, other: Shot) -> bool:
        """Whether the two picture files are known to hold the same bytes; a partial key proves nothing."""
        if self.content_key != other.content_key:
            return False
        if self.content_key.startswith(WHOLE_FILE_PREFIX):
            return True
        return self.full_hash is not None and self.full_hash == other.full_hash

    @property
    def bytes(self) -> int:
        """Size of the whole shot."""
        return self.stamp.size + sum(companion.stamp.size for companion in self.companions)


@dataclass(frozen=True, slots=True)
class Match:
    """Two contents that look alike; `first` sorts before `second`."""

    first: ContentKey
    second: ContentKey
    score: float
    """Calibrated confidence, 0 to 1."""
    cosine: float
    relation: Relation

    def other(self, key: ContentKey) -> ContentKey:
        """The content at the other end."""
        return self.second if key == self.first else self.first


@dataclass(frozen=True, slots=True)
class Member:
    """A shot within a group. A keeper's relation and score are None; so is the score of what was joined by hand."""

    shot: Shot
    role: Role
    relation: Relation | None = None
    score: float | None = None
    reasons: tuple[str, ...] = ()
    """Tokens, worded by the window: for the keeper why it is kept, for others what distinguishes them."""
    new: bool = False
    """It came to the library after all others of its group had been decided."""

    @property
    def joined(self) -> bool:
        """Whether it is here by a person's word alone: it has a relation to the keeper, but no score."""
        return self.relation is not None and self.score is None


@dataclass(frozen=True, slots=True)
class Group:
    """Shots of one level that each match the keeper directly. The keeper is the first member."""

    id: str
    level: Level
    members: tuple[Member, ...]

    @property
    def keeper(self) -> Member:
        """The shot proposed to be kept."""
        return self.members[0]

    @property
    def reclaimable(self) -> int:
        """Bytes of everything but the keeper."""
        return sum(member.shot.bytes for member in self.members[1:])
