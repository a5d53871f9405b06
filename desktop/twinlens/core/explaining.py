"""In what a photo differs from one that stays, and what would be lost with it. Tokens and numbers; no words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from twinlens.core.evidence import CONTAINED, Change, Evidence
from twinlens.core.photos import CompanionKind, PictureFacts, Shot
from twinlens.core.relations import Level, Relation

Outline = tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]
"""Where a picture's corners lie in another one, in fractions of that one; from the upper left, clockwise."""

_MORE_PIXELS = 1.05
"""Alignments are some pixels off: fewer than so many more for the same place are not more."""
_JPEG_STEP = 5
_SHARPER = 1.25
_LOOKS = (Change.COLOUR, Change.TONE, Change.TILTED, Change.STRETCHED)
_LOSSLESS = frozenset({"PNG", "TIFF", "BMP", "PSD", "PPM", "QOI"})
_SAME_PICTURE = frozenset({Relation.IDENTICAL, Relation.SAME_PIXELS})


class Loss(StrEnum):
    """What a photo has that the one that stays lacks; the window owns the words."""

    PICTURE = "picture"
    """It is another exposure: nothing else shows that moment."""
    AREA = "area"
    """A part of the scene outside of what the other shows."""
    COVERED = "covered-part"
    """A part in which the two differ: something lies over one of them, and nobody knows over which."""
    PIXELS = "pixels"
    """More pixels of the same place."""
    DETAIL = "detail"
    """It is sharper, or noisier."""
    QUALITY = "quality"
    """It is compressed less."""
    COLOUR = "colour"
    """It has colours where the other is black-and-white."""
    LOOK = "look"
    """It was developed, framed or bent otherwise."""
    RAW = "raw"
    FILM = "film"
    """Of a Live Photo."""
    EDITS = "edits"
    """Settings of a development, in a sidecar or a catalogue."""
    CATALOGUE = "catalogue"
    """Another program's catalogue lists it, and would miss it."""
    RATING = "rating"
    FLAG = "flag"
    LABEL = "label"
    KEYWORDS = "keywords"
    TITLE = "title"
    GPS = "gps"
    DATE = "date"
    CAMERA = "camera"
    LENS = "lens"
    EXPOSURE = "exposure"


@dataclass(frozen=True, slots=True)
class Lost:
    """One thing that would be lost, with how much of it or which."""

    what: Loss
    amount: float | None = None
    """A share of the area, how many times the pixels, the JPEG quality, stars, how many keywords."""
    words: tuple[str, ...] = ()
    """Keywords, a title, a label; the changes that make a look."""


@dataclass(frozen=True, slots=True)
class Notes:
    """What is written in a photo's files besides what the library keeps."""

    title: str = ""
    keywords: frozenset[str] = frozenset()
    lens: str = ""
    exposure: bool = False
    """Whether it says how it was exposed."""
    sidecars: frozenset[str] = frozenset()
    """Hashes of all sidecars."""


@dataclass(frozen=True, slots=True)
class Laid:
    """How a photo lies over another one."""

    evidence: Evidence
    """The photo is its first."""
    outline: Outline | None = None
    """Of the photo, in the other one; None where that was not worked out."""
    other_outline: Outline | None = None
    """Of the other one, in the photo."""
    brighter: float | None = None
    """Grey levels by which the photo is brighter where both are seen; less than nothing where it is darker."""
    colourless: tuple[bool, bool] | None = None
    """Whether the photo, and whether the other one, has no colours."""

    @property
    def turned_round(self) -> Laid:
        """The other one over the photo."""
        return Laid(
            swapped(self.evidence),
            self.other_outline,
            self.outline,
            None if self.brighter is None else -self.brighter,
            None if self.colourless is None else (self.colourless[1], self.colourless[0]),
        )


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a photo is related to one that stays."""

    relation: Relation | None
    """None for pictures that are not alike."""
    laid: Laid | None
    """None for the same file, and where nothing lays one over the other."""
    pixels: float
    """The photo's pixels as a share of the other one's."""
    scale: float | None
    """How wide a thing is in the photo beside how wide it is in the other one, in pixels; None where unknown."""
    losses: tuple[Lost, ...]
    """What deleting the photo would lose, the gravest first."""
    unknown: tuple[Loss, ...]
    """What could not be looked at: of these nothing is said."""
    probability: float | None = None
    """That both are one picture, by the pair verifier."""

    @property
    def changes(self) -> tuple[Change, ...]:
        """What distinguishes the two."""
        return self.laid.evidence.changes if self.laid else ()


def explain(
    photo: Shot,
    kept: Shot,
    relation: Relation | None,
    laid: Laid | None,
    notes: tuple[Notes | None, Notes | None] = (None, None),
) -> Explanation:
    """What a photo differs in from one that stays, and what would be lost with it.

    Args:
        photo: The photo that may go.
        kept: The one that stays.
        relation: How they are related.
        laid: How the photo lies over the other one.
        notes: What is written in the files of each; None where these could not be read.
    """
    same = relation in _SAME_PICTURE
    scale = 1.0 if same else _scale(photo.facts, kept.facts, laid)
    unknown: list[Loss] = []
    losses = list(_of_picture(photo.facts, kept.facts, relation, laid, scale, unknown))
    losses += _of_files(photo, kept, notes, unknown)
    losses += _of_notes(photo, kept, *notes, unknown)
    pixels = photo.facts.pixels / max(kept.facts.pixels, 1)
    return Explanation(relation, laid, pixels, scale, tuple(losses), tuple(unknown))


def told_losses(photo: Shot, kept: Shot) -> tuple[Lost, ...]:
    """What is lost of all that a library tells of two shots besides their pictures, without reading anything."""
    unknown: list[Loss] = []
    nobody = None, None
    return (*_of_files(photo, kept, nobody, unknown), *_of_notes(photo, kept, *nobody, unknown))


def swapped(evidence: Evidence) -> Evidence:
    """The same, with the second picture as the first."""
    return replace(
        evidence,
        first_in_second=evidence.second_in_first,
        second_in_first=evidence.first_in_second,
        region_in_first=evidence.region_in_second,
        region_in_second=evidence.region_in_first,
    )


def written(shot: Shot, notes: Notes | None) -> tuple[Loss, ...]:
    """What is written in a shot's files, its sidecars, or a catalogue."""
    return tuple(_notes_of(shot, notes))


def _scale(photo: PictureFacts, kept: PictureFacts, laid: Laid | None) -> float | None:
    """By areas: of each as much as the other shows."""
    if laid is None or not kept.pixels:
        return None
    shared = kept.pixels * laid.evidence.second_in_first
    return float((photo.pixels * laid.evidence.first_in_second / shared) ** 0.5) if shared else None


def _of_picture(
    photo: PictureFacts,
    kept: PictureFacts,
    relation: Relation | None,
    laid: Laid | None,
    scale: float | None,
    unknown: list[Loss],
) -> Iterator[Lost]:
    if relation is None or relation.level is not Level.COPY:
        yield Lost(Loss.PICTURE)
        return
    if relation in _SAME_PICTURE:
        return
    if laid is None or scale is None:
        unknown += [Loss.AREA, Loss.PIXELS, Loss.LOOK]
        return
    yield from _of_frame(laid)
    if scale**2 >= _MORE_PIXELS:
        yield Lost(Loss.PIXELS, scale**2)
    if scale**2 * _MORE_PIXELS >= 1:
        yield from _of_compression(photo, kept)
    sharpened = Change.DETAIL in laid.evidence.changes and Change.CROPPED not in laid.evidence.changes
    if sharpened and (photo.sharpness or 0) > _SHARPER * (kept.sharpness or 0):
        yield Lost(Loss.DETAIL)
    yield from _of_look(laid, unknown)


def _of_frame(laid: Laid) -> Iterator[Lost]:
    changes = laid.evidence.changes
    if laid.evidence.first_in_second < CONTAINED and {Change.CROPPED, Change.TILTED} & set(changes):
        yield Lost(Loss.AREA, 1 - laid.evidence.first_in_second)
    if Change.OVERLAID in changes:
        yield Lost(Loss.COVERED)


def _of_compression(photo: PictureFacts, kept: PictureFacts) -> Iterator[Lost]:
    if photo.jpeg_quality and kept.jpeg_quality:
        if photo.jpeg_quality >= kept.jpeg_quality + _JPEG_STEP:
            yield Lost(Loss.QUALITY, photo.jpeg_quality)
    elif _lossless(photo) and not _lossless(kept):
        yield Lost(Loss.QUALITY)


def _lossless(facts: PictureFacts) -> bool:
    return facts.is_raw or facts.format.upper() in _LOSSLESS


def _of_look(laid: Laid, unknown: list[Loss]) -> Iterator[Lost]:
    changes = laid.evidence.changes
    look: list[Change] = [change for change in _LOOKS if change in changes]
    if Change.FRAMED in changes and laid.evidence.first_in_second < CONTAINED:
        look.append(Change.FRAMED)
    if Change.BLACK_AND_WHITE in changes:
        if laid.colourless is None:
            unknown.append(Loss.COLOUR)
        elif laid.colourless[1]:
            yield Lost(Loss.COLOUR)
        else:
            look.insert(0, Change.BLACK_AND_WHITE)
    if look:
        yield Lost(Loss.LOOK, words=tuple(look))


def _of_files(photo: Shot, kept: Shot, notes: tuple[Notes | None, Notes | None], unknown: list[Loss]) -> Iterator[Lost]:
    if photo.has_raw and not kept.has_raw:
        yield Lost(Loss.RAW)
    if _has_film(photo) and not _has_film(kept):
        yield Lost(Loss.FILM)
    if _is_edited(photo):
        same = _same_edits(photo, kept, *notes) if _is_edited(kept) else False
        if same is None:
            unknown.append(Loss.EDITS)
        elif not same:
            yield Lost(Loss.EDITS)
    if photo.marks.catalogued and not kept.marks.catalogued:
        yield Lost(Loss.CATALOGUE)


def _has_film(shot: Shot) -> bool:
    return any(each.kind is CompanionKind.LIVE for each in shot.companions)


def _is_edited(shot: Shot) -> bool:
    """Settings of a development are in a sidecar or a catalogue, or a telephone kept its edited picture beside this."""
    return shot.marks.edited or any(
        each.kind is CompanionKind.EDIT or (each.kind is CompanionKind.SIDECAR and each.path.suffix.lower() != ".xmp")
        for each in shot.companions
    )


def _same_edits(photo: Shot, kept: Shot, notes: Notes | None, kept_notes: Notes | None) -> bool | None:
    """Whether each of the photo's sidecars and edited pictures is the same as one of the other's; None where unknown.

    What a catalogue holds is unknown.
    """
    pictures = {each.content_key for each in photo.companions if each.kind is CompanionKind.EDIT}
    if notes is None or kept_notes is None or None in pictures or not (notes.sidecars or pictures):
        return None
    others = {each.content_key for each in kept.companions}
    return notes.sidecars <= kept_notes.sidecars and pictures <= others


def _of_notes(
    photo: Shot, kept: Shot, notes: Notes | None, kept_notes: Notes | None, unknown: list[Loss]
) -> Iterator[Lost]:
    own, others = _notes_of(photo, notes), _notes_of(kept, kept_notes)
    for what, lost in own.items():
        if what is Loss.KEYWORDS:
            yield from _of_keywords(photo, kept, notes, kept_notes, unknown)
        elif what is Loss.RATING:
            if (lost.amount or 0) > (kept.rating or 0):
                yield lost
        elif kept_notes is None and what in _READ_ON_DEMAND:
            unknown.append(what)
        elif what not in others or (what is Loss.TITLE and lost != others[what]):
            yield lost
    if notes is None:
        unknown += [Loss.TITLE, *([Loss.KEYWORDS] if photo.facts.keywords is None else ())]


_READ_ON_DEMAND = frozenset({Loss.TITLE, Loss.LENS, Loss.EXPOSURE})


def _notes_of(shot: Shot, notes: Notes | None) -> Mapping[Loss, Lost]:
    """What is written, in the order in which it is told."""
    facts, more = shot.facts, notes or Notes()
    found = [
        ((shot.rating or 0) > 0, Lost(Loss.RATING, shot.rating)),
        (shot.marks.flag > 0, Lost(Loss.FLAG)),
        (shot.label, Lost(Loss.LABEL, words=(shot.label,))),
        (shot.keywords or more.keywords, Lost(Loss.KEYWORDS, max(shot.keywords, len(more.keywords)))),
        (more.title, Lost(Loss.TITLE, words=(more.title,))),
        (facts.latitude is not None, Lost(Loss.GPS)),
        (facts.taken_at, Lost(Loss.DATE)),
        (facts.camera, Lost(Loss.CAMERA)),
        (more.lens, Lost(Loss.LENS)),
        (more.exposure, Lost(Loss.EXPOSURE)),
    ]
    return {lost.what: lost for present, lost in found if present}


def _of_keywords(
    photo: Shot, kept: Shot, notes: Notes | None, kept_notes: Notes | None, unknown: list[Loss]
) -> Iterator[Lost]:
    """By name where they were read; a catalogue gives their number alone."""
    if notes is not None and kept_notes is not None and len(notes.keywords) >= photo.keywords:
        missing = notes.keywords - kept_notes.keywords
        if missing and kept.keywords > len(kept_notes.keywords):  # the kept one has some that cannot be named
            unknown.append(Loss.KEYWORDS)
        elif missing:
            yield Lost(Loss.KEYWORDS, len(missing), tuple(sorted(missing)))
    elif photo.keywords > kept.keywords:
        yield Lost(Loss.KEYWORDS, photo.keywords - kept.keywords)
    else:
        unknown.append(Loss.KEYWORDS)
