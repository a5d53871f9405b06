"""When room is free again is said where it is true."""

from __future__ import annotations

from twinlens.gui.cleanup.freed_wording import freed, freed_later
from twinlens.gui.wording import TRASH

QUARANTINE = "/home/me/quarantine/1"


def test_each_place_frees_its_own_way() -> None:
    assert "when the trash is emptied" in freed(10, (TRASH,))
    assert "trash" not in freed(10, (QUARANTINE,))
    assert "this session is emptied" in freed(10, (QUARANTINE,))
    assert "the trash and this session" in freed(10, (TRASH, QUARANTINE))
    assert freed(0, (TRASH,)) == ""


def test_after_a_clean_up() -> None:
    assert "trash" in freed_later((TRASH,))
    assert "trash" not in freed_later((QUARANTINE,))
