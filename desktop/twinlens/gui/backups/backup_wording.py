"""The words of the backup check; numbers and names are written by `wording`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from twinlens.core.containment import Held, LocatedShot, Safety
from twinlens.gui import wording
from twinlens.gui.translating import tr
from twinlens.workflows.contain import ContainReport, FolderShare

INVITATION = tr("May I format this card?")
INVITATION_HINT = tr(
    "Choose a card or folder. Twinlens looks for each of its photos in your library, on drives that are not "
    "connected too, and names those that are safe nowhere else. Or drop a card here, or two folders to compare."
)
WHOLE_LIBRARY = tr("the whole library")
CHOOSE = tr("Choose a card or folder\u2026")
NOTHING_HINT = tr("Twinlens found no picture that it can read there. Nothing was compared.")
STOPPED = tr("Stopped")
STOPPED_HINT = tr("What was read stays known, so that the next check is quicker.")
FAILED = tr("That did not work")

SAFETY_NAMES = {
    Safety.RED: tr("safe nowhere else"),
    Safety.AMBER: tr("in one other place"),
    Safety.GREEN: tr("in two or more"),
}
SAFETY_LOOKS = {
    Safety.RED: ("warn", "lost"),
    Safety.AMBER: ("shield", "warn"),
    Safety.GREEN: ("shield-check", "safe"),
}
"""Icon and colour token: told apart by shape and word too."""

_HELD = {
    Held.IDENTICAL: tr("The same file"),
    Held.SAME_PIXELS: tr("The same picture, other metadata"),
    Held.UNPROVED: tr("Connect its drive and check again: not compared whole"),
    Held.REJECTED: tr("Its copy is rejected and may be cleared away"),
    Held.PARTLY: tr("Only a part: a file that belongs to it is missing there"),
    Held.COPY: tr("Only a smaller, edited or re-saved copy"),
}
UNREADABLE = tr("Can\u2019t be read, so it can\u2019t be compared")


def drop_invitation(paths: int, *, checks: Callable[[], bool]) -> str:
    """What is said while something is held over the window."""
    if not paths or not checks():
        return wording.drop_invitation(paths)
    return (
        tr("Drop to check this card or folder") if paths == 1 else tr("Drop to look for the first folder in the second")
    )


def name(path: Path) -> str:
    """A folder, short, within a sentence."""
    return wording.shown_name(path) or wording.shown(path)


def headline(report: ContainReport) -> str:
    """The answer."""
    if not report.total:
        return tr("There are no photos in {folder}").format(folder=name(report.inside))
    return _folders_headline(report) if report.within is not None else _card_headline(report)


def _card_headline(report: ContainReport) -> str:
    total, counts = report.total, report.safety
    if counts[Safety.RED]:
        sentence = tr("No. %n of {photos} are safe nowhere else.", "", counts[Safety.RED])
        return sentence.format(photos=wording.photos(total))
    if report.films:
        safe = tr("All %n\u00a0photo(s) are safe elsewhere.", "", total)
        return " ".join((safe, tr("But %n\u00a0film(s) were not compared.", "", report.films)))
    if counts[Safety.AMBER]:
        sentence = tr("Yes. All %n\u00a0photo(s) are safe elsewhere, {number} in one place only.", "", total)
        return sentence.format(number=wording.count(counts[Safety.AMBER]))
    return tr("Yes. All %n\u00a0photo(s) are safe in two other places.", "", total)


def _folders_headline(report: ContainReport) -> str:
    here, there = name(report.inside), name(report.within or Path())
    missing = len(report.missing)
    if not missing:
        sentence = tr("All %n\u00a0photo(s) of {folder} are in {other}.", "", report.total)
        return sentence.format(folder=here, other=there)
    sentence = tr("{percent} of {folder} is in {other}. %n\u00a0photo(s) are only in {folder}.", "", missing)
    return sentence.format(percent=wording.percent(report.share or 0), folder=here, other=there)


def details(report: ContainReport) -> str:
    """What the answer rests on, and what it says nothing about."""
    said = []
    not_same = len(lookalikes(report))
    if report.within is not None and not_same:
        said.append(tr("%n\u00a0photo(s) are there in another form only.", "", not_same))
    if report.within is None and report.offline:
        drives = wording.listed(list(report.offline))
        sentence = tr("This counts on %n drive(s) not connected, {drives}: as last scanned.", "", len(report.offline))
        said.append(sentence.format(drives=drives))
    others = len(report.unseen) - report.films
    if report.films:
        said.append(tr("%n\u00a0film(s) in it were not compared.", "", report.films))
    if others:
        said.append(tr("%n\u00a0other file(s) in it were not compared.", "", others))
    return " ".join(said)


def lookalikes(report: ContainReport) -> list[LocatedShot]:
    """What the other folder has in another form only."""
    return [each for each in report.shots if each.held is not None and not each.held.is_proof]


def reason(located: LocatedShot, *, card: bool) -> str:
    """In a few words, how it stands with a photo."""
    best = located.best
    if best is None:
        return tr("Nowhere else") if card else tr("Only here")
    if card and located.places > 1:
        return tr("Safe in %n other places", "", located.places)
    if card and located.places:
        return tr("Safe in one other place")
    if card and best.held.is_proof:
        return tr("Only on this same drive")
    return _HELD[best.held]


def where(located: LocatedShot, *, card: bool) -> str:
    """Where that is."""
    if card and located.places:
        counting = [each for each in located.holdings if each.counts]
        away = tr("{drive} (not connected)")
        volumes = [(wording.volume(each.place), each.offline) for each in counting]
        return ", ".join(away.format(drive=name) if offline else name for name, offline in volumes)
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
        if not lost:
            return tr("all {number} safe").format(number=wording.count(share.shots))
        sentence = tr("{number} of {total} not safe")
        return sentence.format(number=wording.count(lost), total=wording.count(share.shots))
    sentence = tr("{percent} of {number}")
    return sentence.format(percent=wording.percent(share.contained / share.shots), number=wording.count(share.shots))
