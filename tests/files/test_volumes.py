import os
from pathlib import Path

from twinlens.core.photos import FAT_TOLERANCE_NS
from twinlens.files.mounts import linux_volumes, macos_volumes, windows_volumes
from twinlens.files.volumes import Volume, Volumes

MOUNTINFO = rb"""22 1 8:2 / / rw,relatime shared:1 - ext4 /dev/sda2 rw
23 22 0:21 / /proc rw - proc proc rw
30 22 8:17 / /media/u/My\040Card rw,relatime shared:9 master:2 - vfat /dev/sdb1 rw
31 22 0:50 / /mnt/nas rw - nfs4 server:/photos rw
32 22 0:51 /@home /home rw - btrfs /dev/mapper/crypt rw
33 22 8:2 /photos /srv/bind rw - ext4 /dev/sda2 rw
34 22 0:60 / /mnt/over rw - autofs systemd-1 rw
35 34 8:33 / /mnt/over rw - ext4 /dev/sdc1 rw
36 22 0:61 / /containers/a rw - overlay overlay rw
37 22 0:62 / /mnt/caf\303\251 rw - fuse.sshfs user@host:/p rw
not a line
38 22 0:62
"""
UUIDS = {"/dev/sda2": "1111", "/dev/sdb1": "ABCD-1234", "/dev/mapper/crypt": "2222", "/dev/sdc1": "3333"}


def volumes(mountinfo=MOUNTINFO, uuids=UUIDS):
    return Volumes(linux_volumes(mountinfo, uuids, {"/dev/sdb1": "CARD"}))


def test_keys_are_by_uuid_and_by_the_part_that_is_mounted():
    keys = {str(volume.mount): volume.key for volume in volumes()}
    assert keys["/"] == "uuid-1111"
    assert keys["/media/u/My Card"] == "uuid-ABCD-1234"
    assert keys["/home"] == "uuid-2222:/@home"
    assert keys["/srv/bind"] == "uuid-1111:/photos"
    assert keys["/mnt/over"] == "uuid-3333"
    assert keys["/mnt/nas"] == "net-nfs4-server:/photos"
    assert len(set(keys.values())) == len(keys)


def test_network_fat_label_and_escapes_are_understood():
    card = volumes().of(Path("/media/u/My Card/DCIM"))
    assert (card.label, card.fat, card.is_network, card.tolerance_ns) == ("CARD", True, False, FAT_TOLERANCE_NS)
    nas = volumes().of(Path("/mnt/nas/a.jpg"))
    assert nas.is_network
    assert nas.tolerance_ns == 0
    assert volumes().of(Path("/mnt/café/x")).is_network


def test_a_path_belongs_to_the_deepest_mount_and_comes_back():
    volume, relpath = volumes().locate(Path("/media/u/My Card/DCIM/a\udcff.jpg"))
    assert relpath == b"DCIM/a\xff.jpg"
    assert volume.path_of(relpath) == Path("/media/u/My Card/DCIM/a\udcff.jpg")
    assert volumes().locate(Path("/media/u/My Card"))[1] == b""
    assert volumes().of(Path("/media/u/My Cards")).key == "uuid-1111"


def test_the_card_keeps_its_key_wherever_it_comes_back_and_is_offline_without_it():
    moved = volumes(MOUNTINFO.replace(rb"/media/u/My\040Card", b"/run/media/card"))
    assert moved.by_key("uuid-ABCD-1234").mount == Path("/run/media/card")
    gone = volumes(b"".join(line for line in MOUNTINFO.splitlines(keepends=True) if b"sdb1" not in line))
    assert gone.by_key("uuid-ABCD-1234") is None
    assert "uuid-ABCD-1234" not in gone.online()


def test_keys_without_a_uuid_do_not_depend_on_the_run():
    assert volumes().of(Path("/containers/a/x")).key == "overlay-overlay@/containers/a"
    assert volumes(uuids={}).of(Path("/etc")).key == "ext4-/dev/sda2@/"


def test_links_are_resolved_before_looking_up(tmp_path):
    card, folder = tmp_path / "card", tmp_path / "home"
    card.mkdir()
    folder.mkdir()
    (folder / "link").symlink_to(card)
    known = Volumes([Volume("root", "root", Path("/")), Volume("card", "card", Path(os.path.realpath(card)))])
    assert known.locate(folder / "link" / "a.jpg") == (known.by_key("card"), b"a.jpg")


def test_this_machine_answers():
    here = Volumes.current()
    volume, relpath = here.locate(Path(__file__))
    assert volume.path_of(relpath) == Path(__file__).resolve()
    assert here.by_key(volume.key) is not None


def test_other_systems_give_the_same_kind_of_answer():
    (drive,) = windows_volumes(
        drives=lambda: [("E:\\", "E:\\", "exFAT"), ("Z:\\", "Z:\\", "")],
        information=lambda mount: (0xBEEF, "CARD", False) if mount == "E:\\" else None,
    )
    assert (drive.key, drive.label, drive.fat) == ("serial-0000beef", "CARD", True)
    named, unnamed = macos_volumes(
        partitions=lambda: [("/dev/disk1s1", "/", "apfs"), ("//u@nas/p", "/Volumes/p", "smbfs")],
        uuid_of=lambda mount: "AAAA" if mount == "/" else None,
    )
    assert (named.key, named.is_network) == ("uuid-AAAA", False)
    assert (unnamed.key, unnamed.is_network) == ("smbfs-//u@nas/p@/Volumes/p", True)


def test_without_any_list_of_mounts_files_are_on_the_root_and_not_offline():
    bare = Volumes([])
    volume, relpath = bare.locate(Path("/photos/a.jpg"))
    assert relpath == b"photos/a.jpg"
    assert bare.by_key(volume.key) == volume
    assert bare.online() == {volume.key: Path("/")}
