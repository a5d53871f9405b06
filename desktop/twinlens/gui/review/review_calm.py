"""What the review says where it has no groups to show."""

from __future__ import annotations

from PySide6.QtCore import Signal

from twinlens.gui import review_wording, wording
from twinlens.gui.look.calm_state import CalmState
from twinlens.gui.review import filter_wording
from twinlens.gui.review.rejections import Rejections


class ReviewCalm(CalmState):
    """A message in place of the groups, with what can be done now."""

    scan_requested = Signal()
    cleanup_requested = Signal()
    groups_requested = Signal()
    """The groups are to be looked at again."""
    filters_unwanted = Signal()

    def say_loading(self) -> None:
        """Groups are being read, and it takes a moment."""
        self.say(review_wording.LOADING)

    def say_nothing_found(self) -> None:
        """No photos are alike."""
        scan = (review_wording.SCAN_FOLDERS, "", self.scan_requested.emit)
        self.say(review_wording.NOTHING_FOUND, review_wording.NOTHING_FOUND_HINT, scan)

    def say_nothing_matches(self, *, reviewed: int) -> None:
        """The filters leave nothing, or nothing to decide."""
        clear = (filter_wording.clear_filters(), "", self.filters_unwanted.emit)
        if reviewed:
            again = (review_wording.SHOW_REVIEWED, "", self.groups_requested.emit)
            self.say(*filter_wording.all_matching_reviewed(reviewed), again, clear)
        else:
            self.say(*filter_wording.nothing_matches(), clear)

    def say_done(self, rejected: Rejections) -> None:
        """Nothing is left to decide."""
        again = (review_wording.LOOK_AGAIN, "", self.groups_requested.emit)
        move = (wording.move_button(rejected.count), "primary", self.cleanup_requested.emit)
        self.say(*review_wording.everything_reviewed(rejected.bytes), *([move] if rejected.count else []), again)
