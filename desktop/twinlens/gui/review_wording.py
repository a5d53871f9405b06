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
from twinlens.gui.review.group_entry import GroupEntry
from twinlens.gui.translating import tr

DOT = "  \u00b7  "
_TINY = 100_000
KEEPER = tr("keeper")
KEPT = tr("kept")
REJECTED = tr("rejected")
DIFFERENT = tr("not a duplicate")
NEW = tr("new")
JOINED = tr("joined by you")
PROTECTED = tr("protected")
OFFLINE = tr("offline")
RETURNED = tr("cleared away before, and back")
NOTHING_KEPT = tr("nothing kept")
REVIEWED = tr("reviewed")
SAVED = tr("to gain")

GROUP_LIST = tr("Groups of look-alikes")
SENSITIVITY = tr("Sensitivity")
SENSITIVITY_TIP = tr("How alike photos must be to stand in one group")
LOADING = tr("Reading groups\u2026")
NOTHING_FOUND = tr("No groups here")
NOTHING_FOUND_HINT = tr("Move the slider towards loose, choose another level at the left, or scan more folders.")
LOADING_PICTURE = tr("Reading\u2026")
NO_PICTURE = tr("No preview")
SHOWN_FROM_PREVIEW = tr("Its drive is offline: shown from the stored preview")
FILMSTRIP = tr("Photos of this group")


_BADGES = {CompanionKind.RAW: "RAW", CompanionKind.LIVE: tr("LIVE"), CompanionKind.EDIT: tr("EDIT")}
APART_REASONS = {
    Apart.AMBIGUOUS: tr("other files of its name could belong to it in more than one way, so they stay apart"),
    Apart.OTHER_EXPOSURE: tr("a file of its name is of another camera or moment, so they stay apart"),
    Apart.UNPROVED_FILM: tr("a film of its name is not proved to be its Live Photo, so they stay apart"),
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
            suffixes.insert(0, tr("RAW"))
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
        return tr("RAW")
    return {"JPEG": tr("JPG"), "TIFF": tr("TIF")}.get(shot.facts.format.upper(), shot.facts.format.upper())


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
        scaled = wording.percent(share) if share < 1 else wording.whole_percent(round(100 * share))
        return tr("{relation} {percent}", "resized 25 %").format(relation=name, percent=scaled)
    if member.relation is Relation.BURST:
        apart = seconds_apart(keeper.facts, member.shot.facts)
        if apart is None:
            return name
        return tr("{relation}, {seconds}\u00a0s apart", "burst, 0.4 s apart").format(
            relation=name, seconds=wording.decimal(apart)
        )
    return name


def score_label(score: float | None) -> str:
    """98 % alike."""
    return "" if score is None else tr("{percent} alike").format(percent=wording.percent(score))


def saves(saving: int) -> str:
    """What a group gives back."""
    return tr("saves {size}").format(size=wording.size(saving))


def more_photos(number: int) -> str:
    """+3."""
    return f"+{wording.count(number)}"


def group_sentence(entry: GroupEntry) -> str:
    """A group in one sentence."""
    keeper = entry.members[entry.keeper].shot
    rejected = sum(member.shot.decision is DecisionKind.REJECT for member in entry.members)
    head = tr("{photos}, keeper {name}", "a group, read aloud").format(
        photos=wording.photos(len(entry.members)), name=isolated(wording.shown_name(keeper.path))
    )
    parts = [head, tr("%n rejected", "photos of a group, read aloud", rejected) if rejected else ""]
    parts += [saves(entry.saving), REVIEWED if entry.reviewed else tr("to decide")]
    return ", ".join(filter(None, parts))


def group_in_review(entry: GroupEntry, row: int, rows: int) -> str:
    """The same and where it stands, for screen readers."""
    sentence = tr("Group {number} of {total}: {group}", "a group, read aloud")
    return sentence.format(number=wording.count(row + 1), total=wording.count(rows), group=group_sentence(entry))


def group_members(entry: GroupEntry) -> str:
    """Every photo of a group, for screen readers."""
    return "; ".join(photo_sentence(entry, place) for place in range(len(entry.members)))


def photo_sentence(entry: GroupEntry, place: int) -> str:
    """A photo of a group in one sentence, for screen readers."""
    member = entry.members[place]
    keeper = entry.members[entry.keeper].shot
    name = isolated(wording.shown_name(member.shot.path))
    counted = tr("{number} of {total}: {name}", "a photo of a group, read aloud")
    counted = counted.format(number=place + 1, total=len(entry.members), name=name)
    parts = [counted, NEW if member.new else "", state_word(entry, place)]
    parts += [relation_label(member, keeper), photo_facts(member.shot)]
    parts += [PROTECTED if member.shot.protected else "", OFFLINE if member.shot.offline else ""]
    return ", ".join(part for part in parts if part)


def totals(groups: int, reviewed: int, saving: int) -> str:
    """214 groups · 37 reviewed · 4.1 GB to gain."""
    looked_at = tr("{number} reviewed").format(number=wording.count(reviewed))
    return DOT.join((wording.groups(groups), looked_at, tr("{size} to gain").format(size=wording.size(saving))))


def everything_reviewed(rejected_bytes: int) -> tuple[str, str]:
    """The calm end of a review: a head line and what to do."""
    if rejected_bytes:
        return tr("Nothing left to decide."), tr("{size} can go.").format(size=wording.size(rejected_bytes))
    return tr("Nothing left to decide."), tr("Everything stays.")


def reject_others(groups: int, photos: int) -> str:
    """The label of the action that rejects all but the keepers, with its number."""
    if groups == 1:
        one = tr("Reject %n\u00a0photo(s), all but the keeper", "", photos)
        return one if photos else tr("Reject all but the keeper")
    if not photos:
        return tr("Reject all but the keeper in %n\u00a0group(s)", "", groups)
    sentence = tr("Reject {photos} in %n\u00a0group(s), all but the keepers", "", groups)
    return sentence.format(photos=wording.photos(photos))


def decided(kind: DecisionKind | None, number: int) -> str:
    """What a step of undo or redo was about."""
    return half_wording.decided(kind, number)


def selected(groups: int) -> str:
    """How much is selected."""
    return tr("%n\u00a0group(s) selected", "", groups)


def companions(shot: Shot) -> str:
    """Which files go with a photo: with a folder where that is another, and what joins it by name alone said so."""
    names = ", ".join(_companion(shot, companion) for companion in shot.companions)
    return tr("with {files}").format(files=names) if names else ""


def _companion(shot: Shot, companion: Companion) -> str:
    folder = companion.path.parent
    name = wording.shown_name(companion.path)
    if folder != shot.path.parent:
        name = f"{wording.shown_name(folder)}/{name}"
    name = isolated(name)
    return tr("{file} (Live Photo by name)").format(file=name) if companion.by_name else name


def folder_of(path: Path) -> str:
    """The folder in which a photo lies."""
    return wording.shown_folder(path.parent)


def equal_rows(number: int, *, unfolded: bool) -> str:
    """What the button says under which equal rows are folded away."""
    if unfolded:
        return tr("Hide %n\u00a0equal row(s)", "", number)
    return tr("Show %n\u00a0equal row(s)", "", number)


def place_in_review(row: int, rows: int) -> str:
    """Group 3 of 214."""
    return tr("group {number} of {total}").format(number=wording.count(row + 1), total=wording.count(rows))


def zoom_label(share: float, *, fitted: bool) -> str:
    """How large a picture is shown, of its own pixels."""
    number = wording.whole_percent(round(share * 100))
    return tr("fit, {percent}", "a picture fitted to its pane").format(percent=number) if fitted else number


def reasons(tokens: Sequence[str]) -> list[str]:
    """Reason tokens in words."""
    return [wording.keeper_reason(token) for token in tokens]


# Details

FACTS = tr("This photo")
DIFFERENCES = tr("Differs from the keeper")
REVEAL = tr("Reveal in file manager")
OPEN = tr("Open in its program")
DECIDE_BUTTONS = {DecisionKind.KEEP: tr("Keep"), DecisionKind.REJECT: tr("Reject")}
DECIDE_TIPS = {DecisionKind.KEEP: tr("Keep this photo"), DecisionKind.REJECT: tr("Reject this photo")}
APART_BUTTON = tr("Not a duplicate")
CUT_BUTTON = tr("Cut here")
CUT_TIP = tr("The photo of the weakest link is not a duplicate of the keeper")
APART_TIP = tr("This photo is not a duplicate of the keeper")


def why_title(*, is_keeper: bool, proposed: bool, kept: DecisionKind | None) -> str:
    """Head of the reasons."""
    if is_keeper:
        if kept is DecisionKind.KEEP:
            return tr("You keep this one")
        return tr("Why this one stays") if proposed else tr("Stays, since the one proposed was rejected")
    return tr("In what the keeper is ahead") if not proposed else tr("Proposed to stay, because")


def reasons_shown(entry: GroupEntry, place: int) -> list[str]:
    """The reasons of a photograph in words: where another one stays than was proposed, they tell nothing of that."""
    return reasons(entry.members[place].reasons) if place == 0 or entry.keeper == 0 else []


def weakest_link(member: Member) -> str:
    """Which photo hangs on its group by the least."""
    name = isolated(wording.shown_name(member.shot.path))
    return tr("Weakest link: {name}, {score}").format(name=name, score=score_label(member.score))


def warnings(shot: Shot, *, new: bool = False) -> list[str]:
    """What one should know before deciding."""
    found = [
        (new, tr("came after the rest of its group was decided")),
        (shot.offline, tr("its drive is offline")),
        (shot.protected, tr("in a protected folder")),
        (shot.returned, RETURNED),
    ]
    words = [words for is_so, words in found if is_so]
    return [*words, APART_REASONS[shot.apart]] if shot.apart else words


# Rail and bars

ORDER = tr("Order")
SCAN_FOLDERS = tr("Scan folders\u2026")
LOOK_AGAIN = tr("Look at the groups again")
SHOW_REVIEWED = tr("Show reviewed")
SHOW_REVIEWED_TIP = tr("Also show groups in which nothing is left to decide")
NO_WEAKEST_LINK = tr("A group of two has no weakest link: say “Not a duplicate” where they are none.")
JOIN_STEP = tr("join groups")
SELECT_TO_JOIN = tr("Select the groups that belong together with Shift, then join them.")
CLEAR_SELECTION = tr("Clear selection")
UNDO_HINT = tr("Undo takes it back.")
NOT_THE_KEEPER = tr("This one is the keeper. Choose the photo that is different.")


def joined(groups: int) -> str:
    """What happened, and how to take it back."""
    return tr("Joined %n\u00a0group(s). {undo}", "", groups).format(undo=UNDO_HINT)


def rejected_all(photos: int, groups: int) -> str:
    """What happened, and how to take it back."""
    sentence = tr("Rejected {photos} in %n\u00a0group(s). {undo}", "", groups)
    return sentence.format(photos=wording.photos(photos), undo=UNDO_HINT)


ACTIONS = {
    "compare": tr("Compare"),
    "keep": tr("Keep"),
    "reject": tr("Reject"),
    "half": tr("RAW only, JPG only, or both"),
    "clear": tr("Clear the decision"),
    "apart": tr("Not a duplicate of the keeper"),
    "cut": tr("Cut at the weakest link"),
    "join": tr("Join the selected groups"),
    "others": tr("Reject all but the keeper"),
    "alike": tr("Find photos like this one"),
    "reveal": tr("Reveal in file manager"),
    "open": tr("Open in its program"),
}
"""Words of everything that can be done to a photograph."""


# Search

RESULT_LIST = tr("Results, best first")
CLOSE_SEARCH = tr("Close the search")
COMPARE_LARGE = tr("Compare large")


def hit_sentence(hit: SearchHit) -> str:
    """A result in one sentence, for screen readers."""
    name = isolated(wording.shown_name(hit.shot.path))
    return ", ".join((name, wording.relation_name(hit.relation), score_label(hit.score), photo_facts(hit.shot)))
