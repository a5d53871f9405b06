"""Every sentence can be translated, and English writes its plurals."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QLocale

from twinlens.gui import translating
from twinlens.gui.translating import languages, speak, tr

ROOT = Path(__file__).parents[2]
TRANSLATIONS = ROOT / "resources" / "translations"
TOOLS = Path(sys.executable).parent
UPDATE = "run: python3 dev.py translations"


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    speak("en")


def messages(file: Path) -> dict[tuple[str, str], ElementTree.Element]:
    found = ElementTree.parse(file).iter("message")
    return {(each.findtext("source") or "", each.findtext("comment") or ""): each for each in found}


def lupdate(target: Path, *options: str) -> dict[tuple[str, str], ElementTree.Element]:
    """All sentences that Qt Linguist's own tool finds in the code."""
    command = [str(TOOLS / "pyside6-lupdate"), "-silent", "-extensions", "py", "-locations", "none", *options]
    subprocess.run([*command, str(ROOT / "desktop/twinlens/gui"), "-ts", str(target)], check=True, timeout=100)
    return messages(target)


def test_the_file_of_plurals_is_up_to_date_with_the_code(tmp_path: Path) -> None:
    found = lupdate(tmp_path / "found.ts", "-pluralonly")
    known = messages(TRANSLATIONS / "twinlens_en.ts")
    assert found.keys() == known.keys(), UPDATE
    unfinished = [source for (source, _), each in known.items() if "unfinished" in ElementTree.tostring(each).decode()]
    assert unfinished == [], "written by hand where it is not word(s)"


def test_every_plural_is_compiled() -> None:
    for (source, note), message in messages(TRANSLATIONS / "twinlens_en.ts").items():
        forms = [form.text or "" for form in message.iter("numerusform")]
        assert [tr(source, note, n).replace(str(n), "%n") for n in (1, 2)] == forms, UPDATE
        # One, and where it is clear also many, may be said without the number.
        assert all(set(re.findall(r"\{\w+\}", form)) <= set(re.findall(r"\{\w+\}", source)) for form in forms)
        assert "(s)" not in "".join(forms)


def test_numbers_are_written_as_the_language_does(monkeypatch: pytest.MonkeyPatch) -> None:
    QLocale.setDefault(QLocale("de_DE"))
    assert tr("no such sentence: %n", "", 12431) == "no such sentence: 12.431"


def test_an_unknown_language_is_english() -> None:
    assert speak("tlh") == "en"
    assert "en" in languages()


def test_without_translations_it_speaks_as_it_was_written(tmp_path: Path) -> None:
    assert speak("en", tmp_path) == "en"
    assert tr("%n photo(s)", "", 2) == "2 photo(s)"
    assert translating._spoken == []
