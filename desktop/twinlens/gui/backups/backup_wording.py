"""The words of the backup check; numbers and names are written by `wording`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from twinlens.core.containment import Held, LocatedShot, Safety
from twinlens.gui import wording
from twinlens.workflows.contain import ContainReport, FolderShare

INVITATION = "May I format this card?"
INVITATION_HINT = (
    "Choose a card or folder. Twinlens looks for each of its photos in your library, on drives that are not "
    "connected too, and names those that are safe nowhere else. Or drop a card here, or two folders to compare."
)
WHOLE_LIBRARY = "the whole library"
CHOOSE = "Choose a card or folder\u2026"
NOTHING_HINT = "Twinlens found no picture that it can read there. Nothing was compared."
STOPPED = "Stopped"
STOPPED_HINT = "What was read stays known, so that the next check is quicker."
FAILED = "That did not work"

SAFETY_NAMES = {Safety.RED: "safe nowhere else", Safety.AMBER: "in one other place", Safety.GREEN: "in two or more"}
SAFETY_LOOKS = {Safety.RED: ("warn", "lost"), Safety.AMBER: ("shield", "warn"), Safety.GREEN: ("shield-check", "safe")}
"""Icon and colour token: told apart by shape and word too."""

_HELD = {
    Held.IDENTICAL: "The same file",
    Held.SAME_PIXELS: "The same picture, other metadata",
    Held.UNPROVED: "Connect its drive and check again: not compared whole",
    Held.REJECTED: "Its copy is rejected and may be cleared away",
    Held.PARTLY: "Only a part: a file that belongs to it is missing there",
    Held.COPY: "Only a smaller, edited or re-saved copy",
}
UNREADABLE = "Can\u2019t be read, so it can\u2019t be compared"


def drop_invitation(paths: int, *, checks: Callable[[], bool]) -> str:
    """What is said while something is held over the window."""
    if not paths or not checks():
        return wording.drop_invitation(paths)
    return "Drop to check this card or folder" if paths == 1 else "Drop to look for the first folder in the second"


def name(path: Path) -> str:
    """A folder, short, within a sentence."""
    return wording.shown_name(path) or wording.shown(path)


def headline(report: ContainReport) -> str:
    """The answer."""
    if not report.total:
        return f"There are no photos in {name(report.inside)}"
    return _folders_headline(report) if report.within is not None else _card_headline(report)


def _card_headline(report: ContainReport) -> str:
    total, counts = report.total, report.safety
    if counts[Safety.RED]:
        are = "is" if counts[Safety.RED] == 1 else "are"
        return f"No. {wording.count(counts[Safety.RED])} of {wording.photos(total)} {are} safe nowhere else."
    all_photos = _all(total)
    if report.films:
        were = "was" if report.films == 1 else "were"
        return f"{all_photos} safe elsewhere. But {wording.counted(report.films, 'film')} {were} not compared."
    if counts[Safety.AMBER]:
        return f"Yes. {all_photos} safe elsewhere, {wording.count(counts[Safety.AMBER])} in one place only."
    return f"Yes. {all_photos} safe in two other places."


def _folders_headline(report: ContainReport) -> str:
    here, there = name(report.inside), name(report.within or Path())
    missing = len(report.missing)
    if not missing:
        every = f"All {wording.photos(report.total)} of" if report.total > 1 else "The one photo of"
        return f"{every} {here} {'are' if report.total > 1 else 'is'} in {there}."
    are = "is" if missing == 1 else "are"
    share = wording.percent(report.share or 0)
    return f"{share} of {here} is in {there}. {wording.photos(missing)} {are} only in {here}."


def _all(total: int) -> str:
    return f"All {wording.photos(total)} are" if total > 1 else "The one photo is"


def details(report: ContainReport) -> str:
    """What the answer rests on, and what it says nothing about."""
    said = []
    not_same = len(lookalikes(report))
    if report.within is not None and not_same:
        are = "is" if not_same == 1 else "are"
        said.append(f"{wording.photos(not_same)} {are} there in another form only.")
    if report.within is None and report.offline:
        drives = " and ".join(report.offline)
        are = "is" if len(report.offline) == 1 else "are"
        said.append(f"This counts on {drives}, which {are} not connected: as last scanned.")
    if report.unseen:
        others = len(report.unseen) - report.films
        parts = [wording.counted(report.films, "film")] if report.films else []
        parts += [wording.counted(others, "other file")] if others else []
        were = "was" if len(report.unseen) == 1 else "were"
        said.append(f"{' and '.join(parts)} in it {were} not compared.")
    return " ".join(said)


def lookalikes(report: ContainReport) -> list[LocatedShot]:
    """What the other folder has in another form only."""
    return [each for each in report.shots if each.held is not None and not each.held.is_proof]


def reason(located: LocatedShot, *, card: bool) -> str:
    """In a few words, how it stands with a photo."""
    best = located.best
    if best is None:
        return "Nowhere else" if card else "Only here"
    if card and located.places > 1:
        return f"Safe in {wording.count(located.places)} other places"
    if card and located.places:
        return "Safe in one other place"
    if card and best.held.is_proof:
        return "Only on this same drive"
    return _HELD[best.held]


def where(located: LocatedShot, *, card: bool) -> str:
    """Where that is."""
    if card and located.places:
        counting = [each for each in located.holdings if each.counts]
        return ", ".join(wording.volume(each.place) + (" (not connected)" if each.offline else "") for each in counting)
    return wording.shown_folder(located.best.path) if located.best is not None else ""


def folder_name(share: FolderShare, inside: Path) -> str:
    """A folder by its place in the one that was asked about."""
    try:
        inner = share.path.relative_to(inside)
    except ValueError:
        return wording.shown_folder(share.path)
    return wording.shown(inner) if inner.parts else name(share.path)


def folder_share(share: FolderShare, *, card: bool) -> str:
    """How much of a folder is elsewhere."""
    if card:
        lost = share.safety[Safety.RED]
        return f"{wording.count(lost)} of {wording.count(share.shots)} not safe" if lost else f"all {share.shots} safe"
    return f"{wording.percent(share.contained / share.shots)} of {wording.count(share.shots)}"
