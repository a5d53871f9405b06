"""The words of filters, of the text search and of the order."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from twinlens.core.relations import Relation
from twinlens.gui import wording
from twinlens.gui.review.arrangement import Order
from twinlens.gui.review.facets import BANDS, UNKNOWN, Facet, Mark, Progress
from twinlens.gui.translating import tr

_SHORT_RELATIONS = {
    Relation.SAME_PIXELS: tr("same pixels"),
    Relation.ROTATED: tr("turned", "relation in a narrow list: turned or mirrored"),
}
"""Where the whole name would be cut in the narrow rail."""


def search_hint() -> str:
    """In the empty field."""
    return tr("Find in groups")


def search_tip() -> str:
    """What the field looks at."""
    return tr("Name, folder, camera, date or relation; several words narrow ( / ). Esc clears.")


def clear_words() -> str:
    """Empties the field."""
    return tr("Clear the words")


def filters_name() -> str:
    """The rail of filters, for screen readers."""
    return tr("Filters")


def facet_name(facet: Facet) -> str:
    """The head of a facet."""
    return {
        Facet.RELATION: tr("Relation"),
        Facet.FOLDER: tr("Folder"),
        Facet.YEAR: tr("Year"),
        Facet.CAMERA: tr("Camera"),
        Facet.FORMAT: tr("Format"),
        Facet.SAVING: tr("To gain", "head of a list of sizes"),
        Facet.PROGRESS: tr("Progress"),
        Facet.MARK: tr("Photos that are", "head of a list: protected, offline, new"),
    }[facet]


def value_name(facet: Facet, value: str, *, whole: bool = False) -> str:
    """A value in words; of a folder its own name, or with `whole` its path."""
    if facet is Facet.RELATION:
        return _SHORT_RELATIONS.get(Relation(value)) or wording.relation_name(Relation(value))
    if facet is Facet.FOLDER:
        path = Path(value)
        return wording.shown_folder(path) if whole or not path.name else wording.shown_name(path)
    if facet is Facet.SAVING:
        return _bands()[value]
    if facet is Facet.PROGRESS:
        return _progress()[Progress(value)]
    if facet is Facet.MARK:
        return _marks()[Mark(value)]
    if value == UNKNOWN:
        return tr("No date") if facet is Facet.YEAR else tr("No camera named")
    return wording.shown(value)


def _bands() -> dict[str, str]:
    limits = ["1\u00a0MB", "10\u00a0MB", "100\u00a0MB", "1\u00a0GB"]
    between = tr("{least} to {most}", "sizes: 1 MB to 10 MB")
    return dict(
        zip(
            BANDS,
            [
                tr("Nothing", "bytes to gain"),
                tr("Below {most}").format(most=limits[0]),
                *(between.format(least=least, most=most) for least, most in pairwise(limits)),
                tr("{least} and more").format(least=limits[-1]),
            ],
            strict=True,
        )
    )


def _progress() -> dict[Progress, str]:
    return {
        Progress.OPEN: tr("Nothing decided"),
        Progress.BEGUN: tr("Begun"),
        Progress.REVIEWED: tr("Reviewed"),
    }


def _marks() -> dict[Mark, str]:
    return {
        Mark.PROTECTED: tr("Protected"),
        Mark.OFFLINE: tr("Offline"),
        Mark.NEW: tr("New to their group"),
        Mark.RETURNED: tr("Back after a clean-up"),
        Mark.RATED: tr("Rated"),
    }


def value_sentence(facet: Facet, value: str, groups: int) -> str:
    """A value for screen readers."""
    return f"{facet_name(facet)}: {value_name(facet, value, whole=True)}, {wording.groups(groups)}"


def chip(facet: Facet, value: str) -> str:
    """An active filter."""
    name = value_name(facet, value)
    return name if facet in (Facet.RELATION, Facet.FORMAT, Facet.YEAR) else f"{facet_name(facet)}: {name}"


def text_chip(text: str) -> str:
    """The words searched for."""
    return f"\u201c{text.strip()}\u201d"


def remove_filter(chip_text: str) -> str:
    """What a click on a chip does."""
    return tr("Remove the filter {filter}").format(filter=chip_text)


def clear_all() -> str:
    """Takes all filters away."""
    return tr("Clear all")


def clear_filters() -> str:
    """The same, where nothing is found."""
    return tr("Clear the filters")


def clear_tip() -> str:
    """With its key."""
    return tr("Show all groups again (Ctrl+L)")


def groups_found(shown: int, of: int) -> str:
    """37 of 214 groups."""
    return tr("{shown} of {all}").format(shown=wording.count(shown), all=wording.groups(of))


def nothing_matches() -> tuple[str, str]:
    """Where a filter leaves nothing."""
    return tr("No group matches"), tr("The filters and words chosen together leave nothing here.")


def all_matching_reviewed(groups: int) -> tuple[str, str]:
    """Where a filter leaves only what is decided."""
    return tr("Nothing left to decide here"), tr("%n group(s) found, all of them reviewed.", "", groups)


def more_values(number: int) -> str:
    """Unfolds the rest of a facet."""
    return tr("%n more", "values of a filter", number)


def fewer_values() -> str:
    """Folds it again."""
    return tr("Fewer")


def fold_state(name: str, *, folded: bool, chosen: int) -> str:
    """A facet's head for screen readers."""
    state = tr("folded") if folded else tr("unfolded")
    return f"{name}, {state}" + (", " + tr("%n chosen", "values of a filter", chosen) if chosen else "")


def order_names() -> dict[Order, str]:
    """What groups are ordered by."""
    return {
        Order.GAIN: tr("Largest gain"),
        Order.NEWEST: tr("Newest photos"),
        Order.ALIKE: tr("Most alike"),
        Order.FOLDER: tr("Folder and name"),
        Order.PHOTOS: tr("Most photos"),
        Order.LARGEST: tr("Largest photo"),
    }


def turn_order(*, turned: bool) -> str:
    """The button beside the order."""
    return tr("Turned round: what comes last otherwise is first") if turned else tr("Turn the order round")
