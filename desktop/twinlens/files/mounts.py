"""What is mounted, read from each operating system."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from twinlens.core.photos import FAT_TOLERANCE_NS

_NETWORK_TYPES = frozenset(
    (
        "nfs nfs4 cifs smb3 smbfs afpfs webdav davfs 9p ncpfs afs ceph lustre gfs2 ocfs2 glusterfs beegfs virtiofs "
        "fuse.sshfs fuse.rclone fuse.gvfsd-fuse fuse.glusterfs fuse.davfs2 fuse.s3fs fuse.curlftpfs fuse.smbnetfs "
        "fuse.ceph-fuse fuse.juicefs"
    ).split()
)
_FAT_TYPES = frozenset({"vfat", "msdos", "exfat", "fat", "fat32", "fuse.exfat"})
_ESCAPE = re.compile(rb"\\([0-7]{3})")


@dataclass(frozen=True, slots=True)
class Volume:
    """One mounted file system, or the part of one that is mounted here."""

    key: str
    """Stable across runs: by UUID where there is one, else by source and mount point."""
    label: str
    mount: Path
    is_network: bool = False
    fs_type: str = ""
    fat: bool = False

    @property
    def tolerance_ns(self) -> int:
        """By how much a modification time may differ without the file having changed."""
        return FAT_TOLERANCE_NS if self.fat else 0

    def path_of(self, relpath: bytes) -> Path:
        """The path now of a file known by its place on the volume."""
        return self.mount / os.fsdecode(relpath)

    def relpath_of(self, path: Path) -> bytes:
        """A path's place on the volume; empty for the mount point itself. ValueError if it lies elsewhere."""
        relative = path.relative_to(self.mount)
        return b"" if relative == Path() else os.fsencode(relative)


def mounted_volumes() -> Iterator[Volume]:
    """Everything mounted now, in the order in which it was mounted."""
    if sys.platform == "win32":
        return windows_volumes()
    if sys.platform == "darwin":
        return macos_volumes()
    return linux_volumes(
        Path("/proc/self/mountinfo").read_bytes(),
        uuids=_names_by_device(Path("/dev/disk/by-uuid")),
        labels=_names_by_device(Path("/dev/disk/by-label")),
    )


def linux_volumes(mountinfo: bytes, uuids: Mapping[str, str], labels: Mapping[str, str]) -> Iterator[Volume]:
    """Volumes out of the kernel's list; `uuids` and `labels` are by device path."""
    for line in mountinfo.splitlines():
        fields = line.split(b" ")
        try:
            separator = fields.index(b"-", 6)
            root, mount = _unescape(fields[3]), _unescape(fields[4])
            fs_type, source = _unescape(fields[separator + 1]), _unescape(fields[separator + 2])
        except (ValueError, IndexError):
            continue
        if fs_type == "autofs":
            continue
        yield Volume(
            key=_linux_key(fs_type, source, root, mount, uuids),
            label=labels.get(source) or os.path.basename(mount) or mount,
            mount=Path(mount),
            is_network=fs_type in _NETWORK_TYPES,
            fs_type=fs_type,
            fat=fs_type in _FAT_TYPES,
        )


def _linux_key(fs_type: str, source: str, root: str, mount: str, uuids: Mapping[str, str]) -> str:
    # A subvolume or a bind mount of a part is a volume of its own: paths on it begin at its root.
    part = "" if root == "/" else f":{root}"
    if source in uuids:
        return f"uuid-{uuids[source]}{part}"
    if fs_type in _NETWORK_TYPES and (source.startswith("//") or ":" in source):
        return f"net-{fs_type}-{source}{part}"
    return f"{fs_type}-{source}{part}@{mount}"


def _unescape(field: bytes) -> str:
    return os.fsdecode(_ESCAPE.sub(lambda found: bytes([int(found[1], 8)]), field))


def _names_by_device(folder: Path) -> dict[str, str]:
    """Device path to the name udev gave it, for every spelling of the device in use."""
    names: dict[str, str] = {}
    try:
        links = sorted(folder.iterdir())
    except OSError:
        return names
    for link in links:
        names[os.path.realpath(link)] = _udev_name(link.name)
    try:
        # LVM and encrypted volumes are mounted by these links to the same device.
        for mapped in sorted(Path("/dev/mapper").iterdir()):
            if (device := os.path.realpath(mapped)) in names:
                names[str(mapped)] = names[device]
    except OSError:
        pass
    return names


def _udev_name(name: str) -> str:
    return re.sub(r"\\x([0-9a-f]{2})", lambda found: chr(int(found[1], 16)), name)


def macos_volumes(
    partitions: Callable[[], list[tuple[str, str, str]]] | None = None,
    uuid_of: Callable[[str], str | None] | None = None,
) -> Iterator[Volume]:
    """Volumes of macOS, from (device, mount point, type) triples."""
    for device, mount, fs_type in (partitions or _psutil_partitions)():
        uuid = (uuid_of or _diskutil_uuid)(mount)
        yield Volume(
            key=f"uuid-{uuid}" if uuid else f"{fs_type}-{device}@{mount}",
            label=os.path.basename(mount) or mount,
            mount=Path(mount),
            is_network=fs_type in _NETWORK_TYPES,
            fs_type=fs_type,
            fat=fs_type in _FAT_TYPES,
        )


def _psutil_partitions() -> list[tuple[str, str, str]]:
    import psutil

    return [(part.device, part.mountpoint, part.fstype) for part in psutil.disk_partitions(all=True)]


def _diskutil_uuid(mount: str) -> str | None:
    import plistlib

    try:
        answer = subprocess.run(
            ["/usr/sbin/diskutil", "info", "-plist", mount], capture_output=True, timeout=5, check=True
        ).stdout
        uuid = plistlib.loads(answer).get("VolumeUUID")
    except (OSError, subprocess.SubprocessError, ValueError):
        return None
    return str(uuid) if uuid else None


def windows_volumes(
    drives: Callable[[], list[tuple[str, str, str]]] | None = None,
    information: Callable[[str], tuple[int, str, bool] | None] | None = None,
) -> Iterator[Volume]:
    """Volumes of Windows, one per drive letter; `information` gives serial number, label and whether it is remote."""
    for _device, mount, fs_type in (drives or _psutil_partitions)():
        known = (information or _windows_information)(mount)
        if known is None:
            continue
        serial, label, remote = known
        yield Volume(
            key=f"serial-{serial:08x}" if serial else f"{fs_type}@{mount}",
            label=label or mount,
            mount=Path(mount),
            is_network=remote,
            fs_type=fs_type.lower(),
            fat=fs_type.lower() in _FAT_TYPES,
        )


def _windows_information(mount: str) -> tuple[int, str, bool] | None:
    import ctypes

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - exists on Windows only
    label, serial = ctypes.create_unicode_buffer(261), ctypes.c_uint32(0)
    if not kernel.GetVolumeInformationW(mount, label, 261, ctypes.byref(serial), None, None, None, 0):
        return None
    drive_remote = 4
    return serial.value, label.value, kernel.GetDriveTypeW(mount) == drive_remote
