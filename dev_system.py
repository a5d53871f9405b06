"""What `dev.py` asks of the system underneath: on Debian and its kin the packages it needs are installed by apt-get."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Sequence
from pathlib import Path

# fmt: off
QT_LIBRARIES = (
    "libegl1", "libgl1", "libxkbcommon0", "libxkbcommon-x11-0", "libdbus-1-3", "libfontconfig1",
    "libfreetype6", "libglib2.0-0", "libx11-xcb1", "libxcb-cursor0", "libxcb-icccm4", "libxcb-image0",
    "libxcb-keysyms1", "libxcb-randr0", "libxcb-render-util0", "libxcb-shape0", "libxcb-xkb1",
    "libwayland-cursor0", "fonts-dejavu-core",
)
# fmt: on
PACKING_TOOLS = ("binutils", "dpkg", "zstd", "xz-utils")
SCREEN_TOOLS = ("xvfb", "openbox", "xdotool")
"""What the tests use to walk through the program on a screen nobody sees."""


def ensure_system_packages(wanted: Sequence[str], say: Callable[[str], None]) -> None:
    """On Debian and its kin install what is missing: what Qt loads, what compiles hnswlib, what the tests start."""
    if not (shutil.which("dpkg-query") and shutil.which("apt-get")):
        return
    installed = installed_packages()
    missing = [name for name in wanted if name not in installed]
    if not missing:
        return
    rights = administrator()
    if rights is None:
        say(
            "Qt's window and the set-up need system packages that are missing, and this user may not install them. "
            "Ask an administrator for: apt-get install " + " ".join(missing)
        )
        return
    say("installing system packages with apt-get: " + " ".join(missing))
    apt = [*rights, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    install_command = [*apt, "install", "-y", "--no-install-recommends", *missing]
    subprocess.call([*apt, "update"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    for _attempt in range(2):
        if subprocess.call(install_command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL) == 0:
            return
    say("apt-get failed (see above); going on, as Twinlens may run without them")


def installed_packages() -> set[str]:
    """Names of installed packages and of what they provide (libglib2.0-0 is libglib2.0-0t64 on newer systems)."""
    columns = ["dpkg-query", "-W", "-f", "${db:Status-Status}\t${Package}, ${Provides}\n"]
    answer = subprocess.run(columns, capture_output=True, text=True, check=False).stdout
    names: set[str] = set()
    for line in answer.splitlines():
        status, _, provided = line.partition("\t")
        if status == "installed":
            names.update(part.split()[0] for part in provided.split(",") if part.strip())
    return names


def build_packages() -> list[str]:
    """What this Python lacks to make a virtual environment and to compile hnswlib, where Debian ships this Python."""
    packages = [] if shutil.which("c++") or shutil.which("g++") else ["g++"]
    if Path(sys.base_prefix) == Path("/usr"):
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        if importlib.util.find_spec("ensurepip") is None:
            packages.append(f"python{version}-venv")
        if not Path(sysconfig.get_path("include"), "Python.h").exists():
            packages.append(f"python{version}-dev")
    return packages


def administrator() -> list[str] | None:
    """The words before a command that needs root; None where this user cannot become root."""
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    silently = subprocess.call(["sudo", "-n", "true"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    if silently:
        return ["sudo", "-n"]
    return ["sudo"] if sys.stdin is not None and sys.stdin.isatty() else None
