"""Shows a chapter: Markdown in the colours and sizes of the theme, with its pictures as wide as the text."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import (
    QBrush,
    QImage,
    QPixmap,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextListFormat,
    QTextTable,
)
from PySide6.QtWidgets import QTextBrowser, QTextEdit

from twinlens.gui.help.guide import slug
from twinlens.gui.look.theme import Size, Space, Theme, Type, font, set_role
from twinlens.gui.pictures.images import image_of

_COLUMN = Size.TEXT_COLUMN + 2 * Space.XXL
_NARROWEST = Size.TEXT_COLUMN // 2
_LINE_HEIGHT = 140
_HEADINGS = {1: Type.HEAD, 2: Type.TITLE}
_CODE = QTextFormat.Property.BlockCodeFence
_PROPORTIONAL = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value


class Reader(QTextBrowser):
    """One chapter at a time. It follows no link by itself: `anchorClicked` tells of each."""

    def __init__(self, theme: Theme, folder: Path) -> None:
        """Pictures are named from `folder`."""
        super().__init__()
        self._theme = theme
        self._folder = folder
        self._text = ""
        self._words = ""
        self._hits: list[QTextCursor] = []
        self._hit = -1
        self.setOpenLinks(False)
        self.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Always: the width of the text must not hang on how long it is.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setMinimumWidth(_NARROWEST)
        self.document().setDocumentMargin(Space.XXL)
        # Not at once: a scroll bar that comes or goes resizes it in the middle of laying out what would be replaced.
        self._resized = QTimer(self, singleShot=True, interval=0)
        self._resized.timeout.connect(self._show_again)
        set_role(self, "reader")
        theme.changed.connect(self._show_again)

    # reading

    def read(self, text: str) -> None:
        """Show a chapter from its top."""
        self._text = text
        self._show()
        self.verticalScrollBar().setValue(0)

    def go_to(self, heading: str) -> None:
        """Bring a heading to the top, named as links name it."""
        for block in _blocks(self.document()):
            if block.blockFormat().headingLevel() and slug(block.text()) == heading:
                self._bring_up(QTextCursor(block))
                return

    def loadResource(self, kind: int, name: QUrl) -> object:
        """A picture, at the width of the text and as fine as the screen."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return super().loadResource(kind, name)
        image = _picture(self._folder / name.path())
        if image.isNull():
            return QPixmap()
        ratio = self.devicePixelRatioF()
        wide = min(image.width(), round((self._column() - 2 * Space.XXL) * ratio))
        pixmap = QPixmap.fromImage(image.scaledToWidth(wide, Qt.TransformationMode.SmoothTransformation))
        pixmap.setDevicePixelRatio(ratio)
        return pixmap

    # finding

    def find_all(self, words: str) -> int:
        """Mark every place of these words; how many there are."""
        self._words = words
        self._hits, self._hit = [], -1
        if words:
            found = self.document().find(words)
            while not found.isNull():
                self._hits.append(found)
                found = self.document().find(words, found)
        self._mark()
        return len(self._hits)

    def step(self, by: int) -> bool:
        """On to the next place, or back; False past the last one and the first."""
        goal = self._hit + by if self._hit >= 0 or by > 0 else len(self._hits) - 1
        if not 0 <= goal < len(self._hits):
            return False
        self._hit = goal
        self._mark()
        self._bring_up(self._hits[goal])
        return True

    def _mark(self) -> None:
        colours = self._theme.colours
        marked = []
        for number, hit in enumerate(self._hits):
            here = number == self._hit
            look = QTextCharFormat()
            look.setBackground(colours.colour("keep" if here else "line"))
            if here:
                look.setForeground(colours.colour("on_colour"))
            selection = QTextEdit.ExtraSelection()
            selection.cursor, selection.format = hit, look
            marked.append(selection)
        self.setExtraSelections(marked)

    def _bring_up(self, cursor: QTextCursor) -> None:
        start = QTextCursor(cursor)
        start.setPosition(cursor.selectionStart())
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + self.cursorRect(start).top() - Space.XXL)

    # looks

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines never grow longer than one likes to read."""
        super().resizeEvent(event)
        if self.lineWrapColumnOrWidth() != self._column():
            self._resized.start()

    def _column(self) -> int:
        return min(self.viewport().width(), _COLUMN)

    def _show_again(self) -> None:
        bar = self.verticalScrollBar()
        share = bar.value() / max(1, bar.maximum())
        hit = self._hit
        self._show()
        bar.setValue(round(share * bar.maximum()))
        self._hit = hit
        self._mark()

    def _show(self) -> None:
        self.setLineWrapColumnOrWidth(self._column())
        document = self.document()
        document.clear()  # pictures of another width too
        document.setDefaultFont(font(Type.BODY))
        document.setMarkdown(self._text)
        whole = QTextCursor(document)
        whole.beginEditBlock()  # laid out once, not with every paragraph
        for block in _blocks(document):
            self._dress(block)
        for frame in document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                self._dress_table(frame)
        whole.endEditBlock()
        self.setTextCursor(QTextCursor(document))  # what is seen follows it when the window changes
        self.find_all(self._words)

    def _dress(self, block: QTextBlock) -> None:
        cursor = QTextCursor(block)
        shape = block.blockFormat()
        level = shape.headingLevel()
        in_table = cursor.currentTable() is not None
        code = shape.hasProperty(_CODE)
        if not code and not _is_picture(block):
            shape.setLineHeight(_LINE_HEIGHT, _PROPORTIONAL)
        shape.setTopMargin(Space.XL if level > 1 else 0)
        in_list = block.textList() and block.next().textList()
        shape.setBottomMargin(0 if in_table else Space.XS if in_list else Space.M)
        if code:
            shape.setNonBreakableLines(False)
            shape.setBackground(self._theme.colours.colour("canvas"))
            shape.setBottomMargin(0 if block.next().blockFormat().hasProperty(_CODE) else Space.L)
        cursor.setBlockFormat(shape)
        if bullets := block.textList():
            style = bullets.format()
            if style.style() is QTextListFormat.Style.ListCircle:
                style.setStyle(QTextListFormat.Style.ListDisc)
                bullets.setFormat(style)
        if level:
            # Not BlockUnderCursor: that takes in the sign before the block, which may be the end of a table.
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(_heading(level))
            return
        for place in _code_spans(block):
            place.mergeCharFormat(self._code())

    def _dress_table(self, table: QTextTable) -> None:
        shape = table.format()
        shape.setBorder(Size.HAIRLINE)
        shape.setBorderBrush(QBrush(self._theme.colours.colour("line")))
        shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        shape.setBorderCollapse(True)
        shape.setCellPadding(Space.S)
        shape.setCellSpacing(0)
        shape.setTopMargin(Space.XS)
        shape.setBottomMargin(Space.L)
        shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        table.setFormat(shape)

    def _code(self) -> QTextCharFormat:
        made = QTextCharFormat()
        made.setBackground(self._theme.colours.colour("raised"))
        return made


def _heading(level: int) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setFont(font(_HEADINGS.get(level, Type.BODY), strong=True))
    return made


def _blocks(document: QTextDocument) -> list[QTextBlock]:
    found = []
    block = document.begin()
    while block.isValid():
        found.append(block)
        block = block.next()
    return found


def _picture(path: Path) -> QImage:
    """Nothing is raised into Qt, which could not take it; what is not there is empty."""
    try:
        return image_of(path.read_bytes())
    except OSError:
        return QImage()


def _is_picture(block: QTextBlock) -> bool:
    place = block.begin()
    return not place.atEnd() and place.fragment().charFormat().isImageFormat()


def _code_spans(block: QTextBlock) -> list[QTextCursor]:
    """Keys and commands within a paragraph."""
    spans = []
    place = block.begin()
    while not place.atEnd():
        fragment = place.fragment()
        if fragment.charFormat().fontFixedPitch():
            cursor = QTextCursor(block)
            cursor.setPosition(fragment.position())
            cursor.setPosition(fragment.position() + fragment.length(), QTextCursor.MoveMode.KeepAnchor)
            spans.append(cursor)
        place += 1
    return spans
