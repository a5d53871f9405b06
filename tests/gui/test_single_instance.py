"""A second start hands its paths to the first: whatever their names, whatever else is sent."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

import twinlens
from twinlens.gui.shell import single_instance
from twinlens.gui.shell.single_instance import SingleInstance, hand_over


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    return tmp_path / "lock"


@pytest.fixture
def first(lock: Path, qtbot: QtBot) -> Iterator[SingleInstance]:
    listening = SingleInstance(lock)
    yield listening
    listening.close()


def start_again(lock: Path, paths: list[Path]) -> subprocess.Popen[bytes]:
    """Another process, as it is in life: its exit status says whether it was heard."""
    hand = "import sys; from pathlib import Path; from twinlens.gui.shell.single_instance import hand_over; "
    hand += "sys.exit(not hand_over(*map(Path, sys.argv[1:2]), list(map(Path, sys.argv[2:]))))"
    desktop = Path(twinlens.__file__).parents[1]
    environment = os.environ | {"PYTHONPATH": str(desktop)}
    return subprocess.Popen([sys.executable, "-c", hand, lock, *paths], env=environment)


def test_a_second_start_is_heard(first: SingleInstance, lock: Path, tmp_path: Path, qtbot: QtBot) -> None:
    paths = [tmp_path / "a b.jpg", Path(os.fsdecode(b"/photos/\xff\xfe.jpg"))]
    with qtbot.waitSignal(first.asked) as asked:
        second = start_again(lock, paths)
    qtbot.waitUntil(lambda: second.poll() is not None)
    assert asked.args == [paths]
    assert second.returncode == 0


def test_without_a_window_nobody_answers(lock: Path, qtbot: QtBot) -> None:
    assert hand_over(lock, []) is False


def test_each_library_has_its_own_window(first: SingleInstance, tmp_path: Path, qtbot: QtBot) -> None:
    assert hand_over(tmp_path / "another" / "lock", []) is False


def test_a_socket_left_by_a_killed_window_is_taken_over(lock: Path, qtbot: QtBot) -> None:
    killed = SingleInstance(lock)
    after = SingleInstance(lock)
    with qtbot.waitSignal(after.asked):
        second = start_again(lock, [])
    qtbot.waitUntil(lambda: second.poll() is not None)
    assert second.returncode == 0
    after.close()
    killed.close()


@pytest.mark.parametrize(
    "sent", [b"hello\n", b"[]\n", b'{"paths": 3}\n', b'{"paths": ["%%"], "token": ""}\n', b"\xff\n"]
)
def test_what_is_no_message_is_turned_away(first: SingleInstance, lock: Path, sent: bytes, qtbot: QtBot) -> None:
    caller = QLocalSocket()
    caller.connectToServer(single_instance._name(lock))
    qtbot.waitUntil(lambda: caller.state() is QLocalSocket.LocalSocketState.ConnectedState)
    with qtbot.assertNotEmitted(first.asked):
        caller.write(sent)
        caller.flush()
        qtbot.waitUntil(lambda: caller.state() is QLocalSocket.LocalSocketState.UnconnectedState)


@given(st.lists(st.binary(min_size=1).filter(lambda name: b"\0" not in name)))
def test_any_name_arrives_as_it_was(names: list[bytes]) -> None:
    paths = [Path("/") / os.fsdecode(name) for name in names]
    assert single_instance._read(single_instance._message(paths, "")) == [path.absolute() for path in paths]
