"""The command that arranges the keeper rules."""

from __future__ import annotations

import argparse

from twinlens.cli.context import Context
from twinlens.cli.output import write_json, write_lines
from twinlens.core.keepers import DEFAULT_RULES
from twinlens.workflows.catalogues import add_catalogue, forget_catalogue
from twinlens.workflows.groups import places_now
from twinlens.workflows.home import Home
from twinlens.workflows.rules import RuleChange, change_rules, load_rules, save_rules


def rules_command(given: argparse.Namespace, context: Context) -> int:
    """List the rules in their order, or arrange them."""
    change = RuleChange(
        order=None if given.order is None else _names(given.order),
        off=_names(given.off),
        on=_names(given.on),
        folders=given.folders,
    )
    if given.catalogue or given.forget_catalogue:
        with context.writing() as home:
            if given.catalogue:
                add_catalogue(home, places_now(home), given.catalogue.absolute(), context.job.check)
            if given.forget_catalogue:
                forget_catalogue(home, given.forget_catalogue.absolute())
    if given.reset or change != RuleChange(off=[], on=[]):
        with context.writing() as home:
            places = places_now(home)
            rules = DEFAULT_RULES if given.reset else load_rules(home, places)
            save_rules(home, places, change_rules(rules, change))
    with context.reading() as home:
        _show(home, context)
    return 0


def _show(home: Home, context: Context) -> None:
    rules = load_rules(home, places_now(home))
    catalogues = home.library.marks.catalogues()
    order = [(str(reason), reason not in rules.off) for reason in rules.whole_order]
    if context.json:
        write_json(
            {
                "rules": [{"name": name, "on": on} for name, on in order],
                "folders": list(rules.folders),
                "catalogues": [
                    {"path": str(each.path), "photos": each.photos, "found": each.found} for each in catalogues
                ],
            }
        )
    else:
        write_lines(f"{place:2}  {name}{'' if on else '  off'}" for place, (name, on) in enumerate(order, 1))
        write_lines(f"preferred folder {place}: {folder}" for place, folder in enumerate(rules.folders, 1))
        write_lines(f"catalogue {each.path}: {each.found} of its {each.photos} photos" for each in catalogues)


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]
