"""The words of clean-up and History; numbers and names are written by `wording`."""

from __future__ import annotations

from pathlib import Path

from twinlens.core.clearing import LeftAlone, NotRestored
from twinlens.core.photos import Shot
from twinlens.gui import wording
from twinlens.gui.backend import CleanupOutcome, CleanupPreview, RestoreOutcome, SessionItem
from twinlens.gui.review.explanation_wording import told_losses
from twinlens.workflows.history import LIST, SIDECARS, SessionSummary
from twinlens.workflows.mark import KEYWORD, LABEL

EMPTY_WORD = "delete"
"""What is typed to delete for good."""


def restored(outcome: RestoreOutcome) -> str:
    """What a restore brought back."""
    said = f"{wording.counted(len(outcome.restored), 'file')} back in place." if outcome.restored else ""
    if outcome.failed:
        path, reason = outcome.failed[0]
        said += f" {wording.counted(len(outcome.failed), 'file')} could not be brought back, "
        said += f"{wording.shown_name(path)} among them: {not_restored_reason(reason)}."
    return said.strip() or "Nothing was left to bring back."


def emptied(number: int) -> str:
    """What deleting for good did."""
    return f"{wording.counted(number, 'file')} deleted for good."


def destination(place: str) -> str:
    """Where files go, within a sentence."""
    return "the trash" if place == wording.TRASH else f"the quarantine {wording.shown_folder(Path(place))}"


def destinations(places: tuple[str, ...]) -> str:
    """All places, within a sentence."""
    return " and ".join(destination(place) for place in places) or "the trash"


def move_button(number: int, places: tuple[str, ...] = (wording.TRASH,)) -> str:
    """The label of the one button that moves photos away."""
    if not number:
        return "Nothing to move"
    where = (
        "to the trash" if places == (wording.TRASH,) else "to the quarantine" if wording.TRASH not in places else "away"
    )
    return f"Move {wording.photos(number)} {where}"


STAYING_REASONS = {
    LeftAlone.NOT_REJECTED: "You took the rejection back",
    LeftAlone.PROTECTED: "Its folder is protected",
    LeftAlone.OFFLINE: "Its drive is not connected",
    LeftAlone.VANISHED: "The file is gone",
    LeftAlone.UNREADABLE: "The file can\u2019t be read",
    LeftAlone.CHANGED: "The file has changed since it was judged: scan again",
    LeftAlone.NO_SURVIVOR: "No copy of it that stays could be found and checked",
    LeftAlone.LAST_COPY: "All its copies are rejected: the best one stays",
    LeftAlone.SAME_FILE: "Its copy is this very file under another name",
    LeftAlone.KEEPER_OFFLINE: "The kept copy\u2019s drive is not connected",
    LeftAlone.DIFFERENT_SIDECARS: "It has files with it that the kept copy lacks",
    LeftAlone.COMPANION_FAILED: "A file that belongs to it could not be moved",
    LeftAlone.NOT_PERMITTED: "Its folder does not let it go",
    LeftAlone.NO_PLACE: "There is no trash and no quarantine on its drive",
    LeftAlone.FOREIGN_SIDECAR: "Its sidecar can\u2019t be added to: it is not XMP as Twinlens knows it",
    LeftAlone.OWN_VERSION: "It is a crop, turned or edited: somebody\u2019s work, which only you can reject",
    LeftAlone.OTHER_HALF: "The half that would stay can\u2019t be read, or doesn\u2019t show the same picture",
    LeftAlone.SHARED_SIDECAR: "A mark in its sidecar would speak of the half you keep, too",
    LeftAlone.MOVED_IN_PART: "Interrupted: History holds the part that was moved",
}
NOT_RESTORED_REASONS = {
    NotRestored.UNKNOWN: "not part of this clean-up",
    NotRestored.ALREADY: "back already",
    NotRestored.GONE: "no longer in the trash or quarantine",
    NotRestored.CHANGED: "what lies there is not what was moved",
    NotRestored.OFFLINE: "its drive is not connected",
    NotRestored.NOT_PERMITTED: "its folder can\u2019t be written",
    NotRestored.COMPANION_FAILED: "a file that belongs to it could not be brought back",
}


def staying_reason(token: str) -> str:
    """Why a rejected photo is left alone."""
    try:
        return STAYING_REASONS[LeftAlone(token)]
    except ValueError:
        return wording.spelled(token).capitalize()


def not_restored_reason(token: str) -> str:
    """Why a file did not come back."""
    try:
        return NOT_RESTORED_REASONS[NotRestored(token)]
    except ValueError:
        return wording.spelled(token)


def companions(shot: Shot) -> str:
    """The files that go with a shot: + NEF, XMP."""
    suffixes = dict.fromkeys(companion.path.suffix.lstrip(".").upper() for companion in shot.companions)
    said = [f"with {', '.join(suffixes)}"] if suffixes else []
    return "  \u00b7  ".join(said + (["in a catalogue"] if shot.marks.catalogued else []))


def cleanup_row(shot: Shot, kept: Shot | None, exception: str, losses: str = "") -> str:
    """One row of a plan, read aloud."""
    if exception:
        return f"{wording.shown_name(shot.path)} stays: {staying_reason(exception)}"
    stays = f", {wording.shown_name(kept.path)} stays" if kept is not None else ""
    return f"{wording.shown_name(shot.path)} leaves{stays}" + (f"; {lacking(losses)}" if losses else "")


def losses(shot: Shot, kept: Shot | None) -> str:
    """What goes with a photo that the one that stays for it lacks."""
    return told_losses(shot, kept) if kept is not None else ""


def lacking(losses: str) -> str:
    """What will be gone."""
    return f"the one that stays lacks {losses}"


STAY_HEADING = "Left alone"
LEAVE_HEADING = "Leaves"
KEPT_HEADING = "Stays for it"


def cleanup_title(plan: CleanupPreview) -> str:
    """What is asked."""
    return f"Move {wording.photos(len(plan.leaving))} away?" if plan.leaving else "Nothing to move"


def cleanup_sentence(plan: CleanupPreview) -> str:
    """Exactly what will happen, and where the files go."""
    if not plan.leaving and not plan.staying:
        return "You have not rejected any photo yet. Press X on a photo to reject it."
    sentences = []
    if plan.leaving:
        goes = "goes" if len(plan.leaving) == 1 else "go"
        sentences += [
            f"{wording.photos(len(plan.leaving))}, {wording.size(plan.bytes)}, {goes} to "
            f"{destinations(plan.destinations)}.",
            "As each moves, the photo that stays for it is checked once more.",
            "Ctrl+Z brings everything back.",
            *_catalogued(plan),
            *_losing(plan),
        ]
    if plan.staying:
        stay = "stays" if len(plan.staying) == 1 else "stay"
        where = "where it is" if len(plan.staying) == 1 else "where they are"
        first = ", listed first" if plan.leaving else ""
        sentences.append(f"{wording.photos(len(plan.staying))} you rejected {stay} {where}{first}.")
    return " ".join(sentences)


def _losing(plan: CleanupPreview) -> list[str]:
    """Ratings, keywords and edits are work."""
    number = sum(bool(losses(shot, kept)) for shot, kept in plan.leaving)
    if not number:
        return []
    has = "has" if number == 1 else "have"
    return [f"{wording.count(number)} of them {has} what the one that stays lacks, listed first."]


def _catalogued(plan: CleanupPreview) -> list[str]:
    """A catalogue does not hear of a file that goes: it will call it missing."""
    number = sum(shot.marks.catalogued for shot, _kept in plan.leaving)
    if not number:
        return []
    is_known = "is in a catalogue, which will miss it" if number == 1 else "are in a catalogue, which will miss them"
    return [f"{wording.count(number)} of them {is_known}: \u201cOnly mark\u201d leaves the deleting to it."]


def cleanup_done(outcome: CleanupOutcome) -> str:
    """What a clean-up did, in a few words."""
    if outcome.marked:
        return f"{wording.photos(outcome.marked)} marked"
    return f"{wording.photos(outcome.removed)} moved" if outcome.removed else "Nothing was moved"


def cleanup_after(outcome: CleanupOutcome) -> str:
    """What a clean-up did, and what can be done now."""
    if outcome.marked:
        return _marked(outcome)
    said = (
        f"{wording.size(outcome.bytes)} left your folders. Undo brings everything back, today or later from History. "
    )
    said = said if outcome.removed else ""
    if outcome.failed:
        said += f"{wording.counted(len(outcome.failed), 'photo')} stayed where they are:"
    return said.strip()


ONLY_MARK = "Only mark"
ONLY_MARK_HINT = "Move nothing: mark these photos, for a catalogue that does the deleting itself"
MARK_SIDECARS = "In XMP sidecars, for Lightroom, Bridge, darktable, digiKam"
MARK_LIST = "In a list (CSV)\u2026"
LIST_NAME = "rejected photos.csv"
STOPPED = (
    "What was moved until now is in History and can be brought back.",
    "What was marked until now is in History and can be taken back.",
)
"""Of moving, and of marking."""


def _marked(outcome: CleanupOutcome) -> str:
    """What marking did: the words to look for in the catalogue."""
    if outcome.list is not None:
        said = f"The list is {wording.shown_folder(outcome.list)}."
    else:
        said = f"Their sidecars carry the keyword {KEYWORD} and, where they had none, the label {LABEL}."
    undo = " Undo takes this back, today or later from History." if outcome.session else ""
    stayed = f" {wording.counted(len(outcome.failed), 'photo')} could not be marked:" if outcome.failed else ""
    return f"{said} Nothing was moved.{undo}{stayed}"


def session_title(session: SessionSummary) -> str:
    """A clean-up by its time."""
    said = wording.moment(session.when)
    return said[0].upper() + said[1:]


def session_line(session: SessionSummary) -> str:
    """How much a clean-up moved, and where it is."""
    size = [] if session.moved_nothing else [wording.size(session.bytes)]
    parts = [wording.counted(session.files, "file"), *size, places(session.places)]
    return "  \u00b7  ".join(parts)


def places(names: tuple[str, ...]) -> str:
    """Where moved files are, short."""
    kept = {wording.TRASH: "trash", SIDECARS: "only marked", LIST: "a list"}
    return " and ".join(sorted({kept.get(name, "quarantine") for name in names})) or "trash"


def session_state(session: SessionSummary) -> str:
    """What can still be brought back."""
    back = "taken back" if session.moved_nothing else "brought back"
    if not session.restorable:
        return f"nothing left to be {back}"
    if session.restorable == session.files:
        return f"all can be {back}"
    return f"{wording.count(session.restorable)} of {wording.count(session.files)} can be {back}"


ITEM_STATES = {
    "restorable": "can be brought back",
    "restored": "back in its place",
    "gone": "gone for good",
    "offline": "drive not connected",
}


def item_state(state: str) -> str:
    """What became of a moved file."""
    return ITEM_STATES.get(state, wording.spelled(state))


def restore_button(number: int) -> str:
    """The label of the button that brings files back."""
    return f"Bring back {wording.counted(number, 'file')}"


def session_sentence(session: SessionSummary) -> str:
    """A clean-up, read aloud."""
    return ", ".join((session_title(session), session_line(session), session_state(session)))


def item_sentence(item: SessionItem) -> str:
    """A moved file, read aloud."""
    return f"{wording.shown(item.path)}, {wording.size(item.bytes)}, {item_state(item.state)}"


def empty_title(session: SessionSummary) -> str:
    """What is asked before anything is deleted for good."""
    return f"Delete {wording.counted(session.restorable, 'file')} for good?"


def empty_sentence(session: SessionSummary) -> str:
    """What deleting for good means."""
    it = "It leaves" if session.restorable == 1 else "They leave"
    return f"{it} the {places(session.places)} and can never be brought back, by Twinlens or by anyone."


def empty_button(session: SessionSummary) -> str:
    """The label of the button that deletes."""
    return f"Delete {wording.counted(session.restorable, 'file')} for good"
