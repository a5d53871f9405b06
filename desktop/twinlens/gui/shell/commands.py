"""Everything that a key can do: named commands, each with the place it works in, its words and its default keys.

The one table of keys. Another command is one more line here; whatever hears keys asks the keymap, and the sheet
of keys, the editor, menus and tool tips follow.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QLocale, Qt

from twinlens.gui.translating import tr


class Place(StrEnum):
    """Where a command works. Anywhere encloses all, the review its rows of groups and the comparison."""

    ANYWHERE = "anywhere"
    REVIEW = "review"
    GROUPS = "groups"
    COMPARISON = "comparison"
    SEARCH = "search"
    HELP = "help"

    @property
    def chain(self) -> tuple[Place, ...]:
        """This place and those around it, the nearest first."""
        around = {Place.GROUPS: (Place.REVIEW,), Place.COMPARISON: (Place.REVIEW,)}
        beyond = () if self is Place.ANYWHERE else (Place.ANYWHERE,)
        return (self, *around.get(self, ()), *beyond)

    def meets(self, other: Place) -> bool:
        """Whether one key could mean two things: both places are heard at once."""
        return self in other.chain or other in self.chain


PLACE_NAMES = {
    Place.ANYWHERE: tr("Anywhere"),
    Place.REVIEW: tr("Review"),
    Place.GROUPS: tr("Rows of groups"),
    Place.COMPARISON: tr("Comparison"),
    Place.SEARCH: tr("Search results"),
    Place.HELP: tr("Help"),
}


@dataclass(frozen=True, slots=True)
class Command:
    """Something a key can do."""

    name: str
    """What settings call it: `review.keep`."""
    place: Place
    words: str
    keys: tuple[str, ...]
    """The default keys, as `QKeySequence` writes them portably."""
    family: str = ""
    """Words of the one line that the sheet of keys gives to this command and its neighbours of the same family."""


_LEFT_TO_RIGHT = QLocale().textDirection() is Qt.LayoutDirection.LeftToRight
_BEFORE, _AFTER = ("Left", "Right") if _LEFT_TO_RIGHT else ("Right", "Left")
_PAGES = tr("Review, Library, History, Problems, Backups")
_STEPS = tr("photo before, after")
_ROWS = tr("group above, below")
_CHOOSE = tr("choose a photo of the group")
_ENDS = tr("first, last group")
_SELECT = tr("select several groups")
_LARGER = tr("photographs larger, smaller")
_ZOOM = tr("zoom in, out")
_PAN = tr("move the pictures")
_RESULTS = tr("result above, below")
_QUERIES = tr("picture searched for before, after")
_SELECT_RESULTS = tr("select several results")
_TURN = tr("page before, after")
_CHAPTERS = tr("chapter above, below")

COMMANDS: tuple[Command, ...] = (
    Command("window.review", Place.ANYWHERE, tr("Review"), ("Ctrl+1",), _PAGES),
    Command("window.library", Place.ANYWHERE, tr("Library"), ("Ctrl+2",), _PAGES),
    Command("window.history", Place.ANYWHERE, tr("History"), ("Ctrl+3",), _PAGES),
    Command("window.problems", Place.ANYWHERE, tr("Problems"), ("Ctrl+4",), _PAGES),
    Command("window.backups", Place.ANYWHERE, tr("Backups"), ("Ctrl+5",), _PAGES),
    Command("window.add-folder", Place.ANYWHERE, tr("add a folder"), ("Ctrl+O",)),
    Command("window.scan-all", Place.ANYWHERE, tr("scan all again"), ("F5",)),
    Command("window.search", Place.ANYWHERE, tr("search by a picture"), ("Ctrl+F",)),
    Command("window.paste", Place.ANYWHERE, tr("paste a picture or folders"), ("Ctrl+V", "Shift+Ins")),
    Command("window.undo", Place.ANYWHERE, tr("undo a decision or a clean-up"), ("Ctrl+Z", "Alt+Backspace")),
    Command("window.redo", Place.ANYWHERE, tr("redo it"), ("Ctrl+Shift+Z", "Ctrl+Y")),
    Command("window.clean-up", Place.ANYWHERE, tr("move rejected photos away"), ("Ctrl+Backspace",)),
    Command("window.rules", Place.ANYWHERE, tr("keeper rules"), ("Ctrl+K",)),
    Command("window.preferences", Place.ANYWHERE, tr("preferences"), ("Ctrl+,",)),
    Command("window.menu", Place.ANYWHERE, tr("menu"), ("F10",)),
    Command("window.full-screen", Place.ANYWHERE, tr("full screen"), ("F11",)),
    Command("window.help", Place.ANYWHERE, tr("Help"), ("F1",)),
    Command("window.shortcuts", Place.ANYWHERE, tr("all keys"), ("?",)),
    Command("window.quit", Place.ANYWHERE, tr("quit"), ("Ctrl+Q",)),
    Command("review.photo-before", Place.REVIEW, tr("photo before"), (_BEFORE,), _STEPS),
    Command("review.photo-after", Place.REVIEW, tr("photo after"), (_AFTER,), _STEPS),
    Command("review.group-above", Place.REVIEW, tr("group above"), ("Up",), _ROWS),
    Command("review.group-below", Place.REVIEW, tr("group below"), ("Down",), _ROWS),
    *(
        Command(f"review.choose-{number}", Place.REVIEW, tr("choose photo {number}").format(number=number),
                (str(number),), _CHOOSE)
        for number in range(1, 10)
    ),
    Command("review.next", Place.REVIEW, tr("next undecided group"), ("Return",)),
    Command("review.compare", Place.REVIEW, tr("compare, and back"), ("Space",)),
    Command("review.keep", Place.REVIEW, tr("keep"), ("K",)),
    Command("review.reject", Place.REVIEW, tr("reject"), ("X",)),
    Command("review.clear", Place.REVIEW, tr("clear the decision"), ("U",)),
    Command("review.half", Place.REVIEW, tr("of a RAW+JPG pair keep the RAW only, the JPG only, or both"), ("H",)),
    Command("review.apart", Place.REVIEW, tr("not a duplicate of the keeper"), ("N",)),
    Command("review.cut", Place.REVIEW, tr("cut the group at its weakest link"), ("C",)),
    Command("review.join", Place.REVIEW, tr("join the selected groups"), ("J",)),
    Command("review.others", Place.REVIEW, tr("reject all but the keeper, in every selected group"), ("Shift+X",)),
    Command("review.alike", Place.REVIEW, tr("find photos like this one"), ("L",)),
    Command("review.reveal", Place.REVIEW, tr("reveal in the file manager"), ("Ctrl+R",)),
    Command("review.open", Place.REVIEW, tr("open in its program"), ("Ctrl+E",)),
    Command("groups.first", Place.GROUPS, tr("first group"), ("Home",), _ENDS),
    Command("groups.last", Place.GROUPS, tr("last group"), ("End",), _ENDS),
    Command("groups.find", Place.GROUPS, tr("find groups by words"), ("/",)),
    Command("groups.filters", Place.GROUPS, tr("to the filters"), ("F",)),
    Command("groups.clear-filters", Place.GROUPS, tr("show all groups, without filters"), ("Ctrl+L",)),
    Command("groups.rule", Place.GROUPS, tr("decide the selected groups, or all shown, by a rule"), ("R",)),
    Command("groups.folders", Place.GROUPS, tr("folders with the same photos"), ("P",)),
    Command("groups.show-reviewed", Place.GROUPS, tr("show reviewed groups, or hide them"), ("V",)),
    Command("groups.larger", Place.GROUPS, tr("photographs larger"), ("Ctrl++", "Ctrl+="), _LARGER),
    Command("groups.smaller", Place.GROUPS, tr("photographs smaller"), ("Ctrl+-",), _LARGER),
    Command("groups.usual-size", Place.GROUPS, tr("photographs as large as suits the window"), ("Ctrl+0",)),
    Command("groups.select-above", Place.GROUPS, tr("select the group above too"), ("Shift+Up",), _SELECT),
    Command("groups.select-below", Place.GROUPS, tr("select the group below too"), ("Shift+Down",), _SELECT),
    Command("groups.select-all", Place.GROUPS, tr("select all groups"), ("Ctrl+A",)),
    Command("compare.other-side", Place.COMPARISON, tr("the other photo, of many the next"), ("Tab",)),
    Command("compare.actual-size", Place.COMPARISON, tr("100\u00a0% under the pointer, and back"), ("Z",)),
    Command("compare.zoom-in", Place.COMPARISON, tr("zoom in"), ("+", "="), _ZOOM),
    Command("compare.zoom-out", Place.COMPARISON, tr("zoom out"), ("-",), _ZOOM),
    Command("compare.fit", Place.COMPARISON, tr("whole pictures"), ("0",)),
    Command("compare.pan-left", Place.COMPARISON, tr("show more at the left"), ("Shift+Left",), _PAN),
    Command("compare.pan-right", Place.COMPARISON, tr("show more at the right"), ("Shift+Right",), _PAN),
    Command("compare.pan-up", Place.COMPARISON, tr("show more above"), ("Shift+Up",), _PAN),
    Command("compare.pan-down", Place.COMPARISON, tr("show more below"), ("Shift+Down",), _PAN),
    Command("compare.all", Place.COMPARISON, tr("all of the group, or two"), ("A",)),
    Command("compare.remove", Place.COMPARISON, tr("take the photo in focus out of the comparison"), ("R",)),
    Command("compare.best", Place.COMPARISON, tr("find the best: winner stays"), ("B",)),
    Command("compare.keep-zoom", Place.COMPARISON, tr("keep the zoom from group to group, or not"), ("Shift+Z",)),
    Command("compare.flicker", Place.COMPARISON, tr("flicker: both in one place"), ("F",)),
    Command("compare.wipe", Place.COMPARISON, tr("wipe: one over the other"), ("W",)),
    Command("compare.loupe", Place.COMPARISON, tr("loupe at 100\u00a0%, 200\u00a0%, none"), ("M",)),
    Command("compare.histogram", Place.COMPARISON, tr("histograms"), ("G",)),
    Command("compare.sharpness", Place.COMPARISON, tr("paint what is sharp"), ("P",)),
    Command("compare.clipping", Place.COMPARISON, tr("paint what is burnt out or black"), ("E",)),
    Command(
        "compare.difference", Place.COMPARISON, tr("difference: coloured where the two are not the same"), ("D",)
    ),
    Command("compare.outline", Place.COMPARISON, tr("outline what one shows of the other, or not"), ("O",)),
    Command("compare.table", Place.COMPARISON, tr("show or hide the differences"), ("I",)),
    Command("compare.close", Place.COMPARISON, tr("back to the groups"), ("Esc",)),
    Command("search.above", Place.SEARCH, tr("result above"), ("Up",), _RESULTS),
    Command("search.below", Place.SEARCH, tr("result below"), ("Down",), _RESULTS),
    Command("search.compare", Place.SEARCH, tr("compare with the query"), ("Return", "Space")),
    Command("search.actual-size", Place.SEARCH, tr("100\u00a0% under the pointer, and back"), ("Z",)),
    Command("search.query-before", Place.SEARCH, tr("picture searched for before"), ("Left",), _QUERIES),
    Command("search.query-after", Place.SEARCH, tr("picture searched for after"), ("Right",), _QUERIES),
    Command("search.select-above", Place.SEARCH, tr("select the result above too"), ("Shift+Up",), _SELECT_RESULTS),
    Command("search.select-below", Place.SEARCH, tr("select the result below too"), ("Shift+Down",), _SELECT_RESULTS),
    Command("search.part", Place.SEARCH, tr("search for a part of the picture"), ("P",)),
    Command("search.alike", Place.SEARCH, tr("find photos like this one"), ("L",)),
    Command("search.keep", Place.SEARCH, tr("keep"), ("K",)),
    Command("search.reject", Place.SEARCH, tr("reject"), ("X",)),
    Command("search.clear", Place.SEARCH, tr("clear the decision"), ("U",)),
    Command("search.join", Place.SEARCH, tr("add to a group by hand"), ("J",)),
    Command("search.open", Place.SEARCH, tr("open in its program"), ("O",)),
    Command("search.copy-path", Place.SEARCH, tr("copy the path"), ("Ctrl+C",)),
    Command("search.reveal", Place.SEARCH, tr("reveal in the file manager"), ("Ctrl+R",)),
    Command("search.close", Place.SEARCH, tr("back"), ("Esc",)),
    Command("help.find", Place.HELP, tr("find in Help"), ("/",)),
    Command("help.back", Place.HELP, tr("page before"), ("Alt+Left",), _TURN),
    Command("help.forward", Place.HELP, tr("page after"), ("Alt+Right",), _TURN),
    Command("help.above", Place.HELP, tr("chapter above"), ("Ctrl+PgUp",), _CHAPTERS),
    Command("help.below", Place.HELP, tr("chapter below"), ("Ctrl+PgDown",), _CHAPTERS),
)  # fmt: skip
