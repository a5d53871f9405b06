"""Killed at any point, a clean-up or restore loses nothing: every shot is whole somewhere, and comes back."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from twinlens.files import berths, journal, keeping
from twinlens.files.journal import Journal, journals, read_session, replay
from twinlens.files.keeping import Whereabouts
from twinlens.files.quarantine import Quarantine
from twinlens.files.trash import FreedesktopTrash
from twinlens.library.cleanups import CleanupTable
from twinlens.library.files import FileTable
from twinlens.workflows import restore as restoring
from twinlens.workflows.history import history, session_items
from twinlens.workflows.sessions import recover
from workflows.shelf import Shelf, contents

SHOTS = {"shot.jpg": ("shot.jpg", "shot.CR2"), "single.jpg": ("single.jpg",)}


class KilledError(BaseException):
    """Nothing of ours catches it, as nothing catches a real kill."""


class Reaper:
    """Kills at the n-th of all the points at which it matters."""

    def __init__(self) -> None:
        self.left = 0

    def tick(self) -> None:
        self.left -= 1
        if self.left == 0:
            raise KilledError

    @contextmanager
    def after(self, steps: int) -> Iterator[None]:
        self.left = steps
        try:
            yield
        except KilledError:
            pass
        finally:
            self.left = 0


@pytest.fixture
def reaper(monkeypatch: pytest.MonkeyPatch) -> Reaper:
    reaper = Reaper()

    def around(owner: Any, name: str) -> None:
        real: Callable[..., Any] = getattr(owner, name)

        def wrapped(*args: Any, **kwargs: Any) -> Any:
            reaper.tick()
            result = real(*args, **kwargs)
            reaper.tick()
            return result

        monkeypatch.setattr(owner, name, wrapped)

    for owner, name in (
        (berths, "rename_exclusively"),
        (keeping, "rename_exclusively"),
        (restoring, "rename_exclusively"),
        (restoring, "leave_no_trace"),
        (Journal, "write"),
        (Quarantine, "prepare"),
        (FreedesktopTrash, "prepare"),
        (CleanupTable, "record_all"),
        (CleanupTable, "mark_restored"),
        (FileTable, "mark_removed"),
    ):
        around(owner, name)
    write_all = journal._write_all

    def torn(descriptor: int, data: bytes) -> None:
        write_all(descriptor, data[: len(data) // 2])
        reaper.tick()
        write_all(descriptor, data[len(data) // 2 :])

    monkeypatch.setattr(journal, "_write_all", torn)
    return reaper


@pytest.fixture(params=["quarantine", "trash"])
def stocked(shelf: Shelf, request: pytest.FixtureRequest) -> Shelf:
    """A kept photo and two rejected shots, for a home with a quarantine of its own and one that uses the trash."""
    if request.param == "trash":
        shelf.home = replace(shelf.home, paths=replace(shelf.home.paths, quarantine=None))
    for name in ("keep.jpg", *(name for names in SHOTS.values() for name in names)):
        shelf.put(name)
    shelf.learn()
    shelf.match_all("keep.jpg", *SHOTS)
    return shelf


def reject_all(shelf: Shelf) -> None:
    shelf.decide(None, *SHOTS)
    shelf.reject(*SHOTS)


def restore_all(shelf: Shelf) -> None:
    """Bring everything back, and begin anew: what was restored whole needs no journal any more."""
    for path in journals(shelf.home.journal_dir):
        shelf.restore(path.name.removesuffix(".jsonl"))
        path.unlink()


def reachable(shelf: Shelf) -> set[bytes]:
    """What lies in the folder, and what History says it can bring back, at the very place it says."""
    found = set(contents(shelf.folder).values())
    for session in history(shelf.home):
        for item in session_items(shelf.home, session.id):
            if item.state is Whereabouts.HELD:
                assert item.now_at is not None
                found.add(item.now_at.read_bytes())
    return found


def assert_whole(shelf: Shelf) -> None:
    for names in SHOTS.values():
        assert len({(shelf.folder / name).exists() for name in names}) == 1


def test_a_clean_up_killed_anywhere(stocked: Shelf, reaper: Reaper) -> None:
    before = contents(stocked.folder)
    everything = set(before.values())
    for step in range(1, 1000):
        reject_all(stocked)
        with reaper.after(step):
            stocked.clean()
            break
        assert reachable(stocked) == everything
        recover(stocked.home, stocked.volumes)
        assert_whole(stocked)
        assert reachable(stocked) == everything
        restore_all(stocked)
        assert contents(stocked.folder) == before
        assert set(stocked.shots()) == {"keep.jpg", *SHOTS}
    assert step > 20
    assert not (stocked.folder / "single.jpg").exists()


def test_a_restore_killed_anywhere(stocked: Shelf, reaper: Reaper) -> None:
    before = contents(stocked.folder)
    everything = set(before.values())
    for step in range(1, 1000):
        reject_all(stocked)
        session = stocked.clean().session
        assert session is not None
        with reaper.after(step):
            stocked.restore(session)
            break
        assert reachable(stocked) == everything
        restore_all(stocked)
        assert contents(stocked.folder) == before
        assert all(shot.decision is None for shot in stocked.shots().values())
    assert step > 12


@pytest.mark.parametrize("second", [1, 3, 6])
def test_killed_again_while_recovering(stocked: Shelf, reaper: Reaper, second: int) -> None:
    before = contents(stocked.folder)
    for step in range(4, 30, 5):
        reject_all(stocked)
        with reaper.after(step):
            stocked.clean()
        with reaper.after(second):
            recover(stocked.home, stocked.volumes)
        assert reachable(stocked) == set(before.values())
        restore_all(stocked)
        assert contents(stocked.folder) == before


def test_no_trace_is_left_of_what_came_back(stocked: Shelf, reaper: Reaper) -> None:
    """Neither notes in the trash nor folders in the quarantine."""
    for step in (2, 5, 8, 12, 15, 20, 25):
        reject_all(stocked)
        with reaper.after(step):
            stocked.clean()
        restore_all(stocked)
    trash, quarantine = Path(os.environ["XDG_DATA_HOME"]) / "Trash", stocked.home.quarantine_dir
    assert not [path for path in trash.rglob("*") if path.is_file()]
    assert quarantine is None or not list(quarantine.iterdir())


def test_a_survivor_lost_during_the_interruption_brings_the_shot_back(stocked: Shelf, reaper: Reaper) -> None:
    """Killed between the move and the last look at the survivor."""
    before = contents(stocked.folder)
    reject_all(stocked)
    last_rename = 0
    for step in range(1, 100):
        with reaper.after(step):
            stocked.clean()
        if not any((stocked.folder / name).exists() for name in SHOTS["shot.jpg"]):
            last_rename = step
            break
        recover(stocked.home, stocked.volumes)
        restore_all(stocked)
        reject_all(stocked)
    assert last_rename
    (stocked.folder / "keep.jpg").unlink()
    recover(stocked.home, stocked.volumes)
    assert set(contents(stocked.folder).values()) == set(before.values()) - {b"picture keep.jpg"}


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cut=st.floats(0, 1), moved=st.integers(0, 3), garbage=st.sampled_from([b"", b"\0" * 64, b'{"entry":"done"', b"\n"])
)
def test_any_prefix_of_a_journal_tells_the_truth(shelf: Shelf, cut: float, moved: int, garbage: bytes) -> None:
    """A journal cut at any byte, with the disk in any state that can go with it, leads every file home."""
    written = _full_journal(shelf)
    before = contents(shelf.folder)
    prefix = written[: round(cut * len(written))]
    (path,) = journals(shelf.home.journal_dir)
    session = replay(path.name.removesuffix(".jsonl"), prefix)
    for shot in session.shots.values():
        for file in shot.files[: moved if shot.open else None]:
            assert file.held_at is not None
            file.held_at.parent.mkdir(parents=True, exist_ok=True)
            file.source.rename(file.held_at)
    path.write_bytes(prefix + garbage)
    assert reachable(shelf) == set(before.values())
    recover(shelf.home, shelf.volumes)
    assert_whole(shelf)
    after = read_session(path)
    assert after.finished
    assert not any(shot.open for shot in after.shots.values())
    shelf.restore(after.id)
    assert contents(shelf.folder) == before


_written: dict[Path, bytes] = {}


def _full_journal(shelf: Shelf) -> bytes:
    """The journal of one clean-up, made once and undone: there is that one journal, and all files are home."""
    if shelf.folder not in _written:
        for name in ("keep.jpg", *(name for names in SHOTS.values() for name in names)):
            shelf.put(name)
        shelf.learn()
        shelf.match_all("keep.jpg", *SHOTS)
        shelf.reject(*SHOTS)
        session = shelf.clean().session
        assert session is not None
        (path,) = journals(shelf.home.journal_dir)
        _written[shelf.folder] = path.read_bytes()
        shelf.restore(session)
    return _written[shelf.folder]
