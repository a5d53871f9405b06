"""One picture over the other, up to a divider that follows the pointer."""

from __future__ import annotations

from collections.abc import Callable

from twinlens.gui.compare import compare_wording
from twinlens.gui.compare.modes.mode import Mode

_BACK = frozenset({"compare.wipe", "compare.close"})
_STEPS = {"review.photo-before": -0.05, "review.photo-after": 0.05}


class Wipe(Mode):
    """The first picture at the left of the divider, the second at its right."""

    _at = 0.5

    @property
    def alone(self) -> int:
        """See Mode."""
        return 0

    @property
    def over(self) -> float:
        """See Mode."""
        return self._at

    def hint(self, key_of: Callable[[str], str]) -> str:
        """See Mode."""
        return compare_wording.wipe_hint(key_of)

    def point(self, across: float) -> None:
        """The divider follows."""
        at = min(max(across, 0.0), 1.0)
        if at != self._at:
            self._at = at
            self.changed.emit()

    def take(self, command: str) -> bool:
        """The arrows move the divider."""
        if command in _BACK:
            self.ended.emit()
        elif command in _STEPS:
            self.point(self._at + _STEPS[command])
        else:
            return False
        return True
