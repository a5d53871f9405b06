"""The words of rules for many groups and of pairs of folders."""

from __future__ import annotations

from pathlib import Path

from twinlens.core.group_rules import Goes, RulePlan, Spared, Stays
from twinlens.core.relations import Relation
from twinlens.gui import wording
from twinlens.gui.translating import tr

SCORES = (0.0, 0.9, 0.95, 0.98, 0.99)
"""What can be asked for at least."""


def title(groups: int) -> str:
    """Head of the dialog."""
    return tr("Decide {groups} by a rule").format(groups=wording.groups(groups))


def by_rule() -> str:
    """The button that opens it."""
    return tr("By a rule\u2026")


def decide_by_rule(groups: int) -> str:
    """The same in the menu."""
    return tr("Decide {groups} by a rule…").format(groups=wording.groups(groups))


def hint() -> str:
    """What comes before every rule."""
    return tr("What you decided yourself stays, and what is protected. Nothing is moved: photos are only rejected.")


def stays_label() -> str:
    """Before the choice of the one that stays."""
    return tr("In each group keep")


def stays_names() -> dict[Stays, str]:
    """Which one."""
    return {
        Stays.KEEPER: tr("the proposed keeper"),
        Stays.NEWEST: tr("the newest"),
        Stays.OLDEST: tr("the oldest"),
        Stays.MOST_PIXELS: tr("the one with most pixels"),
        Stays.LARGEST_FILE: tr("the largest file"),
        Stays.IN_FOLDER: tr("the one in the folder"),
    }


def goes_label() -> str:
    """Before the choice of those that go."""
    return tr("and reject")


def goes_names() -> dict[Goes, str]:
    """Which ones."""
    return {
        Goes.OTHERS: tr("all others"),
        Goes.LESSER: tr("smaller and re-saved copies"),
        Goes.IDENTICAL: tr("exact copies, byte by byte"),
        Goes.IN_FOLDER: tr("those in the folder"),
    }


def folder_label() -> str:
    """Names the boxes of folders for screen readers."""
    return tr("Folder")


def relation_label() -> str:
    """Before the relations."""
    return tr("but only what is")


def relation_names(relations: list[Relation]) -> list[tuple[str, frozenset[Relation]]]:
    """Any, or one of them."""
    any_of = (tr("related in any way"), frozenset[Relation]())
    return [any_of, *((wording.relation_name(each), frozenset({each})) for each in relations)]


def score_label() -> str:
    """Before the least score."""
    return tr("and alike at least")


def score_names() -> list[tuple[str, float]]:
    """At least so much."""
    return [(wording.percent(score) if score else tr("as the groups are"), score) for score in SCORES]


def spare_raw() -> str:
    """The box that keeps RAWs."""
    return tr("Keep every photo with a RAW")


def counting() -> str:
    """While the plan is worked out."""
    return tr("Looking at the groups\u2026")


def plan_head(plan: RulePlan) -> str:
    """What would happen, in one line."""
    if not plan.leaving:
        return tr("This rule rejects nothing")
    return tr("{photos} in {groups}, {bytes}").format(
        photos=wording.photos(len(plan.leaving)),
        groups=wording.groups(plan.touched),
        bytes=wording.size(plan.bytes),
    )


def plan_notes(plan: RulePlan) -> str:
    """What is left alone, and why."""
    same = plan.asked - plan.touched - plan.without_survivor
    notes = [tr("%n group(s) left as before", "", same)] if same else []
    if plan.without_survivor:
        notes.append(tr("%n group(s) left alone, as nothing in them would stay", "", plan.without_survivor))
    for why, number in plan.spared:
        notes.append(
            {
                Spared.PROTECTED: tr("%n protected photo(s)", "", number),
                Spared.KEPT: tr("%n photo(s) you kept", "", number),
                Spared.RAW: tr("%n photo(s) with a RAW", "", number),
            }[why]
        )
    return "  \u00b7  ".join(notes)


def first_shown(shown: int, of: int) -> str:
    """Under a list that does not show all."""
    return tr("The first {shown} of {all} are shown.").format(shown=wording.count(shown), all=wording.photos(of))


def apply(photos: int) -> str:
    """The primary button."""
    return tr("Reject {photos}").format(photos=wording.photos(photos)) if photos else tr("Nothing to reject")


def cancel() -> str:
    """Leave everything as it is."""
    return tr("Cancel")


def applied(plan: RulePlan) -> str:
    """What happened, and how to take it back."""
    return tr("Rejected {photos} in {groups}. Undo takes it back as a whole.").format(
        photos=wording.photos(len(plan.leaving)), groups=wording.groups(plan.touched)
    )


def folder_choice(folder: str, groups: int) -> str:
    """A folder, and in how many groups it is."""
    return f"{wording.shown_folder(Path(folder))}  ({wording.count(groups)})"
