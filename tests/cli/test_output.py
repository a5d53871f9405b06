"""What the commands' documents say of a shot."""

from __future__ import annotations

from dataclasses import replace

from making import make_shot
from twinlens.cli.output import group_entry
from twinlens.core.photos import Apart, Group, Member
from twinlens.core.relations import Level, Role


def test_a_shot_that_others_were_kept_apart_from_says_why() -> None:
    apart, plain = replace(make_shot(1), apart=Apart.AMBIGUOUS), make_shot(2)
    group = Group("g", Level.COPY, (Member(apart, Role.KEEPER), Member(plain, Role.DUPLICATE)))
    assert [shot["apart"] for shot in group_entry(group)["shots"]] == ["ambiguous", None]
