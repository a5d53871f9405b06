"""Moving by renaming only, never over another file, whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from twinlens.core.clearing import LeftAlone
from twinlens.files import mover
from twinlens.files.mover import HeldFile, RefusedError, StrandedError, held, move_together, rename_exclusively


class RenameTo:
    """The simplest move there is."""

    def __init__(self, source: HeldFile, destination: Path) -> None:
        self.source = source
        self.destination = destination

    def carry(self) -> Path:
        rename_exclusively(self.source.path, self.destination)
        return self.destination


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


@pytest.fixture(params=["system", "reservation"])
def either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the system's exclusive rename, and on a file system that has none."""
    if request.param == "reservation":
        monkeypatch.setattr(mover.SYSTEM, "exclusive_rename", lambda: lambda source, destination: errno.EINVAL)


@pytest.mark.usefixtures("either_way")
def test_a_rename_keeps_the_file_and_refuses_an_existing_name(tmp_path: Path) -> None:
    source, other = tmp_path / "a\udcff", tmp_path / "b"
    source.write_bytes(b"a")
    inode = source.stat().st_ino
    rename_exclusively(source, other)
    assert other.stat().st_ino == inode
    assert not source.exists()
    source.write_bytes(b"new")
    with pytest.raises(FileExistsError):
        rename_exclusively(source, other)
    assert (source.read_bytes(), other.read_bytes()) == (b"new", b"a")
    (tmp_path / "dangling").symlink_to("nowhere")
    with pytest.raises(FileExistsError):
        rename_exclusively(source, tmp_path / "dangling")


@pytest.mark.usefixtures("either_way")
def test_a_rename_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        rename_exclusively(tmp_path / "missing", tmp_path / "b")
    assert not os.path.lexists(tmp_path / "b")
    (tmp_path / "a").write_bytes(b"a")
    with pytest.raises(FileNotFoundError):
        rename_exclusively(tmp_path / "a", tmp_path / "no" / "b")
    assert (tmp_path / "a").read_bytes() == b"a"


@pytest.mark.skipif(not os.path.isdir("/dev/shm"), reason="needs a second file system")
def test_across_devices_nothing_is_copied(tmp_path: Path) -> None:
    if os.stat("/dev/shm").st_dev == os.stat(tmp_path).st_dev:
        pytest.skip("one file system only")
    source = tmp_path / "a"
    source.write_bytes(b"a")
    destination = Path("/dev/shm") / f"twinlens-test-{os.getpid()}"
    with pytest.raises(OSError, match="cross-device"):
        rename_exclusively(source, destination)
    assert source.read_bytes() == b"a"
    assert not destination.exists()


def test_holding_refuses_what_is_no_plain_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "file").write_bytes(b"x")
    (tmp_path / "link").symlink_to("file")
    for name, reason in (("pipe", LeftAlone.CHANGED), ("link", LeftAlone.CHANGED), ("none", LeftAlone.VANISHED)):
        with pytest.raises(RefusedError) as refused, held(tmp_path / name):
            pass
        assert refused.value.reason is reason


def test_holding_refuses_a_file_that_changes_while_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "growing"
    path.write_bytes(b"x" * 10)

    def grow() -> None:
        with path.open("ab") as more:
            more.write(b"y")

    with pytest.raises(RefusedError) as refused, held(path, grow):
        pass
    assert refused.value.reason is LeftAlone.CHANGED


def test_holding_refuses_what_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_bytes(b"x")

    def refuse(*_: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(RefusedError) as refused, held(tmp_path / "a"):
        pass
    assert refused.value.reason is LeftAlone.UNREADABLE


def test_a_placeholder_is_offline_and_never_read(tmp_path: Path) -> None:
    with (tmp_path / "hole.jpg").open("wb") as sparse:
        sparse.truncate(100_000)
    with pytest.raises(RefusedError) as refused, held(tmp_path / "hole.jpg"):
        pass
    assert refused.value.reason is LeftAlone.OFFLINE


def three(tmp_path: Path, stack: ExitStack) -> list[RenameTo]:
    moves = []
    for name in "abc":
        (tmp_path / name).write_bytes(name.encode())
        moves.append(RenameTo(stack.enter_context(held(tmp_path / name)), tmp_path / f"to-{name}"))
    return moves


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_all_move(tmp_path: Path, stack: ExitStack) -> None:
    moves = three(tmp_path, stack)
    assert move_together(moves) == [move.destination for move in moves]
    assert names(tmp_path) == ["to-a", "to-b", "to-c"]


def test_none_moves_if_one_cannot(tmp_path: Path, stack: ExitStack) -> None:
    moves = three(tmp_path, stack)
    (tmp_path / "to-c").write_bytes(b"in the way")
    with pytest.raises(FileExistsError):
        move_together(moves)
    assert names(tmp_path) == ["a", "b", "c", "to-c"]
    assert (tmp_path / "to-c").read_bytes() == b"in the way"


def test_none_moves_if_it_is_not_safe_afterwards(tmp_path: Path, stack: ExitStack) -> None:
    moves = three(tmp_path, stack)
    with pytest.raises(RefusedError):
        move_together(moves, still_safe=lambda: False)
    assert names(tmp_path) == ["a", "b", "c"]


def test_what_was_swapped_is_put_back_as_it_is(tmp_path: Path, stack: ExitStack) -> None:
    moves = three(tmp_path, stack)
    (tmp_path / "b").unlink()
    (tmp_path / "b").write_bytes(b"b")  # the same size, another file
    os.utime(tmp_path / "b", ns=(1, 1))
    with pytest.raises(RefusedError):
        move_together(moves)
    assert names(tmp_path) == ["a", "b", "c"]


def test_what_cannot_be_put_back_is_named_and_nothing_is_overwritten(tmp_path: Path, stack: ExitStack) -> None:
    moves = three(tmp_path, stack)

    def newcomer() -> bool:
        (tmp_path / "a").write_bytes(b"newcomer")
        return False

    with pytest.raises(StrandedError) as stranded:
        move_together(moves, still_safe=newcomer)
    assert stranded.value.stranded == ((tmp_path / "a", tmp_path / "to-a"),)
    assert (tmp_path / "a").read_bytes() == b"newcomer"
    assert (tmp_path / "to-a").read_bytes() == b"a"
    assert names(tmp_path) == ["a", "b", "c", "to-a"]


def test_file_systems_that_number_files_by_name(tmp_path: Path, stack: ExitStack) -> None:
    """After the move the inode is another one: then the bytes decide."""
    (move, *_) = three(tmp_path, stack)

    class Renumbering(RenameTo):
        def carry(self) -> Path:
            self.destination.write_bytes(self.source.path.read_bytes())
            self.source.path.unlink()
            return self.destination

    assert move_together([Renumbering(move.source, move.destination)]) == [tmp_path / "to-a"]
