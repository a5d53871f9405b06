"""What is wrong with a file that could not be read, and what to do about it."""

from __future__ import annotations

from twinlens.core.problems import FileProblem, ProblemReason
from twinlens.gui import wording
from twinlens.gui.translating import tr

HINT = tr("These files were left out. Nothing was changed; the rest of the scan went on.")
PROBLEM_REASONS = {
    ProblemReason.EMPTY: (tr("The file is empty"), tr("Copy it again from the card or a backup.")),
    ProblemReason.UNREADABLE: (
        tr("The file can\u2019t be read"),
        tr("Check its permissions and the drive, then scan again."),
    ),
    ProblemReason.VANISHED: (tr("The file is not there any more"), tr("Connect its drive, or scan again.")),
    ProblemReason.NOT_A_PICTURE: (
        tr("Not a picture, despite its name"),
        tr("Nothing to do, or give it its right name."),
    ),
    ProblemReason.UNSUPPORTED: (
        tr("A format Twinlens can\u2019t read yet"),
        tr("Save a copy as TIFF or JPEG to have it compared."),
    ),
    ProblemReason.DAMAGED: (tr("The file is damaged"), tr("Replace it from a backup if you have one.")),
    ProblemReason.TOO_LARGE: (
        tr("The picture needs more memory than is allowed"),
        tr("Save a smaller copy to have it compared."),
    ),
    ProblemReason.TIMED_OUT: (
        tr("Reading it took too long"),
        tr("Copy it to a faster drive, and scan it there."),
    ),
    ProblemReason.CRASHED: (
        tr("It made the decoder crash"),
        tr("It may be damaged. Open and save it in another program."),
    ),
    ProblemReason.NO_PREVIEW: (tr("The RAW file holds no preview"), tr("Export a JPEG beside it to have it compared.")),
    ProblemReason.NOT_A_FILE: (tr("Not a regular file"), tr("Nothing to do: it holds no picture.")),
    ProblemReason.FOLDER_UNREADABLE: (
        tr("The folder can\u2019t be opened"),
        tr("Check its permissions, then scan again."),
    ),
}


def problem_reason(problem: FileProblem) -> str:
    """What is wrong with a file."""
    return PROBLEM_REASONS[problem.reason][0]


def problem_remedy(problem: FileProblem) -> str:
    """What to do about it."""
    return PROBLEM_REASONS[problem.reason][1]


def problem_sentence(problem: FileProblem) -> str:
    """A problem file on one line, for reading aloud and copying."""
    sentence = tr("{file}: {reason}. {remedy}", "a file, what is wrong with it, what to do about it")
    return sentence.format(
        file=wording.shown(problem.path), reason=problem_reason(problem), remedy=problem_remedy(problem)
    )
