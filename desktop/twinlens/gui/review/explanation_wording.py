"""An explanation in words: how a photo is related to one that stays, how sure that is, and what would be lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from twinlens.core import explaining as core
from twinlens.core.evidence import CONTAINED, Change, Evidence
from twinlens.core.explaining import Explanation, Laid, Loss, Lost
from twinlens.core.exposures import seconds_apart
from twinlens.core.photos import Shot
from twinlens.core.relations import Level, Relation
from twinlens.gui import wording
from twinlens.gui.review_wording import NO_BREAK, isolated

KEEPER = "the keeper"
OTHER = "the other one"
LOOKING = "Looking\u2026"
LOSES_NOTHING = "Deleting it loses nothing"
NOTHING_KNOWN = "Whether deleting it loses anything is not known"
LOSES = "Deleting it would lose"

_MOST_WORDS = 4
_LONGEST_TITLE = 60
_SLIGHT = 2.0
"""Grey levels: a tone that differs in both directions is neither brighter nor darker."""
_OTHER_SIZE = 0.03
_IN_DOUBT = 0.5
_AS_GOOD = 2
"""JPEG qualities are estimates."""
_FILE_NAMES = {"JPEG": "JPEG", "HEIF": "HEIC", "JXL": "JPEG XL"}


# How it is related


def relation_sentence(found: Explanation, photo: Shot, kept: Shot, beside: str = KEEPER) -> str:
    """Cropped to 62 % of the keeper, brighter, saved again at quality about 70."""
    parts = list(_parts(found, photo, kept, beside))
    sentence = ", ".join(parts)
    return sentence[:1].upper() + sentence[1:]


def _parts(found: Explanation, photo: Shot, kept: Shot, beside: str) -> Iterator[str]:
    if found.relation is None or found.relation.level is not Level.COPY:
        yield _other_exposure(found.relation, photo, kept)
    elif found.relation is Relation.IDENTICAL:
        yield "the same file, byte for byte"
    elif found.relation is Relation.SAME_PIXELS:
        yield "the same picture, pixel for pixel"
        yield from _saved(photo, kept, beside)
    elif photo.content_key == kept.content_key:
        yield "the same file by all of it that was compared: size, beginning, end and preview"
    elif found.laid is None:
        yield f"a copy of {beside}, though nothing is known of how the two lie over one another"
    else:
        told = [*_changes(found.laid, photo, kept, beside), *_size(found)]
        saved = list(_saved(photo, kept, beside))
        yield from [*told, *saved] or ["saved again"]


def _other_exposure(relation: Relation | None, photo: Shot, kept: Shot) -> str:
    apart = seconds_apart(photo.facts, kept.facts)
    words = {
        Relation.BURST: "another frame of a burst",
        Relation.BRACKET: "the same scene, exposed or focused otherwise",
        Relation.PANORAMA: "another part of a panorama",
        Relation.SIMILAR: "a picture of its own that looks alike",
    }.get(relation or Relation.SIMILAR, "a picture of its own")
    if relation is None:
        words = "a picture of its own"
    return f"{words}, {apart:.1f}{NO_BREAK}s apart" if apart and relation is Relation.BURST else words


def _changes(laid: Laid, photo: Shot, kept: Shot, beside: str) -> Iterator[str]:
    words: dict[Change, Callable[[], str]] = {
        Change.CROPPED: lambda: _crop(laid.evidence, beside),
        Change.TURNED: lambda: "turned",
        Change.MIRRORED: lambda: "mirrored",
        Change.TILTED: lambda: "tilted",
        Change.STRETCHED: lambda: "stretched",
        Change.FRAMED: lambda: _frame(laid.evidence, beside),
        Change.OVERLAID: lambda: "different in one part",
        Change.BLACK_AND_WHITE: lambda: _black_and_white(laid, beside),
        Change.COLOUR: lambda: "other colours",
        Change.TONE: lambda: _tone(laid.brighter),
        Change.DETAIL: lambda: _detail(photo, kept),
    }
    if Change.CROPPED in laid.evidence.changes:
        del words[Change.DETAIL]  # both were measured whole: of a part that says nothing
    yield from (words[change]() for change in laid.evidence.changes if change in words)


def _crop(evidence: Evidence, beside: str) -> str:
    if evidence.first_in_second >= CONTAINED:
        return f"cropped to {wording.percent(evidence.second_in_first)} of {beside}"
    if evidence.second_in_first >= CONTAINED:
        return f"shows more: {beside} is {wording.percent(evidence.first_in_second)} of it"
    return f"shows {wording.percent(evidence.second_in_first)} of {beside}, and something of its own"


def _frame(evidence: Evidence, beside: str) -> str:
    return "in a frame" if evidence.first_in_second < CONTAINED else f"without the frame of {beside}"


def _black_and_white(laid: Laid, beside: str) -> str:
    if laid.colourless is None:
        return "one of the two black-and-white"
    return "black-and-white" if laid.colourless[0] else f"in colour, where {beside} is black-and-white"


def _tone(brighter: float | None) -> str:
    if brighter is None or abs(brighter) < _SLIGHT:
        return "other contrast"
    return "brighter" if brighter > 0 else "darker"


def _detail(photo: Shot, kept: Shot) -> str:
    if photo.facts.sharpness is None or kept.facts.sharpness is None:
        return "other sharpness"
    return "sharper or noisier" if photo.facts.sharpness > kept.facts.sharpness else "softer"


def _size(found: Explanation) -> Iterator[str]:
    """As wide as a thing is in both: a crop of the same size is not resized."""
    if found.scale is not None and abs(found.scale - 1) > _OTHER_SIZE:
        scaled = f"{round(found.scale * 100)}{NO_BREAK}%"
        yield f"reduced to {scaled}" if found.scale < 1 else f"larger, {scaled} as wide"


def _saved(photo: Shot, kept: Shot, beside: str) -> Iterator[str]:
    ours, theirs = photo.facts, kept.facts
    if ours.format != theirs.format or ours.is_raw != theirs.is_raw:
        kind = "RAW" if ours.is_raw else _FILE_NAMES.get(ours.format.upper(), ours.format.upper())
        yield f"saved as {kind}" + (f" at quality about {ours.jpeg_quality}" if ours.jpeg_quality else "")
    elif ours.jpeg_quality and theirs.jpeg_quality and abs(ours.jpeg_quality - theirs.jpeg_quality) > _AS_GOOD:
        yield f"saved at quality about {ours.jpeg_quality}, {beside} at {theirs.jpeg_quality}"


# How sure that is


def certainty(found: Explanation, score: float | None, *, joined: bool = False) -> str:
    """The score and what it rests on, in words first."""
    if joined:
        return "Joined by you: no match says that they belong together"
    if found.relation is Relation.IDENTICAL:
        return "Certain: all bytes are the same"
    if found.relation is Relation.SAME_PIXELS:
        return "Certain: all pixels are the same"
    copy = found.relation is not None and found.relation.level is Level.COPY
    word = _sure(score or 0, found.probability) if copy else _alike(score or 0)
    head = "" if score is None else f"{word} ({wording.percent(score)})"
    rests = list(_rests_on(found)) if copy else []
    return ": ".join(part for part in (head, ", ".join(rests)) if part)


def _sure(score: float, probability: float | None) -> str:
    if probability is not None and probability < _IN_DOUBT:
        return "Not quite certain"
    for least, word in ((0.99, "Almost certain"), (0.9, "Very likely"), (0.7, "Likely")):
        if score >= least:
            return word
    return "Perhaps"


def _alike(score: float) -> str:
    return "Very alike" if score >= 0.9 else "Alike" if score >= 0.7 else "Somewhat alike"


def _rests_on(found: Explanation) -> Iterator[str]:
    if found.laid is None:
        yield "by the look alone"
        return
    evidence = found.laid.evidence
    yield f"{wording.percent(evidence.agreement)} of what both show is the same"
    if evidence.inliers:
        yield f"{wording.counted(evidence.inliers, 'place')} found again"
    if found.probability is not None:
        yield _checked(found.probability)


def _checked(probability: float) -> str:
    word = "agrees" if probability >= 0.9 else "is in doubt" if probability >= _IN_DOUBT else "disagrees"
    return f"the pair check {word} ({wording.percent(probability)})"


def difference_sentence(found: Explanation, *, mapped: bool) -> str:
    """What the map of differences shows."""
    if found.relation in (Relation.IDENTICAL, Relation.SAME_PIXELS):
        return "Nothing differs: the same picture"
    if found.laid is None or not mapped:
        return "These two cannot be laid over one another"
    if found.laid.evidence.agreement == 1:
        return "Nothing differs in what both show but for tones and colours"
    same = f"{wording.percent(found.laid.evidence.agreement)} of what both show is the same"
    return f"Coloured where the two differ: {same} but for tones and colours"


# What would be lost


def losses(found: Explanation, beside: str = KEEPER) -> tuple[str, str]:
    """A head line, and what deleting the photo would lose; empty where that is nothing."""
    told = list(_losses(found.losses, beside))
    if told:
        return LOSES, ", ".join(told)
    return (NOTHING_KNOWN if found.unknown else LOSES_NOTHING), ""


def unknown(found: Explanation) -> str:
    """What could not be looked at; empty where all was."""
    words = list(dict.fromkeys(_UNKNOWN.get(what, wording.spelled(what)) for what in found.unknown))
    return f"Could not be looked at: {', '.join(words)}" if words else ""


def loses_metadata(found: Explanation) -> bool:
    """Whether something goes that a person or another program said of it, or a file that belongs to it."""
    return any(lost.what in _SAID for lost in found.losses)


def losses_sentence(found: Explanation, beside: str) -> str:
    """All of it on one line."""
    head, told = losses(found, beside)
    return ". ".join(part for part in (f"{head}: {told}" if told else head, unknown(found)) if part)


def told_losses(photo: Shot, kept: Shot) -> str:
    """What a person said of a photo, and what belongs to it, that the one that stays lacks; empty for nothing."""
    telling = [lost for lost in core.told_losses(photo, kept) if lost.what in _SAID - {Loss.CATALOGUE}]
    return ", ".join(_losses(telling, KEEPER))


_SAID = frozenset(
    {
        Loss.RAW,
        Loss.FILM,
        Loss.EDITS,
        Loss.CATALOGUE,
        Loss.RATING,
        Loss.FLAG,
        Loss.LABEL,
        Loss.KEYWORDS,
        Loss.TITLE,
        Loss.GPS,
    }
)
_CAMERA_DATA = {Loss.DATE: "date", Loss.CAMERA: "model", Loss.LENS: "lens", Loss.EXPOSURE: "exposure"}
_LOOKS = {
    Change.BLACK_AND_WHITE: "black-and-white", Change.COLOUR: "colours", Change.TONE: "tones",
    Change.TILTED: "tilt", Change.STRETCHED: "stretching", Change.FRAMED: "frame",
}  # fmt: skip
_UNKNOWN = {Loss.AREA: "what each shows", Loss.PIXELS: "what each shows", Loss.COLOUR: "which has colours"}
_PLAIN = {
    Loss.PICTURE: "the picture itself, which nothing else shows",
    Loss.COVERED: "the part in which the two differ",
    Loss.DETAIL: "finer detail",
    Loss.COLOUR: "the colours",
    Loss.RAW: "the RAW",
    Loss.FILM: "the film of the Live Photo",
    Loss.EDITS: "edits",
    Loss.CATALOGUE: "its place in your catalogue",
    Loss.FLAG: "the flag",
    Loss.GPS: "GPS position",
}


def _losses(lost: Iterable[Lost], beside: str) -> Iterator[str]:
    camera = []
    for each in lost:
        if each.what in _CAMERA_DATA:
            camera.append(_CAMERA_DATA[each.what])
        else:
            yield _PLAIN.get(each.what) or _measured(each, beside)
    if camera:
        yield f"the camera\u2019s data ({', '.join(camera)})"


def _measured(lost: Lost, beside: str) -> str:  # noqa: PLR0911 - one line for each
    amount = lost.amount or 0
    match lost.what:
        case Loss.AREA:
            return f"the part that {beside} leaves out ({wording.percent(amount)} of it)"
        case Loss.PIXELS:
            return f"{amount:.1f} times the pixels"
        case Loss.QUALITY:
            return f"less compression (quality about {amount:.0f})" if amount else "its lossless saving"
        case Loss.LOOK:
            return f"its look ({', '.join(_LOOKS[Change(word)] for word in lost.words)})"
        case Loss.RATING:
            return wording.counted(round(amount), "star")
        case Loss.LABEL:
            return f"the label {isolated(lost.words[0])}"
        case Loss.TITLE:
            return f"the title \u201c{isolated(_short(lost.words[0]))}\u201d"
        case Loss.KEYWORDS:
            return wording.counted(round(amount), "keyword") + _named(lost.words)
    return wording.spelled(lost.what)


def _short(title: str) -> str:
    return title if len(title) <= _LONGEST_TITLE else title[:_LONGEST_TITLE].rstrip() + "\u2026"


def _named(words: tuple[str, ...]) -> str:
    if not words:
        return ""
    more = ["\u2026"] if len(words) > _MOST_WORDS else []
    return f" ({', '.join([*map(isolated, words[:_MOST_WORDS]), *more])})"
