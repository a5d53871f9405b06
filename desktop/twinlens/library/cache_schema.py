"""The tables of cache.db, disposable: everything in it can be worked out again from the photographs.

Contents and models are numbered, since their names are long and stand in millions of rows.
"""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, LargeBinary, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from twinlens.library.schema import NAMING

HEAD_REVISION = "0003"
"""The newest migration: a cache that carries it needs none."""


class CacheBase(DeclarativeBase):
    """All tables of cache.db."""

    metadata = MetaData(naming_convention=NAMING)


class ContentRow(CacheBase):
    """The number of a content key."""

    __tablename__ = "contents"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)


class ModelRow(CacheBase):
    """The number of a model id."""

    __tablename__ = "models"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class EmbeddingRow(CacheBase):
    """A unit vector as little-endian float16."""

    __tablename__ = "embeddings"
    __table_args__ = ({"sqlite_with_rowid": False},)
    model_id: Mapped[int] = mapped_column(ForeignKey("models.id"), primary_key=True)
    content_id: Mapped[int] = mapped_column(ForeignKey("contents.id"), primary_key=True)
    vector: Mapped[bytes] = mapped_column(LargeBinary)


class PartRow(CacheBase):
    """Unit vectors of a picture's parts, one after another, as little-endian float16; zeros for one without detail."""

    __tablename__ = "parts"
    model_id: Mapped[int] = mapped_column(ForeignKey("models.id"), primary_key=True)
    content_id: Mapped[int] = mapped_column(ForeignKey("contents.id"), primary_key=True)
    vectors: Mapped[bytes] = mapped_column(LargeBinary)


class UnmatchedPartRow(CacheBase):
    """A content whose parts were not yet compared with the other pictures, nor it with theirs."""

    __tablename__ = "unmatched_parts"
    __table_args__ = ({"sqlite_with_rowid": False},)
    model_id: Mapped[int] = mapped_column(ForeignKey("models.id"), primary_key=True)
    content_id: Mapped[int] = mapped_column(ForeignKey("contents.id"), primary_key=True)


class PreviewRow(CacheBase):
    """A small JPEG; `used` grows with every use, so the smallest is the one to drop."""

    __tablename__ = "previews"
    # Covers the total size and the order of dropping, so that neither reads a picture.
    __table_args__ = (Index(None, "used", "size"),)
    content_id: Mapped[int] = mapped_column(ForeignKey("contents.id"), primary_key=True)
    used: Mapped[int]
    size: Mapped[int]
    jpeg: Mapped[bytes] = mapped_column(LargeBinary)


class MatchRow(CacheBase):
    """Two contents that look alike to a model; the first one's key sorts before the second's."""

    __tablename__ = "matches"
    __table_args__ = (Index(None, "second_id"), {"sqlite_with_rowid": False})
    model_id: Mapped[int] = mapped_column(ForeignKey("models.id"), primary_key=True)
    first_id: Mapped[int] = mapped_column(ForeignKey("contents.id"), primary_key=True)
    second_id: Mapped[int] = mapped_column(ForeignKey("contents.id"), primary_key=True)
    score: Mapped[float]
    cosine: Mapped[float]
    relation: Mapped[str]


class EvidenceRow(CacheBase):
    """Two contents that were laid over one another, and what was found (JSON); NULL where they do not fit at all."""

    __tablename__ = "evidence"
    __table_args__ = ({"sqlite_with_rowid": False},)
    first_id: Mapped[int] = mapped_column(ForeignKey("contents.id"), primary_key=True)
    second_id: Mapped[int] = mapped_column(ForeignKey("contents.id"), primary_key=True)
    found: Mapped[str | None]


class SaturatedRow(CacheBase):
    """A content with more neighbours than one look-up returned; gone once all were fetched."""

    __tablename__ = "saturated"
    __table_args__ = ({"sqlite_with_rowid": False},)
    model_id: Mapped[int] = mapped_column(ForeignKey("models.id"), primary_key=True)
    content_id: Mapped[int] = mapped_column(ForeignKey("contents.id"), primary_key=True)
