"""What is said of jobs that run, wait and end."""

from __future__ import annotations

from twinlens.gui import wording
from twinlens.gui.job_runner import JobKind
from twinlens.gui.translating import tr


def no_folder() -> str:
    """The library holds nothing that could be scanned."""
    return tr("There is no folder to scan yet.")


def scanned_next(folders: int) -> str:
    """Folders wait for the scan that is running."""
    return tr("{folders} will be scanned next.").format(folders=wording.folders(folders))


def still_running(kind: JobKind) -> str:
    """What is in the way, and can be stopped."""
    return tr("The scan is still running.") if kind is JobKind.SCAN else tr("The check is still running.")


def still_moving() -> str:
    """What is in the way, and is best waited for."""
    return tr("One moment: the photos are still being moved.")


def back_after_scan() -> str:
    """An undone clean-up has to wait."""
    return tr("The photos come back when the scan has ended.")


def stopping(kind: JobKind) -> str:
    """The window closes as soon as the job has stopped."""
    said = {
        JobKind.SCAN: tr("Stopping. Next time the scan goes on from here."),
        JobKind.CLEAN: tr("Stopping after the photo that is on its way. What was moved stands in History."),
        JobKind.RESTORE: tr("Stopping after the photo that is on its way. The rest can be brought back from History."),
    }
    return said.get(kind, tr("Stopping. What was done stays done."))


def stop_it() -> str:
    """The link beside what is in the way."""
    return tr("Stop it")


def undo_it() -> str:
    """The link beside what was just done."""
    return tr("Undo")
