"""What can be chosen, in plain words. Every choice is saved as it is made, and there is nothing to confirm."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from twinlens.gui import wording
from twinlens.gui.look.controls import button, column, label, row
from twinlens.gui.look.scale import scaled
from twinlens.gui.look.theme import Scheme, Space
from twinlens.gui.review.choice_box import ChoiceBox
from twinlens.gui.services import Services
from twinlens.gui.shell.keys_dialog import KeysDialog
from twinlens.gui.shell.window_menu import SCHEME_NAMES
from twinlens.gui.translating import languages, tr

_TEXT_PERCENTS = (100, 115, 130, 150, 175, 200)
_PATIENCE_S = (20.0, 60.0, 180.0, 600.0)
_MEMORY_MB = (2048, 4096, 8192, 16384)
_PREVIEWS_MB = (1024, 2048, 4096, 8192, 16384, 65536)
_WORDS_WIDTH = 260
_CHOICE_WIDTH = 220


class PreferencesDialog(QDialog):
    """One line for each choice: what it is, what it means, what is chosen."""

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        """Shows what holds now."""
        super().__init__(parent)
        self._services = services
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Preferences"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(Space.XL)
        self._grid.setVerticalSpacing(Space.L)
        self.later = label(tr("Takes effect when Twinlens is started again."), "warn", wrap=True)
        kept = self.later.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.later.setSizePolicy(kept)
        self.later.hide()
        self.boxes: dict[str, ChoiceBox] = {}
        self._add_looks()
        self._add_reading()
        keys = button(tr("Change keys\u2026"), lambda: KeysDialog(services.keymap, self).open())
        close = button(tr("Close"), self.accept, "primary")
        close.setDefault(True)
        self.setLayout(column(self._grid, self.later, row(keys, None, close), gap=Space.XL, margins=(Space.XL,) * 4))

    def _add_looks(self) -> None:
        settings = self._services.preferences.settings
        schemes = [(words, scheme) for scheme, words in SCHEME_NAMES.items()]
        self._add("theme", tr("Appearance"), "", schemes, self._services.theme.scheme, self._dress)
        sizes = _with(settings.text_percent, _TEXT_PERCENTS)
        self._add(
            "text_percent", tr("Size of text"), tr("On top of what the system asks for"),
            [(wording.whole_percent(size), size) for size in sizes], settings.text_percent,
        )  # fmt: skip
        tongues = [(tr("As the system"), ""), *((_own_name(code), code) for code in languages())]
        self._add("language", tr("Language"), "", tongues, settings.language)

    def _add_reading(self) -> None:
        settings = self._services.preferences.settings
        most = os.cpu_count() or 1
        workers = _with(settings.decode_workers, (0, *sorted({1, 2, max(1, most // 2), most})))
        self._add(
            "decode_workers", tr("Programs that read photos at once"), tr("More are faster, and need more memory"),
            [(wording.count(number) if number else tr("Automatic"), number) for number in workers],
            settings.decode_workers,
        )  # fmt: skip
        self._add(
            "decode_timeout_s", tr("Longest time for one photo"), tr("What takes longer is listed as a problem"),
            [(wording.duration(each), each) for each in _with(settings.decode_timeout_s, _PATIENCE_S)],
            settings.decode_timeout_s,
        )  # fmt: skip
        self._add(
            "decode_memory_mb", tr("Most memory for one photo"), tr("What needs more is listed as a problem"),
            [(wording.size(each * 10**9 // 2**10), each) for each in _with(settings.decode_memory_mb, _MEMORY_MB)],
            settings.decode_memory_mb,
        )  # fmt: skip
        self._add(
            "preview_cache_mb", tr("Room for previews on the disk"), tr("By which absent drives are shown too"),
            [(wording.size(each * 10**9 // 2**10), each) for each in _with(settings.preview_cache_mb, _PREVIEWS_MB)],
            settings.preview_cache_mb,
        )  # fmt: skip

    def _add(
        self, name: str, words: str, hint: str, choices: Iterable[tuple[str, object]], now: object,
        choose: Callable[[object], object] | None = None,
    ) -> None:  # fmt: skip
        line = self._grid.rowCount()
        about = column(label(words, "strong"), gap=2)
        if hint:
            about.addWidget(label(hint, "small-quiet", wrap=True))
        box = self.boxes[name] = ChoiceBox(self._services.icons, words, choices)
        box.setAccessibleDescription(hint)
        box.setFixedWidth(scaled(_CHOICE_WIDTH))
        box.choose(now)
        act = choose or (lambda value: self._keep(name, value))
        box.activated.connect(lambda _at: act(box.value))
        self._grid.addLayout(about, line, 0)
        self._grid.addWidget(box, line, 1, Qt.AlignmentFlag.AlignVCenter)
        self._grid.setColumnMinimumWidth(0, scaled(_WORDS_WIDTH))

    def _dress(self, scheme: object) -> None:
        if isinstance(scheme, Scheme):
            self._services.theme.set_scheme(scheme)

    def _keep(self, name: str, value: object) -> None:
        self._services.preferences.change(**{name: value})
        self.later.show()


def _with(now: float, usual: Iterable[float]) -> list:
    """The usual choices, and what a settings file may have chosen besides."""
    return sorted({*usual, now})


def _own_name(code: str) -> str:
    """A language as those call it who speak it: English, Deutsch, \u65e5\u672c\u8a9e."""
    name = QLocale(code).nativeLanguageName()
    return "English" if code == "en" else name[:1].upper() + name[1:] or code
