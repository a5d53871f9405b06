"""Trash and quarantine: where a file may go, and the proof of where it went."""

from __future__ import annotations

import os
import re
import struct
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from twinlens.files.berths import Berth, BerthMove, KeepingPlace, NoPlaceError, PlaceKind
from twinlens.files.keeping import places_for
from twinlens.files.mover import StrandedError, held, move_together
from twinlens.files.quarantine import QUARANTINE_NAME, Quarantine, remove_empty_folders
from twinlens.files.trash import (
    AskedTrash,
    Wanted,
    is_in_trash,
    macos_receipt,
    receipt_names,
    recycled_from,
    system_trash,
    windows_receipt,
)
from twinlens.files.volumes import Volume, Volumes

SESSION = "20260101-101112-000000-abcd"


def volumes(*mounts: Path, network: bool = False) -> Volumes:
    root = Volume("root", "root", Path("/"))
    return Volumes([root, *(Volume(mount.name, mount.name, mount, is_network=network) for mount in mounts)])


def put(path: Path, data: bytes = b"picture") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def send(place: KeepingPlace, *sources: Path) -> list[Berth]:
    """Everything a clean-up does with a place."""
    moves = []
    for source in sources:
        berth = place.choose(source)
        place.prepare(berth, source)
        with held(source) as file:
            move = BerthMove(file, place, berth)
            move_together([move])
            moves.append(move.berth)
    return moves


def into(destination: Path) -> Callable[[Path], None]:
    def move(path: Path) -> None:
        path.rename(destination)

    return move


def home_trash() -> Path:
    return Path(os.environ["XDG_DATA_HOME"]) / "Trash"


@pytest.mark.parametrize(
    "name", ["a b%.jpg", "caf\udcff.jpg", "two\nlines.jpg", "🦜.jpg", "x" * 251 + ".jpg", "y" * 255]
)
def test_the_home_trash_with_a_note_by_the_specification(tmp_path: Path, name: str) -> None:
    source = put(tmp_path / "photos" / name)
    inode = source.stat().st_ino
    place = system_trash(source, volumes())
    assert place.kind is PlaceKind.TRASH
    (berth,) = send(place, source)
    assert berth.destination is not None
    assert berth.receipt is not None
    assert berth.destination.parent == home_trash() / "files"
    assert berth.destination.stat().st_ino == inode
    assert berth.receipt.name == berth.destination.name + ".trashinfo"
    note = berth.receipt.read_text(encoding="ascii").splitlines()
    assert note[0] == "[Trash Info]"
    assert note[1].startswith("Path=/")
    assert re.fullmatch(r"DeletionDate=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", note[2])
    assert receipt_names(berth.receipt, source, None)
    assert is_in_trash(berth, source)
    assert not is_in_trash(berth, source.with_name("other.jpg"))
    assert home_trash().stat().st_mode & 0o777 == 0o700


def test_choosing_touches_nothing(tmp_path: Path) -> None:
    source = put(tmp_path / "a.jpg")
    before = sorted(tmp_path.rglob("*"))
    system_trash(source, volumes()).choose(source)
    Quarantine(tmp_path / "q", SESSION, volumes().of(tmp_path)).choose(source)
    assert sorted(tmp_path.rglob("*")) == before


def test_same_names_get_numbers_and_nothing_is_overwritten(tmp_path: Path) -> None:
    sources = [put(tmp_path / folder / "a.jpg", folder.encode()) for folder in ("one", "two", "three")]
    place = system_trash(sources[0], volumes())
    berths = send(place, *sources)
    assert [berth.destination.name for berth in berths if berth.destination] == ["a.jpg", "a.2.jpg", "a.3.jpg"]
    assert [berth.destination.read_bytes() for berth in berths if berth.destination] == [b"one", b"two", b"three"]


def test_a_name_taken_between_choosing_and_preparing(tmp_path: Path) -> None:
    source = put(tmp_path / "a.jpg")
    place = system_trash(source, volumes())
    berth = place.choose(source)
    assert berth.receipt is not None
    put(berth.receipt, b"another program's note")
    with pytest.raises(NoPlaceError):
        place.prepare(berth, source)
    place.release(berth, source)
    assert berth.receipt.read_bytes() == b"another program's note"


def test_a_note_that_vanishes_brings_the_file_back(tmp_path: Path) -> None:
    source = put(tmp_path / "a.jpg")
    place = system_trash(source, volumes())
    berth = place.choose(source)
    place.prepare(berth, source)
    assert berth.receipt is not None
    berth.receipt.unlink()
    with held(source) as file, pytest.raises(NoPlaceError):
        move_together([BerthMove(file, place, berth)])
    assert source.read_bytes() == b"picture"


def test_another_volume_has_its_own_trash(tmp_path: Path) -> None:
    card = tmp_path / "card"
    source = put(card / "DCIM" / "a.jpg")
    (berth,) = send(system_trash(source, volumes(card)), source)
    assert berth.destination == card / f".Trash-{os.getuid()}" / "files" / "a.jpg"
    assert berth.receipt is not None
    assert b"Path=DCIM/a.jpg\n" in berth.receipt.read_bytes()
    assert is_in_trash(berth, source)


@pytest.mark.parametrize(("mode", "shared"), [(0o1777, True), (0o777, False)])
def test_a_shared_trash_is_used_only_if_it_is_sticky(tmp_path: Path, mode: int, shared: bool) -> None:
    card = tmp_path / "card"
    source = put(card / "a.jpg")
    (card / ".Trash").mkdir()
    (card / ".Trash").chmod(mode)
    (berth,) = send(system_trash(source, volumes(card)), source)
    assert berth.destination is not None
    assert berth.destination.is_relative_to(card / ".Trash") is shared


def test_a_trash_that_is_a_link_is_refused(tmp_path: Path) -> None:
    card = tmp_path / "card"
    source = put(card / "a.jpg")
    (tmp_path / "elsewhere").mkdir()
    (card / f".Trash-{os.getuid()}").symlink_to(tmp_path / "elsewhere")
    place = system_trash(source, volumes(card))
    with pytest.raises(NoPlaceError):
        send(place, source)
    assert source.exists()
    assert not list((tmp_path / "elsewhere").iterdir())


def kinds(source: Path, known: Volumes, home: Path | None) -> Sequence[PlaceKind]:
    return [place.kind for place in places_for(source, SESSION, known, home)]


def test_which_places_are_tried(tmp_path: Path) -> None:
    card = tmp_path / "card"
    here, there = put(tmp_path / "a.jpg"), put(card / "a.jpg")
    quarantine = tmp_path / "home" / "quarantine"
    trash, kept = PlaceKind.TRASH, PlaceKind.QUARANTINE
    assert kinds(here, volumes(), None) == [trash, kept]
    assert kinds(there, volumes(card, network=True), None) == [kept]
    assert kinds(here, volumes(), quarantine) == [kept, kept]
    assert kinds(there, volumes(card), quarantine) == [kept]
    (only,) = places_for(there, SESSION, volumes(card), quarantine)
    assert only.choose(there).destination == card / QUARANTINE_NAME / SESSION / "a.jpg"
    first, _ = places_for(here, SESSION, volumes(), quarantine)
    assert first.choose(here).destination == quarantine / SESSION / here.relative_to("/")


def test_the_quarantine_refuses_links_files_and_other_devices(tmp_path: Path) -> None:
    source = put(tmp_path / "a.jpg")
    volume = volumes().of(tmp_path)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    put(tmp_path / "file")
    for root in ("link", "file"):
        with pytest.raises(NoPlaceError):
            send(Quarantine(tmp_path / root, SESSION, volume), source)
    if os.path.isdir("/dev/shm") and os.stat("/dev/shm").st_dev != os.stat(tmp_path).st_dev:
        with pytest.raises(NoPlaceError):
            Quarantine(Path("/dev/shm/twinlens-test-q"), SESSION, volume).choose(source)
    assert source.exists()


def test_the_quarantine_keeps_the_path_on_the_volume_and_tidies_up(tmp_path: Path) -> None:
    card = tmp_path / "card"
    source = put(card / "deep" / "er" / "a.jpg")
    place = Quarantine(card / QUARANTINE_NAME, SESSION, volumes(card).of(source))
    (berth,) = send(place, source)
    assert berth.destination == card / QUARANTINE_NAME / SESSION / "deep" / "er" / "a.jpg"
    remove_empty_folders(berth.destination, SESSION)
    assert berth.destination.exists()
    berth.destination.rename(source)
    remove_empty_folders(berth.destination, SESSION)
    assert not (card / QUARANTINE_NAME).exists()
    assert card.exists()


# The trash of other systems, through fakes.


def note(version: int, path: str) -> bytes:
    head = struct.pack("<QQQ", version, 7, 0)
    name = (path + "\0").encode("utf-16-le")
    return head + (struct.pack("<I", len(path) + 1) + name if version == 2 else name.ljust(520, b"\0"))


@pytest.mark.parametrize("version", [1, 2])
def test_the_windows_recycle_bin(tmp_path: Path, version: int) -> None:
    source = put(tmp_path / "photos" / "ä.jpg")
    bin_of_user = tmp_path / "$Recycle.Bin" / "S-1-5-21"
    (tmp_path / "$Recycle.Bin" / "not a folder").parent.mkdir(parents=True)
    (tmp_path / "$Recycle.Bin" / "not a folder").write_bytes(b"")

    def recycle(path: Path) -> None:
        put(bin_of_user / "$IABC.jpg", note(version, str(path)))
        put(bin_of_user / "$IXYZ.jpg", note(version, str(path)))
        put(bin_of_user / "$RXYZ.jpg", b"older!!")
        path.rename(bin_of_user / "$RABC.jpg")

    place = AskedTrash(recycle, lambda wanted: windows_receipt(tmp_path / "$Recycle.Bin", wanted))
    (berth,) = send(place, source)
    assert berth == Berth(bin_of_user / "$RABC.jpg", bin_of_user / "$IABC.jpg")
    assert is_in_trash(berth, source)
    assert recycled_from(bin_of_user / "$IABC.jpg") == str(source)
    assert windows_receipt(tmp_path / "$Recycle.Bin", Wanted(tmp_path / "other.jpg", 7)) is None


def test_the_macos_trash(tmp_path: Path) -> None:
    source = put(tmp_path / "a.jpg")
    folder = tmp_path / ".Trash"
    put(folder / "a.jpg")  # an older one: the same name and size, another inode
    place = AskedTrash(into(folder / "a 10.11.12.jpg"), lambda wanted: macos_receipt([folder], wanted))
    (berth,) = send(place, source)
    assert berth == Berth(folder / "a 10.11.12.jpg")
    with pytest.raises(PermissionError):
        macos_receipt([tmp_path / "unlisted"], Wanted(source, 7))


def test_a_trash_that_cannot_be_looked_into_is_not_asked(tmp_path: Path) -> None:
    source = put(tmp_path / "a.jpg")

    def closed(wanted: Wanted) -> Berth | None:
        raise PermissionError("not allowed")

    with pytest.raises(NoPlaceError):
        AskedTrash(lambda path: path.unlink(), closed).choose(source)
    assert source.exists()


def test_a_trash_that_says_yes_and_does_nothing(tmp_path: Path) -> None:
    source = put(tmp_path / "a.jpg")
    with pytest.raises(NoPlaceError):
        send(AskedTrash(lambda path: None, lambda wanted: None), source)
    assert source.exists()


def test_a_trash_that_takes_and_does_not_tell(tmp_path: Path) -> None:
    source = put(tmp_path / "a.jpg")
    with pytest.raises(StrandedError) as stranded:
        send(AskedTrash(into(tmp_path / "hidden"), lambda wanted: None), source)
    assert stranded.value.stranded == ((source, None),)
