"""Freezes Twinlens and, on Linux, makes its packages: `python3 dev.py package` calls this in an environment of its own.

Everything is made in build/package; what is to be handed out lands in dist.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import icons
import notices

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / "build" / "package"
DIST = ROOT / "dist"


def main() -> int:
    """Freeze, then pack."""
    WORK.mkdir(parents=True, exist_ok=True)
    DIST.mkdir(exist_ok=True)
    version = read_version()
    icons.draw(ROOT / "resources" / "icons" / "twinlens.svg", WORK)
    notices.write(WORK / "THIRD-PARTY-NOTICES")
    if sys.platform == "win32":
        write_version_resource(version)
    frozen = freeze()
    if sys.platform == "linux":
        import linux_packages

        made = linux_packages.make(frozen, WORK, DIST, version)
    else:
        shutil.copy2(WORK / "THIRD-PARTY-NOTICES", frozen)
        made = [Path(shutil.make_archive(str(DIST / f"twinlens-{version}-{sys.platform}"), "zip", frozen))]
    for path in made:
        print(f"{path.relative_to(ROOT)}  {path.stat().st_size / 1e6:.1f} MB")
    return 0


def read_version() -> str:
    """The one place that says it."""
    source = (ROOT / "desktop" / "twinlens" / "__init__.py").read_text(encoding="utf-8")
    return source.split('__version__ = "')[1].split('"')[0]


def freeze() -> Path:
    """Run PyInstaller; the folder (on macOS the bundle) it made."""
    target = WORK / "frozen"
    options = ["--noconfirm", "--log-level", "WARN", "--distpath", target, "--workpath", WORK / "pyinstaller"]
    (WORK / "pyinstaller" / "twinlens").mkdir(parents=True, exist_ok=True)
    for drawn in WORK.glob("twinlens.ic*"):
        shutil.copy2(drawn, WORK / "pyinstaller" / "twinlens")
    for written in WORK.glob("version.txt"):
        shutil.copy2(written, WORK / "pyinstaller" / "twinlens")
    spec = ROOT / "packaging" / "twinlens.spec"
    environment = {**os.environ, "PYTHONHASHSEED": "1"}
    subprocess.run([sys.executable, "-m", "PyInstaller", *options, spec], check=True, cwd=WORK, env=environment)
    return target / ("Twinlens.app" if sys.platform == "darwin" else "twinlens")


def write_version_resource(version: str) -> None:
    """What Windows shows in a program's properties."""
    numbers = tuple([*map(int, version.split(".")[:3]), 0])
    words = {
        "FileDescription": "Twinlens",
        "ProductName": "Twinlens",
        "FileVersion": version,
        "ProductVersion": version,
        "LegalCopyright": "The Twinlens maintainers, MIT licence",
        "OriginalFilename": "twinlens.exe",
    }
    strings = ", ".join(f"StringStruct({name!r}, {value!r})" for name, value in words.items())
    (WORK / "version.txt").write_text(
        f"VSVersionInfo(ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}), kids=["
        f"StringFileInfo([StringTable('040904B0', [{strings}])]), "
        "VarFileInfo([VarStruct('Translation', [1033, 1200])])])",
        encoding="utf-8",
    )


if __name__ == "__main__":
    sys.exit(main())
