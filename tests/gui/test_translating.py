"""Every sentence can be translated, and English writes its plurals."""

from __future__ import annotations

import json
import os
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


# The whole window in a language made up: every text in brackets and longer by a third.


def pseudo(text: str) -> str:
    return f"[{text}{'~' * (len(text) // 3)}]"


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the made-up translation, from left to right as Esperanto and the other way as Hebrew."""
    folder = tmp_path_factory.mktemp("translations")
    for language in ("eo", "he"):
        file = folder / f"twinlens_{language}.ts"
        lupdate(file, "-target-language", language)
        tree = ElementTree.parse(file)
        for message in tree.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            del translation.attrib["type"]
            source = message.findtext("source") or ""
            forms = list(translation.iter("numerusform"))
            for form in forms:
                form.text = pseudo(source)
            if not forms:
                translation.text = pseudo(source)
        tree.write(file, encoding="utf-8", xml_declaration=True)
        release = [str(TOOLS / "pyside6-lrelease"), "-silent", str(file)]
        subprocess.run(release, check=True, timeout=60, capture_output=True)
    return folder


def walk(language: str, folder: Path, percent: int) -> dict[str, list[str]]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": os.pathsep.join(sys.path)}
    script = str(Path(__file__).with_name("walked_window.py"))
    command = [sys.executable, script, language, str(folder), str(percent)]
    ran = subprocess.run(command, check=False, capture_output=True, text=True, timeout=100, env=environment)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


@pytest.mark.parametrize("language", ["eo", "he"])
def test_the_whole_window_is_translated(made_up: Path, language: str) -> None:
    sources = {source for source, _ in messages(made_up / f"twinlens_{language}.ts")}
    texts = walk(language, made_up, 100)["texts"]
    assert len(texts) > 150
    assert [text for text in texts if text in sources] == [], "these were made before the language was chosen"
    assert sum("[" in text for text in texts) > 100


def test_nothing_is_cut_off_where_text_is_half_as_large_again() -> None:
    assert walk("en", TRANSLATIONS, 150)["cut"] == []
