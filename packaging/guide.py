"""Brings the user's guide up to date: `python3 dev.py guide [pictures]`.

The chapter of keys is written from the table of keys, and the guide becomes a static site in `build/site`. With
`pictures` the scripted walk goes through the program first, and the pictures that the guide names are made of its
screenshots, by their names there: `04-review.png` becomes `pictures/review.webp`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markdown_it import MarkdownIt
from markdown_it.token import Token
from PIL import Image

from twinlens import __version__
from twinlens.gui.help.guide import FIRST, KEYS, Chapter, Guide, read_guide, slug
from twinlens.gui.help.keys_page import keys_markdown
from twinlens.gui.shell.keymap import Keymap

ROOT = Path(__file__).resolve().parents[1]
GUIDE = ROOT / "resources" / "guide"
TEMPLATE = Path(__file__).with_name("site")
SITE = ROOT / "build" / "site"
README_PICTURE = ROOT / "resources" / "screenshots" / "review.png"
WIDEST = 1280
LARGEST = 80_000
"""Bytes of a picture. What has more is saved again, worse."""
_NAMED = re.compile(r"\(pictures/([\w-]+)\.webp\)")
_NUMBER = re.compile(r"^\d+-")


def main(arguments: Sequence[str]) -> int:
    """Do what was asked; the exit code is that of the walk where it fails."""
    if set(arguments) - {"pictures"}:
        print(__doc__)
        return 2
    (GUIDE / f"{KEYS}.md").write_text(keys_markdown(Keymap()), encoding="utf-8")
    if arguments and (code := take_pictures()):
        return code
    build_site(read_guide(GUIDE), SITE)
    print(f"the guide is in {SITE.relative_to(ROOT)}/{FIRST}.html")
    return 0


# -- pictures --------------------------------------------------------------------------------------------------------


def take_pictures() -> int:
    """Walk through the program, and make the guide's pictures of what was seen."""
    with tempfile.TemporaryDirectory() as folder:
        walk = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "tests/walk"]
        code = subprocess.call(walk, cwd=ROOT, env={**os.environ, "TWINLENS_SCREENSHOTS": folder})
        return code or save_pictures(Path(folder))


def save_pictures(screenshots: Path) -> int:
    """Make the pictures that the guide names, and no others, of the walk's."""
    seen = by_name(screenshots.glob("*.png"))
    wanted = {name for path in GUIDE.glob("*.md") for name in _NAMED.findall(path.read_text(encoding="utf-8"))}
    if lacking := sorted(wanted - set(seen)):
        print(f"The walk took no picture of: {', '.join(lacking)}")
        return 1
    for old in (GUIDE / "pictures").glob("*.webp"):
        old.unlink()
    for name in sorted(wanted):
        save_small(seen[name], GUIDE / "pictures" / f"{name}.webp")
    with Image.open(seen["decided"]) as picture:
        picture.convert("RGB").quantize(256).save(README_PICTURE, optimize=True)
    return 0


def by_name(paths: Iterable[Path]) -> dict[str, Path]:
    """Screenshots without the numbers of their steps; of a name that comes twice, the first."""
    found: dict[str, Path] = {}
    for path in sorted(paths):
        found.setdefault(_NUMBER.sub("", path.stem), path)
    return found


def save_small(source: Path, target: Path) -> None:
    """As WebP, as good as fits."""
    with Image.open(source) as opened:
        picture = opened.convert("RGB")
    picture.thumbnail((WIDEST, WIDEST))
    for quality in (85, 78, 70, 60, 45):
        picture.save(target, "WEBP", quality=quality, method=6)
        if target.stat().st_size <= LARGEST:
            return
    raise SystemExit(f"{target.name} cannot be made small enough.")


# -- the site --------------------------------------------------------------------------------------------------------


def build_site(guide: Guide, site: Path) -> None:
    """One page a chapter, one style sheet, the pictures: it is read from the disk as well as from a server."""
    shutil.rmtree(site, ignore_errors=True)
    shutil.copytree(guide.folder / "pictures", site / "pictures")
    (site / "screenshots").mkdir()
    shutil.copy2(README_PICTURE, site / "screenshots")  # where the package's AppStream data looks for it
    shutil.copy2(TEMPLATE / "style.css", site)
    shutil.copy2(ROOT / "resources" / "icons" / "twinlens.svg", site)
    template = Environment(loader=FileSystemLoader(TEMPLATE), autoescape=True).get_template("page.html")
    for number, chapter in enumerate(guide.chapters):
        page = template.render(
            chapters=guide.chapters,
            chapter=chapter,
            before=guide.chapters[number - 1] if number else None,
            after=guide.chapters[number + 1] if number + 1 < len(guide.chapters) else None,
            body=body_of(chapter),
            version=__version__,
        )
        (site / f"{chapter.name}.html").write_text(page, encoding="utf-8")


def body_of(chapter: Chapter) -> str:
    """A chapter as HTML: headings can be linked to, links between chapters lead to their pages."""
    markdown = MarkdownIt("commonmark").enable("table")
    tokens = markdown.parse(chapter.text)
    for token, inside in pairwise(tokens):
        if token.type == "heading_open":
            token.attrSet("id", slug(inside.content))
    for token in _all(tokens):
        if token.type == "link_open":
            token.attrSet("href", re.sub(r"^([\w-]+)\.md\b", r"\1.html", str(token.attrGet("href"))))
    return str(markdown.renderer.render(tokens, markdown.options, {}))


def _all(tokens: Iterable[Token]) -> Iterable[Token]:
    for token in tokens:
        yield token
        yield from _all(token.children or [])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
