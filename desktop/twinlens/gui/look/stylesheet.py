"""The style sheet, written over the tokens of `theme.py`; it holds no colour of its own.

Widgets ask for a look by a dynamic property: `theme.set_role(widget, "primary")`. Roles:
labels `head` `title` `strong` `quiet` `small` `small-quiet` `warn`; buttons `primary` `flat` `tab` `danger` `link`
`hint`; frames `canvas` `panel` `bar` `card` `drop` `drop-over` `rule`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from string import Template

_SHEET = Template("""
* { outline: 0; }
QWidget { color: $text; font-size: ${body}px; }
QMainWindow, QDialog { background: $panel; }
QToolTip { background: $raised; color: $text; border: 1px solid $line; padding: ${xs}px; }

QLabel { background: transparent; }
QLabel[role="head"] { font-size: ${head}px; font-weight: 600; }
QLabel[role="title"] { font-size: ${title}px; font-weight: 600; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="quiet"] { color: $quiet; }
QLabel[role="small-strong"] { font-size: ${small}px; font-weight: 600; }
QLabel[role="small-warn"] { font-size: ${small}px; color: $warn; }
QLabel[role="small"] { font-size: ${small}px; }
QLabel[role="small-quiet"] { font-size: ${small}px; color: $quiet; }
QLabel[role="key"] {
  font-size: ${small}px; background: $raised; border: 1px solid $line; border-radius: ${radius}px; padding: 2px ${s}px;
}
QLabel[role="warn"] { color: $warn; }

QFrame[role="canvas"], QWidget[role="canvas"] { background: $canvas; }
QFrame[role="panel"], QWidget[role="panel"] { background: $panel; }
QFrame[role="bar"] { background: $panel; border: 0; border-top: 1px solid $line; }
QFrame[role="top-bar"] { background: $panel; border: 0; border-bottom: 1px solid $line; }
QFrame[role="card"] { background: $panel; border: 1px solid $line; border-radius: ${radius}px; }
QFrame[role="drop"] { background: transparent; border: 1px dashed $faint; border-radius: ${radius}px; }
QFrame[role="drop-over"] { background: $panel; border: 2px solid $keep; border-radius: ${radius}px; }
QFrame[role="rule"] { background: $line; border: 0; max-height: 1px; min-height: 1px; }

QPushButton {
  background: $raised; color: $text; border: 1px solid $line; border-radius: ${radius}px;
  min-height: ${button_inner}px; padding: 0 ${m}px;
}
QPushButton:hover { border-color: $faint; }
QPushButton:pressed { background: $line; }
QPushButton:checked { background: $line; border-color: $quiet; font-weight: 600; }
QPushButton:disabled { color: $faint; border-color: $line; background: $panel; }
QPushButton:focus { border: ${focus}px solid $keep; padding: 0 ${m_focus}px; min-height: ${button_focused}px; }
QPushButton[role="primary"] {
  background: $text; color: $panel; border-color: $text; font-weight: 600; padding: 0 ${l}px;
}
QPushButton[role="primary"]:hover { background: $strongest; border-color: $strongest; }
QPushButton[role="primary"]:pressed { background: $quiet; }
QPushButton[role="primary"]:disabled { background: $panel; color: $faint; border-color: $line; }
QPushButton[role="primary"]:focus { border: ${focus}px solid $keep; padding: 0 ${l_focus}px; }
QPushButton[role="danger"] { background: $panel; color: $reject; border-color: $reject; }
QPushButton[role="danger"]:disabled { color: $faint; border-color: $line; }
QPushButton[role="flat"] { background: transparent; border-color: transparent; padding: 0 ${s}px; }
QPushButton[role="flat"]:hover { background: $raised; }
QPushButton[role="flat"]:focus { border: ${focus}px solid $keep; padding: 0 ${s_focus}px; }
QPushButton[role="link"] { background: transparent; border: 0; color: $keep; padding: 0 ${xs}px; min-height: 0; }
QPushButton[role="link"]:hover { color: $text; }
QPushButton[role="link"]:focus { border: ${focus}px solid $keep; min-height: 0; }
QPushButton[role="tab"] {
  background: transparent; border: 0; border-bottom: 2px solid transparent; border-radius: 0;
  color: $quiet; padding: 0 ${s}px; min-height: ${tab_inner}px;
}
QPushButton[role="tab"]:hover { color: $text; }
QPushButton[role="tab"]:checked { color: $text; border-bottom-color: $text; }
QPushButton[role="tab"]:focus { border-bottom-color: $keep; color: $text; }
QPushButton[role="tab"]:disabled { color: $faint; }

QToolButton { background: transparent; border: 1px solid transparent; border-radius: ${radius}px; padding: ${xs}px; }
QToolButton:hover { background: $raised; }
QToolButton:pressed, QToolButton:checked { background: $line; }
QToolButton:focus { border: ${focus}px solid $keep; padding: ${xs_focus}px; }
QToolButton::menu-indicator { image: none; }

QLineEdit, QPlainTextEdit, QTextEdit {
  background: $canvas; border: 1px solid $line; border-radius: ${radius}px; padding: ${xs}px ${s}px;
  selection-background-color: $keep; selection-color: $on_colour;
}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus {
  border: ${focus}px solid $keep; padding: ${xs_focus}px ${s_focus}px;
}

QTextEdit[role="reader"] { border: 0; border-left: 2px solid $line; border-radius: 0; padding: 0; }
QTextEdit[role="reader"]:focus { border: 0; border-left: ${focus}px solid $keep; padding: 0; }
QListWidget[role="chapters"] { border: 0; }
QListWidget[role="chapters"]::item { padding: ${xs}px ${s}px; border-radius: ${radius}px; }
QListWidget[role="chapters"]::item:disabled { color: $quiet; padding: ${m}px ${s}px ${xs}px ${s}px; }
QListWidget[role="chapters"]::item:focus { border: ${focus}px solid $keep; }

QAbstractScrollArea { background: transparent; border: 0; }
QListView, QTableView, QTreeView { background: transparent; border: 0; }
QListView::item:selected, QTreeView::item:selected { background: $raised; color: $text; }
QTreeView::item { padding: ${xs}px; }
QTreeView:focus { border: ${focus}px solid $keep; border-radius: ${radius}px; }
QScrollArea:focus { border: ${focus}px solid $keep; border-radius: ${radius}px; }
QListView[role="bare"], QListView[role="bare"]:focus, QScrollArea[role="bare"]:focus { border: 0; border-radius: 0; }
QListView[role="bare"] { background: $canvas; }
QPushButton[role="fold"] {
  background: transparent; border: 0; color: $quiet; font-size: ${small}px;
  padding: 0; min-height: ${l}px; text-align: left;
}
QPushButton[role="fold"]:hover, QPushButton[role="fold"]:focus { color: $text; text-decoration: underline; }
QPushButton[role="hint"] {
  background: transparent; border: 0; color: $quiet; font-size: ${small}px; padding: 0 ${xs}px; min-height: ${l}px;
}
QPushButton[role="hint"]:hover { color: $text; background: $raised; }
QPushButton[role="hint"]:pressed { background: $line; }
QPushButton[role="rail"] {
  background: transparent; border: 1px solid transparent; text-align: left;
  padding: 0 ${s}px; min-height: ${button_inner}px;
}
QPushButton[role="rail"]:hover { background: $raised; }
QPushButton[role="rail"]:checked { background: $raised; border-color: $line; font-weight: 600; }
QPushButton[role="rail"]:focus { border: ${focus}px solid $keep; padding: 0 ${s_focus}px; }
QHeaderView { background: transparent; }
QHeaderView::section {
  background: transparent; color: $quiet; border: 0; border-bottom: 1px solid $line; padding: ${xs}px ${s}px;
}

QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $line; border-radius: 3px; margin: 3px; }
QScrollBar::handle:vertical { min-height: ${control}px; }
QScrollBar::handle:horizontal { min-width: ${control}px; }
QScrollBar::handle:hover { background: $faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QProgressBar { background: $line; border: 0; border-radius: 2px; max-height: 4px; min-height: 4px; }
QProgressBar::chunk { background: $text; border-radius: 2px; }

QSlider { min-height: ${control}px; }
QSlider::groove:horizontal { background: $line; height: 2px; }
QSlider::sub-page:horizontal { background: $faint; height: 2px; }
QSlider::handle:horizontal { background: $text; width: 12px; height: 12px; margin: -5px 0; border-radius: 6px; }
QSlider::handle:horizontal:hover { background: $strongest; }
QSlider::handle:horizontal:focus { background: $keep; }

QMenuBar { background: $panel; }
QMenuBar::item { padding: ${xs}px ${s}px; background: transparent; }
QMenuBar::item:selected { background: $raised; }
QMenu { background: $raised; border: 1px solid $line; padding: ${xs}px; }
QMenu::item { padding: 6px ${xl}px 6px ${m}px; border-radius: ${radius}px; }
QMenu::item:selected { background: $line; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $line; margin: ${xs}px ${s}px; }

QCheckBox { spacing: ${s}px; }
QCheckBox::indicator, QListView::indicator {
  width: 14px; height: 14px; border: 1px solid $faint; border-radius: 3px; background: $canvas;
}
QCheckBox::indicator:checked, QListView::indicator:checked {
  background: $text; border-color: $text; image: url("$tick");
}
QCheckBox::indicator:focus { border: ${focus}px solid $keep; }
QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QComboBox {
  background: $raised; border: 1px solid $line; border-radius: ${radius}px;
  padding: 0 ${s}px; min-height: ${button_inner}px;
}
QComboBox:focus { border: ${focus}px solid $keep; }
QComboBox::drop-down { border: 0; width: 20px; }
""")


def stylesheet(colours: Mapping[str, str], sizes: Mapping[str, int], pictures: Path) -> str:
    """The sheet with every token filled in; `pictures` is the folder of the few that a style sheet can only name."""
    values: dict[str, object] = dict(colours) | dict(sizes)
    values["strongest"] = "#ffffff" if colours["canvas"] < "#808080" else "#000000"
    values["tick"] = (pictures / f"tick-{'dark' if colours['canvas'] < '#808080' else 'light'}.svg").as_posix()
    values["button_inner"] = sizes["control"] - 2
    values["button_focused"] = sizes["control"] - 2 * sizes["focus"]
    values["tab_inner"] = sizes["control"]
    for name in ("xs", "s", "m", "l"):
        values[f"{name}_focus"] = sizes[name] - sizes["focus"] + 1
    return _SHEET.substitute(values)
