"""Reading XMP packets. They are searched, not parsed: packets are often cut short, and XML has bombs of its own."""

from __future__ import annotations

import html
import re
from functools import lru_cache

_LONGEST_PACKET = 4 * 2**20
_ATTRIBUTE = re.compile(r"""\s([A-Za-z][\w.-]*:[\w.-]+)\s*=\s*(?:"[^"]*"|'[^']*')""")
_LEAF = re.compile(r"<([A-Za-z][\w.-]*:[\w.-]+)(?:\s[^<>]*)?>[^<]*</\1\s*>")
_ITEM = re.compile(r"<rdf:li[^<>]*>([^<]*)</rdf:li\s*>")
_NO_PROPERTIES = ("xmlns:", "rdf:about", "x:xmptk", "xml:lang", "rdf:parseType", "rdf:resource")


def value_of(packet: str, name: str) -> str:
    """The simple property of that name, as attribute or as element; empty where there is none."""
    if name not in packet:
        return ""
    match = _pattern(name).search(packet[:_LONGEST_PACKET])
    return html.unescape(next(group for group in match.groups() if group is not None)).strip() if match else ""


def list_of(packet: str, name: str) -> list[str]:
    """The items of the bag or sequence of that name."""
    opened = packet.find(f"<{name}")
    closed = packet.find(f"</{name}>", opened)
    if opened < 0 or closed < 0:
        return []
    return [html.unescape(item).strip() for item in _ITEM.findall(packet[opened:closed])]


def count_properties(packet: str) -> int:
    """How many simple properties and list items a packet holds."""
    packet = packet[:_LONGEST_PACKET]
    attributes = [name for name in _ATTRIBUTE.findall(packet) if not name.startswith(_NO_PROPERTIES)]
    return len(attributes) + sum(1 for _ in _LEAF.finditer(packet))


@lru_cache(maxsize=32)
def _pattern(name: str) -> re.Pattern[str]:
    exact = re.escape(name)
    return re.compile(rf"""\s{exact}\s*=\s*(?:"([^"]*)"|'([^']*)')|<{exact}(?:\s[^<>]*)?>([^<]*)</{exact}\s*>""")
