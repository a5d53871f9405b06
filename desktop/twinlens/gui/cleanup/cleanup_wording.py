"""The words of clean-up and History; numbers and names are written by `wording`."""

from __future__ import annotations

from pathlib import Path

from twinlens.core.clearing import LeftAlone, NotRestored
from twinlens.core.photos import Shot
from twinlens.gui import wording
from twinlens.gui.backend import CleanupOutcome, CleanupPreview, RestoreOutcome, SessionItem
from twinlens.gui.review.explanation_wording import told_losses
from twinlens.gui.translating import tr
from twinlens.workflows.history import LIST, SIDECARS, SessionSummary
from twinlens.workflows.mark import KEYWORD, LABEL

EMPTY_WORD = tr("delete", "typed to delete for good")
"""What is typed to delete for good."""


def restored(outcome: RestoreOutcome) -> str:
    """What a restore brought back."""
    said = []
    if outcome.restored:
        said.append(tr("%n\u00a0file(s) back in place.", "", len(outcome.restored)))
    if outcome.failed:
        path, reason = outcome.failed[0]
        failed = tr("%n\u00a0file(s) could not be brought back, {name} among them: {reason}.", "", len(outcome.failed))
        said.append(failed.format(name=wording.shown_name(path), reason=not_restored_reason(reason)))
    return " ".join(said) or tr("Nothing was left to bring back.")


def emptied(number: int) -> str:
    """What deleting for good did."""
    return tr("%n\u00a0file(s) deleted for good.", "", number)


def destination(place: str) -> str:
    """Where files go, within a sentence."""
    if place == wording.TRASH:
        return tr("the trash")
    return tr("the quarantine {folder}").format(folder=wording.shown_folder(Path(place)))


def destinations(places: tuple[str, ...]) -> str:
    """All places, within a sentence."""
    return wording.listed([destination(place) for place in places]) or tr("the trash")


def move_button(number: int, places: tuple[str, ...] = (wording.TRASH,)) -> str:
    """The label of the one button that moves photos away."""
    if not number:
        return tr("Nothing to move")
    if places == (wording.TRASH,):
        return tr("Move %n\u00a0photo(s) to the trash", "", number)
    if wording.TRASH not in places:
        return tr("Move %n\u00a0photo(s) to the quarantine", "", number)
    return tr("Move %n\u00a0photo(s) away", "", number)


STAYING_REASONS = {
    LeftAlone.NOT_REJECTED: tr("You took the rejection back"),
    LeftAlone.PROTECTED: tr("Its folder is protected"),
    LeftAlone.OFFLINE: tr("Its drive is not connected"),
    LeftAlone.VANISHED: tr("The file is gone"),
    LeftAlone.UNREADABLE: tr("The file can\u2019t be read"),
    LeftAlone.CHANGED: tr("The file has changed since it was judged: scan again"),
    LeftAlone.NO_SURVIVOR: tr("No copy of it that stays could be found and checked"),
    LeftAlone.LAST_COPY: tr("All its copies are rejected: the best one stays"),
    LeftAlone.SAME_FILE: tr("Its copy is this very file under another name"),
    LeftAlone.KEEPER_OFFLINE: tr("The kept copy\u2019s drive is not connected"),
    LeftAlone.DIFFERENT_SIDECARS: tr("It has files with it that the kept copy lacks"),
    LeftAlone.COMPANION_FAILED: tr("A file that belongs to it could not be moved"),
    LeftAlone.NOT_PERMITTED: tr("Its folder does not let it go"),
    LeftAlone.NO_PLACE: tr("There is no trash and no quarantine on its drive"),
    LeftAlone.FOREIGN_SIDECAR: tr("Its sidecar can\u2019t be added to: it is not XMP as Twinlens knows it"),
    LeftAlone.OWN_VERSION: tr("It is a crop, turned or edited: somebody\u2019s work, which only you can reject"),
    LeftAlone.OTHER_HALF: tr("The half that would stay can\u2019t be read, or doesn\u2019t show the same picture"),
    LeftAlone.SHARED_SIDECAR: tr("A mark in its sidecar would speak of the half you keep, too"),
    LeftAlone.MOVED_IN_PART: tr("Interrupted: History holds the part that was moved"),
}
NOT_RESTORED_REASONS = {
    NotRestored.UNKNOWN: tr("not part of this clean-up"),
    NotRestored.ALREADY: tr("back already"),
    NotRestored.GONE: tr("no longer in the trash or quarantine"),
    NotRestored.CHANGED: tr("what lies there is not what was moved"),
    NotRestored.OFFLINE: tr("its drive is not connected"),
    NotRestored.NOT_PERMITTED: tr("its folder can\u2019t be written"),
    NotRestored.COMPANION_FAILED: tr("a file that belongs to it could not be brought back"),
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
    said = [tr("with {files}").format(files=", ".join(suffixes))] if suffixes else []
    return "  \u00b7  ".join(said + ([tr("in a catalogue")] if shot.marks.catalogued else []))


def cleanup_row(shot: Shot, kept: Shot | None, exception: str, losses: str = "") -> str:
    """One row of a plan, read aloud."""
    name = wording.shown_name(shot.path)
    if exception:
        return tr("{name} stays: {reason}").format(name=name, reason=staying_reason(exception))
    if kept is None:
        said = tr("{name} leaves").format(name=name)
    else:
        said = tr("{name} leaves, {other} stays").format(name=name, other=wording.shown_name(kept.path))
    return f"{said}; {lacking(losses)}" if losses else said


def losses(shot: Shot, kept: Shot | None) -> str:
    """What goes with a photo that the one that stays for it lacks."""
    return told_losses(shot, kept) if kept is not None else ""


def lacking(losses: str) -> str:
    """What will be gone."""
    return tr("the one that stays lacks {what}").format(what=losses)


STAY_HEADING = tr("Left alone")
LEAVE_HEADING = tr("Leaves")
KEPT_HEADING = tr("Stays for it")


def cleanup_title(plan: CleanupPreview) -> str:
    """What is asked."""
    return tr("Move %n\u00a0photo(s) away?", "", len(plan.leaving)) if plan.leaving else tr("Nothing to move")


def cleanup_sentence(plan: CleanupPreview) -> str:
    """Exactly what will happen, and where the files go."""
    if not plan.leaving and not plan.staying:
        return tr("You have not rejected any photo yet. What you reject in the review can go from here.")
    sentences = []
    if plan.leaving:
        going = tr("%n\u00a0photo(s), {size}, go to {places}.", "", len(plan.leaving))
        sentences += [
            going.format(size=wording.size(plan.bytes), places=destinations(plan.destinations)),
            tr("As each moves, the photo that stays for it is checked once more."),
            tr("Undo brings everything back."),
            *_catalogued(plan),
            *_losing(plan),
        ]
    if plan.staying and plan.leaving:
        sentences.append(tr("%n\u00a0photo(s) you rejected stay where they are, listed first.", "", len(plan.staying)))
    elif plan.staying:
        sentences.append(tr("%n\u00a0photo(s) you rejected stay where they are.", "", len(plan.staying)))
    return " ".join(sentences)


def _losing(plan: CleanupPreview) -> list[str]:
    """Ratings, keywords and edits are work."""
    number = sum(bool(losses(shot, kept)) for shot, kept in plan.leaving)
    return [tr("%n of them have what the one that stays lacks, listed first.", "", number)] if number else []


def _catalogued(plan: CleanupPreview) -> list[str]:
    """A catalogue does not hear of a file that goes: it will call it missing."""
    number = sum(shot.marks.catalogued for shot, _kept in plan.leaving)
    if not number:
        return []
    return [
        tr(
            "%n of them are in a catalogue, which will miss them: \u201cOnly mark\u201d leaves the deleting to it.",
            "",
            number,
        )
    ]


def cleanup_done(outcome: CleanupOutcome) -> str:
    """What a clean-up did, in a few words."""
    if outcome.marked:
        return tr("%n\u00a0photo(s) marked", "", outcome.marked)
    return tr("%n\u00a0photo(s) moved", "", outcome.removed) if outcome.removed else tr("Nothing was moved")


def cleanup_after(outcome: CleanupOutcome) -> str:
    """What a clean-up did, and what can be done now."""
    if outcome.marked:
        return _marked(outcome)
    said = []
    if outcome.removed:
        left = tr("{size} left your folders. Undo brings everything back, today or later from History.")
        said.append(left.format(size=wording.size(outcome.bytes)))
    if outcome.failed:
        said.append(tr("%n\u00a0photo(s) stayed where they are:", "", len(outcome.failed)))
    return " ".join(said)


ONLY_MARK = tr("Only mark")
ONLY_MARK_HINT = tr("Move nothing: mark these photos, for a catalogue that does the deleting itself")
MARK_SIDECARS = tr("In XMP sidecars, for Lightroom, Bridge, darktable, digiKam")
MARK_LIST = tr("In a list (CSV)\u2026")
LIST_NAME = tr("rejected photos.csv")
STOPPED = (
    tr("What was moved until now is in History and can be brought back."),
    tr("What was marked until now is in History and can be taken back."),
)
"""Of moving, and of marking."""


def _marked(outcome: CleanupOutcome) -> str:
    """What marking did: the words to look for in the catalogue."""
    if outcome.list is not None:
        said = [tr("The list is {file}.").format(file=wording.shown_folder(outcome.list))]
    else:
        sentence = tr("Their sidecars carry the keyword {keyword} and, where they had none, the label {label}.")
        said = [sentence.format(keyword=KEYWORD, label=LABEL)]
    said.append(tr("Nothing was moved."))
    if outcome.session:
        said.append(tr("Undo takes this back, today or later from History."))
    if outcome.failed:
        said.append(tr("%n\u00a0photo(s) could not be marked:", "", len(outcome.failed)))
    return " ".join(said)


def session_title(session: SessionSummary) -> str:
    """A clean-up by its time."""
    said = wording.moment(session.when)
    return said[0].upper() + said[1:]


def session_line(session: SessionSummary) -> str:
    """How much a clean-up moved, and where it is."""
    size = [] if session.moved_nothing else [wording.size(session.bytes)]
    parts = [wording.files(session.files), *size, places(session.places)]
    return "  \u00b7  ".join(parts)


def places(names: tuple[str, ...]) -> str:
    """Where moved files are, short."""
    kept = {wording.TRASH: tr("trash"), SIDECARS: tr("only marked"), LIST: tr("a list")}
    return wording.listed(sorted({kept.get(name, tr("quarantine")) for name in names})) or tr("trash")


def session_state(session: SessionSummary) -> str:
    """What can still be brought back, or taken back where nothing was moved."""
    marked = session.moved_nothing
    if not session.restorable:
        return tr("nothing left to be taken back") if marked else tr("nothing left to be brought back")
    if session.restorable == session.files:
        return tr("all can be taken back") if marked else tr("all can be brought back")
    sentence = tr("{number} of {total} can be taken back") if marked else tr("{number} of {total} can be brought back")
    return sentence.format(number=wording.count(session.restorable), total=wording.count(session.files))


ITEM_STATES = {
    "restorable": tr("can be brought back"),
    "restored": tr("back in its place"),
    "gone": tr("gone for good"),
    "offline": tr("drive not connected"),
}


def item_state(state: str) -> str:
    """What became of a moved file."""
    return ITEM_STATES.get(state, wording.spelled(state))


def restore_button(number: int) -> str:
    """The label of the button that brings files back."""
    return tr("Bring back %n\u00a0file(s)", "", number)


def session_sentence(session: SessionSummary) -> str:
    """A clean-up, read aloud."""
    return ", ".join((session_title(session), session_line(session), session_state(session)))


def item_sentence(item: SessionItem) -> str:
    """A moved file, read aloud."""
    return f"{wording.shown(item.path)}, {wording.size(item.bytes)}, {item_state(item.state)}"


def empty_title(session: SessionSummary) -> str:
    """What is asked before anything is deleted for good."""
    return tr("Delete %n\u00a0file(s) for good?", "", session.restorable)


def empty_sentence(session: SessionSummary) -> str:
    """What deleting for good means."""
    sentence = tr(
        "The %n file(s) leave the {places} and can never be brought back, by Twinlens or by anyone.",
        "",
        session.restorable,
    )
    return sentence.format(places=places(session.places))


def empty_button(session: SessionSummary) -> str:
    """The label of the button that deletes."""
    return tr("Delete %n\u00a0file(s) for good", "", session.restorable)
