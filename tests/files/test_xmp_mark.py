"""The mark goes in, and nothing else changes by a byte."""

from __future__ import annotations

from contextlib import suppress
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twinlens.core.photos import Marks
from twinlens.files.xmp_mark import KEYWORD, LABEL, ForeignSidecarError, has_mark, marked
from twinlens.vision.sidecars import marks_of

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
DC = "http://purl.org/dc/elements/1.1/"
XMP = "http://ns.adobe.com/xap/1.0/"
_TEXT = st.text(st.characters(min_codepoint=32, exclude_categories=("Cs", "Cc", "Cn")), max_size=12)


def packet(inner: str, *, head: str = "", tail: str = "") -> bytes:
    return (
        f'{head}<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{RDF}" xmlns:dc="{DC}" xmlns:xmp="{XMP}" '
        f'xmlns:own="http://example.org/own/">{inner}</rdf:RDF></x:xmpmeta>{tail}'
    ).encode()


def subject(inner: str) -> str:
    return f"<rdf:Description><dc:subject>{inner}</dc:subject></rdf:Description>"


def keywords(data: bytes) -> list[str]:
    return [item.text or "" for item in ElementTree.fromstring(data).iterfind(f".//{{{DC}}}subject/*/{{{RDF}}}li")]


def labels(data: bytes) -> list[str]:
    tree = ElementTree.fromstring(data)
    found = [each.text or "" for each in tree.iter(f"{{{XMP}}}Label")]
    return found + [each.attrib[f"{{{XMP}}}Label"] for each in tree.iter() if f"{{{XMP}}}Label" in each.attrib]


def holds_all_of(result: bytes, original: bytes) -> bool:
    """Whether the original is still there in order, with at most two things put in between."""
    place = 0
    for byte in original:
        place = result.find(bytes([byte]), place) + 1
        if not place:
            return False
    return len(result) >= len(original)


def test_a_new_sidecar() -> None:
    made = marked(None)
    assert (keywords(made), labels(made)) == ([KEYWORD], [LABEL])
    assert marked(made) is made, "twice is once"


def test_the_mark_says_nothing_of_the_photo_to_whoever_reads_sidecars() -> None:
    assert marks_of(marked(None)) == Marks()
    own = packet('<rdf:Description xmp:Label="Blue">' + subject("<rdf:Bag><rdf:li>a</rdf:li></rdf:Bag>")[17:])
    assert marks_of(marked(own)) == marks_of(own) == Marks(label="Blue", keywords=1)


@pytest.mark.parametrize(
    ("inner", "before"),
    [
        ('<rdf:Description rdf:about=""/>', []),
        ("", []),
        ('<rdf:Description rdf:about="uuid:&lt;1&gt;" own:x="a&gt;b"><own:y>1</own:y></rdf:Description>', []),
        (subject("<rdf:Bag/>"), []),
        (subject("\n<rdf:Bag>\n<rdf:li>a</rdf:li>\n</rdf:Bag>"), ["a"]),
        (subject('<rdf:Seq own:q="/>"><rdf:li>é</rdf:li></rdf:Seq>'), ["é"]),
        (subject(f'<r:Bag xmlns:r="{RDF}"><r:li>b</r:li></r:Bag>'), ["b"]),
        (f'<Description xmlns="{RDF}"><dc:subject><Bag><li>c</li></Bag></dc:subject></Description>', ["c"]),
    ],
)  # fmt: skip
def test_into_an_old_one(inner: str, before: list[str]) -> None:
    data = packet(inner, head='<?xpacket begin="\ufeff" id="W5"?><!-- note -->\r\n', tail=' \n<?xpacket end="w"?>')
    result = marked(data)
    assert keywords(result) == [*before, KEYWORD]
    assert labels(result) == [LABEL]
    assert has_mark(result)
    assert not has_mark(data)
    assert holds_all_of(result, data.replace(b"/>", b">"))
    assert marked(result) is result


@pytest.mark.parametrize(
    "inner",
    ['<rdf:Description xmp:Label="Blue"/>', "<rdf:Description><xmp:Label>Blue</xmp:Label></rdf:Description>"],
)
def test_a_persons_own_label_stays(inner: str) -> None:
    result = marked(packet(inner))
    assert (keywords(result), labels(result)) == ([KEYWORD], ["Blue"])


def test_an_empty_root_and_a_byte_order_mark() -> None:
    data = f'<rdf:RDF xmlns:rdf="{RDF}"/>'.encode()
    assert keywords(marked(data)) == [KEYWORD]
    with_mark = b"\xef\xbb\xbf" + packet("<rdf:Description><dc:subject><rdf:Bag/></dc:subject></rdf:Description>")
    assert marked(with_mark).startswith(b"\xef\xbb\xbf<x:xmpmeta")
    assert keywords(marked(with_mark)) == [KEYWORD]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"<x/>",
        packet("<rdf:Description>")[:-9],
        packet("<rdf:Description><dc:subject>plain</dc:subject></rdf:Description>"),
        packet('<rdf:Description dc:subject="plain"/>'),
        packet("").decode().encode("utf-16"),
        b'<!DOCTYPE a [<!ENTITY b "c">]>' + packet(""),
        b'<?xml version="1.0" encoding="no-such"?>' + packet(""),
    ],
)
def test_what_cannot_be_added_to_is_refused(data: bytes) -> None:
    with pytest.raises(ForeignSidecarError):
        marked(data)


@given(
    about=_TEXT,
    words=st.lists(_TEXT, max_size=4),
    own=_TEXT,
    label=st.none() | _TEXT,
    listed=st.sampled_from(("Bag", "Seq", None)),
)
def test_whatever_is_foreign_stays(
    about: str, words: list[str], own: str, label: str | None, listed: str | None
) -> None:
    subject = ""
    if listed:
        items = "".join(f"<rdf:li>{escape(word)}</rdf:li>" for word in words)
        subject = f"<dc:subject><rdf:{listed}>{items}</rdf:{listed}></dc:subject>"
    attribute = "" if label is None else f" xmp:Label={quoteattr(label)}"
    data = packet(
        f"<rdf:Description rdf:about={quoteattr(about)}{attribute}>{subject}</rdf:Description>"
        f"<rdf:Description rdf:about={quoteattr(about)}><own:z>{escape(own)}</own:z></rdf:Description>"
    )
    result = marked(data)
    assert keywords(result) == [*(words if listed else []), *([] if listed and KEYWORD in words else [KEYWORD])]
    assert labels(result) == ([LABEL] if label is None else [label]) or KEYWORD in words
    assert holds_all_of(result, data)


@given(st.binary(max_size=200))
def test_any_bytes_are_merged_or_refused(data: bytes) -> None:
    with suppress(ForeignSidecarError):
        assert has_mark(marked(data))
