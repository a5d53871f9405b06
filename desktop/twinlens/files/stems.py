"""How cameras, telephones and copying programs name the files of one exposure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from twinlens.files.names import suffix_of

_PIXEL_HALF = re.compile(r"^(?P<stem>.+?)\.raw-\d\d(?:\.mp)?(?:\.(?:cover|original))?(?P<rest>(?:[ (-].*)?)$")
"""PXL_20230101_120000000.RAW-01.COVER.jpg and the same with .RAW-02.ORIGINAL.dng."""

_COPY = re.compile(
    r"^(?P<base>.*?[^ -])(?P<copy> ?\(\d{1,3}\)|-\d{1,2}|(?: -)? copy(?: \(?\d{1,3}\)?)?| \(restored(?: \d+)?\))$"
)
"""IMG_1 (1), IMG_1-2, IMG_1 copy 2, IMG_1 - Copy, and what is restored beside another file."""

_OTHER_COLOURS = re.compile(r"^(?:_dsc|dsc0)(?P<dsc>\d{4})$|^_mg_(?P<mg>\d{4})$")
"""Cameras set to Adobe RGB write _DSC1234 for DSC_1234 or DSC01234, and _MG_1234 for IMG_1234."""

_APPLE_EDIT = re.compile(r"^(?P<before>(?:.*[^a-z])?img_)e(?P<number>\d+)(?P<rest>.*)$")
_APPLE_NUMBER = re.compile(r"^(?P<before>.*_)(?P<number>\d+)$")


@dataclass(frozen=True, slots=True)
class Stem:
    """A file's name without its ending, in the ways in which names can agree."""

    exact: str
    """The same for the halves that a camera writes."""
    base: str
    """Without a copy's number and in one spelling: alike for names that may go together."""
    copy: str
    """What marks it as a numbered copy; empty for none."""
    edit_of: str | None = None
    """The `exact` of the original, for Apple's IMG_E1234."""

    @property
    def family(self) -> str:
        """Alike for all names that may have to do with each other."""
        original = _APPLE_EDIT.match(self.base)
        return _one_spelling(original["before"] + original["number"] + original["rest"]) if original else self.base


def stem_of(name: str) -> Stem:
    """Take a file's name apart."""
    exact = folded(name[: len(name) - len(suffix_of(name))])
    if ".raw-" in exact and (half := _PIXEL_HALF.match(exact)):
        exact = half["stem"] + half["rest"]
    base, copy = exact, ""
    if numbered := _COPY.match(exact):
        base, copy = numbered["base"], numbered["copy"]
    edit = _APPLE_EDIT.match(exact) if may_be_edit(exact) else None
    edit_of = edit["before"] + edit["number"] + edit["rest"] if edit else None
    return Stem(exact, _one_spelling(base.removesuffix(".mp")), copy, edit_of)


def may_be_edit(name: str) -> bool:
    """Whether a name could be that of Apple's edit: cheap, and never wrong when it says no."""
    return "img_e" in name.lower()


def folded(text: str) -> str:
    """As names are compared: whatever the case, however accents are written."""
    return text.lower() if text.isascii() else unicodedata.normalize("NFC", text).casefold()


def beginnings(family: str) -> tuple[str, ...]:
    """How the names of a family, and those of their sidecars, can begin once folded."""
    found = [family]
    if family[:4] in ("dsc_", "img_") and len(family) == 8:
        number = family[4:]
        found += [f"_dsc{number}", f"dsc0{number}"] if family[0] == "d" else [f"_mg_{number}"]
    if numbered := _APPLE_NUMBER.match(family):
        found += [numbered["before"] + letter + numbered["number"] for letter in "eo"]
    return tuple(found)


def _one_spelling(base: str) -> str:
    if base[:1] not in "_d" or not (other := _OTHER_COLOURS.match(base)):
        return base
    return f"dsc_{other['dsc']}" if other["dsc"] else f"img_{other['mg']}"
