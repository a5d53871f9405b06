"""What commands print: of a shot, and into a pipe that is closed early."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import twinlens
from making import make_shot
from twinlens.cli.output import group_entry
from twinlens.core.photos import Apart, Group, Member
from twinlens.core.relations import Level, Role


def test_a_shot_that_others_were_kept_apart_from_says_why() -> None:
    apart, plain = replace(make_shot(1), apart=Apart.AMBIGUOUS), make_shot(2)
    group = Group("g", Level.COPY, (Member(apart, Role.KEEPER), Member(plain, Role.DUPLICATE)))
    assert [shot["apart"] for shot in group_entry(group)["shots"]] == ["ambiguous", None]


@pytest.mark.skipif(os.name == "nt", reason="pipes end otherwise there")
def test_a_reader_that_has_seen_enough_is_no_mishap() -> None:
    lines = "from twinlens.cli.output import write_lines; write_lines(str(n) for n in range(200_000)); print('kept')"
    desktop = Path(twinlens.__file__).parents[1]
    environment = os.environ | {"PYTHONPATH": str(desktop)}
    pipe = subprocess.PIPE
    writer = subprocess.Popen([sys.executable, "-c", lines], stdout=pipe, stderr=pipe, env=environment)
    assert writer.stdout is not None
    assert writer.stderr is not None
    assert writer.stdout.readline() == b"0\n"
    writer.stdout.close()
    complaints = writer.stderr.read()
    writer.stderr.close()
    assert writer.wait(60) == 0
    assert complaints == b""
