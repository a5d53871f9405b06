"""From the frozen folder to what Linux installs: a tree under /usr, a .deb of it, a .deb for CUDA, a plain archive."""

from __future__ import annotations

import argparse
import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent / "linux"
ROOT = HERE.parents[1]
LIBRARY = Path("usr/lib/twinlens")
MAINTAINER = "The Twinlens maintainers <maintainers@twinlens.example>"
HOMEPAGE = os.environ.get("TWINLENS_HOMEPAGE", "https://twinlens.example")
CUDA_LIBRARY = "libonnxruntime_providers_cuda.so"
CUDA_NEEDS = "CUDA 13 and cuDNN 9"
OPTIONAL_PLUGINS = ("platformthemes", "wayland", "tls", "networkinformation")
"""Parts of Qt that look for libraries of the desktop they run on, and are left out where it has none."""


def make(frozen: Path, work: Path, dist: Path, version: str) -> list[Path]:
    """Make all three; their paths."""
    stage = work / "stage"
    shutil.rmtree(stage, ignore_errors=True)
    lay_out(frozen, work, stage, version)
    architecture = _said("dpkg", "--print-architecture")
    archive = dist / f"twinlens-{version}-linux-{architecture}.tar.zst"
    named = f"s,^usr,twinlens-{version},"
    tar = ["tar", "--zstd", "--sort=name", "--owner=0", "--group=0", "--numeric-owner", f"--transform={named}"]
    subprocess.run([*tar, "-cf", archive, "-C", stage, "usr"], check=True)
    package = deb(stage, dist, "twinlens", version, architecture, main_fields(stage))
    return [package, cuda_deb(work, dist, version, architecture), archive]


# -- the tree --------------------------------------------------------------------------------------------------------


def lay_out(frozen: Path, work: Path, stage: Path, version: str) -> None:
    """Put everything where a Linux desktop looks for it."""
    shutil.copytree(frozen, stage / LIBRARY, symlinks=True)
    _strip(stage / LIBRARY)
    (stage / "usr/bin").mkdir(parents=True)
    (stage / "usr/bin/twinlens").symlink_to("../lib/twinlens/twinlens")
    for name in ("twinlens", "twinlens-similar", "twinlens-duplicates"):
        _install(HERE / f"{name}.desktop", stage / "usr/share/applications" / f"{name}.desktop")
    _install(HERE / "servicemenu.desktop", stage / "usr/share/kio/servicemenus/twinlens.desktop")
    for name in ("similar", "duplicates"):
        _install(HERE / f"{name}.nemo_action", stage / f"usr/share/nemo/actions/twinlens-{name}.nemo_action")
    for icon in (work / "icons").glob("*.png"):
        _install(icon, stage / f"usr/share/icons/hicolor/{icon.stem}x{icon.stem}/apps/twinlens.png")
    _install(ROOT / "resources/icons/twinlens.svg", stage / "usr/share/icons/hicolor/scalable/apps/twinlens.svg")
    _write(stage / "usr/share/metainfo/org.twinlens.Twinlens.metainfo.xml", _filled("metainfo.xml", version))
    _compress(stage / "usr/share/man/man1/twinlens.1.gz", _filled("twinlens.1", version))
    documents = stage / "usr/share/doc/twinlens"
    _write(documents / "copyright", _filled("copyright", version))
    _compress(documents / "changelog.gz", debian_changelog(version))
    _compress(documents / "NEWS.gz", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    _compress(documents / "THIRD-PARTY-NOTICES.gz", (work / "THIRD-PARTY-NOTICES").read_text(encoding="utf-8"))
    _install(HERE / "lintian-overrides", stage / "usr/share/lintian/overrides/twinlens")


def _strip(library: Path) -> None:
    """Python and the index come with what a debugger wants; wheels come stripped, and some break if touched."""
    for built in (*library.glob("_internal/libpython3*"), *library.glob("_internal/hnswlib*.so")):
        subprocess.run(["strip", "--strip-unneeded", built], check=True)
    for path in library.rglob("*"):
        if path.is_file() and not path.is_symlink():
            path.chmod(0o755 if path.name == "twinlens" and path.parent == library else 0o644)


def _filled(name: str, version: str) -> str:
    text = (HERE / name).read_text(encoding="utf-8")
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8").split("\n\n", 2)[2].rstrip()
    values = {
        "VERSION": version,
        "DATE": _when().date().isoformat(),
        "HOMEPAGE": HOMEPAGE,
        "COMMANDS": man_commands() if "@COMMANDS@" in text else "",
        "LICENSE": "\n".join(f" {line}" if line else " ." for line in licence.splitlines()),
    }
    return re.sub(r"@([A-Z]+)@", lambda found: values[found[1]], text)


def man_commands() -> str:
    """The commands as the program itself tells them."""
    from twinlens.cli.parser import build_parser

    actions = [each for each in build_parser()._actions if isinstance(each, argparse._SubParsersAction)]
    entries = [f".TP\n.B {choice.dest}\n{choice.help}" for choice in actions[0]._choices_actions]
    return "\n".join(entries).replace("-", "\\-")


def debian_changelog(version: str) -> str:
    """Debian wants one of its own form; what changed is in NEWS."""
    when = _when().strftime("%a, %d %b %Y %H:%M:%S +0000")
    return f"twinlens ({version}) unstable; urgency=medium\n\n  * See NEWS.gz.\n\n -- {MAINTAINER}  {when}\n"


def _when() -> datetime:
    """The time of the last commit, so that the same commit gives the same package."""
    given = os.environ.get("SOURCE_DATE_EPOCH") or _said("git", "-C", str(ROOT), "log", "-1", "--format=%ct")
    return datetime.fromtimestamp(int(given), UTC)


# -- packages --------------------------------------------------------------------------------------------------------


def main_fields(stage: Path) -> dict[str, str]:
    """What the application needs of the system, by what its files name."""
    everything = [path for path in (stage / LIBRARY).rglob("*.so*") if path.is_file() and not path.is_symlink()]
    carried = {path.name for path in (stage / LIBRARY).rglob("*.so*")}
    optional = [path for path in everything if any(f"plugins/{name}" in str(path) for name in OPTIONAL_PLUGINS)]
    needed = packages_of(
        [stage / LIBRARY / "twinlens", *(path for path in everything if path not in optional)], carried
    )
    return {
        "Depends": ", ".join(sorted(needed)),
        "Recommends": "fonts-dejavu-core | fonts-noto-core, xdg-desktop-portal",
        "Suggests": ", ".join(sorted({"twinlens-cuda", *(packages_of(optional, carried) - needed)})),
        "Description": "find near-duplicate photographs and clear them away safely\n"
        " Twinlens finds the near-duplicate photographs in a photographer's library,\n"
        " says how each pair is related, proposes which one to keep and why, and\n"
        " clears the rest away so safely that nothing is ever lost. It works offline,\n"
        " on a laptop without a graphics card.",
    }


def packages_of(binaries: list[Path], carried: set[str]) -> set[str]:
    """The Debian packages of the libraries that these name and that are not carried along."""
    named: set[str] = set()
    for binary in binaries:
        told = subprocess.run(["objdump", "-p", binary], capture_output=True, text=True, check=False).stdout
        named.update(re.findall(r"NEEDED\s+(\S+)", told))
    places = dict(re.findall(r"^\s+(\S+) .*=> (\S+)$", _said("/sbin/ldconfig", "-p"), re.MULTILINE))
    owners = {_owner(places[name]) for name in named - carried if name in places}
    return {_with_alternative(name) for name in owners if name}


def _owner(library: str) -> str | None:
    for path in (library, f"/usr{library}", os.path.realpath(library)):
        said = subprocess.run(["dpkg", "-S", path], capture_output=True, text=True, check=False).stdout
        if said:
            return said.split(":", 1)[0]
    return None


def _with_alternative(name: str) -> str:
    """Glibc's floor is that of the wheels; Debian 13 and Ubuntu 24.04 renamed some libraries for 64-bit time."""
    if name == "libc6":
        return "libc6 (>= 2.34)"
    return f"{name} | {name}t64" if name in ("libglib2.0-0", "libgtk-3-0", "libcups2", "libssl3") else name


def deb(stage: Path, dist: Path, name: str, version: str, architecture: str, fields: dict[str, str]) -> Path:
    """Pack a tree."""
    size = sum(path.lstat().st_size for path in stage.rglob("*") if path.is_file()) // 1024
    control = {
        "Package": name,
        "Version": version,
        "Architecture": architecture,
        "Maintainer": MAINTAINER,
        "Installed-Size": str(size),
        "Section": "graphics",
        "Priority": "optional",
        "Homepage": HOMEPAGE,
        **fields,
    }
    _write(stage / "DEBIAN/control", "".join(f"{key}: {value}\n" for key, value in control.items()))
    _write(stage / "DEBIAN/md5sums", _checksums(stage))
    for folder in (stage, *(path for path in stage.rglob("*") if path.is_dir())):
        folder.chmod(0o755)
    target = dist / f"{name}_{version}_{architecture}.deb"
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(int(_when().timestamp()))}
    subprocess.run(
        ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", stage, target],
        check=True,
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    shutil.rmtree(stage / "DEBIAN")
    return target


def _checksums(stage: Path) -> str:
    files = sorted(path for path in (stage / "usr").rglob("*") if path.is_file() and not path.is_symlink())
    sums = ((hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest(), path) for path in files)
    return "".join(f"{sum_}  {path.relative_to(stage)}\n" for sum_, path in sums)


def cuda_deb(work: Path, dist: Path, version: str, architecture: str) -> Path:
    """The one library by which the encoder runs on a graphics card, put beside the rest of the runtime."""
    import onnxruntime

    stage = work / "stage-cuda"
    shutil.rmtree(stage, ignore_errors=True)
    runtime = Path(onnxruntime.__file__).parent / "capi"
    _install(runtime / CUDA_LIBRARY, stage / LIBRARY / "_internal/onnxruntime/capi" / CUDA_LIBRARY)
    documents = stage / "usr/share/doc/twinlens-cuda"
    elsewhere = ("THIRD-PARTY-NOTICES.gz beside this file", "/usr/share/doc/twinlens/THIRD-PARTY-NOTICES.gz")
    _write(documents / "copyright", _filled("copyright", version).replace(*elsewhere))
    changed = debian_changelog(version).replace("twinlens (", "twinlens-cuda (", 1)
    _compress(documents / "changelog.gz", changed)
    overrides = (HERE / "lintian-overrides").read_text(encoding="utf-8").replace("twinlens:", "twinlens-cuda:")
    _write(stage / "usr/share/lintian/overrides/twinlens-cuda", overrides)
    fields = {
        "Depends": f"twinlens (= {version})",
        "Description": "Twinlens on NVIDIA graphics cards\n"
        f" Lets Twinlens compute on an NVIDIA graphics card. Needs {CUDA_NEEDS} from NVIDIA;\n"
        " without them Twinlens goes on computing on the processor.",
    }
    return deb(stage, dist, "twinlens-cuda", version, architecture, fields)


# -- files -----------------------------------------------------------------------------------------------------------


def _install(source: Path, target: Path, mode: int = 0o644) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    target.chmod(mode)


def _write(target: Path, text: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    target.chmod(0o644)


def _compress(target: Path, text: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    target.chmod(0o644)


def _said(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    sys.exit("This is part of build.py: run `python3 dev.py package`.")
