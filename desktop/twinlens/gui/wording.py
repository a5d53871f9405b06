"""Every sentence the user reads, and how numbers, times and names are written.

The layers below hand up tokens and numbers; here they become words. Words are short and plain,
and say what happens.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from PySide6.QtCore import QDate, QLocale, QTime

from twinlens.core.errors import TwinlensError, UsageError
from twinlens.core.job import Progress, Stage
from twinlens.core.keepers import KeeperReason
from twinlens.core.relations import Level, Relation
from twinlens.gui.backend import FolderRow
from twinlens.gui.translating import tr
from twinlens.workflows.renewal import Renewal
from twinlens.workflows.scan import ScanReport

APP_NAME = "Twinlens"
RENEWING = tr("Another encoder than last time: your photos are compared anew. Groups and decisions stay meanwhile.")
USE_SHIPPED = tr("Use the shipped encoder")
SHIPPED_HINT = tr("The shipped one can take its place. Yours is then set aside by renaming its folder, not deleted.")
TRASH = "trash"
"""The destination token of the system trash; any other destination is a folder's path."""

_UNITS = (
    tr("{number}\u00a0kB", "kilobytes"),
    tr("{number}\u00a0MB", "megabytes"),
    tr("{number}\u00a0GB", "gigabytes"),
    tr("{number}\u00a0TB", "terabytes"),
)
_THIN = "\u2009"

RELATION_NAMES = {
    Relation.IDENTICAL: tr("identical"),
    Relation.SAME_PIXELS: tr("same picture, other metadata"),
    Relation.REENCODED: tr("saved again"),
    Relation.RESIZED: tr("resized"),
    Relation.CROP: tr("crop"),
    Relation.ROTATED: tr("turned or mirrored"),
    Relation.EDITED: tr("edited"),
    Relation.COPY: tr("copy"),
    Relation.BURST: tr("burst"),
    Relation.BRACKET: tr("bracket"),
    Relation.PANORAMA: tr("panorama"),
    Relation.SIMILAR: tr("similar"),
}

LEVEL_NAMES = {
    Level.COPY: tr("Copies"),
    Level.BURST: tr("Bursts"),
    Level.BRACKET: tr("Brackets"),
    Level.PANORAMA: tr("Panoramas"),
    Level.SIMILAR: tr("Similar"),
}

KEEPER_REASONS = {
    KeeperReason.DECIDED: tr("you kept it"),
    KeeperReason.NOT_REJECTED: tr("not rejected"),
    KeeperReason.PROTECTED: tr("in a protected folder"),
    KeeperReason.ONLINE: tr("its drive is here"),
    KeeperReason.CATALOGUED: tr("in your catalogue"),
    KeeperReason.FLAGGED: tr("flagged"),
    KeeperReason.RATED: tr("rated higher"),
    KeeperReason.EDITED: tr("developed"),
    KeeperReason.LABELLED: tr("has a colour label"),
    KeeperReason.KEYWORDS: tr("more keywords"),
    KeeperReason.RAW: tr("has the RAW"),
    KeeperReason.BARE: tr("no frame round it"),
    KeeperReason.ORIGINAL: tr("not saved by an editor"),
    KeeperReason.MORE_PIXELS: tr("more pixels"),
    KeeperReason.JPEG_QUALITY: tr("less compressed"),
    KeeperReason.SHARPER: tr("sharper"),
    KeeperReason.LESS_CLIPPED: tr("better exposed"),
    KeeperReason.STEADIER: tr("less motion blur"),
    KeeperReason.CAMERA_DATA: tr("has the camera\u2019s data"),
    KeeperReason.LOCATION: tr("knows its place"),
    KeeperReason.COMPANIONS: tr("has more files with it"),
    KeeperReason.LARGER_FILE: tr("larger file"),
    KeeperReason.MORE_METADATA: tr("more metadata"),
    KeeperReason.PREFERRED_FOLDER: tr("in a preferred folder"),
    KeeperReason.OLDER: tr("older file"),
    KeeperReason.SHORTER_PATH: tr("shorter path"),
    KeeperReason.TIE: tr("equal, chosen by name"),
}
"""Why a keeper is kept. For the others the same tokens say in what the keeper is ahead."""

STAGE_NAMES = {
    Stage.DISCOVER: tr("Finding photos"),
    Stage.IDENTIFY: tr("Recognising moved photos"),
    Stage.EMBED: tr("Reading photos"),
    Stage.MATCH: tr("Comparing"),
    Stage.GROUP: tr("Grouping"),
    Stage.COMPARE: tr("Looking at what is alike"),
    Stage.VERIFY: tr("Checking files"),
    Stage.MOVE: tr("Moving"),
    Stage.RESTORE: tr("Bringing back"),
    Stage.SEARCH: tr("Searching"),
    Stage.MARK: tr("Marking"),
}


def relation_name(relation: Relation) -> str:
    """A relation's name."""
    return RELATION_NAMES[relation]


def keeper_reason(token: str) -> str:
    """Why a shot is kept, or in what the keeper is ahead; an unknown token is shown as it is, spelled out."""
    try:
        return KEEPER_REASONS[KeeperReason(token)]
    except ValueError:
        return spelled(token)


def failure(error: BaseException) -> str:
    """One sentence for a fault of the environment; bugs get the report dialog instead."""
    told = isinstance(error, TwinlensError | UsageError)
    return str(error) if told else tr("Something went wrong: {what}.").format(what=type(error).__name__)


def spelled(token: str) -> str:
    """A token without words of its own, readable."""
    return token.replace("-", " ")


# Names


def shown(path: Path | str) -> str:
    """A path as text that Qt can hold; bytes that are not UTF-8 show as the replacement sign."""
    return os.fsencode(path).decode("utf-8", "replace").replace("\n", "\u23ce")


def shown_name(path: Path) -> str:
    """A file's name as text that Qt can hold."""
    return shown(path.name)


def shown_folder(path: Path) -> str:
    """A folder's path, with the home folder as `~`."""
    text, home = shown(path), shown(Path.home())
    return "~" + text.removeprefix(home) if text == home or text.startswith(home + os.sep) else text


# Numbers


def count(number: int) -> str:
    """12431 -> 12,431, as the language writes it."""
    return QLocale().toString(number)


def decimal(value: float, digits: int = 1) -> str:
    """4.123 -> 4.1, as the language writes it."""
    return QLocale().toString(value, "f", digits)


def photos(number: int) -> str:
    """3 -> 3 photos."""
    return tr("%n\u00a0photo(s)", "", number)


def files(number: int) -> str:
    """3 -> 3 files."""
    return tr("%n\u00a0file(s)", "", number)


def folders(number: int) -> str:
    """3 -> 3 folders."""
    return tr("%n\u00a0folder(s)", "", number)


def groups(number: int) -> str:
    """3 -> 3 groups."""
    return tr("%n\u00a0group(s)", "", number)


def listed(words: Sequence[str]) -> str:
    """Several things within a sentence: a, b and c."""
    return QLocale().createSeparatedList(list(words))


def size(number: int) -> str:
    """Bytes as people say them, decimal: 4.1 GB, 612 kB."""
    value = float(number)
    if value < 1000:
        return tr("{number}\u00a0B", "bytes").format(number=count(number))
    for unit in _UNITS:
        value /= 1000
        if value < 999.5 or unit is _UNITS[-1]:
            return unit.format(number=decimal(value, 1 if value < 9.95 else 0))
    raise AssertionError(number)


def percent(share: float) -> str:
    """0.984 -> 98 %; never 100 % for what is not quite."""
    return whole_percent(min(round(share * 100), 99) if share < 1 else 100)


def whole_percent(number: int) -> str:
    """98 -> 98 %."""
    return tr("{number}\u00a0%", "percent").format(number=count(number))


def duration(seconds: float) -> str:
    """A length of time, no finer than matters: 40 s, 2 min, 1 h 20 min."""
    whole = round(seconds)
    if whole < 60:
        return tr("{number}\u00a0s", "seconds").format(number=whole)
    minutes = round(seconds / 60)
    if minutes < 60:
        return tr("{number}\u00a0min", "minutes").format(number=minutes)
    hours, rest = divmod(minutes, 60)
    if rest and hours < 10:
        return tr("{hours}\u00a0h {minutes}\u00a0min").format(hours=hours, minutes=rest)
    return tr("{number}\u00a0h", "hours").format(number=count(hours))


def time_left(seconds: float) -> str:
    """How long a stage will still take; jumps in steps that the eye can follow."""
    if seconds < 5:
        return tr("a moment left")
    return tr("{time} left").format(time=duration(5 * round(seconds / 5) if seconds < 60 else seconds))


def rate(per_second: float) -> str:
    """212.4 -> 212 photos/s."""
    return tr("{number}\u00a0photos/s").format(number=decimal(per_second, 1 if per_second < 9.95 else 0))


def dimensions(width: int, height: int) -> str:
    """6000 x 4000, with the real sign."""
    return f"{width}{_THIN}\u00d7{_THIN}{height}"


def megapixels(pixels: int) -> str:
    """24000000 -> 24 MP."""
    value = pixels / 1_000_000
    return tr("{number}\u00a0MP", "megapixels").format(number=decimal(value, 1 if value < 9.95 else 0))


def moment(stamp: str, now: datetime | None = None) -> str:
    """An ISO time as people say it: today 14:05, yesterday 09:12, 3 May 2026, 14:05."""
    try:
        when = datetime.fromisoformat(stamp)
    except ValueError:
        return stamp
    when = (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone()
    today = (now or datetime.now(UTC)).astimezone().date()
    clock = QLocale().toString(QTime(when.hour, when.minute), tr("HH:mm", "how a time of day is written; see QTime"))
    days = (today - when.date()).days
    if days == 0:
        return tr("today {time}").format(time=clock)
    if days == 1:
        return tr("yesterday {time}").format(time=clock)
    return tr("{date}, {time}").format(date=day(when.date()), time=clock)


def day(date: date) -> str:
    """3 May 2026."""
    written = tr("d MMM yyyy", "how a date is written; see QDate")
    return QLocale().toString(QDate(date.year, date.month, date.day), written)


# Progress


def progress_counts(progress: Progress) -> str:
    """12,431 of 48,002."""
    if progress.total is None:
        return count(progress.done)
    return tr("{done} of {total}").format(done=count(progress.done), total=count(progress.total))


def progress_line(progress: Progress) -> str:
    """Stage, done of total, rate and time left, on one line."""
    parts = [STAGE_NAMES[progress.stage], progress_counts(progress)]
    if progress.stage is Stage.EMBED and progress.rate > 0:
        parts.append(rate(progress.rate))
    if progress.seconds_left is not None:
        parts.append(time_left(progress.seconds_left))
    return "  \u00b7  ".join(parts)


# Library

PROTECT = tr("Protect this folder: nothing in it is ever moved")
UNPROTECT = tr("Protected: nothing in it is ever moved. Press to allow it again")


def volume(label: str) -> str:
    """A drive's name; the one the system itself is on has none."""
    return tr("This computer") if label in ("", "/") else label


def provider(name: str) -> str:
    """Where the encoder runs, for the status line."""
    known = {"": "", "CPU": tr("Encoder on the CPU"), "CUDA": tr("Encoder on the GPU")}
    return known[name] if name in known else tr("Encoder on {device}").format(device=name)


def folder_sentence(folder: FolderRow) -> str:
    """A folder's row, read aloud."""
    parts = [shown(folder.path), photos(folder.shots), tr("%n\u00a0duplicate(s)", "", folder.duplicates)]
    parts += [tr("not connected")] if folder.offline else []
    parts += [tr("protected")] if folder.protected else []
    return ", ".join(parts)


def last_scan(folder: FolderRow) -> tuple[str, str]:
    """When a folder was scanned last, over what that is."""
    return (moment(folder.last_scan), tr("last scan")) if folder.last_scan else (tr("never"), tr("not finished yet"))


def scan_result(summary: ScanReport) -> str:
    """What a finished scan found, on one line."""

    def some(number: int, sentence: str, every: str) -> list[str]:
        return [] if not number else [sentence.format(number=count(number)) if number < summary.found else every]

    parts = [photos(summary.found)]
    parts += some(summary.new, tr("{number} new"), tr("all new"))
    parts += some(summary.changed, tr("{number} changed"), tr("all changed"))
    parts += some(summary.moved, tr("{number} moved"), tr("all moved"))
    if not (summary.new or summary.changed or summary.moved or summary.renewed):
        parts.append(tr("nothing new"))
    parts += some(summary.renewed, tr("{number} compared anew"), tr("all compared anew"))
    if summary.missing:
        parts.append(tr("{number} gone").format(number=count(summary.missing)))
    if summary.offline:
        parts.append(tr("{number} on drives not connected").format(number=count(summary.offline)))
    parts.append(tr("in {time}").format(time=duration(summary.seconds)))
    return "  \u00b7  ".join(parts)


def renewal(waiting: Renewal) -> str:
    """How many photos the encoder in use has not seen, for the status line; empty for none."""
    number = waiting.photos + waiting.offline
    return tr("%n\u00a0photo(s) to be compared anew", "", number) if number else ""


def renewal_details(waiting: Renewal) -> str:
    """What that means, on hovering."""
    if not renewal(waiting):
        return ""
    said = [tr("Until then they stand in the groups that an earlier encoder found.")]
    if waiting.offline:
        said.append(tr("%n\u00a0photo(s) on drives not connected: their turn comes later.", "", waiting.offline))
    return " ".join(said)


def renewal_left(waiting: Renewal) -> str:
    """What is said where only photos on absent drives are left."""
    return tr(
        "%n\u00a0photo(s) on drives not connected will be compared anew when these are back.", "", waiting.offline
    )


def drop_invitation(paths: int) -> str:
    """What is said while something is held over the window; folders and files can't be told apart yet."""
    if paths > 1:
        return tr("Drop to scan these folders, or to search for these photos")
    return (
        tr("Drop to scan this folder, or to search for this photo") if paths else tr("Drop to search for this picture")
    )


def provider_sentence(name: str) -> str:
    """Where the encoder runs, as a sentence."""
    return provider(name) if name else tr("The encoder has not been loaded yet")


def move_button(number: int) -> str:
    """The label of the button that opens the clean-up; where the photos go is said there."""
    return tr("Move %n\u00a0photo(s) away\u2026", "", number) if number else tr("Nothing to move")
