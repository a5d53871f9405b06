"""A real home with the real encoder: workflows are tried as they run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from twinlens.core.job import Job
from twinlens.paths import AppPaths
from twinlens.resources import model_files
from twinlens.workflows.home import Home, open_home
from twinlens.workflows.model import LazyEncoder
from twinlens.workflows.scan import ScanOptions, ScanReport, scan

ONE_WORKER = ScanOptions(workers=1)


@pytest.fixture(scope="session")
def encoder() -> LazyEncoder:
    """The model that ships."""
    return LazyEncoder(*model_files())


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """An empty home outside the folder of photographs."""
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
