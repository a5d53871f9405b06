"""A real home with the real encoder: workflows are tried as they run."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from twinlens.core.job import Job
from twinlens.files import berths, mover
from twinlens.paths import AppPaths
from twinlens.resources import model_files
from twinlens.workflows.home import Home, open_home
from twinlens.workflows.model import LazyEncoder
from twinlens.workflows.scan import ScanOptions, ScanReport, scan
from workflows.shelf import Shelf

Rename = Callable[[Path, Path], None]
ONE_WORKER = ScanOptions(workers=1)


@pytest.fixture(scope="session")
def encoder() -> LazyEncoder:
    """The model that ships."""
    return LazyEncoder(*model_files())


@pytest.fixture(scope="session")
def blank_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new home's files, made once: migrating takes longer than most tests."""
    folder = tmp_path_factory.mktemp("blank") / "home"
    open_home(AppPaths.of(folder).home).close()
    return folder


@pytest.fixture
def home(tmp_path: Path, blank_home: Path) -> Iterator[Home]:
    """An empty home outside the folder of photographs."""
    shutil.copytree(blank_home, tmp_path / "home")
    opened = open_home(AppPaths.of(tmp_path / "home").home)
    yield opened
    opened.close()


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """An empty folder for photographs."""
    folder = tmp_path / "photos"
    folder.mkdir()
    return folder


@pytest.fixture
def rescan(home: Home, encoder: LazyEncoder, photos: Path) -> Callable[..., ScanReport]:
    """Scan the photographs (or other folders) with one worker."""

    def run(*folders: Path, job: Job | None = None) -> ScanReport:
        return scan(home, encoder, folders or [photos], job or Job.silent(), ONE_WORKER)

    return run


@pytest.fixture
def shelf(home: Home, photos: Path) -> Shelf:
    """The same home with a hand-made library, for what needs no decoding."""
    return Shelf(home, photos)


@pytest.fixture
def pair(shelf: Shelf) -> Shelf:
    """`keep.jpg` and its rejected copy `copy.jpg`."""
    shelf.put("keep.jpg")
    shelf.put("copy.jpg")
    shelf.learn()
    shelf.match("keep.jpg", "copy.jpg")
    shelf.reject("copy.jpg")
    return shelf


@pytest.fixture
def before_rename(monkeypatch: pytest.MonkeyPatch) -> Callable[[Rename], None]:
    """Run something at the last instant before a file is moved away."""

    def install(act: Rename) -> None:
        def rename(source: Path, destination: Path) -> None:
            act(source, destination)
            mover.rename_exclusively(source, destination)

        monkeypatch.setattr(berths, "rename_exclusively", rename)

    return install
