"""The whole program as a person uses it, on a screen nobody sees: real keys, a real pointer, real drops.

Screenshots of each page stay where TWINLENS_SCREENSHOTS says, else in the test's own folder.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from walk.display import missing_tools, screen
from walk.library import lay_out_library

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PAGES = 34
"""Screenshots a whole walk leaves, at least."""

# A build server that lacks the tools is a fault; a developer's machine that lacks them goes without the walk.
_lacking = missing_tools() if "CI" not in os.environ else []


@pytest.mark.timeout(400)
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the walk needs an X server of its own")
@pytest.mark.skipif(bool(_lacking), reason=f"the walk needs {', '.join(_lacking)}")
def test_from_an_empty_library_to_a_clean_up_and_back(tmp_path: Path) -> None:
    pictures, home = tmp_path / "Pictures", tmp_path / "home"
    screenshots = Path(os.environ.get("TWINLENS_SCREENSHOTS", tmp_path / "screenshots"))
    screenshots.mkdir(parents=True, exist_ok=True)
    lay_out_library(pictures)
    with screen(1500, 800) as environment:
        for which in ("first", "again"):
            _walk(environment, which, pictures, home, screenshots)
    shown = sorted(screenshots.glob("*.png"))
    assert len(shown) >= PAGES
    assert all(path.stat().st_size > 10_000 for path in shown), "each shows something"


def _walk(environment: dict[str, str], which: str, *folders: Path) -> None:
    path = os.pathsep.join(map(str, (ROOT / "desktop", HERE)))
    process = subprocess.run(
        [sys.executable, "-W", "error", str(HERE / "steps.py"), which, *map(str, folders)],
        # A home of its own, as paths are shown from there.
        env=environment | {"PYTHONPATH": path, "HOME": str(folders[0].parent)},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert process.returncode == 0, process.stdout + process.stderr
    assert process.stderr == "", "nothing complains"
