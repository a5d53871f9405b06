from pathlib import Path

from twinlens.core.photos import CompanionKind, FileIdentity, FileStamp
from twinlens.files.discovery import FoundFile, FoundKind
from twinlens.files.names import kind_by_name
from twinlens.files.shots import pair_names, pair_shots


def shots_of(*names):
    return {shot.picture: sorted(name for name, _ in shot.companions) for shot in pair_names(names)}


def test_raw_and_one_rendered_of_the_same_stem_are_one_shot():
    assert shots_of("IMG_1.CR2", "img_1.jpg") == {"img_1.jpg": ["IMG_1.CR2"]}
    assert shots_of("a.NEF", "a.HEIC") == {"a.HEIC": ["a.NEF"]}
    assert shots_of("a.NEF") == {"a.NEF": []}
    assert shots_of("a.NEF", "a.tif") == {"a.NEF": [], "a.tif": []}
    assert shots_of("a.NEF", "b.jpg") == {"a.NEF": [], "b.jpg": []}
    ((_, kind),) = pair_names(["a.dng", "a.jpg"])[0].companions
    assert kind is CompanionKind.RAW


def test_ambiguous_stems_stay_apart():
    assert shots_of("a.NEF", "a.jpg", "a.heic") == {"a.NEF": [], "a.jpg": [], "a.heic": []}
    assert shots_of("a.NEF", "a.jpg", "A.JPG") == {"a.NEF": [], "a.jpg": [], "A.JPG": []}
    assert shots_of("a.CR2", "a.dng", "a.jpg") == {"a.CR2": [], "a.dng": [], "a.jpg": []}


def test_sidecars_find_their_file_by_both_schemes():
    assert shots_of("a.CR2", "a.jpg", "a.xmp", "a.CR2.xmp", "a.jpg.dop", "a.cr2.PP3") == {
        "a.jpg": ["a.CR2", "a.CR2.xmp", "a.cr2.PP3", "a.jpg.dop", "a.xmp"]
    }
    assert shots_of("a.CR2", "a_01.CR2.xmp", "a.on1") == {"a.CR2": ["a.on1", "a_01.CR2.xmp"]}
    assert shots_of("a.CR2", "a_01.CR2", "a_01.CR2.xmp") == {"a.CR2": [], "a_01.CR2": ["a_01.CR2.xmp"]}
    assert shots_of("IMG_1.HEIC", "IMG_1.AAE") == {"IMG_1.HEIC": ["IMG_1.AAE"]}
    assert shots_of("IMG_1.HEIC", "IMG_E1.JPG", "IMG_O1.AAE") == {"IMG_1.HEIC": [], "IMG_E1.JPG": ["IMG_O1.AAE"]}
    assert shots_of("IMG_1.HEIC", "IMG_O1.AAE") == {"IMG_1.HEIC": ["IMG_O1.AAE"]}


def test_a_sidecar_of_two_shots_is_known_to_both_as_shared():
    tif, cr2 = pair_names(["a.tif", "a.CR2", "a.xmp", "a.CR2.xmp"])
    assert tif.shared == cr2.shared == {"a.xmp"}
    assert [name for name, _ in cr2.companions] == ["a.xmp", "a.CR2.xmp"]
    (joined,) = pair_names(["a.jpg", "a.CR2", "a.xmp"])
    assert joined.shared == frozenset()


def test_orphan_sidecars_are_nobodys_and_nameless_kinds_own_only_whole_names():
    assert shots_of("b.jpg", "a.xmp") == {"b.jpg": []}
    assert shots_of("a.dat", "a.xmp") == {"a.dat": []}
    assert shots_of("a.dat", "a.dat.xmp") == {"a.dat": ["a.dat.xmp"]}


def found(path, inode=1):
    kind = kind_by_name(Path(path).name) or FoundKind.OTHER
    return FoundFile(Path(path), FileStamp(1, 1), FileIdentity(1, inode), 1, kind)


def test_folders_do_not_mix_and_order_is_kept():
    files = [found("/b/x.jpg"), found("/a/x.CR2"), found("/a/x.xmp"), found("/b/x.NEF"), found("/b/y.png")]
    shots = pair_shots(files)
    assert [str(shot.picture.path) for shot in shots] == ["/b/x.jpg", "/a/x.CR2", "/b/y.png"]
    assert [file.path.name for file, _ in shots[0].companions] == ["x.NEF"]
    assert [file.path.name for file, _ in shots[1].companions] == ["x.xmp"]
