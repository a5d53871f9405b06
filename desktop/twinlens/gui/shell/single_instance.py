"""One window for one library: a second start hands what it was given to the first, and ends.

The first listens on a local socket that only this user may open. A message is one line of JSON with paths as
they are on the disk; the answer is one byte, so that the second start knows that it was heard.
"""

from __future__ import annotations

import base64
import json
import logging
import os
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_PATIENCE_MS = 3000
_LARGEST = 2**22
"""More than any command line holds."""
_HEARD = b"+"
_TOKEN = "XDG_ACTIVATION_TOKEN"
"""By which a Wayland desktop lets a window come forward on behalf of the program that was started."""
_log = logging.getLogger(__name__)


def hand_over(lock: Path, paths: Sequence[Path]) -> bool:
    """Ask the window that holds this lock to come forward and open the paths; False where none answers."""
    socket = QLocalSocket()
    socket.connectToServer(_name(lock))
    if not socket.waitForConnected(_PATIENCE_MS):
        return False
    socket.write(_message(paths, os.environ.get(_TOKEN, "")))
    heard = socket.waitForBytesWritten(_PATIENCE_MS) and socket.waitForReadyRead(_PATIENCE_MS)
    answer = bytes(socket.readAll().data()) if heard else b""
    socket.disconnectFromServer()
    return answer == _HEARD


class SingleInstance(QObject):
    """Listens for later starts. Make it while holding the lock."""

    asked = Signal(list)
    """Paths that a later start was given; perhaps none: then only the window is wanted."""

    def __init__(self, lock: Path, parent: QObject | None = None) -> None:
        """Nothing is lost where the system refuses the socket: a second start then says that the library is in use."""
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._meet)
        QLocalServer.removeServer(_name(lock))  # left behind by a window that was killed: the lock is ours
        if not self._server.listen(_name(lock)):
            _log.warning("later starts cannot reach this window: %s", self._server.errorString())

    def close(self) -> None:
        """Listen no longer."""
        self._server.close()

    def _meet(self) -> None:
        while (caller := self._server.nextPendingConnection()) is not None:
            caller.readyRead.connect(lambda caller=caller: self._hear(caller))
            caller.disconnected.connect(caller.deleteLater)
            self._hear(caller)

    def _hear(self, caller: QLocalSocket) -> None:
        if not caller.canReadLine():
            if caller.bytesAvailable() > _LARGEST:
                caller.abort()
            return
        paths = _read(bytes(caller.readLine().data()))
        if paths is None:
            caller.abort()
            return
        caller.write(_HEARD)
        caller.flush()
        self.asked.emit(paths)


def _name(lock: Path) -> str:
    """Of this library alone, and short: a socket's path may have a hundred letters."""
    return "twinlens-" + sha256(os.fsencode(lock.absolute())).hexdigest()[:24]


def _message(paths: Sequence[Path], token: str) -> bytes:
    names = [base64.b64encode(os.fsencode(path.absolute())).decode("ascii") for path in paths]
    return json.dumps({"paths": names, "token": token}).encode("ascii") + b"\n"


def _read(line: bytes) -> list[Path] | None:
    """The paths of a message; None for anything else that somebody may have sent."""
    try:
        message = json.loads(line)
        paths = [Path(os.fsdecode(base64.b64decode(name, validate=True))) for name in message["paths"]]
        token = str(message["token"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    if token:
        os.environ[_TOKEN] = token
    return paths
