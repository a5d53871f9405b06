"""Every sentence the user reads, and how numbers, times and names are written.

The layers below hand up tokens and numbers; here they become words. Words are short and plain,
and say what happens.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from twinlens.core.errors import TwinlensError, UsageError
from twinlens.core.job import Progress, Stage
from twinlens.core.keepers import KeeperReason
from twinlens.core.problems import FileProblem, ProblemReason
from twinlens.core.relations import Level, Relation
from twinlens.gui.backend import FolderRow
from twinlens.workflows.renewal import Renewal
from twinlens.workflows.scan import ScanReport

APP_NAME = "Twinlens"
RENEWING = "Another encoder than last time: your photos are compared anew. Groups and decisions stay meanwhile."
USE_SHIPPED = "Use the shipped encoder"
SHIPPED_HINT = "The shipped one can take its place. Yours is then set aside by renaming its folder, not deleted."
TRASH = "trash"
"""The destination token of the system trash; any other destination is a folder's path."""

_THIN = "\u2009"
_NO_BREAK = "\u00a0"

RELATION_NAMES = {
    Relation.IDENTICAL: "identical",
    Relation.SAME_PIXELS: "same picture, other metadata",
    Relation.REENCODED: "saved again",
    Relation.RESIZED: "resized",
    Relation.CROP: "crop",
    Relation.ROTATED: "turned or mirrored",
    Relation.EDITED: "edited",
    Relation.COPY: "copy",
    Relation.BURST: "burst",
    Relation.BRACKET: "bracket",
    Relation.PANORAMA: "panorama",
    Relation.SIMILAR: "similar",
}

LEVEL_NAMES = {
    Level.COPY: "Copies",
    Level.BURST: "Bursts",
    Level.BRACKET: "Brackets",
    Level.PANORAMA: "Panoramas",
    Level.SIMILAR: "Similar",
}

KEEPER_REASONS = {
    KeeperReason.DECIDED: "you kept it",
    KeeperReason.NOT_REJECTED: "not rejected",
    KeeperReason.PROTECTED: "in a protected folder",
    KeeperReason.ONLINE: "its drive is here",
    KeeperReason.CATALOGUED: "in your catalogue",
    KeeperReason.FLAGGED: "flagged",
    KeeperReason.RATED: "rated higher",
    KeeperReason.EDITED: "developed",
    KeeperReason.LABELLED: "has a colour label",
    KeeperReason.KEYWORDS: "more keywords",
    KeeperReason.RAW: "has the RAW",
    KeeperReason.BARE: "no frame round it",
    KeeperReason.ORIGINAL: "not saved by an editor",
    KeeperReason.MORE_PIXELS: "more pixels",
    KeeperReason.JPEG_QUALITY: "less compressed",
    KeeperReason.SHARPER: "sharper",
    KeeperReason.LESS_CLIPPED: "better exposed",
    KeeperReason.STEADIER: "less motion blur",
    KeeperReason.CAMERA_DATA: "has the camera\u2019s data",
    KeeperReason.LOCATION: "knows its place",
    KeeperReason.COMPANIONS: "has more files with it",
    KeeperReason.LARGER_FILE: "larger file",
    KeeperReason.MORE_METADATA: "more metadata",
    KeeperReason.PREFERRED_FOLDER: "in a preferred folder",
    KeeperReason.OLDER: "older file",
    KeeperReason.SHORTER_PATH: "shorter path",
    KeeperReason.TIE: "equal, chosen by name",
}
"""Why a keeper is kept. For the others the same tokens say in what the keeper is ahead."""

PROBLEM_REASONS = {
    ProblemReason.EMPTY: ("The file is empty", "Copy it again from the card or a backup."),
    ProblemReason.UNREADABLE: ("The file can\u2019t be read", "Check its permissions and the drive, then scan again."),
    ProblemReason.VANISHED: ("The file went away during the scan", "Scan again."),
    ProblemReason.NOT_A_PICTURE: ("Not a picture, despite its name", "Nothing to do, or give it its right name."),
    ProblemReason.UNSUPPORTED: (
        "A format Twinlens can\u2019t read yet",
        "Save a copy as TIFF or JPEG to have it compared.",
    ),
    ProblemReason.DAMAGED: ("The file is damaged", "Replace it from a backup if you have one."),
    ProblemReason.TOO_LARGE: (
        "The picture needs more memory than is allowed",
        "Save a smaller copy to have it compared.",
    ),
    ProblemReason.TIMED_OUT: (
        "Reading it took too long",
        "Copy it to a faster drive, and scan it there.",
    ),
    ProblemReason.CRASHED: ("It made the decoder crash", "It may be damaged. Open and save it in another program."),
    ProblemReason.NO_PREVIEW: ("The RAW file holds no preview", "Export a JPEG beside it to have it compared."),
    ProblemReason.NOT_A_FILE: ("Not a regular file", "Nothing to do: it holds no picture."),
    ProblemReason.FOLDER_UNREADABLE: ("The folder can\u2019t be opened", "Check its permissions, then scan again."),
}

STAGE_NAMES = {
    Stage.DISCOVER: "Finding photos",
    Stage.IDENTIFY: "Recognising moved photos",
    Stage.EMBED: "Reading photos",
    Stage.MATCH: "Comparing",
    Stage.GROUP: "Grouping",
    Stage.COMPARE: "Looking at what is alike",
    Stage.VERIFY: "Checking files",
    Stage.MOVE: "Moving",
    Stage.RESTORE: "Bringing back",
    Stage.SEARCH: "Searching",
    Stage.MARK: "Marking",
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


def problem_reason(problem: FileProblem) -> str:
    """What is wrong with a file."""
    return PROBLEM_REASONS[problem.reason][0]


def problem_remedy(problem: FileProblem) -> str:
    """What to do about it."""
    return PROBLEM_REASONS[problem.reason][1]


def failure(error: BaseException) -> str:
    """One sentence for a fault of the environment; bugs get the report dialog instead."""
    told = isinstance(error, TwinlensError | UsageError)
    return str(error) if told else f"Something went wrong: {type(error).__name__}."


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
    """12431 -> 12,431."""
    return f"{number:,}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """3 -> 3 photos; the plural is made with s unless given."""
    return f"{count(number)}{_NO_BREAK}{one if number == 1 else many or one + 's'}"


def photos(number: int) -> str:
    """3 -> 3 photos."""
    return counted(number, "photo")


def size(number: int) -> str:
    """Bytes as people say them, decimal: 4.1 GB, 612 kB."""
    value = float(number)
    if value < 1000:
        return f"{number}{_NO_BREAK}B"
    for unit in ("kB", "MB", "GB", "TB"):
        value /= 1000
        if value < 999.5 or unit == "TB":
            digits = 1 if value < 9.95 else 0
            return f"{value:.{digits}f}{_NO_BREAK}{unit}"
    raise AssertionError(number)


def percent(share: float) -> str:
    """0.984 -> 98 %; never 100 % for what is not quite."""
    return f"{min(round(share * 100), 99) if share < 1 else 100}{_NO_BREAK}%"


def duration(seconds: float) -> str:
    """A length of time, no finer than matters: 40 s, 2 min, 1 h 20 min."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole}{_NO_BREAK}s"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes}{_NO_BREAK}min"
    hours, rest = divmod(minutes, 60)
    return f"{hours}{_NO_BREAK}h {rest}{_NO_BREAK}min" if rest and hours < 10 else f"{hours}{_NO_BREAK}h"


def time_left(seconds: float) -> str:
    """How long a stage will still take; jumps in steps that the eye can follow."""
    if seconds < 5:
        return "a moment left"
    if seconds < 60:
        return f"{5 * round(seconds / 5)}{_NO_BREAK}s left"
    return f"{duration(seconds)} left"


def rate(per_second: float) -> str:
    """212.4 -> 212 photos/s."""
    digits = 1 if per_second < 9.95 else 0
    return f"{per_second:,.{digits}f}{_NO_BREAK}photos/s"


def dimensions(width: int, height: int) -> str:
    """6000 x 4000, with the real sign."""
    return f"{width}{_THIN}\u00d7{_THIN}{height}"


def megapixels(pixels: int) -> str:
    """24000000 -> 24 MP."""
    value = pixels / 1_000_000
    return f"{value:.{1 if value < 9.95 else 0}f}{_NO_BREAK}MP"


def moment(stamp: str, now: datetime | None = None) -> str:
    """An ISO time as people say it: today 14:05, yesterday 09:12, 3 May 2026, 14:05."""
    try:
        when = datetime.fromisoformat(stamp)
    except ValueError:
        return stamp
    when = (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone()
    today = (now or datetime.now(UTC)).astimezone().date()
    clock = f"{when:%H:%M}"
    days = (today - when.date()).days
    if days == 0:
        return f"today {clock}"
    if days == 1:
        return f"yesterday {clock}"
    return f"{when.day} {when:%b %Y}, {clock}"


# Progress


def progress_counts(progress: Progress) -> str:
    """12,431 of 48,002."""
    if progress.total is None:
        return count(progress.done)
    return f"{count(progress.done)} of {count(progress.total)}"


def progress_line(progress: Progress) -> str:
    """Stage, done of total, rate and time left, on one line."""
    parts = [STAGE_NAMES[progress.stage], progress_counts(progress)]
    if progress.stage is Stage.EMBED and progress.rate > 0:
        parts.append(rate(progress.rate))
    if progress.seconds_left is not None:
        parts.append(time_left(progress.seconds_left))
    return "  \u00b7  ".join(parts)


# Library

PROTECT = "Protect this folder: nothing in it is ever moved"
UNPROTECT = "Protected: nothing in it is ever moved. Press to allow it again"


def volume(label: str) -> str:
    """A drive's name; the one the system itself is on has none."""
    return "This computer" if label in ("", "/") else label


def provider(name: str) -> str:
    """Where the encoder runs, for the status line."""
    return {"": "", "CPU": "Encoder on the CPU", "CUDA": "Encoder on the GPU"}.get(name, f"Encoder on {name}")


def folder_sentence(folder: FolderRow) -> str:
    """A folder's row, read aloud."""
    parts = [shown(folder.path), photos(folder.shots), counted(folder.duplicates, "duplicate")]
    parts += ["not connected"] if folder.offline else []
    parts += ["protected"] if folder.protected else []
    return ", ".join(parts)


def last_scan(folder: FolderRow) -> tuple[str, str]:
    """When a folder was scanned last, over what that is."""
    return (moment(folder.last_scan), "last scan") if folder.last_scan else ("never", "not finished yet")


def scan_result(summary: ScanReport) -> str:
    """What a finished scan found, on one line."""
    parts = [photos(summary.found)]
    for number, what in ((summary.new, "new"), (summary.changed, "changed"), (summary.moved, "moved")):
        if number:
            parts.append(f"{count(number) if number < summary.found else 'all'} {what}")
    if not (summary.new or summary.changed or summary.moved or summary.renewed):
        parts.append("nothing new")
    if summary.renewed:
        parts.append(f"{count(summary.renewed) if summary.renewed < summary.found else 'all'} compared anew")
    if summary.missing:
        parts.append(f"{count(summary.missing)} gone")
    if summary.offline:
        parts.append(f"{count(summary.offline)} on drives not connected")
    parts.append(f"in {duration(summary.seconds)}")
    return "  \u00b7  ".join(parts)


def renewal(waiting: Renewal) -> str:
    """How many photos the encoder in use has not seen, for the status line; empty for none."""
    number = waiting.photos + waiting.offline
    return f"{photos(number)} to be compared anew" if number else ""


def renewal_details(waiting: Renewal) -> str:
    """What that means, on hovering."""
    away = f" {photos(waiting.offline)} on drives not connected: their turn comes later." if waiting.offline else ""
    return f"Until then they stand in the groups that an earlier encoder found.{away}" if renewal(waiting) else ""


def renewal_left(waiting: Renewal) -> str:
    """What is said where only photos on absent drives are left."""
    return f"{photos(waiting.offline)} on drives not connected will be compared anew when these are back."


def drop_invitation(paths: int) -> str:
    """What is said while something is held over the window; folders and files can't be told apart yet."""
    if paths > 1:
        return f"Drop to scan these {count(paths)} folders"
    return "Drop to scan this folder, or to search for this photo" if paths else "Drop to search for this picture"


def problem_sentence(problem: FileProblem) -> str:
    """A problem file on one line, for reading aloud and copying."""
    return f"{shown(problem.path)}: {problem_reason(problem)}. {problem_remedy(problem)}"


def provider_sentence(name: str) -> str:
    """Where the encoder runs, as a sentence."""
    return provider(name) if name else "The encoder has not been loaded yet"


def move_button(number: int) -> str:
    """The label of the button that opens the clean-up; where the photos go is said there."""
    return f"Move {photos(number)} away\u2026" if number else "Nothing to move"
