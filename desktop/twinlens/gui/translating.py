"""Every sentence of the window passes through `tr`, where Qt Linguist finds it and a translation replaces it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def tr(text: str, note: str = "", n: int = -1) -> str:
    """The sentence in the language of the window.

    Written as a literal, so that `pyside6-lupdate` finds it. Names and numbers go in afterwards, by name:
    `tr("Move {photos} to the trash").format(photos=…)`. `note` tells a translator what cannot be seen from
    the sentence, and keeps equal words with different meanings apart. With `n`, `%n` in the text is the
    number, and the language chooses its form: `tr("%n photo(s)", "", n)`.
    """
    return QCoreApplication.translate("", text, note or None, n)
