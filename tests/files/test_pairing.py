"""Which names of one folder are one photo: names and evidence must agree."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twinlens.core.clues import Clues
from twinlens.core.photos import Apart, CompanionKind
from twinlens.files.pairing import NamedShot, pair_names
from twinlens.files.stems import beginnings, folded, stem_of

NOTHING = Clues()
NOON = Clues("Testcam", "2021-06-01T12:00:00.25")
LATER = Clues("Testcam", "2021-06-01T12:10:09.75")
FILM = Clues(None, "2021-06-01T12:00:00", None, None, 3.0)


def pair(*names: str, **clues: Clues) -> dict[str, NamedShot]:
    """The shots by name; clues by stem or, where two files share one, by ending in capitals."""

    def clue_of(name: str) -> Clues:
        stem, _, ending = name.rpartition(".")
        return clues.get(ending.upper(), clues.get(stem, clues.get("rest", NOTHING)))

    return {shot.picture: shot for shot in pair_names(names, clue_of)}


def shots_of(*names: str, **clues: Clues) -> dict[str, list[str]]:
    return {name: sorted(each for each, _ in shot.companions) for name, shot in pair(*names, **clues).items()}


def apart(*names: str, **clues: Clues) -> dict[str, Apart | None]:
    shots = pair(*names, **clues)
    assert not any(shot.companions for shot in shots.values())
    return {name: shot.apart for name, shot in shots.items()}


# RAW and rendered.


def test_raw_and_one_rendered_of_the_same_stem_are_one_shot() -> None:
    assert shots_of("IMG_1.CR2", "img_1.jpg") == {"img_1.jpg": ["IMG_1.CR2"]}
    assert shots_of("a.NEF", "a.HEIC") == {"a.HEIC": ["a.NEF"]}
    assert shots_of("a.NEF") == {"a.NEF": []}
    assert shots_of("a.NEF", "a.tif") == {"a.NEF": [], "a.tif": []}
    assert shots_of("a.NEF", "b.jpg") == {"a.NEF": [], "b.jpg": []}
    assert shots_of("Caf\u00e9.NEF", "CAFE\u0301.JPG") == {"CAFE\u0301.JPG": ["Caf\u00e9.NEF"]}
    assert pair("a.dng", "a.jpg")["a.jpg"].companions == (("a.dng", CompanionKind.RAW),)


def test_ambiguous_stems_stay_apart_and_say_so() -> None:
    ambiguous = Apart.AMBIGUOUS
    assert apart("a.NEF", "a.jpg", "a.heic") == {"a.NEF": ambiguous, "a.jpg": ambiguous, "a.heic": ambiguous}
    assert apart("a.NEF", "a.jpg", "A.JPG") == {"a.NEF": ambiguous, "a.jpg": ambiguous, "A.JPG": ambiguous}
    assert apart("a.CR2", "a.dng", "a.jpg") == {"a.CR2": ambiguous, "a.dng": ambiguous, "a.jpg": ambiguous}
    assert apart("a.jpg", "a.heic", "a.png") == {"a.jpg": None, "a.heic": None, "a.png": None}


@pytest.mark.parametrize("other", [LATER, Clues("Othercam", NOON.taken_at)])
def test_one_name_and_two_exposures_stay_apart_and_say_so(other: Clues) -> None:
    why = Apart.OTHER_EXPOSURE
    assert apart("a.NEF", "a.jpg", NEF=NOON, JPG=other) == {"a.NEF": why, "a.jpg": why}


@pytest.mark.parametrize(
    ("raw", "rendered"),
    [
        ("PXL_20230101_120000000.RAW-02.ORIGINAL.dng", "PXL_20230101_120000000.RAW-01.COVER.jpg"),
        ("PXL_20230101_120000000.RAW-02.ORIGINAL.dng", "PXL_20230101_120000000.RAW-01.MP.COVER.jpg"),
        ("PXL_20230101_120000000.RAW-02.ORIGINAL (1).dng", "PXL_20230101_120000000.RAW-01.COVER (1).jpg"),
        ("IMG_1 (1).CR2", "IMG_1 (1).JPG"),
        ("IMG_1-2.CR2", "IMG_1-2.JPG"),
        ("P1010001.ORF", "P1010001.JPG"),
        ("L1000001.DNG", "l1000001.jpeg"),
    ],
)
def test_the_names_that_cameras_give_one_exposure(raw: str, rendered: str) -> None:
    assert shots_of(raw, rendered) == {rendered: [raw]}


@pytest.mark.parametrize(
    ("raw", "rendered"),
    [
        ("_DSC1234.NEF", "DSC_1234.JPG"),
        ("DSC01234.ARW", "_DSC1234.JPG"),
        ("IMG_1234.CR2", "_MG_1234.JPG"),
        ("IMG_1.CR2", "IMG_1 (1).JPG"),
        ("IMG_1 (2).CR2", "IMG_1.JPG"),
        ("IMG_1.CR2", "IMG_1-2.JPG"),
        ("IMG_1.CR2", "IMG_1 copy.jpg"),
        ("IMG_1.CR2", "IMG_1 - Copy (2).jpg"),
        ("PXL_2.RAW-02.ORIGINAL.dng", "PXL_2.MP.jpg"),
    ],
)
def test_names_that_are_only_alike_want_proof(raw: str, rendered: str) -> None:
    alone: dict[str, list[str]] = {raw: [], rendered: []}
    assert shots_of(raw, rendered, rest=NOON) == {rendered: [raw]}
    assert shots_of(raw, rendered) == alone
    assert shots_of(raw, rendered, rest=Clues("Testcam")) == alone
    assert shots_of(raw, rendered, rest=Clues(None, NOON.taken_at)) == alone


def test_frames_of_one_second_are_not_taken_for_copies() -> None:
    no_fraction = Clues("Testcam", "2021-06-01T12:00:00")
    assert shots_of("s.CR2", "s-2.jpg", rest=no_fraction) == {"s.CR2": [], "s-2.jpg": []}
    assert shots_of("s-3.CR2", "s-2.jpg", rest=NOON) == {"s-3.CR2": [], "s-2.jpg": []}


def test_several_proved_copies_are_ambiguous() -> None:
    found = apart("a.CR2", "a (1).jpg", "a (2).jpg", "b.jpg", rest=NOON)
    assert found == dict.fromkeys(("a.CR2", "a (1).jpg", "a (2).jpg"), Apart.AMBIGUOUS) | {"b.jpg": None}


def test_lone_names_are_never_looked_into() -> None:
    def never(name: str) -> Clues:
        raise AssertionError(name)

    names = ["a.jpg", "b.CR2", "c.heic", "c.xmp", "d.mov", "IMG_E1.JPG", "e (1).jpg", "e.jpg"]
    assert len(pair_names(names, never)) == 6


# Apple's edits.


def test_an_edit_goes_with_its_original() -> None:
    shot = pair("IMG_1.HEIC", "IMG_E1.JPG", "IMG_O1.AAE", "IMG_1.AAE", rest=NOON)["IMG_1.HEIC"]
    assert shot.companions == (
        ("IMG_E1.JPG", CompanionKind.EDIT),
        ("IMG_O1.AAE", CompanionKind.SIDECAR),
        ("IMG_1.AAE", CompanionKind.SIDECAR),
    )
    assert shots_of("IMG_1.DNG", "IMG_1.JPG", "IMG_E1.JPG") == {"IMG_1.JPG": ["IMG_1.DNG", "IMG_E1.JPG"]}
    assert shots_of("IMG_1.DNG", "IMG_E1.JPG") == {"IMG_1.DNG": ["IMG_E1.JPG"]}
    assert shots_of("IMG_1 (1).HEIC", "IMG_E1 (1).HEIC") == {"IMG_1 (1).HEIC": ["IMG_E1 (1).HEIC"]}
    assert shots_of("IMG_E1.JPG") == {"IMG_E1.JPG": []}
    assert shots_of("DSC_1.JPG", "DSC_E1.JPG") == {"DSC_1.JPG": [], "DSC_E1.JPG": []}


def test_edits_that_may_be_anothers_stay_apart_and_say_so() -> None:
    names = ("IMG_1.HEIC", "IMG_1.PNG", "IMG_E1.JPG")
    assert apart(*names) == dict.fromkeys(names, Apart.AMBIGUOUS)
    names = ("IMG_1.HEIC", "IMG_E1.JPG", "IMG_E1.HEIC")
    assert apart(*names) == dict.fromkeys(names, Apart.AMBIGUOUS)
    names = ("IMG_1.HEIC", "IMG_E1.JPG")
    assert apart(*names, IMG_1=NOON, IMG_E1=LATER) == dict.fromkeys(names, Apart.OTHER_EXPOSURE)


# Live Photos.


def marked(identifier: str, seconds: float | None = None) -> Clues:
    return Clues(content_identifier=identifier, seconds=seconds)


def test_the_halves_of_a_live_photo_carry_one_mark() -> None:
    shot = pair("IMG_1.HEIC", "IMG_1.MOV", "IMG_1.MOV.xmp", rest=marked("A"))["IMG_1.HEIC"]
    assert shot.companions == (("IMG_1.MOV", CompanionKind.LIVE), ("IMG_1.MOV.xmp", CompanionKind.SIDECAR))
    assert not shot.by_name
    assert shot.apart is None
    assert shots_of("a.jpg", "b.mov", rest=marked("A")) == {"a.jpg": []}
    assert shots_of("a.jpg", "a.mov", JPG=marked("A"), MOV=marked("B")) == {"a.jpg": []}
    assert shots_of("a.CR2", "a.jpg", "a.mp4", rest=marked("A")) == {"a.jpg": ["a.CR2", "a.mp4"]}
    assert shots_of("a.mov") == {}
    both = shots_of("IMG_1.HEIC", "IMG_1.MOV", "IMG_E1.HEIC", "IMG_E1.MOV", IMG_1=marked("A"), IMG_E1=marked("B"))
    assert both == {"IMG_1.HEIC": ["IMG_1.MOV", "IMG_E1.HEIC", "IMG_E1.MOV"]}


def test_copies_of_a_live_photo_keep_to_their_own_halves() -> None:
    names = ("a.heic", "a.mov", "a (1).heic", "a (1).mov")
    assert shots_of(*names, rest=marked("A")) == {"a.heic": ["a.mov"], "a (1).heic": ["a (1).mov"]}
    assert shots_of("a (1).heic", "a.mov", rest=marked("A")) == {"a (1).heic": ["a.mov"]}


def test_a_film_of_two_pictures_is_shared() -> None:
    heic, jpg = pair("a.heic", "a.jpg", "a.mov", rest=marked("A")).values()
    assert heic.shared == jpg.shared == {"a.mov"}


def test_a_stripped_live_photo_is_joined_by_name_and_says_so() -> None:
    shot = pair("a.heic", "a.mov", HEIC=NOON, MOV=FILM)["a.heic"]
    assert shot.companions == (("a.mov", CompanionKind.LIVE),)
    assert shot.by_name == {"a.mov"}
    assert apart("a.heic", "a.mov", HEIC=LATER, MOV=FILM) == {"a.heic": None}
    assert apart("a.heic", "a.mov", HEIC=NOON) == {"a.heic": Apart.UNPROVED_FILM}
    assert apart("a.heic", "a.jpg", "a.mov", MOV=FILM, rest=NOON) == dict.fromkeys(("a.heic", "a.jpg"), Apart.AMBIGUOUS)
    assert apart("a.heic", "a.mov", "a.mp4", HEIC=NOON, rest=FILM) == {"a.heic": Apart.AMBIGUOUS}


# Sidecars.


def test_sidecars_find_their_file_by_both_schemes() -> None:
    assert shots_of("a.CR2", "a.jpg", "a.xmp", "a.CR2.xmp", "a.jpg.dop", "a.cr2.PP3") == {
        "a.jpg": ["a.CR2", "a.CR2.xmp", "a.cr2.PP3", "a.jpg.dop", "a.xmp"]
    }
    assert shots_of("a.CR2", "a_01.CR2.xmp", "a.on1") == {"a.CR2": ["a.on1", "a_01.CR2.xmp"]}
    assert shots_of("a.CR2", "a_01.CR2", "a_01.CR2.xmp") == {"a.CR2": [], "a_01.CR2": ["a_01.CR2.xmp"]}
    assert shots_of("IMG_1.HEIC", "IMG_1.AAE") == {"IMG_1.HEIC": ["IMG_1.AAE"]}
    assert shots_of("IMG_1.HEIC", "IMG_O1.AAE") == {"IMG_1.HEIC": ["IMG_O1.AAE"]}
    pixel = ("PXL_1.RAW-01.COVER.jpg", "PXL_1.RAW-02.ORIGINAL.dng", "PXL_1.RAW-02.ORIGINAL.dng.xmp", "PXL_1.xmp")
    assert shots_of(*pixel) == {pixel[0]: sorted(pixel[1:])}


def test_a_sidecar_of_two_shots_is_known_to_both_as_shared() -> None:
    shots = pair("a.tif", "a.CR2", "a.xmp", "a.CR2.xmp")
    assert shots["a.tif"].shared == shots["a.CR2"].shared == {"a.xmp"}
    assert [name for name, _ in shots["a.CR2"].companions] == ["a.xmp", "a.CR2.xmp"]
    assert pair("a.jpg", "a.CR2", "a.xmp")["a.jpg"].shared == frozenset()


def test_orphan_sidecars_are_nobodys_and_nameless_kinds_own_only_whole_names() -> None:
    assert shots_of("b.jpg", "a.xmp") == {"b.jpg": []}
    assert shots_of("a.dat", "a.xmp") == {"a.dat": []}
    assert shots_of("a.dat", "a.dat.xmp") == {"a.dat": ["a.dat.xmp"]}


# Any names.

STEMS = st.sampled_from(
    ["IMG_1234", "img_1234", "IMG_E1234", "IMG_O1234", "_MG_1234", "DSC_1234", "_DSC1234", "DSC01234", "PXL_1",
     "PXL_1.RAW-01.COVER", "PXL_1.RAW-02.ORIGINAL", "PXL_1.MP", "a", "a_01", "IMG_12345", "\u00e9", "e\u0301"]
)  # fmt: skip
COPIES = st.sampled_from(["", "", "", " (1)", "-2", " copy", " (restored)"])
ENDINGS = st.sampled_from(
    [".jpg", ".JPG", ".heic", ".png", ".dng", ".CR2", ".mov", ".mp4", ".xmp", ".aae", ".CR2.xmp", ".jpg.dop", ""]
)
NAMES = st.lists(st.builds("{}{}{}".format, STEMS, COPIES, ENDINGS) | st.text(min_size=1, max_size=8), unique=True)
CLUES = st.sampled_from([NOTHING, NOON, LATER, FILM, marked("A", 3.0), marked("B", 3.0), Clues("Testcam")])


@given(NAMES, st.data())
def test_every_picture_is_in_one_shot_and_neighbours_suffice(names: list[str], data: st.DataObject) -> None:
    clues = {name: data.draw(CLUES) for name in names}
    shots = pair_names(names, clues.__getitem__)
    pictures = [shot.picture for shot in shots]
    joined = [name for shot in shots for name, _ in shot.companions if name not in shot.shared]
    assert len(pictures) == len(set(pictures))
    assert len(joined) == len(set(joined))
    assert not set(pictures) & set(joined)
    for shot in shots:
        # What a clean-up looks at: the names of the family, and sidecars that begin alike.
        family = stem_of(shot.picture).family
        near = [
            name
            for name in names
            if folded(name).startswith(beginnings(family))
            and (name.lower().endswith((".xmp", ".aae", ".dop")) or stem_of(name).family == family)
        ]
        assert shot in pair_names(near, clues.__getitem__)
