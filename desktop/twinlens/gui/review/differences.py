"""What is the same and what differs between photographs, row by row. No Qt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from twinlens.core.photos import Shot
from twinlens.gui import review_wording, wording
from twinlens.gui.translating import tr

Row = tuple[str, str]
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")
_DAY = len("2026-11-21")
NOTHING = "\u2013"


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One label with a value for each photograph; a dash where one has none."""

    label: str
    values: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether the values are not all the same."""
        return len(set(self.values)) > 1


def compared(tables: Sequence[Sequence[Row]]) -> list[ComparedRow]:
    """Tables of label and value joined by label, in the order in which labels first come."""
    labels = list(dict.fromkeys(label for table in tables for label, _ in table))
    known = [dict(table) for table in tables]
    return [ComparedRow(label, _times_alone([table.get(label, NOTHING) for table in known])) for label in labels]


def _times_alone(values: Sequence[str]) -> tuple[str, ...]:
    """Moments of one day differ by their time alone: the day is left out, so that the eye finds what differs."""
    days = {value[:_DAY] for value in values if _MOMENT.match(value)}
    if len(days) == 1 and len(set(values)) > 1 and all(_MOMENT.match(value) for value in values):
        return tuple(value[_DAY + 1 :] for value in values)
    return tuple(values)


def fact_rows(shot: Shot) -> list[Row]:
    """What is known of a shot without reading its file."""
    facts = shot.facts
    rows = [
        (tr("Pixels"), wording.dimensions(facts.width, facts.height)),
        (tr("Size"), wording.size(shot.bytes)),
        (tr("Kind"), review_wording.kind_of_file(shot)),
        (tr("Taken"), _taken(facts.taken_at)),
        (tr("Camera"), facts.camera or NOTHING),
        (tr("Rating"), "\u2605" * facts.rating if facts.rating else NOTHING),
        (tr("Place"), _place(shot)),
        (tr("Metadata"), tr("%n entries", "of metadata", facts.metadata_tags)),
        (tr("Changed"), _changed(shot.stamp.mtime_ns)),
    ]
    return rows


_FILE_LABELS = {
    "Taken": tr("Taken"),
    "Camera": tr("Camera"),
    "Lens": tr("Lens"),
    "Exposure": tr("Exposure"),
    "Focal length": tr("Focal length"),
    "Location": tr("Location"),
    "Rating": tr("Rating"),
    "Keywords": tr("Keywords"),
    "Title": tr("Title"),
    "Software": tr("Software"),
    "Colour profile": tr("Colour profile"),
}


def file_rows(table: Sequence[Row]) -> list[Row]:
    """What a file tells of itself, with the labels in the language of the window."""
    return [(_FILE_LABELS.get(label, label), value) for label, value in table]


def _taken(taken_at: str | None) -> str:
    if not taken_at:
        return NOTHING
    date, _, clock = taken_at.partition("T")
    return f"{date} {clock}".strip()


def _changed(mtime_ns: int) -> str:
    try:
        return f"{datetime.fromtimestamp(mtime_ns / 1e9, UTC).astimezone():%Y-%m-%d %H:%M}"
    except (OverflowError, OSError, ValueError):
        return NOTHING


def _place(shot: Shot) -> str:
    if shot.facts.latitude is None or shot.facts.longitude is None:
        return NOTHING
    return f"{shot.facts.latitude:.4f}, {shot.facts.longitude:.4f}"
