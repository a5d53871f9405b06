"""Where the window stood, kept in a small file: written as soon as it changes, so that a kill costs nothing. No Qt."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Mapping
from pathlib import Path

from twinlens.paths import set_aside

_log = logging.getLogger(__name__)


class Memory:
    """Names with plain values. A file that cannot be read is kept aside, and everything begins anew."""

    def __init__(self, path: Path, *, look_only: bool = False) -> None:
        """Reads `path`; where there is none, nothing is remembered yet. `look_only`: a spoiled file stays in place."""
        self._path = path
        self._look_only = look_only
        self._kept: dict[str, object] = {}
        self.refused = False
        """Whether there was a file, and it could not be read."""
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return
        except (OSError, ValueError) as error:
            self._refuse(error)
            return
        if isinstance(kept, dict):
            self._kept = kept
        else:
            self._refuse(type(kept))

    def value(self, name: str) -> object:
        """What was kept under a name; None for nothing."""
        return self._kept.get(name)

    def keep(self, values: Mapping[str, object]) -> None:
        """Keep these instead, in one step; nothing is written where they are as before."""
        if values == self._kept:
            return
        self._kept = dict(values)
        try:
            _replace(self._path, json.dumps(self._kept))
        except OSError as error:
            _log.warning("where the window stands could not be kept: %s", error)

    def _refuse(self, why: object) -> None:
        self.refused = True
        _log.warning("%s refused: %s", self._path.name, why)
        if not self._look_only:
            set_aside(self._path)


def _replace(path: Path, text: str) -> None:
    import tempfile  # not before there is something to write: it would delay the first window

    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(temporary, path)
