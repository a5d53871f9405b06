"""Help: chapters at the left, the one that is read at the right, words that are looked for above."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import QByteArray, QEvent, QObject, QSize, Qt, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QKeyEvent, QShowEvent, QTextDocument
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QWidget

from twinlens.gui.help.guide import FIRST, KEYS, Chapter, Guide, read_guide
from twinlens.gui.help.keys_page import keys_markdown
from twinlens.gui.help.reader import Reader
from twinlens.gui.look.controls import button, column, frame, label, name_tool, row, tool
from twinlens.gui.look.scale import scaled
from twinlens.gui.look.theme import Size, Space, set_role
from twinlens.gui.services import Services
from twinlens.gui.translating import tr
from twinlens.resources import resource_folder

_SIZE = (1040, 720)
_SHARE_OF_SCREEN = 0.92
_NAME = Qt.ItemDataRole.UserRole
_ENDING = ".md"


class HelpWindow(QDialog):
    """Stands beside the window, so that one can read and do; it stays where one was for as long as the program runs."""

    def __init__(self, services: Services, guide: Guide, parent: QWidget | None = None) -> None:
        """Opens on the first page."""
        super().__init__(parent)
        self._services = services
        self._guide = guide
        self._texts: dict[str, str] = {}
        self._before: list[str] = []
        self._after: list[str] = []
        self._place = 0
        self.chapter = ""
        self.setWindowTitle(tr("Twinlens Help"))
        self.resize(QSize(*map(scaled, _SIZE)).boundedTo(self.screen().availableSize() * _SHARE_OF_SCREEN))
        self._build()
        self._bind()
        self._show(FIRST)
        self.reader.setFocus()

    def open_chapter(self, name: str, heading: str = "") -> None:
        """Read a chapter from its top, or from a heading; one can come back."""
        if self._guide.chapter(name) is None:
            return
        if name != self.chapter:
            self._before.append(self.chapter)
            self._after.clear()
            self._show(name)
        if heading:
            self.reader.go_to(heading)

    def state(self) -> dict[str, object]:
        """Where one reads, and where the window stands."""
        geometry = bytes(self.saveGeometry().data()).hex()
        return {"chapter": self.chapter, "place": self.reader.verticalScrollBar().value(), "geometry": geometry}

    def restore_state(self, state: object) -> None:
        """Read on there, as soon as the window is shown; what is not understood is nothing."""
        if not isinstance(state, dict):
            return
        self.restoreGeometry(QByteArray.fromHex(str(state.get("geometry", "")).encode()))
        chapter, place = state.get("chapter"), state.get("place")
        if isinstance(chapter, str) and self._guide.chapter(chapter) is not None:
            self._show(chapter)
            self._place = place if isinstance(place, int) else 0

    def showEvent(self, event: QShowEvent) -> None:
        """How far down one was is known once there is a width."""
        super().showEvent(event)
        if self._place:
            self.reader.verticalScrollBar().setValue(self._place)
            self._place = 0

    # building

    def _build(self) -> None:
        icons = self._services.icons
        self.field = QLineEdit(placeholderText=tr("Find in Help"), clearButtonEnabled=True)
        self.field.setAccessibleName(tr("Find in Help"))
        self.field.textChanged.connect(self._find)
        self.field.installEventFilter(self)
        self.said = label("", "small-quiet")
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Chapters"))
        set_role(self.list, "chapters")
        self._fill()
        self.list.currentItemChanged.connect(lambda item, _before: self._take(item))
        self.back = tool(icons, "left", tr("Page before"), self._go_back)
        self.forward = tool(icons, "right", tr("Page after"), self._go_forward)
        self.reader = Reader(self._services.theme, self._guide.folder)
        self.reader.setAccessibleName(tr("Chapter"))
        self.reader.anchorClicked.connect(self._follow)
        self._services.keymap.changed.connect(self._rewrite_keys)
        close = button(tr("Close"), self.close)
        rail = frame("panel")
        rail.setFixedWidth(Size.RAIL + Space.XXL)
        rail.setLayout(
            column(self.field, self.said, self.list, row(self.back, self.forward, None, close), gap=Space.S,
                   margins=(Space.M,) * 4)
        )  # fmt: skip
        self.setLayout(row(rail, self.reader, gap=0))

    def _fill(self) -> None:
        part = ""
        for chapter in self._guide.chapters:
            if chapter.part != part:
                part = chapter.part
                head = QListWidgetItem(part, self.list)
                head.setFlags(Qt.ItemFlag.NoItemFlags)
            item = QListWidgetItem(chapter.title, self.list)
            item.setData(_NAME, chapter.name)

    def _bind(self) -> None:
        deeds = {
            "help.find": self._to_field,
            "help.back": self._go_back,
            "help.forward": self._go_forward,
            "help.above": lambda: self._step_chapter(-1),
            "help.below": lambda: self._step_chapter(1),
        }
        keymap = self._services.keymap
        for name, act in deeds.items():
            action = QAction(self)
            keymap.bind(action, name)
            action.triggered.connect(lambda _checked, act=act: act())
            self.addAction(action)
        keymap.follow(self.back, lambda: name_tool(self.back, keymap.tip(tr("Page before"), "help.back")))
        keymap.follow(self.forward, lambda: name_tool(self.forward, keymap.tip(tr("Page after"), "help.forward")))

    # reading

    def _show(self, name: str) -> None:
        chapter = self._guide.chapter(name)
        assert chapter is not None
        self.chapter = name
        self.reader.read(self._text(chapter))
        self.reader.find_all(self.field.text().strip())
        self.setWindowTitle(
            tr("{chapter} \u2013 Help", "title of the window: a chapter of the guide").format(chapter=chapter.title)
        )
        self.back.setEnabled(bool(self._before))
        self.forward.setEnabled(bool(self._after))
        for item in self._items:
            if item.data(_NAME) == name:
                self.list.setCurrentItem(item)

    def _text(self, chapter: Chapter) -> str:
        """The keys are those of this moment, whoever changed them."""
        return keys_markdown(self._services.keymap) if chapter.name == KEYS else chapter.text

    def _rewrite_keys(self) -> None:
        self._texts.pop(KEYS, None)
        if self.chapter == KEYS:
            self._show(KEYS)

    def _take(self, item: QListWidgetItem | None) -> None:
        name = item.data(_NAME) if item is not None else None
        if name and name != self.chapter:
            self.open_chapter(name)

    def _follow(self, link: QUrl) -> None:
        name = link.fileName().removesuffix(_ENDING)
        if link.scheme() in ("http", "https", "mailto"):
            QDesktopServices.openUrl(link)
        elif link.fileName().endswith(_ENDING):
            self.open_chapter(name, link.fragment())
        else:
            self.reader.go_to(link.fragment())

    def _go_back(self) -> None:
        if self._before:
            self._after.append(self.chapter)
            self._show(self._before.pop())

    def _go_forward(self) -> None:
        if self._after:
            self._before.append(self.chapter)
            self._show(self._after.pop())

    def _step_chapter(self, by: int) -> None:
        names = [item.data(_NAME) for item in self._items if not item.isHidden()]
        if self.chapter in names:
            goal = names.index(self.chapter) + by
            if 0 <= goal < len(names):
                self.open_chapter(names[goal])

    # finding

    def _to_field(self) -> None:
        self.field.setFocus()
        self.field.selectAll()

    def _find(self) -> None:
        words = self.field.text().strip()
        numbers = {chapter.name: self._count(chapter, words) for chapter in self._guide.chapters}
        numbers[FIRST] = 0  # it only names the others
        found = sum(numbers.values())
        for item in self._all_items:
            name = item.data(_NAME)
            item.setHidden(bool(words) and not numbers.get(name, 0))
            if name:
                title = self._titles[name]
                item.setText(f"{title}  {numbers[name]}" if words and numbers[name] else title)
        self.said.setText("" if not words else tr("%n place(s)", "where words were found", found))
        self.reader.find_all(words)
        if not found:
            return
        if not numbers[self.chapter]:
            self.open_chapter(max(numbers, key=numbers.__getitem__))
        self.reader.step(1)

    def _count(self, chapter: Chapter, words: str) -> int:
        if not words:
            return 0
        if chapter.name not in self._texts:
            plain = QTextDocument()
            plain.setMarkdown(self._text(chapter))
            self._texts[chapter.name] = plain.toPlainText().casefold()
        return self._texts[chapter.name].count(words.casefold())

    def step(self, by: int) -> None:
        """To the next place of the words, or the one before: on into the next chapter that has them, and round."""
        if self.reader.step(by):
            return
        names = [item.data(_NAME) for item in self._items if not item.isHidden()]
        if names and self.field.text().strip():
            at = names.index(self.chapter) if self.chapter in names else -1
            self.open_chapter(names[(at + by) % len(names)])
            self.reader.find_all(self.field.text().strip())
            self.reader.step(by)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the field Enter goes on, with Shift back; the arrows go to the chapters."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
                return True
            if event.key() == Qt.Key.Key_Down:
                self.list.setFocus()
                return True
            if event.key() == Qt.Key.Key_Escape and self.field.text():
                self.field.clear()
                return True
        return super().eventFilter(watched, event)

    @property
    def _all_items(self) -> list[QListWidgetItem]:
        return [self.list.item(number) for number in range(self.list.count())]

    @property
    def _items(self) -> list[QListWidgetItem]:
        return [item for item in self._all_items if item.data(_NAME)]

    @cached_property
    def _titles(self) -> dict[str, str]:
        return {chapter.name: chapter.title for chapter in self._guide.chapters}


class Help:
    """Opens the one Help window, made when it is first asked for."""

    def __init__(self, services: Services, parent: QWidget) -> None:
        """Nothing is read yet."""
        self._services = services
        self._parent = parent
        self._state: object = None
        self.window: HelpWindow | None = None

    def open(self, chapter: str = "") -> None:
        """Show it, where it was last or at a chapter."""
        if self.window is None:
            self.window = HelpWindow(self._services, read_guide(resource_folder("guide")), self._parent)
            self.window.restore_state(self._state)
        if chapter:
            self.window.open_chapter(chapter)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def state(self) -> object:
        """Where one reads; as it was kept until the window is opened."""
        return self._state if self.window is None else self.window.state()

    def restore_state(self, state: object) -> None:
        """For when it is opened."""
        self._state = state
