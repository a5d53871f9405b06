"""Reports of groups, for people and for other programs."""

from __future__ import annotations

import base64
import csv
import html
import io
import os
from collections.abc import Callable, Sequence

from twinlens.core.photos import ContentKey, Group, Member

_COLUMNS = ("group", "level", "path", "role", "relation", "score", "reasons", "bytes", "width", "height", "companions")

_STYLE = """
body { background: #1c1c1c; color: #e8e8e8; font: 13px system-ui, sans-serif; margin: 24px }
section { border-top: 1px solid #3c3c3c; padding: 16px 0; display: flex; flex-wrap: wrap; gap: 16px }
figure { margin: 0; max-width: 260px } img { height: 160px; max-width: 260px; object-fit: contain }
figcaption { color: #a8a8a8; overflow-wrap: anywhere } b { color: #58a6e0 } h1 { font-size: 22px; font-weight: 600 }
"""


def csv_report(groups: Sequence[Group]) -> bytes:
    """One line per shot, UTF-8; undecodable bytes of names are kept as they are."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    for group in groups:
        for member in group.members:
            writer.writerow(_row(group, member))
    return os.fsencode(text.getvalue()) if os.name != "nt" else text.getvalue().encode("utf-8", "surrogatepass")


def _row(group: Group, member: Member) -> tuple[object, ...]:
    shot = member.shot
    return (
        group.id,
        group.level,
        shot.path,
        member.role,
        member.relation or "",
        "" if member.score is None else f"{member.score:.6f}",
        " ".join(member.reasons),
        shot.bytes,
        shot.facts.width,
        shot.facts.height,
        "|".join(str(companion.path) for companion in shot.companions),
    )


def html_report(groups: Sequence[Group], preview: Callable[[ContentKey], bytes | None]) -> bytes:
    """One self-contained page with the stored previews."""
    parts = [
        "<!doctype html><html lang=en><meta charset=utf-8><title>Twinlens report</title>",
        f"<style>{_STYLE}</style><h1>{len(groups)} groups</h1>",
    ]
    for group in groups:
        parts += ["<section>", *(_figure(member, preview) for member in group.members), "</section>"]
    return "".join(parts).encode("utf-8", "replace")


def _figure(member: Member, preview: Callable[[ContentKey], bytes | None]) -> str:
    shot = member.shot
    picture = preview(shot.content_key)
    source = f"data:image/jpeg;base64,{base64.b64encode(picture).decode()}" if picture else ""
    name = html.escape(os.fsencode(shot.path).decode("utf-8", "replace"))
    score = "joined by hand" if member.score is None else f"{member.score:.3f}"
    told = "<b>keeper</b>" if member.relation is None else html.escape(f"{member.relation} {score}")
    size = f"{shot.facts.width} × {shot.facts.height}, {shot.bytes:,} bytes"
    return f'<figure><img src="{source}" alt=""><figcaption>{told}<br>{name}<br>{size}</figcaption></figure>'
