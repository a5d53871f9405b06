"""Words and numbers as people read them."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from twinlens.core.clearing import LeftAlone, NotRestored
from twinlens.core.errors import StorageError
from twinlens.core.job import Progress, Stage
from twinlens.core.keepers import KeeperReason
from twinlens.core.problems import FileProblem, ProblemReason
from twinlens.core.relations import Level, Relation
from twinlens.gui import wording
from twinlens.gui.backend import CleanupPreview
from twinlens.gui.cleanup import cleanup_wording
from twinlens.gui.library import problem_wording
from twinlens.workflows.history import SessionSummary
from twinlens.workflows.renewal import Renewal
from twinlens.workflows.scan import ScanReport


def plain(text: str) -> str:
    """With ordinary spaces."""
    return text.replace("\u00a0", " ").replace("\u2009", " ")


def test_every_token_has_words() -> None:
    assert set(wording.RELATION_NAMES) == set(Relation)
    assert set(wording.LEVEL_NAMES) == set(Level)
    assert set(wording.KEEPER_REASONS) == set(KeeperReason)
    assert set(problem_wording.PROBLEM_REASONS) == set(ProblemReason)
    assert set(wording.STAGE_NAMES) == set(Stage)
    assert set(cleanup_wording.STAYING_REASONS) == set(LeftAlone)
    assert set(cleanup_wording.NOT_RESTORED_REASONS) == set(NotRestored)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1_000, "1.0 kB"),
        (612_345, "612 kB"),
        (999_600, "1.0 MB"),
        (4_123_000_000, "4.1 GB"),
        (12_000_000_000_000, "12 TB"),
        (2 * 10**16, "20,000 TB"),
    ],
)
def test_sizes(number: int, said: str) -> None:
    assert plain(wording.size(number)) == said


@pytest.mark.parametrize(("share", "said"), [(0.984, "98 %"), (0.9999, "99 %"), (1.0, "100 %"), (0.0, "0 %")])
def test_a_share_is_never_rounded_up_to_all(share: float, said: str) -> None:
    assert plain(wording.percent(share)) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.4, "0 s"),
        (59.4, "59 s"),
        (60, "1 min"),
        (150, "2 min"),
        (3600, "1 h"),
        (4800, "1 h 20 min"),
        (40_000, "11 h"),
    ],
)
def test_durations(seconds: float, said: str) -> None:
    assert plain(wording.duration(seconds)) == said


@pytest.mark.parametrize(("seconds", "said"), [(2, "a moment left"), (12, "10 s left"), (130, "2 min left")])
def test_time_left_moves_in_steps(seconds: float, said: str) -> None:
    assert plain(wording.time_left(seconds)) == said


def test_counts_and_plurals() -> None:
    assert plain(wording.photos(1)) == "1 photo"
    assert plain(wording.photos(12_431)) == "12,431 photos"
    assert plain(wording.rate(212.4)) == "212 photos/s"
    assert plain(wording.rate(2.44)) == "2.4 photos/s"
    assert plain(wording.dimensions(6000, 4000)) == "6000 \u00d7 4000"


def test_moments_are_said_as_people_say_them() -> None:
    now = datetime.now(UTC).astimezone().replace(hour=14, minute=5)
    assert wording.moment(now.isoformat(), now) == "today 14:05"
    assert wording.moment("no time", now) == "no time"
    old = datetime(2020, 5, 3, 9, 7).astimezone()
    assert wording.moment(old.isoformat(), now) == "3 May 2020, 09:07"


def test_names_that_are_no_text_are_shown_all_the_same() -> None:
    path = Path("/photos") / os.fsdecode(b"caf\xe9\n.jpg")
    assert wording.shown_name(path) == "caf\ufffd\u23ce.jpg"
    assert wording.shown_folder(Path.home() / "Pictures") == "~/Pictures"
    wording.shown(path).encode("utf-8")


def test_progress_on_one_line() -> None:
    progress = Progress(Stage.EMBED, 12_431, 48_002, rate=212.0, seconds_left=168.0)
    assert plain(wording.progress_line(progress)) == (
        "Reading photos  \u00b7  12,431 of 48,002  \u00b7  212 photos/s  \u00b7  3 min left"
    )
    assert plain(wording.progress_line(Progress(Stage.DISCOVER, 7, None))) == "Finding photos  \u00b7  7"


def test_a_scan_in_a_few_words() -> None:
    first = ScanReport(380, 380, 0, 0, 0, 0, 0, (), 13.2)
    assert plain(wording.scan_result(first)) == "380 photos  \u00b7  all new  \u00b7  in 13 s"
    again = ScanReport(380, 0, 0, 0, 380, 0, 0, (), 9.0)
    assert plain(wording.scan_result(again)) == "380 photos  \u00b7  nothing new  \u00b7  in 9 s"
    later = ScanReport(380, 2, 1, 0, 377, 4, 12, (), 1.0)
    assert "2 new" in wording.scan_result(later)
    assert "4 gone" in wording.scan_result(later)
    assert "12 on drives not connected" in wording.scan_result(later)
    anew = ScanReport(380, 0, 0, 0, 380, 0, 0, (), 9.0, renewed=380)
    assert plain(wording.scan_result(anew)) == "380 photos  \u00b7  all compared anew  \u00b7  in 9 s"


def test_photos_that_wait_to_be_compared_anew() -> None:
    assert wording.renewal(Renewal()) == wording.renewal_details(Renewal()) == ""
    waiting = Renewal((Path("/photos"),), 1200, 4)
    assert plain(wording.renewal(waiting)) == "1,204 photos to be compared anew"
    assert "4 photos on drives not connected" in plain(wording.renewal_details(waiting))
    assert "not connected" not in wording.renewal_details(Renewal((Path("/photos"),), 1200, 0))


def test_failures_of_the_environment_speak_for_themselves() -> None:
    assert wording.failure(StorageError("The disk is full.")) == "The disk is full."
    assert "ValueError" in wording.failure(ValueError("secret"))


def test_problem_files_say_reason_and_remedy() -> None:
    said = problem_wording.problem_sentence(FileProblem(Path("/a/b.jpg"), ProblemReason.EMPTY))
    assert said == "/a/b.jpg: The file is empty. Copy it again from the card or a backup."


def test_a_clean_up_says_where_files_go() -> None:
    assert plain(cleanup_wording.move_button(132, ("trash",))) == "Move 132 photos to the trash"
    assert plain(cleanup_wording.move_button(1, ("/mnt/.twinlens-quarantine",))) == "Move 1 photo to the quarantine"
    assert plain(cleanup_wording.move_button(2, ("trash", "/q"))) == "Move 2 photos away"
    nothing = CleanupPreview((), (), 0, ())
    assert "not rejected any photo" in cleanup_wording.cleanup_sentence(nothing)
    assert cleanup_wording.staying_reason("a-new-token") == "A new token"


def test_a_session_says_what_can_come_back() -> None:
    whole = SessionSummary("a", "2026-01-01T00:00:00+00:00", 3, 10, 3, ("trash",))
    assert cleanup_wording.session_state(whole) == "all can be brought back"
    part = SessionSummary("a", "2026-01-01T00:00:00+00:00", 3, 10, 1, ("/q", "trash"))
    assert cleanup_wording.session_state(part) == "1 of 3 can be brought back"
    assert cleanup_wording.places(part.places) == "quarantine and trash"
