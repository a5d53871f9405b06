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
from twinlens.gui.review_wording import isolated
from twinlens.gui.translating import tr

KEEPER = tr("the keeper")
OTHER = tr("the other one")
LOOKING = tr("Looking\u2026")
LOSES_NOTHING = tr("Deleting it loses nothing")
NOTHING_KNOWN = tr("Whether deleting it loses anything is not known")
LOSES = tr("Deleting it would lose")

_MOST_WORDS = 4
_LONGEST_TITLE = 60
_SLIGHT = 2.0
"""Grey levels: a tone that differs in both directions is neither brighter nor darker."""
_OTHER_SIZE = 0.03
_IN_DOUBT = 0.5
_AS_GOOD = 2
"""JPEG qualities are estimates."""
_FILE_NAMES = {"JPEG": tr("JPEG"), "HEIF": tr("HEIC"), "JXL": tr("JPEG XL")}


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
        yield tr("the same file, byte for byte")
    elif found.relation is Relation.SAME_PIXELS:
        yield tr("the same picture, pixel for pixel")
        yield from _saved(photo, kept, beside)
    elif photo.content_key == kept.content_key:
        yield tr("the same file by all of it that was compared: size, beginning, end and preview")
    elif found.laid is None:
        sentence = tr("a copy of {other}, though nothing is known of how the two lie over one another")
        yield sentence.format(other=beside)
    else:
        told = [*_changes(found.laid, photo, kept, beside), *_size(found)]
        saved = list(_saved(photo, kept, beside))
        yield from [*told, *saved] or [tr("saved again")]


def _other_exposure(relation: Relation | None, photo: Shot, kept: Shot) -> str:
    apart = seconds_apart(photo.facts, kept.facts)
    words = {
        Relation.BURST: tr("another frame of a burst"),
        Relation.BRACKET: tr("the same scene, exposed or focused otherwise"),
        Relation.PANORAMA: tr("another part of a panorama"),
        Relation.SIMILAR: tr("a picture of its own that looks alike"),
    }.get(relation or Relation.SIMILAR, tr("a picture of its own"))
    if relation is None:
        words = tr("a picture of its own")
    if apart and relation is Relation.BURST:
        return tr("another frame of a burst, {seconds}\u00a0s apart").format(seconds=wording.decimal(apart))
    return words


def _changes(laid: Laid, photo: Shot, kept: Shot, beside: str) -> Iterator[str]:
    words: dict[Change, Callable[[], str]] = {
        Change.CROPPED: lambda: _crop(laid.evidence, beside),
        Change.TURNED: lambda: tr("turned"),
        Change.MIRRORED: lambda: tr("mirrored"),
        Change.TILTED: lambda: tr("tilted"),
        Change.STRETCHED: lambda: tr("stretched"),
        Change.FRAMED: lambda: _frame(laid.evidence, beside),
        Change.OVERLAID: lambda: tr("different in one part"),
        Change.BLACK_AND_WHITE: lambda: _black_and_white(laid, beside),
        Change.COLOUR: lambda: tr("other colours"),
        Change.TONE: lambda: _tone(laid.brighter),
        Change.DETAIL: lambda: _detail(photo, kept),
    }
    if Change.CROPPED in laid.evidence.changes:
        del words[Change.DETAIL]  # both were measured whole: of a part that says nothing
    yield from (words[change]() for change in laid.evidence.changes if change in words)


def _crop(evidence: Evidence, beside: str) -> str:
    if evidence.first_in_second >= CONTAINED:
        sentence = tr("cropped to {percent} of {other}")
        return sentence.format(percent=wording.percent(evidence.second_in_first), other=beside)
    if evidence.second_in_first >= CONTAINED:
        sentence = tr("shows more: {other} is {percent} of it")
        return sentence.format(percent=wording.percent(evidence.first_in_second), other=beside)
    sentence = tr("shows {percent} of {other}, and something of its own")
    return sentence.format(percent=wording.percent(evidence.second_in_first), other=beside)


def _frame(evidence: Evidence, beside: str) -> str:
    if evidence.first_in_second < CONTAINED:
        return tr("in a frame")
    return tr("without the frame of {other}").format(other=beside)


def _black_and_white(laid: Laid, beside: str) -> str:
    if laid.colourless is None:
        return tr("one of the two black-and-white")
    if laid.colourless[0]:
        return tr("black-and-white")
    return tr("in colour, where {other} is black-and-white").format(other=beside)


def _tone(brighter: float | None) -> str:
    if brighter is None or abs(brighter) < _SLIGHT:
        return tr("other contrast")
    return tr("brighter") if brighter > 0 else tr("darker")


def _detail(photo: Shot, kept: Shot) -> str:
    if photo.facts.sharpness is None or kept.facts.sharpness is None:
        return tr("other sharpness")
    return tr("sharper or noisier") if photo.facts.sharpness > kept.facts.sharpness else tr("softer")


def _size(found: Explanation) -> Iterator[str]:
    """As wide as a thing is in both: a crop of the same size is not resized."""
    if found.scale is not None and abs(found.scale - 1) > _OTHER_SIZE:
        sentence = tr("reduced to {percent}") if found.scale < 1 else tr("larger, {percent} as wide")
        yield sentence.format(percent=wording.whole_percent(round(found.scale * 100)))


def _saved(photo: Shot, kept: Shot, beside: str) -> Iterator[str]:
    ours, theirs = photo.facts, kept.facts
    if ours.format != theirs.format or ours.is_raw != theirs.is_raw:
        kind = tr("RAW") if ours.is_raw else _FILE_NAMES.get(ours.format.upper(), ours.format.upper())
        known = tr("saved as {format} at quality about {quality}") if ours.jpeg_quality else tr("saved as {format}")
        yield known.format(format=kind, quality=ours.jpeg_quality)
    elif ours.jpeg_quality and theirs.jpeg_quality and abs(ours.jpeg_quality - theirs.jpeg_quality) > _AS_GOOD:
        sentence = tr("saved at quality about {quality}, {other} at {other_quality}")
        yield sentence.format(quality=ours.jpeg_quality, other=beside, other_quality=theirs.jpeg_quality)


# How sure that is


def certainty(found: Explanation, score: float | None, *, joined: bool = False) -> str:
    """The score and what it rests on, in words first."""
    if joined:
        return tr("Joined by you: no match says that they belong together")
    if found.relation is Relation.IDENTICAL:
        return tr("Certain: all bytes are the same")
    if found.relation is Relation.SAME_PIXELS:
        return tr("Certain: all pixels are the same")
    copy = found.relation is not None and found.relation.level is Level.COPY
    word = _sure(score or 0, found.probability) if copy else _alike(score or 0)
    sure = tr("{sure} ({percent})", "Very likely (98 %)")
    head = "" if score is None else sure.format(sure=word, percent=wording.percent(score))
    rests = list(_rests_on(found)) if copy else []
    return ": ".join(part for part in (head, ", ".join(rests)) if part)


def _sure(score: float, probability: float | None) -> str:
    if probability is not None and probability < _IN_DOUBT:
        return tr("Not quite certain")
    for least, word in ((0.99, tr("Almost certain")), (0.9, tr("Very likely")), (0.7, tr("Likely"))):
        if score >= least:
            return word
    return tr("Perhaps")


def _alike(score: float) -> str:
    return tr("Very alike") if score >= 0.9 else tr("Alike") if score >= 0.7 else tr("Somewhat alike")


def _rests_on(found: Explanation) -> Iterator[str]:
    if found.laid is None:
        yield tr("by the look alone")
        return
    evidence = found.laid.evidence
    yield tr("{percent} of what both show is the same").format(percent=wording.percent(evidence.agreement))
    if evidence.inliers:
        yield tr("%n\u00a0place(s) found again", "", evidence.inliers)
    if found.probability is not None:
        yield _checked(found.probability)


def _checked(probability: float) -> str:
    if probability >= 0.9:
        sentence = tr("the pair check agrees ({percent})")
    elif probability >= _IN_DOUBT:
        sentence = tr("the pair check is in doubt ({percent})")
    else:
        sentence = tr("the pair check disagrees ({percent})")
    return sentence.format(percent=wording.percent(probability))


def difference_sentence(found: Explanation, *, mapped: bool) -> str:
    """What the map of differences shows."""
    if found.relation in (Relation.IDENTICAL, Relation.SAME_PIXELS):
        return tr("Nothing differs: the same picture")
    if found.laid is None or not mapped:
        return tr("These two cannot be laid over one another")
    if found.laid.evidence.agreement == 1:
        return tr("Nothing differs in what both show but for tones and colours")
    sentence = tr("Coloured where the two differ: {percent} of what both show is the same but for tones and colours")
    return sentence.format(percent=wording.percent(found.laid.evidence.agreement))


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
    return tr("Could not be looked at: {what}").format(what=", ".join(words)) if words else ""


def loses_metadata(found: Explanation) -> bool:
    """Whether something goes that a person or another program said of it, or a file that belongs to it."""
    return any(lost.what in _SAID for lost in found.losses)


def losses_sentence(found: Explanation, beside: str) -> str:
    """All of it on one line."""
    head, told = losses(found, beside)
    said = tr("{head}: {losses}", "what would be lost").format(head=head, losses=told) if told else head
    return ". ".join(part for part in (said, unknown(found)) if part)


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
_CAMERA_DATA = {Loss.DATE: tr("date"), Loss.CAMERA: tr("model"), Loss.LENS: tr("lens"), Loss.EXPOSURE: tr("exposure")}
_LOOKS = {
    Change.BLACK_AND_WHITE: tr("black-and-white"), Change.COLOUR: tr("colours"), Change.TONE: tr("tones"),
    Change.TILTED: tr("tilt"), Change.STRETCHED: tr("stretching"), Change.FRAMED: tr("frame"),
}  # fmt: skip
_UNKNOWN = {Loss.AREA: tr("what each shows"), Loss.PIXELS: tr("what each shows"), Loss.COLOUR: tr("which has colours")}
_PLAIN = {
    Loss.PICTURE: tr("the picture itself, which nothing else shows"),
    Loss.COVERED: tr("the part in which the two differ"),
    Loss.DETAIL: tr("finer detail"),
    Loss.COLOUR: tr("the colours"),
    Loss.RAW: tr("the RAW"),
    Loss.FILM: tr("the film of the Live Photo"),
    Loss.EDITS: tr("edits"),
    Loss.CATALOGUE: tr("its place in your catalogue"),
    Loss.FLAG: tr("the flag"),
    Loss.GPS: tr("GPS position"),
}


def _losses(lost: Iterable[Lost], beside: str) -> Iterator[str]:
    camera = []
    for each in lost:
        if each.what in _CAMERA_DATA:
            camera.append(_CAMERA_DATA[each.what])
        else:
            yield _PLAIN.get(each.what) or _measured(each, beside)
    if camera:
        yield tr("the camera\u2019s data ({what})").format(what=", ".join(camera))


def _measured(lost: Lost, beside: str) -> str:  # noqa: PLR0911 - one line for each
    amount = lost.amount or 0
    match lost.what:
        case Loss.AREA:
            sentence = tr("the part that {other} leaves out ({percent} of it)")
            return sentence.format(other=beside, percent=wording.percent(amount))
        case Loss.PIXELS:
            return tr("{number} times the pixels").format(number=wording.decimal(amount))
        case Loss.QUALITY:
            compressed = tr("less compression (quality about {quality})").format(quality=round(amount))
            return compressed if amount else tr("its lossless saving")
        case Loss.LOOK:
            return tr("its look ({what})").format(what=", ".join(_LOOKS[Change(word)] for word in lost.words))
        case Loss.RATING:
            return tr("%n\u00a0star(s)", "", round(amount))
        case Loss.LABEL:
            return tr("the label {label}").format(label=isolated(lost.words[0]))
        case Loss.TITLE:
            return tr("the title \u201c{title}\u201d").format(title=isolated(_short(lost.words[0])))
        case Loss.KEYWORDS:
            return tr("%n\u00a0keyword(s)", "", round(amount)) + _named(lost.words)
    return wording.spelled(lost.what)


def _short(title: str) -> str:
    return title if len(title) <= _LONGEST_TITLE else title[:_LONGEST_TITLE].rstrip() + "\u2026"


def _named(words: tuple[str, ...]) -> str:
    if not words:
        return ""
    more = ["\u2026"] if len(words) > _MOST_WORDS else []
    return f" ({', '.join([*map(isolated, words[:_MOST_WORDS]), *more])})"
