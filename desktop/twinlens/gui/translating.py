"""Every sentence of the window passes through `tr`, where Qt Linguist finds it and a translation replaces it.

Sentences that modules hold as constants are translated as these are imported: `start.py` calls `speak` before it
imports the window.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from twinlens.core.errors import TwinlensError
from twinlens.resources import resource_folder

SOURCE_LANGUAGE = "en"
"""What the code is written in. Its file holds the plurals alone."""
_PREFIX = "twinlens_"
_spoken: list[QTranslator] = []
"""The language of the window, and English behind it for what is not translated yet."""


def tr(text: str, note: str = "", n: int = -1) -> str:
    """The sentence in the language of the window.

    Written as a literal, so that `pyside6-lupdate` finds it. Names and numbers go in afterwards, by name:
    `tr("Move {photos} to the trash").format(photos=…)`. `note` tells a translator what cannot be seen from
    the sentence, and keeps equal words with different meanings apart. With `n`, `%n` in the text is the
    number as the language writes it, and the language chooses its form: `tr("%n photo(s)", "", n)`.
    """
    found = next(filter(None, (each.translate("", text, note or None, n) for each in _spoken)), text)
    return found.replace("%n", QLocale().toString(n)) if n >= 0 else found


def languages(folder: Path | None = None) -> list[str]:
    """The languages to choose from, by their codes."""
    return sorted(file.stem.removeprefix(_PREFIX) for file in _files(folder))


def speak(language: str = "", folder: Path | None = None) -> str:
    """Use a language from now on, or that of the system; returns the code of the one that is spoken."""
    files = {file.stem.removeprefix(_PREFIX): file for file in _files(folder)}
    wanted = [language] if language else [name.replace("-", "_") for name in QLocale.system().uiLanguages()]
    chosen = next((name for name in (*wanted, *(each.split("_")[0] for each in wanted)) if name in files), "")
    chosen = chosen or SOURCE_LANGUAGE
    _spoken.clear()
    for file in filter(None, map(files.get, dict.fromkeys((chosen, SOURCE_LANGUAGE)))):
        translator = QTranslator()
        if translator.load(str(file)):
            _spoken.append(translator)
    system = QLocale.system()
    same = system.name().split("_")[0] == chosen.split("_")[0]
    # English of no country writes dates and numbers as the United States do.
    QLocale.setDefault(system if same and language == "" else QLocale(chosen))
    return chosen


def let_qt_speak(application: QApplication) -> None:
    """Give Qt's own dialogs the language of the window, and the whole window its direction."""
    translator = QTranslator(application)
    if translator.load(QLocale(), "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        QCoreApplication.installTranslator(translator)
    application.setLayoutDirection(QLocale().textDirection())


def _files(folder: Path | None) -> list[Path]:
    try:
        return list((folder or resource_folder("translations")).glob(f"{_PREFIX}*.qm"))
    except TwinlensError:  # an installation without them still speaks as it was written
        return []


speak(SOURCE_LANGUAGE)
