"""Made-up shots for the tests of pure rules."""

from __future__ import annotations

from pathlib import Path

from twinlens.core.photos import Companion, ContentKey, FileStamp, Match, PictureFacts, Shot
from twinlens.core.relations import DecisionKind, Relation


def make_shot(
    number: int,
    *,
    key: str | None = None,
    size: int = 1000,
    width: int = 100,
    height: int = 100,
    mtime_ns: int = 0,
    decision: DecisionKind | None = None,
    protected: bool = False,
    companions: tuple[Companion, ...] = (),
    facts: PictureFacts | None = None,
    full_hash: str | None = None,
) -> Shot:
    """A shot whose content key is its own unless said otherwise."""
    return Shot(
        id=number,
        path=Path(f"/photos/{number:04}.jpg"),
        stamp=FileStamp(size, mtime_ns),
        content_key=ContentKey(key or f"f-{number:04}"),
        facts=facts or PictureFacts("JPEG", width, height),
        companions=companions,
        protected=protected,
        decision=decision,
        full_hash=full_hash,
    )


def make_match(first: Shot, second: Shot, score: float = 0.9, relation: Relation = Relation.COPY) -> Match:
    """A match between the contents of two shots."""
    low, high = sorted((first.content_key, second.content_key))
    return Match(low, high, score, score, relation)
