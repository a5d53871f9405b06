"""The static site has every chapter, and everything in it leads somewhere on the disk."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest
from PIL import Image

from twinlens.gui.help.guide import read_guide

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "resources" / "guide"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """The script, which lies in no package."""
    found = importlib.util.spec_from_file_location("twinlens_guide_script", ROOT / "packaging" / "guide.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def site(script: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    built = tmp_path_factory.mktemp("site") / "site"
    script.build_site(read_guide(GUIDE), built)
    return built


def test_every_chapter_has_a_page(site: Path) -> None:
    assert {page.stem for page in site.glob("*.html")} == {chapter.stem for chapter in GUIDE.glob("*.md")}


def test_every_link_and_picture_is_on_the_disk(site: Path) -> None:
    for page in site.glob("*.html"):
        text = page.read_text(encoding="utf-8")
        for target in re.findall(r'(?:href|src)="([^"#:]+)(?:#[^"]*)?"', text):
            assert (site / target).is_file(), f"{page.name}: {target}"
        assert "http" not in re.sub(r'<a href="https?://[^"]*"', "", text), f"{page.name} works without a network"
        assert text.count("aria-current") == (page.stem != "index")


def test_headings_can_be_linked_to(site: Path) -> None:
    assert '<h2 id="history-and-undo">' in (site / "safety.html").read_text(encoding="utf-8")


def test_a_screenshot_is_named_by_its_step_without_the_number(script: ModuleType) -> None:
    paths = [Path(name) for name in ("33-history.png", "22-history.png", "04-review.png")]
    assert script.by_name(paths) == {"history": Path("22-history.png"), "review": Path("04-review.png")}


def test_pictures_are_made_small(script: ModuleType, tmp_path: Path) -> None:
    Image.effect_noise((1600, 900), 90).convert("RGB").save(tmp_path / "large.png")
    with pytest.raises(SystemExit, match="small enough"):
        script.save_small(tmp_path / "large.png", tmp_path / "large.webp")
    Image.linear_gradient("L").resize((1600, 900)).save(tmp_path / "plain.png")
    script.save_small(tmp_path / "plain.png", tmp_path / "plain.webp")
    with Image.open(tmp_path / "plain.webp") as picture:
        assert picture.size == (1280, 720)
