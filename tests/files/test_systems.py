"""Each system's way of moving files, tried on any of them through fakes of its calls."""

from __future__ import annotations

import ctypes
import errno
import os
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

import pytest

from twinlens.files.systems import system_named
from twinlens.files.systems.linux import Linux
from twinlens.files.systems.macos import MacOS
from twinlens.files.systems.posix import Posix
from twinlens.files.systems.windows import Windows

posix = pytest.mark.skipif(os.name == "nt", reason="the fall-back is for POSIX")


@dataclass
class FakeLibrary:
    """A C library that writes down what it is asked, and answers with an error number."""

    answer: int = 0
    asked: list[tuple[object, ...]] = field(default_factory=list)

    def renameat2(self, *values: object) -> int:
        return self._answer(values)

    def renamex_np(self, *values: object) -> int:
        return self._answer(values)

    def _answer(self, values: tuple[object, ...]) -> int:
        self.asked.append(values)
        ctypes.set_errno(self.answer)
        return -1 if self.answer else 0


def test_each_platform_has_its_system() -> None:
    kinds = {name: type(system_named(name)) for name in ("linux", "darwin", "win32", "freebsd14")}
    assert kinds == {"linux": Linux, "darwin": MacOS, "win32": Windows, "freebsd14": Linux}


def test_the_systems_are_asked_never_to_write_over_a_file() -> None:
    linux, macos = FakeLibrary(), FakeLibrary()
    Linux(linux).rename(Path("/a"), Path("/b"))
    MacOS(macos).rename(Path("/a"), Path("/b"))
    assert linux.asked == [(-100, b"/a", -100, b"/b", 1)], "RENAME_NOREPLACE"
    assert macos.asked == [(b"/a", b"/b", 4)], "RENAME_EXCL"


@pytest.mark.parametrize("make", [Linux, MacOS])
@pytest.mark.parametrize("refusal", [errno.EEXIST, errno.EXDEV, errno.EACCES])
def test_a_refusal_is_told_and_nothing_else_is_tried(tmp_path: Path, make, refusal: int) -> None:
    (tmp_path / "a").write_bytes(b"a")
    library = FakeLibrary(refusal)
    with pytest.raises(OSError) as told:  # noqa: PT011 - its number is looked at
        make(library).rename(tmp_path / "a", tmp_path / "b")
    assert told.value.errno == refusal
    assert len(library.asked) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@posix
@pytest.mark.parametrize(
    "system", [Linux(FakeLibrary(errno.EINVAL)), MacOS(FakeLibrary(errno.ENOTSUP)), Linux(object())]
)
def test_file_systems_without_an_exclusive_rename_reserve_the_name(tmp_path: Path, system: Posix) -> None:
    (tmp_path / "a").write_bytes(b"a")
    (tmp_path / "taken").write_bytes(b"taken")
    with pytest.raises(FileExistsError):
        system.rename(tmp_path / "a", tmp_path / "taken")
    system.rename(tmp_path / "a", tmp_path / "b")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"b": b"a", "taken": b"taken"}


def test_windows_closes_a_file_before_it_moves_it() -> None:
    assert not Windows().moves_open_files
    assert Linux().moves_open_files
    assert MacOS().moves_open_files


@pytest.mark.parametrize(
    ("system", "status", "online_only"),
    [
        (Windows(), SimpleNamespace(st_file_attributes=0x20), False),
        (Windows(), SimpleNamespace(st_file_attributes=0x1020), True),
        (Windows(), SimpleNamespace(st_file_attributes=0x0040_0020), True),
        (MacOS(), SimpleNamespace(st_flags=0), False),
        (MacOS(), SimpleNamespace(st_flags=0x4000_0000), True),
        (Linux(), SimpleNamespace(), False),
    ],
)
def test_what_is_at_a_cloud_provider_is_told_by_the_system(system, status, online_only: bool) -> None:
    assert system.is_online_only(status) is online_only
