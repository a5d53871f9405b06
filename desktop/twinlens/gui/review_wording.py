"""The words of review, comparison and search; numbers and names are written by `wording`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from twinlens.core.exposures import seconds_apart
from twinlens.core.photos import Apart, Companion, CompanionKind, Member, Shot
from twinlens.core.relations import DecisionKind, Relation
from twinlens.gui import wording
from twinlens.gui.backend import SearchHit
from twinlens.gui.review import half_wording
from twinlens.gui.review.arrangement import Order
from twinlens.gui.review.group_entry import GroupEntry

DOT = "  \u00b7  "
NO_BREAK = "\u00a0"
_TINY = 100_000
KEEPER = "keeper"
KEPT = "kept"
REJECTED = "rejected"
DIFFERENT = "not a duplicate"
NEW = "new"
JOINED = "joined by you"
PROTECTED = "protected"
OFFLINE = "offline"
RETURNED = "cleared away before, and back"
NOTHING_KEPT = "nothing kept"
REVIEWED = "reviewed"
SAVED = "to gain"

GROUP_LIST = "Groups of look-alikes"
SENSITIVITY = "Sensitivity"
SENSITIVITY_TIP = "How alike photos must be to stand in one group"
LOADING = "Reading groups\u2026"
NOTHING_FOUND = "No groups here"
NOTHING_FOUND_HINT = "Move the slider towards loose, choose another level at the left, or scan more folders."
LOADING_PICTURE = "Reading\u2026"
NO_PICTURE = "No preview"
SHOWN_FROM_PREVIEW = "Its drive is offline: shown from the stored preview"
FILMSTRIP = "Photos of this group"


_BADGES = {CompanionKind.RAW: "RAW", CompanionKind.LIVE: "LIVE", CompanionKind.EDIT: "EDIT"}
APART_REASONS = {
    Apart.AMBIGUOUS: "other files of its name could belong to it in more than one way, so they stay apart",
    Apart.OTHER_EXPOSURE: "a file of its name is of another camera or moment, so they stay apart",
    Apart.UNPROVED_FILM: "a film of its name is not proved to be its Live Photo, so they stay apart",
}


def isolated(text: str) -> str:
    """A name within a sentence, kept from turning the words round it when it runs right to left."""
    return f"\u2068{text}\u2069"


def decision_word(kind: DecisionKind | None) -> str:
    """What a person decided, in one word."""
    if kind is None:
        return ""
    return half_wording.KEPT_HALVES.get(kind) or (KEPT if kind is DecisionKind.KEEP else REJECTED)


def state_word(entry: GroupEntry, place: int) -> str:
    """What stands of a photo: decided, separated, the keeper, or nothing yet."""
    shot = entry.members[place].shot
    if shot.id in entry.separated:
        return DIFFERENT
    if shot.decision is not None:
        return decision_word(shot.decision)
    if place == entry.keeper:
        return KEEPER
    return JOINED if entry.members[place].joined else ""


def kind_of_file(shot: Shot) -> str:
    """RAW+JPG, HEIC+LIVE, JPG+XMP: the formats of a shot, short."""
    suffixes = [_format(shot)]
    for companion in shot.companions:
        if companion.kind is CompanionKind.RAW:
            suffixes.insert(0, "RAW")
        else:
            word = _BADGES.get(companion.kind) or companion.path.suffix.lstrip(".").upper()
            suffixes.append(word or "+")
    return "+".join(dict.fromkeys(suffixes))


def badges(shot: Shot) -> tuple[str, ...]:
    """What goes with a photo, in a word each: RAW, LIVE, EDIT, and how many sidecars."""
    kinds = Counter(companion.kind for companion in shot.companions)
    words = [word for kind, word in _BADGES.items() if kinds[kind]]
    sidecars = kinds[CompanionKind.SIDECAR]
    return (*words, f"+{sidecars}") if sidecars else tuple(words)


def _format(shot: Shot) -> str:
    if shot.facts.is_raw:
        return "RAW"
    return {"JPEG": "JPG", "TIFF": "TIF"}.get(shot.facts.format.upper(), shot.facts.format.upper())


def photo_facts(shot: Shot) -> str:
    """JPG · 24 MP · 28 MB; a very small picture says its width and height instead."""
    facts = shot.facts
    pixels = wording.megapixels(facts.pixels)
    if facts.pixels < _TINY:
        pixels = wording.dimensions(facts.width, facts.height)
    return DOT.join((kind_of_file(shot), pixels, wording.size(shot.bytes)))


def relation_label(member: Member, keeper: Shot) -> str:
    """How a photo is related to the keeper, with the number that says most: resized 25 %, burst 0.4 s apart."""
    if member.relation is None:
        return ""
    name = wording.relation_name(member.relation)
    if member.relation is Relation.RESIZED and keeper.facts.width:
        share = member.shot.facts.width / keeper.facts.width
        return f"{name} {wording.percent(share) if share < 1 else f'{round(100 * share)}{NO_BREAK}%'}"
    if member.relation is Relation.BURST:
        apart = seconds_apart(keeper.facts, member.shot.facts)
        return name if apart is None else f"{name}, {apart:.1f}{NO_BREAK}s apart"
    return name


def score_label(score: float | None) -> str:
    """98 % alike."""
    return "" if score is None else f"{wording.percent(score)} alike"


def saves(saving: int) -> str:
    """What a group gives back."""
    return f"saves {wording.size(saving)}"


def more_photos(number: int) -> str:
    """+3."""
    return f"+{wording.count(number)}"


def group_sentence(entry: GroupEntry) -> str:
    """A group in one sentence, for screen readers."""
    keeper = entry.members[entry.keeper].shot
    state = REVIEWED if entry.reviewed else "to decide"
    name = isolated(wording.shown_name(keeper.path))
    return f"{wording.photos(len(entry.members))}, keeper {name}, {saves(entry.saving)}, {state}"


def group_members(entry: GroupEntry) -> str:
    """Every photo of a group, for screen readers."""
    return "; ".join(photo_sentence(entry, place) for place in range(len(entry.members)))


def photo_sentence(entry: GroupEntry, place: int) -> str:
    """A photo of a group in one sentence, for screen readers."""
    member = entry.members[place]
    keeper = entry.members[entry.keeper].shot
    name = isolated(wording.shown_name(member.shot.path))
    parts = [f"{place + 1} of {len(entry.members)}: {name}", NEW if member.new else "", state_word(entry, place)]
    parts += [relation_label(member, keeper), photo_facts(member.shot)]
    parts += [PROTECTED if member.shot.protected else "", OFFLINE if member.shot.offline else ""]
    return ", ".join(part for part in parts if part)


def totals(groups: int, reviewed: int, saving: int) -> str:
    """214 groups · 37 reviewed · 4.1 GB to gain."""
    return DOT.join(
        (wording.counted(groups, "group"), f"{wording.count(reviewed)} reviewed", f"{wording.size(saving)} {SAVED}")
    )


def everything_reviewed(rejected_bytes: int) -> tuple[str, str]:
    """The calm end of a review: a head line and what to do."""
    if rejected_bytes:
        return "Nothing left to decide.", f"{wording.size(rejected_bytes)} can go."
    return "Nothing left to decide.", "Everything stays."


def reject_others(groups: int, photos: int) -> str:
    """The label of the action that rejects all but the keepers, with its number."""
    where = "" if groups == 1 else f" in {wording.counted(groups, 'group')}"
    if not photos:
        return f"Reject all but the keeper{where}"
    return f"Reject {wording.photos(photos)}{where}, all but the keeper{'' if groups == 1 else 's'}"


def decided(kind: DecisionKind | None, number: int) -> str:
    """What a step of undo or redo was about."""
    return f"{half_wording.DECIDED[kind]} {wording.photos(number)}"


def selected(groups: int) -> str:
    """How much is selected."""
    return f"{wording.counted(groups, 'group')} selected"


def companions(shot: Shot) -> str:
    """Which files go with a photo: with a folder where that is another, and what joins it by name alone said so."""
    names = ", ".join(_companion(shot, companion) for companion in shot.companions)
    return f"with {names}" if names else ""


def _companion(shot: Shot, companion: Companion) -> str:
    folder = companion.path.parent
    name = wording.shown_name(companion.path)
    if folder != shot.path.parent:
        name = f"{wording.shown_name(folder)}/{name}"
    return isolated(name) + (" (Live Photo by name)" if companion.by_name else "")


def folder_of(path: Path) -> str:
    """The folder in which a photo lies."""
    return wording.shown_folder(path.parent)


def equal_rows(number: int, *, unfolded: bool) -> str:
    """What the button says under which equal rows are folded away."""
    rows = wording.counted(number, "equal row")
    return f"Hide {rows}" if unfolded else f"Show {rows}"


def place_in_review(row: int, rows: int) -> str:
    """Group 3 of 214."""
    return f"group {wording.count(row + 1)} of {wording.count(rows)}"


def zoom_label(share: float, *, fitted: bool) -> str:
    """How large a picture is shown, of its own pixels."""
    number = f"{round(share * 100)}{NO_BREAK}%"
    return f"fit, {number}" if fitted else number


def results_found(number: int) -> str:
    """Head of the search results."""
    return f"{wording.photos(number)}, most alike first" if number else "Nothing like it in the library"


def reasons(tokens: Sequence[str]) -> list[str]:
    """Reason tokens in words."""
    return [wording.keeper_reason(token) for token in tokens]


# Details

FACTS = "This photo"
DIFFERENCES = "Differs from the keeper"
REVEAL = "Reveal in file manager"
DECIDE_BUTTONS = {DecisionKind.KEEP: "Keep", DecisionKind.REJECT: "Reject"}
DECIDE_TIPS = {DecisionKind.KEEP: "Keep this photo", DecisionKind.REJECT: "Reject this photo"}
APART_BUTTON = "Not a duplicate"
CUT_BUTTON = "Cut here"
CUT_TIP = "The photo of the weakest link is not a duplicate of the keeper"
APART_TIP = "This photo is not a duplicate of the keeper"


def why_title(*, is_keeper: bool, proposed: bool, kept: DecisionKind | None) -> str:
    """Head of the reasons."""
    if is_keeper:
        if kept is DecisionKind.KEEP:
            return "You keep this one"
        return "Why this one stays" if proposed else "Stays, since the one proposed was rejected"
    return "In what the keeper is ahead" if not proposed else "Proposed to stay, because"


def reasons_shown(entry: GroupEntry, place: int) -> list[str]:
    """The reasons of a photograph in words."""
    return reasons(entry.members[place].reasons)


def weakest_link(member: Member) -> str:
    """Which photo hangs on its group by the least."""
    name = isolated(wording.shown_name(member.shot.path))
    return f"Weakest link: {name}, {score_label(member.score)}"


def warnings(shot: Shot, *, new: bool = False) -> list[str]:
    """What one should know before deciding."""
    found = [
        (new, "came after the rest of its group was decided"),
        (shot.offline, "its drive is offline"),
        (shot.protected, "in a protected folder"),
        (shot.returned, RETURNED),
    ]
    words = [words for is_so, words in found if is_so]
    return [*words, APART_REASONS[shot.apart]] if shot.apart else words


# Rail and bars

ORDER = "Order"
ORDER_NAMES = {
    Order.GAIN: "Largest gain",
    Order.NEWEST: "Newest photos",
    Order.ALIKE: "Most alike",
    Order.FOLDER: "Folder and name",
}
SCAN_FOLDERS = "Scan folders\u2026"
LOOK_AGAIN = "Look at the groups again"
SHOW_REVIEWED = "Show reviewed"
SHOW_REVIEWED_TIP = "Also show groups in which nothing is left to decide"
NO_WEAKEST_LINK = "A group of two has no weakest link. Press N where they are no duplicates."
JOIN_STEP = "join groups"
SELECT_TO_JOIN = "Select the groups that belong together with Shift and the arrows, then press J."
CLEAR_SELECTION = "Clear selection"
UNDO_HINT = "Ctrl+Z takes it back."
NOT_THE_KEEPER = "This one is the keeper. Choose the photo that is different, then press N."


def joined(groups: int) -> str:
    """What happened, and how to take it back."""
    return f"Joined {wording.counted(groups, 'group')}. {UNDO_HINT}"


def rejected_all(photos: int, groups: int) -> str:
    """What happened, and how to take it back."""
    return f"Rejected {wording.photos(photos)} in {wording.counted(groups, 'group')}. {UNDO_HINT}"


ACTIONS = {
    "compare": "Compare",
    "keep": "Keep",
    "reject": "Reject",
    "half": "RAW only, JPG only, or both",
    "clear": "Clear the decision",
    "apart": "Not a duplicate of the keeper",
    "cut": "Cut at the weakest link",
    "join": "Join the selected groups",
    "others": "Reject all but the keeper",
    "alike": "Find photos like this one",
    "reveal": "Reveal in file manager",
}
"""Words of everything that can be done to a photograph."""


# Search

RESULT_LIST = "Results, best first"
SEARCHING = "Searching\u2026"
SEARCH_FAILED = "The search could not be done"
NOTHING_ALIKE = "Nothing like it"
NOTHING_ALIKE_HINT = "No photo of the library looks like this one."
PASTED = "Pasted picture"
QUERY = "searched for"
CLOSE_SEARCH = "Close the search"
COMPARE_LARGE = "Compare large"


def hit_sentence(hit: SearchHit) -> str:
    """A result in one sentence, for screen readers."""
    name = isolated(wording.shown_name(hit.shot.path))
    return ", ".join((name, wording.relation_name(hit.relation), score_label(hit.score), photo_facts(hit.shot)))
