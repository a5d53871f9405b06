"""The file that undo and redo live in from one start to the next: one line for each change. No Qt."""

from __future__ import annotations

import json
import logging
import os
from pathlib import Path
from typing import Any

from twinlens.core.undo import Past, Step, plain
from twinlens.paths import set_aside

_log = logging.getLogger(__name__)


class UndoJournal:
    """Keeps a past on disk. Lines are added at once, and the file is written anew, short, with each start.

    What cannot be read ends the past there; the file is then kept aside. What cannot be written costs a later
    start its undo, and nothing else.
    """

    def __init__(self, path: Path | None) -> None:
        """Reads `path`; without one nothing is kept."""
        self._path = path
        self.past = Past()
        self.refused = False
        """Whether there was a file of which something could not be read."""
        if path is None or not path.exists():
            return
        try:
            lines = path.read_bytes().split(b"\n")
        except OSError as error:
            _log.warning("undo journal not read: %s", error)
            self.refused = True
            return
        self._take(lines)
        if self.refused:
            set_aside(path)
        self._begin_anew(path)

    def did(self, step: Step) -> None:
        """A new step was done."""
        self.past.do(step)
        self._add({"do": plain(step)})

    def moved(self, place: int) -> None:
        """Steps before this place hold."""
        self.past.move(place)
        self._add({"place": place})

    def dropped(self, place: int) -> None:
        """A step is gone for good."""
        self.past.drop(place)
        self._add({"drop": place})

    def cleared(self) -> None:
        """There is no past any more."""
        self.past = Past()
        self._add({"clear": True})

    def _take(self, lines: list[bytes]) -> None:
        """Every line but the last is whole; the last may have been cut off by a kill, and is then forgotten."""
        for line in lines[:-1]:
            try:
                self.past.follow(json.loads(line))
            except (ValueError, TypeError, AttributeError) as error:
                _log.warning("undo journal refused: %s", error)
                self.refused = True
                return

    def _begin_anew(self, path: Path) -> None:
        text = "".join(_line(entry) for entry in self.past.entries())
        fresh = path.with_name(f"{path.name}.new")
        try:
            fresh.write_text(text, encoding="ascii")
            os.replace(fresh, path)
        except OSError as error:
            _log.warning("undo journal not written: %s", error)

    def _add(self, entry: dict[str, Any]) -> None:
        if self._path is None:
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a", encoding="ascii") as file:
                file.write(_line(entry))
        except OSError as error:
            _log.warning("undo journal not written: %s", error)


def _line(entry: dict[str, Any]) -> str:
    return json.dumps(entry, separators=(",", ":")) + "\n"
