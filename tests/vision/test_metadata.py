"""EXIF, XMP and IPTC, sound and broken."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from twinlens.core.photos import ExposureMode, PictureFacts
from twinlens.vision import iptc, xmp
from twinlens.vision.decoding import DecodedPhoto, decode_bytes
from twinlens.vision.metadata import parse_time, text_of
from twinlens.vision.metadata_table import metadata_table
from vision import icc_profiles
from vision.drawn import SIZE, corners, decoded, psd_document, saved

PHOTO, GPS = 0x8769, 0x8825
PACKET = (
    '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
    'xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" {attributes}>'
    "<dc:subject><rdf:Bag><rdf:li>sea</rdf:li><rdf:li>salt &amp; sand</rdf:li></rdf:Bag></dc:subject>{elements}"
    '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
)


def packet(attributes: str = "", elements: str = "") -> bytes:
    return PACKET.format(attributes=attributes, elements=elements).encode()


def exif_of(main: dict | None = None, photo: dict | None = None, gps: dict | None = None) -> Image.Exif:
    exif = Image.Exif()
    exif.update(main or {})
    exif.get_ifd(PHOTO).update(photo or {})
    exif.get_ifd(GPS).update(gps or {})
    return exif


def facts_of(exif: Image.Exif | None = None, form: str = "JPEG", **options) -> PictureFacts:
    return decoded(saved(corners(), form, **({"exif": exif.tobytes()} if exif is not None else {}), **options)).facts


def test_capture_time_with_fraction_and_without_zone():
    photo = {0x9003: "2024:05:06 07:08:09", 0x9291: "045", 0x9011: "+09:00"}
    assert facts_of(exif_of(photo=photo)).taken_at == "2024-05-06T07:08:09.045"


def test_how_the_exposure_was_made():
    photo = {0x829A: IFDRational(1, 125), 0x829D: IFDRational(8), 0x8827: 200, 0x9204: IFDRational(-4, 3)}
    facts = facts_of(exif_of(photo=photo | {0x9206: IFDRational(5, 2), 0xA402: 2, 0x927C: b"Nikon notes"}))
    assert facts.exposure_value == pytest.approx(6.966 + 6 - 1, abs=0.001)
    assert (facts.exposure_bias, facts.focus_distance) == (-1.333, 2.5)
    assert facts.exposure_mode == ExposureMode.BRACKET
    assert facts.maker_note


@pytest.mark.parametrize(
    "photo",
    [
        {},
        {0x829A: IFDRational(0, 0), 0x9204: IFDRational(1, 0), 0x9206: IFDRational(0, 1), 0xA402: 9},
        {0x829A: IFDRational(0, 1), 0x9204: IFDRational(500, 1), 0x9206: IFDRational(0, 0), 0xA402: 65535},
        {0x829A: IFDRational(-1, 3), 0x829D: IFDRational(-8, 1), 0x8827: 0},
    ],
)
def test_an_exposure_that_no_camera_makes_is_unknown(photo):
    facts = facts_of(exif_of(photo=photo))
    assert (facts.exposure_bias, facts.exposure_value, facts.exposure_mode) == (None, None, None)
    assert (facts.focus_distance, facts.maker_note) == (None, False)


def test_exposures_that_leave_out_the_same_differ_by_what_differs():
    long, short = (facts_of(exif_of(photo={0x829A: IFDRational(1, part)})).exposure_value for part in (30, 120))
    assert short - long == 2


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_every_format_carries_it(form):
    facts = facts_of(exif_of({0x010F: "Canon", 0x0110: "Canon EOS R5"}, {0x9003: "2024:05:06 07:08:09"}), form)
    assert (facts.taken_at, facts.camera) == ("2024-05-06T07:08:09", "Canon EOS R5")
    assert facts.metadata_tags >= 3


def test_how_a_file_is_built_does_not_count_as_metadata():
    exif = exif_of({0x010F: "Maker", 0x0110: "Model"}, {0x9003: "2024:05:06 07:08:09"})
    assert {form: facts_of(exif, form).metadata_tags for form in ("JPEG", "TIFF", "WEBP")} == {
        "JPEG": 3,
        "TIFF": 3,
        "WEBP": 3,
    }
    assert facts_of(None, "TIFF").metadata_tags == 0


@pytest.mark.parametrize(
    ("photo", "taken_at"),
    [
        ({}, None),
        ({0x9003: "0000:00:00 00:00:00"}, None),
        ({0x9003: "    :  :     :  :  "}, None),
        ({0x9003: "2024:13:41 25:61:61"}, None),
        ({0x9003: "garbage", 0x9004: "2020:01:02 03:04:05"}, "2020-01-02T03:04:05"),
        ({0x9003: "2024-05-06T07:08:09"}, "2024-05-06T07:08:09"),
        ({0x9003: "2024:05:06 07:08:09", 0x9291: "   "}, "2024-05-06T07:08:09"),
        ({0x9003: "2024:05:06 07:08:09", 0x9291: "x1"}, "2024-05-06T07:08:09"),
        ({0x9003: "0001:01:01 00:00:00"}, None),
    ],
)
def test_times(photo, taken_at):
    assert facts_of(exif_of(photo=photo)).taken_at == taken_at


def test_capture_time_by_xmp():
    date = 'photoshop:DateCreated="2023-04-05T06:07:08+02:00" xmp:CreateDate="2024-01-01T00:00:00"'
    assert facts_of(xmp=packet(date)).taken_at == "2023-04-05T06:07:08"
    assert facts_of(xmp=packet('xmp:CreateDate="2024-01-01T00:00:00"')).taken_at is None


def test_the_time_of_the_last_change_is_not_the_capture_time():
    assert facts_of(exif_of({0x0132: "2024:05:06 07:08:09"})).taken_at is None


@given(st.text(max_size=40))
def test_no_text_makes_parsing_of_times_raise(text):
    parse_time(text)


@pytest.mark.parametrize(
    ("make", "model", "camera"),
    [
        ("NIKON CORPORATION", "NIKON D850", "NIKON D850"),
        ("SONY", "ILCE-7M4", "SONY ILCE-7M4"),
        ("Apple", None, "Apple"),
        (None, "iPhone", "iPhone"),
        ("PENTAX\0\0\0  ", "K-1  \0", "PENTAX K-1"),
        (None, None, None),
        ("\x01\x02", "   ", None),
    ],
)
def test_camera(make, model, camera):
    tags = {tag: value for tag, value in ((0x010F, make), (0x0110, model)) if value}
    assert facts_of(exif_of(tags)).camera == camera


def dms(degrees: float) -> tuple[IFDRational, ...]:
    whole, minutes = int(degrees), (degrees % 1) * 60
    return IFDRational(whole, 1), IFDRational(int(minutes), 1), IFDRational(round((minutes % 1) * 60 * 1000), 1000)


def test_location():
    facts = facts_of(exif_of(gps={1: "S", 2: dms(33.8568), 3: "E", 4: dms(151.2153)}))
    assert facts.latitude == pytest.approx(-33.8568, abs=1e-5)
    assert facts.longitude == pytest.approx(151.2153, abs=1e-5)


@pytest.mark.parametrize(
    "gps",
    [
        {},
        {1: "N", 2: dms(10)},
        {1: "N", 2: dms(0), 3: "E", 4: dms(0)},
        {1: "N", 2: dms(91), 3: "E", 4: dms(10)},
        {1: "N", 2: (IFDRational(1, 0), IFDRational(0, 0), IFDRational(0, 0)), 3: "E", 4: dms(10)},
    ],
)
def test_locations_that_make_no_sense(gps):
    facts = facts_of(exif_of(gps=gps))
    assert (facts.latitude, facts.longitude) == (None, None)


@pytest.mark.parametrize(
    ("attributes", "elements", "rating"),
    [
        ('xmp:Rating="4"', "", 4),
        ("xmp:Rating='-1'", "", -1),
        ("", "<xmp:Rating>5</xmp:Rating>", 5),
        ('xmp:Rating="0"', "", 0),
        ('xmp:Rating="3.0"', "", 3),
        ('xmp:Rating="99"', "", None),
        ('xmp:Rating="many"', "", None),
        ("", "", None),
    ],
)
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_rating_by_xmp(form, attributes, elements, rating):
    data = packet(attributes, elements)
    if form == "PNG":
        from PIL.PngImagePlugin import PngInfo

        info = PngInfo()
        info.add_itxt("XML:com.adobe.xmp", data.decode())
        facts = facts_of(None, form, pnginfo=info)
    elif form == "TIFF":
        facts = facts_of(None, form, tiffinfo={700: data})
    else:
        facts = facts_of(None, form, xmp=data)
    assert facts.rating == rating
    assert facts.metadata_tags >= 2


def test_rating_by_exif_yields_to_xmp():
    exif = exif_of({0x4746: 2})
    assert facts_of(exif).rating == 2
    assert facts_of(exif, xmp=packet('xmp:Rating="5"')).rating == 5


def iptc_block(*entries: tuple[int, bytes]) -> bytes:
    data = b"\x1c\x01\x5a\x00\x03\x1b%G"
    return data + b"".join(b"\x1c\x02" + bytes([n]) + len(v).to_bytes(2, "big") + v for n, v in entries)


def photoshop_resources(number: int, content: bytes) -> bytes:
    padded = content + bytes(len(content) % 2)
    return b"8BIM" + number.to_bytes(2, "big") + b"\0\0" + len(content).to_bytes(4, "big") + padded


def with_app13(jpeg: bytes, block: bytes) -> bytes:
    payload = b"Photoshop 3.0\0" + photoshop_resources(0x0404, block)
    return jpeg[:2] + b"\xff\xed" + (len(payload) + 2).to_bytes(2, "big") + payload + jpeg[2:]


def test_iptc_captions_count_and_are_listed():
    data = with_app13(saved(corners(), "JPEG"), iptc_block((25, b"boat"), (25, "Søren".encode()), (120, b"Caption")))
    assert decoded(data).facts.metadata_tags == 3
    assert dict(metadata_table(data))["Keywords"] == "boat, Søren"


@given(st.binary(max_size=200))
def test_broken_iptc_never_raises(block):
    iptc.entries_of({"photoshop": {0x0404: iptc_block((5, b"title"))[:-2] + block}}, {})
    iptc.entries_of({}, {33723: block})


@given(st.binary(max_size=300))
def test_broken_xmp_never_raises(noise):
    text = (packet('xmp:Rating="3"')[: len(noise)] + noise).decode("utf-8", "replace")
    xmp.value_of(text, "xmp:Rating")
    xmp.list_of(text, "dc:subject")
    xmp.count_properties(text)


def test_a_hostile_packet_takes_no_time():
    xmp.count_properties("<a:b " * 100_000)
    xmp.count_properties(" a:b=" * 100_000)
    xmp.value_of("<xmp:Rating " * 100_000, "xmp:Rating")


@given(st.integers(0, 2**32))
def test_broken_exif_costs_no_photo(seed):
    chance = random.Random(seed)
    block = bytearray(_EXIF)
    for _ in range(chance.randint(1, 20)):
        block[chance.randrange(len(block))] = chance.randrange(256)
    result = decode_bytes(saved(_UPRIGHT, "JPEG", exif=b"Exif\0\0" + bytes(block)), SIZE)
    assert isinstance(result, DecodedPhoto), result
    assert {result.facts.width, result.facts.height} == {96, 64}


_UPRIGHT = corners()
_EXIF = exif_of(
    {0x010F: "Maker", 0x0110: "Model", 0x0112: 1, 0x011A: IFDRational(72, 1), 0x0128: 2},
    {0x9003: "2024:05:06 07:08:09", 0x829A: IFDRational(1, 60), 0x927C: b"maker note", 0x8827: 100},
    {1: "N", 2: dms(10), 3: "E", 4: dms(20)},
).tobytes()


def test_text_is_trimmed_and_printable():
    assert text_of(b"  caf\xc3\xa9\0rubbish") == "café"
    assert text_of("two\nlines") == "twolines"
    assert text_of(None) == ""
    assert len(text_of("x" * 5000)) <= 200


def test_table_for_the_comparison():
    exif = exif_of(
        {0x010F: "Canon", 0x0110: "Canon EOS R5", 0x0131: "Editor 1.0", 0x010E: "A title"},
        {
            0x9003: "2024:05:06 07:08:09",
            0xA434: "RF 50mm",
            0x829A: IFDRational(1, 250),
            0x829D: IFDRational(28, 10),
            0x8827: 400,
            0x920A: IFDRational(50, 1),
        },
        {1: "N", 2: dms(10.5), 3: "W", 4: dms(20.25)},
    )
    profile = icc_profiles.matrix_profile("Display P3", icc_profiles.DISPLAY_P3, 2.2)
    data = saved(corners(), "JPEG", exif=exif, icc_profile=profile, xmp=packet('xmp:Rating="4"'))
    assert metadata_table(data) == [
        ("Taken", "2024-05-06 07:08:09"),
        ("Camera", "Canon EOS R5"),
        ("Lens", "RF 50mm"),
        ("Exposure", "1/250 s, f/2.8"),
        ("ISO", "400"),
        ("Focal length", "50 mm"),
        ("Location", "10.50000, -20.25000"),
        ("Rating", "4 of 5"),
        ("Keywords", "sea, salt & sand"),
        ("Title", "A title"),
        ("Software", "Editor 1.0"),
        ("Colour profile", "Display P3"),
    ]


def test_table_of_nothing(tmp_path):
    assert metadata_table(saved(corners(), "PNG")) == []
    assert metadata_table(tmp_path / "gone.jpg") == []
    assert metadata_table(b"no picture") == []


def test_photoshop_documents_carry_tags():
    exif = exif_of({0x0110: "Model"}, {0x9003: "2024:05:06 07:08:09"}).tobytes()
    resources = photoshop_resources(1058, exif) + photoshop_resources(1060, packet('xmp:Rating="2"'))
    facts = decoded(psd_document(corners(), resources=resources)).facts
    assert (facts.camera, facts.taken_at, facts.rating) == ("Model", "2024-05-06T07:08:09", 2)
