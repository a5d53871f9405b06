"""What decoding found out, by content: files with the same bytes share it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import ColumnElement, Connection, select
from sqlalchemy.dialects.sqlite import insert

from twinlens.core.photos import ContentKey, PictureFacts
from twinlens.library.bulk import chunks, plain_rows
from twinlens.library.schema import FactsRow

COLUMNS = (
    FactsRow.format,
    FactsRow.width,
    FactsRow.height,
    FactsRow.is_raw,
    FactsRow.taken_at,
    FactsRow.camera,
    FactsRow.latitude,
    FactsRow.longitude,
    FactsRow.rating,
    FactsRow.metadata_tags,
    FactsRow.pixel_hash,
    FactsRow.low_detail,
    FactsRow.label,
    FactsRow.keywords,
    FactsRow.software,
    FactsRow.jpeg_quality,
    FactsRow.sharpness,
    FactsRow.clipped,
    FactsRow.detail_map,
    FactsRow.exposure_bias,
    FactsRow.exposure_value,
    FactsRow.exposure_mode,
    FactsRow.focus_distance,
    FactsRow.maker_note,
)
"""In the order of PictureFacts."""


def facts(values: Sequence[Any]) -> PictureFacts:
    """The values of COLUMNS as facts."""
    kind, width, height, raw, taken, camera, latitude, longitude, rating, tags, pixels, low, *how, note = values
    said = (taken, camera, latitude, longitude, rating, tags, pixels)
    measured = (*how, note == 1)
    return PictureFacts(kind, width, height, raw == 1, *said, low == 1, *measured)


def save(connection: Connection, found: Mapping[ContentKey, PictureFacts]) -> None:
    """Remember facts; newer ones replace older ones."""
    if not found:
        return
    values = [{"content_key": key, **asdict(of)} for key, of in found.items()]
    statement = insert(FactsRow)
    news = {column.key: statement.excluded[column.key] for column in COLUMNS}
    connection.execute(statement.on_conflict_do_update(index_elements=[FactsRow.content_key], set_=news), values)


def described(connection: Connection, *, low_detail_only: bool = False) -> set[ContentKey]:
    """The contents that have facts, or those among them whose embedding would say nothing."""
    statement = select(FactsRow.content_key)
    if low_detail_only:
        statement = statement.where(FactsRow.low_detail == 1)
    return {ContentKey(key) for key in connection.execute(statement).scalars()}


def exposures(connection: Connection) -> list[tuple[ContentKey, str, str]]:
    """Content, camera and time of all pictures that tell both."""
    told = (FactsRow.camera.is_not(None), FactsRow.taken_at.is_not(None))
    statement = select(FactsRow.content_key, FactsRow.camera, FactsRow.taken_at).where(*told)
    return [(row[0], row[1], row[2]) for row in plain_rows(connection, statement)]


def load(connection: Connection, keys: Iterable[ContentKey]) -> dict[ContentKey, PictureFacts]:
    """The facts of these contents, of those that have any."""
    found: dict[ContentKey, PictureFacts] = {}
    for some in chunks(keys):
        found |= load_where(connection, FactsRow.content_key.in_(some))
    return found


def load_where(connection: Connection, condition: ColumnElement[bool]) -> dict[ContentKey, PictureFacts]:
    """The facts of all contents for which the condition holds."""
    rows = plain_rows(connection, select(FactsRow.content_key, *COLUMNS).where(condition))
    return {row[0]: facts(row[1:]) for row in rows}
