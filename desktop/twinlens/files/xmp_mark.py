"""Putting a mark into an XMP sidecar: a real parser finds the place, and every byte that was there stays.

The packet is not written anew, for no program writes back all that another has put into one. Only the mark is
spliced in: a keyword into the list of keywords, and a label where there is none yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from twinlens.core.clearing import MARK_KEYWORD as KEYWORD
from twinlens.core.clearing import MARK_LABEL as LABEL

__all__ = ["KEYWORD", "LABEL", "LARGEST_SIDECAR", "ForeignSidecarError", "has_mark", "marked"]

LARGEST_SIDECAR = 8 * 2**20
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_DC = "http://purl.org/dc/elements/1.1/"
_XMP = "http://ns.adobe.com/xap/1.0/"
_ROOT, _DESCRIPTION, _ABOUT, _ITEM = f"{_RDF} RDF", f"{_RDF} Description", f"{_RDF} about", f"{_RDF} li"
_LISTS = frozenset({f"{_RDF} Bag", f"{_RDF} Seq"})
_SUBJECT, _LABEL = f"{_DC} subject", f"{_XMP} Label"

_NEW = f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="{_RDF}">
  <rdf:Description rdf:about="" xmlns:dc="{_DC}" xmlns:xmp="{_XMP}" xmp:Label="{LABEL}">
   <dc:subject>
    <rdf:Bag>
     <rdf:li>{KEYWORD}</rdf:li>
    </rdf:Bag>
   </dc:subject>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
""".encode()


class ForeignSidecarError(ValueError):
    """It is no XMP, or XMP of a kind that can't be added to without guessing."""


def marked(sidecar: bytes | None) -> bytes:
    """A sidecar with the mark: a new one, or the one given with the mark spliced in; unchanged if it has it.

    Raises:
        ForeignSidecarError: nothing can be added to it safely.
    """
    if sidecar is None:
        return _NEW
    packet = _read(sidecar)
    if KEYWORD in packet.keywords:
        return sidecar
    result = _spliced(sidecar, packet)
    after = _read(result)
    if after.keywords != [*packet.keywords, KEYWORD] or after.others != packet.others:
        raise ForeignSidecarError("the mark would change more than itself")
    return result


def has_mark(sidecar: bytes) -> bool:
    """Whether the mark is there; what is no XMP has none."""
    try:
        return KEYWORD in _read(sidecar).keywords
    except ForeignSidecarError:
        return False


@dataclass(frozen=True, slots=True)
class _Element:
    """Where an element's tags are; without an end tag it is written `<a/>`."""

    start: int
    end: int


@dataclass(slots=True)
class _Packet:
    """What must be known of a packet to add to it."""

    root: _Element | None = None
    about: str = ""
    has_label: bool = False
    has_subject: bool = False
    keyword_list: _Element | None = None
    keywords: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    """Everything else, in a form to be compared."""


def _read(data: bytes) -> _Packet:
    if len(data) > LARGEST_SIDECAR or b"\0" in data:
        raise ForeignSidecarError("too large, or not in an encoding that contains ASCII")
    reader = _Reader()
    try:
        reader.parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise ForeignSidecarError(str(error)) from error
    if reader.packet.root is None:
        raise ForeignSidecarError("no rdf:RDF in it")
    if reader.packet.has_subject and reader.packet.keyword_list is None:
        raise ForeignSidecarError("keywords that are no list")
    return reader.packet


class _Reader:
    """Collects a packet while expat reads it. Document types are refused: they can hold bombs."""

    def __init__(self) -> None:
        self.packet = _Packet()
        self._path: list[str] = []
        self._starts: list[int] = []
        self._first_description = True
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._refuse

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._path.append(name)
        self._starts.append(self.parser.CurrentByteIndex)
        if self._is_at(_ROOT, _DESCRIPTION):
            self._description(attributes)
        if self._is_at(_ROOT, _DESCRIPTION, _SUBJECT):
            self.packet.has_subject = True
        if self._is_at(_ROOT, _DESCRIPTION, _LABEL):
            self.packet.has_label = True
        if self._in_keyword_list() and name == _ITEM:
            self.packet.keywords.append("")
        elif not self._is_scaffold():
            self.packet.others.append(f"{'/'.join(self._path)} {sorted(attributes.items())}")

    def _description(self, attributes: Mapping[str, str]) -> None:
        if self._first_description:
            self.packet.about = attributes.get(_ABOUT, attributes.get("about", ""))
        self._first_description = False
        self.packet.has_label |= _LABEL in attributes
        self.packet.has_subject |= _SUBJECT in attributes
        self.packet.others += [f"{name}={value}" for name, value in sorted(attributes.items()) if name not in _OURS]

    def _end(self, name: str) -> None:
        element = _Element(self._starts.pop(), self.parser.CurrentByteIndex)
        if name == _ROOT and self.packet.root is None:
            self.packet.root = element
        if self._is_at(_ROOT, _DESCRIPTION, _SUBJECT, name) and name in _LISTS and self.packet.keyword_list is None:
            self.packet.keyword_list = element
        self._path.pop()

    def _text(self, text: str) -> None:
        if self._in_keyword_list() and self._path[-1] == _ITEM:
            self.packet.keywords[-1] += text
        elif text.strip():
            self.packet.others.append(text)

    def _in_keyword_list(self) -> bool:
        return len(self._path) >= 3 and self._path[-2] in _LISTS and self._path[-3] == _SUBJECT

    def _is_scaffold(self) -> bool:
        """Elements that the mark may bring along, and that say nothing by themselves."""
        return self._is_at(_ROOT, _DESCRIPTION) or _SUBJECT in self._path[-2:]

    def _is_at(self, *names: str) -> bool:
        return tuple(self._path[-len(names) :]) == names

    def _refuse(self, *_declared: object) -> None:
        raise ForeignSidecarError("a document type")


_OURS = frozenset({_ABOUT, _LABEL})


def _spliced(data: bytes, packet: _Packet) -> bytes:
    assert packet.root is not None
    insertions: dict[int, tuple[int, bytes]] = {}
    if packet.keyword_list is not None:
        item = _sibling_name(data, packet.keyword_list, "li")
        _put_last(data, packet.keyword_list, f"<{item}>{KEYWORD}</{item}>".encode("ascii"), insertions)
    if packet.keyword_list is None or not packet.has_label:
        _put_last(data, packet.root, _description(packet), insertions)
    for place in sorted(insertions, reverse=True):
        length, inserted = insertions[place]
        data = data[:place] + inserted + data[place + length :]
    return data


def _put_last(data: bytes, element: _Element, inner: bytes, into: dict[int, tuple[int, bytes]]) -> None:
    """Say what must replace what, for something to become an element's last child."""
    opened = _tag_end(data, element.start)
    if data[opened - 1 : opened] == b"/":
        into[opened - 1] = (2, b">" + inner + b"</" + _tag_name(data, element.start) + b">")
    else:
        into[element.end] = (0, inner)


def _description(packet: _Packet) -> bytes:
    about = quoteattr(packet.about)
    label = "" if packet.has_label else f' xmlns:xmp="{_XMP}" xmp:Label="{LABEL}"'
    subject = "" if packet.keyword_list else f"<dc:subject><rdf:Bag><rdf:li>{KEYWORD}</rdf:li></rdf:Bag></dc:subject>"
    made = f'<rdf:Description xmlns:rdf="{_RDF}" rdf:about={about} xmlns:dc="{_DC}"{label}>{subject}</rdf:Description>'
    return made.encode("ascii", "xmlcharrefreplace")


def _sibling_name(data: bytes, element: _Element, local: str) -> str:
    """A name in the namespace of an element, with the prefix that its tag has."""
    prefix, colon, _local = _tag_name(data, element.start).decode("ascii", "replace").rpartition(":")
    return f"{prefix}{colon}{local}"


def _tag_name(data: bytes, start: int) -> bytes:
    end = start + 1
    while data[end : end + 1] not in (b" ", b"\t", b"\r", b"\n", b"/", b">", b""):
        end += 1
    return data[start + 1 : end]


def _tag_end(data: bytes, start: int) -> int:
    """Where the `>` of a start tag is; one in an attribute's value does not count."""
    quote = b""
    for place in range(start, len(data)):
        sign = data[place : place + 1]
        if quote:
            quote = b"" if sign == quote else quote
        elif sign in (b'"', b"'"):
            quote = sign
        elif sign == b">":
            return place
    raise ForeignSidecarError("a tag without an end")
