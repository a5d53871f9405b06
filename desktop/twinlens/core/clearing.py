"""Why a file was left alone by a clean-up, or could not be brought back."""

from __future__ import annotations

from enum import StrEnum

MARK_KEYWORD = "twinlens-rejected"
MARK_LABEL = "Rejected"
"""What is written into a sidecar to mark a rejected photo for another program."""


class LeftAlone(StrEnum):
    """One reason per shot; the window owns the words."""

    NOT_REJECTED = "not-rejected"
    """The rejection was taken back in the meantime."""
    PROTECTED = "protected"
    OFFLINE = "offline"
    VANISHED = "vanished"
    UNREADABLE = "unreadable"
    CHANGED = "changed"
    """It is not, or not any more, the file that was judged."""
    NO_SURVIVOR = "no-survivor"
    """No other file that matches it directly could be found and verified."""
    LAST_COPY = "last-copy"
    """All copies are rejected, now or by earlier clean-ups: the best one stays."""
    SAME_FILE = "same-file"
    """What seems to be another copy is this very file under another name."""
    KEEPER_OFFLINE = "keeper-offline"
    DIFFERENT_SIDECARS = "different-sidecars"
    """It has companions that the kept photo doesn't have byte for byte."""
    COMPANION_FAILED = "companion-failed"
    """A companion could not be moved, so nothing was."""
    NOT_PERMITTED = "not-permitted"
    """The folder does not let the file go."""
    NO_PLACE = "no-place"
    """Neither trash nor quarantine on the same volume can take it."""
    FOREIGN_SIDECAR = "foreign-sidecar"
    """Its sidecar is not of a kind that a mark can be put into."""
    OWN_VERSION = "own-version"
    """A crop, a turned or an edited version: somebody's work, which no proposal takes."""
    OTHER_HALF = "other-half"
    """The half of the pair that would stay could not be read, or not proved to show the same picture."""
    SHARED_SIDECAR = "shared-sidecar"
    """A mark in its sidecar would speak of the half that is kept, too."""
    MOVED_IN_PART = "moved-in-part"
    """Interrupted, and a part could not be put back; History holds it."""


class NotRestored(StrEnum):
    """Why a file of an earlier clean-up did not come back."""

    UNKNOWN = "not-in-session"
    ALREADY = "already-restored"
    GONE = "gone"
    """Trash or quarantine don't hold it any more."""
    CHANGED = "changed"
    """What lies there is not what was moved there; it is left where it is."""
    OFFLINE = "offline"
    NOT_PERMITTED = "not-permitted"
    COMPANION_FAILED = "companion-failed"
