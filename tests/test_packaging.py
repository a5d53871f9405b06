"""What is built from a checkout works apart from it: source archive, wheel, install, scan."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

ROOT = Path(__file__).resolve().parents[1]
SCRIPTS = "Scripts" if os.name == "nt" else "bin"
ESSENTIAL = (
    "twinlens/_bundled/models/encoder.onnx",
    "twinlens/_bundled/models/encoder.json",
    "twinlens/_bundled/models/verifier.onnx",
    "twinlens/_bundled/models/verifier.json",
    "twinlens/_bundled/resources/icons/twinlens.svg",
    "twinlens/_bundled/resources/translations/twinlens_en.qm",
    "twinlens/library/migrations/library/env.py",
    "twinlens/library/migrations/cache/env.py",
    "twinlens/py.typed",
)


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command away from the checkout's settings; its standard output."""
    environment = {
        name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PIP_REQUIRE_HASHES")
    }
    ran = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False, timeout=100)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def copy_checkout(target: Path) -> Path:
    """A copy of what belongs to the project, so that building leaves nothing in the checkout."""
    for name in ("desktop", "resources", "tests"):
        shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    shutil.copytree(ROOT / "models" / "exported", target / "models" / "exported")
    for name in ("verifier.onnx", "verifier.json"):
        (target / "models" / "exported" / name).touch()  # a checkout may have no verifier yet; a scan needs none
    for file in ROOT.iterdir():
        if file.is_file() and not file.name.startswith("."):
            shutil.copy2(file, target / file.name)
    return target


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built without network from an unpacked source archive, as a distribution would."""
    folder = tmp_path_factory.mktemp("build")
    checkout = copy_checkout(folder / "checkout")
    build = "import sys; from setuptools import build_meta; getattr(build_meta, sys.argv[1])(sys.argv[2])"
    run(sys.executable, "-c", build, "build_sdist", folder, cwd=checkout)
    (archive,) = folder.glob("twinlens-*.tar.gz")
    run(sys.executable, "-m", "tarfile", "--extract", archive, folder / "unpacked", cwd=folder)
    (source,) = (folder / "unpacked").iterdir()
    stale = source / "build" / "lib" / "twinlens"
    stale.mkdir(parents=True)
    (stale / "removed_long_ago.py").write_text("", encoding="utf-8")
    run(sys.executable, "-c", build, "build_wheel", folder, cwd=source)
    (built,) = folder.glob("twinlens-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs' folder of an environment with the wheel and its dependencies, blind to the checkout."""
    environment = tmp_path_factory.mktemp("apart")
    venv.create(environment, with_pip=False, symlinks=os.name != "nt")
    python = environment / SCRIPTS / ("python.exe" if os.name == "nt" else "python")
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", "--quiet", wheel]
    run(*pip, cwd=environment)
    # The dependencies are lent by the environment that runs this test. A path named in a .pth file is searched,
    # but .pth files in it are not read: the editable install of the checkout stays out of sight.
    probe = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = Path(run(python, "-c", probe, cwd=environment).strip())
    (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return python.parent


def draw_photo(path: Path, seed: int) -> None:
    """A picture with enough in it to be told from the others."""
    image = Image.new("RGB", (320, 240), (30 * seed, 90, 200 - 40 * seed))
    pen = ImageDraw.Draw(image)
    for step in range(12):
        left, top = (step * 53 * (seed + 1)) % 280, (step * 31 * (seed + 2)) % 200
        pen.ellipse((left, top, left + 20 + 5 * step, top + 40), fill=(20 * step, 255 - 20 * step, 60 * seed % 255))
    image.save(path, quality=90)


def test_a_wheel_carries_the_model_the_resources_and_the_migrations(wheel: Path):
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
    assert set(ESSENTIAL) <= set(names)
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"twinlens"}
    assert "twinlens/removed_long_ago.py" not in names
    assert len([name for name in names if "/migrations/library/versions/" in name]) >= 2


def test_an_installed_wheel_scans(installed: Path, tmp_path: Path):
    where = run(installed / "python", "-c", "import twinlens; print(twinlens.__file__)", cwd=tmp_path)
    assert installed.parent in Path(where.strip()).parents

    photos = tmp_path / "photos"
    photos.mkdir()
    for number in range(3):
        draw_photo(photos / f"photo {number}.jpg", number)
    output = run(installed / "twinlens", "--home", tmp_path / "home", "--json", "scan", photos, cwd=tmp_path)
    report = json.loads(output)
    assert (report["found"], report["new"], report["problems"]) == (3, 3, [])
