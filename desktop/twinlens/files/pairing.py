"""Which names of one folder are one photo. Names and evidence must agree: neither makes a shot by itself."""

from __future__ import annotations

import os
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from twinlens.core.clues import Agreement, Clues, agreement, film_agreement
from twinlens.core.photos import Apart, CompanionKind
from twinlens.files.names import PAIRED_SUFFIXES, RAW_SUFFIXES, FoundKind, kind_by_name, suffix_of
from twinlens.files.stems import Stem, folded, may_be_edit, stem_of

ClueOf = Callable[[str], Clues]
"""Reads a file's head; asked only about files whose names go together."""

_VERSION = re.compile(r"^(?P<stem>.+)_\d\d(?P<suffix>\.\w+)$")
"""darktable names the sidecars of further versions IMG_01.CR2.xmp."""

_APPLE_ORIGINAL = re.compile(r"^(?P<before>.*_)o(?P<number>\d+)$")
"""Apple names the adjustments of an edited picture IMG_O1234.AAE."""

_ORDER = tuple(CompanionKind)

One = TypeVar("One")
Other = TypeVar("Other")


@dataclass(frozen=True, slots=True)
class NamedShot:
    """A picture and what belongs to it, by name."""

    picture: str
    companions: tuple[tuple[str, CompanionKind], ...] = ()
    shared: frozenset[str] = frozenset()
    """Those companions that another shot of the folder has as well."""
    by_name: frozenset[str] = frozenset()
    """Films that are companions by name and time alone."""
    apart: Apart | None = None


def pair_names(names: Iterable[str], clue_of: ClueOf) -> list[NamedShot]:
    """Join the names of one folder into shots.

    A RAW and exactly one JPEG or HEIC of the same stem are one shot, shown by the latter, unless their heads say that
    they are two exposures; where the stems differ as those of numbered copies do, their heads must say that they are
    one. Apple's edit goes with its original, the film of a Live Photo with its picture. Where anything is ambiguous
    all stay apart. A sidecar that names its file whole (IMG.CR2.xmp) goes with that file; one that names the stem
    (IMG.xmp) with every shot of that stem. A film or a sidecar without a picture is nobody's.
    """
    return _Folder(names, clue_of).shots()


class _Folder:
    def __init__(self, names: Iterable[str], clue_of: ClueOf) -> None:
        self._clue_of = clue_of
        self._pictures: list[str] = []
        self._films: list[str] = []
        self._sidecars: list[str] = []
        for name in names:
            kind = kind_by_name(name)
            films_or_sidecars = self._films if kind is FoundKind.FILM else self._sidecars
            (films_or_sidecars if kind and not kind.is_picture else self._pictures).append(name)
        self._stems: dict[str, Stem] = {}
        self._shown_by: dict[str, str] = {}
        self._owned: defaultdict[str, list[tuple[str, CompanionKind]]] = defaultdict(list)
        self._shared: set[str] = set()
        self._by_name: set[str] = set()
        self._apart: dict[str, Apart] = {}

    def shots(self) -> list[NamedShot]:
        if not (self._films or self._sidecars or any(_is_raw(name) or may_be_edit(name) for name in self._pictures)):
            return [NamedShot(picture) for picture in self._pictures]
        self._stems = {name: stem_of(name) for name in (*self._pictures, *self._films)}
        self._join_raws()
        self._join_edits()
        self._join_films()
        self._join_sidecars()
        return [self._shot(picture) for picture in self._pictures if picture not in self._shown_by]

    def _shot(self, picture: str) -> NamedShot:
        owned = self._owned.get(picture, ())
        if not owned:
            return NamedShot(picture, apart=self._apart.get(picture))
        names = {name for name, _ in owned}
        return NamedShot(
            picture,
            tuple(sorted(owned, key=lambda companion: _ORDER.index(companion[1]))),
            frozenset(self._shared & names),
            frozenset(self._by_name & names),
            self._apart.get(picture),
        )

    def _join(self, companion: str, kind: CompanionKind, picture: str) -> None:
        """Make one picture, with all it has, part of another's shot."""
        moved = [(companion, kind), *self._owned.pop(companion, ())]
        self._owned[picture] += moved
        self._shown_by.update((name, picture) for name, _ in moved)
        if companion in self._apart:
            self._keep_apart(self._apart.pop(companion), [picture])

    def _keep_apart(self, why: Apart, names: Iterable[str]) -> None:
        for name in names:
            self._apart.setdefault(self._shown_by.get(name, name), why)

    def _join_raws(self) -> None:
        halves = [name for name in self._pictures if _is_raw(name) or _is_rendered(name)]
        if not any(map(_is_raw, halves)):
            return
        rest: list[str] = []
        for names in self._by(lambda stem: stem.exact, halves):
            raws, rendered = _parted(names)
            if not raws or not rendered:
                rest += names
            elif len(names) > 2:
                self._keep_apart(Apart.AMBIGUOUS, names)
            elif agreement(self._clue_of(raws[0]), self._clue_of(rendered[0])) is Agreement.CONTRADICTS:
                self._keep_apart(Apart.OTHER_EXPOSURE, names)
            else:
                self._join(raws[0], CompanionKind.RAW, rendered[0])
        for names in self._by(lambda stem: stem.base, rest):
            self._join_raws_by_evidence(*_parted(names))

    def _join_raws_by_evidence(self, raws: Sequence[str], rendered: Sequence[str]) -> None:
        """Names that are alike only: the heads must prove that it is one exposure."""
        pairs = [(raw, other) for raw in raws for other in rendered if self._proved(raw, other)]
        for raw, other in unambiguous(pairs):
            self._join(raw, CompanionKind.RAW, other)
        self._keep_apart(
            Apart.AMBIGUOUS, (name for pair in pairs for name in pair if self._shown_by.get(pair[0]) is None)
        )

    def _proved(self, raw: str, other: str) -> bool:
        copies = {self._stems[raw].copy, self._stems[other].copy}
        if len(copies) > 1 and "" not in copies:
            return False  # The second and the third frame of a second are numbered alike.
        wanted = Agreement.SAME_TIME if len(copies) == 1 else Agreement.SAME_INSTANT
        return agreement(self._clue_of(raw), self._clue_of(other)) >= wanted

    def _join_edits(self) -> None:
        edits: defaultdict[str, list[str]] = defaultdict(list)
        for name in self._pictures:
            original = self._stems[name].edit_of
            if original is not None and kind_by_name(name) is not None and name not in self._shown_by:
                edits[original].append(name)
        if not edits:
            return
        originals: defaultdict[str, list[str]] = defaultdict(list)
        for name in self._pictures:
            if self._stems[name].exact in edits and kind_by_name(name) is not None and name not in self._shown_by:
                originals[self._stems[name].exact].append(name)
        for exact, candidates in originals.items():
            found = edits[exact]
            if len(found) > 1 or len(candidates) > 1:
                self._keep_apart(Apart.AMBIGUOUS, found + candidates)
            elif agreement(self._clue_of(found[0]), self._clue_of(candidates[0])) is Agreement.CONTRADICTS:
                self._keep_apart(Apart.OTHER_EXPOSURE, found + candidates)
            else:
                self._join(found[0], CompanionKind.EDIT, candidates[0])

    def _join_films(self) -> None:
        if not self._films:
            return
        families = {self._stems[film].family for film in self._films}
        stills: defaultdict[str, list[str]] = defaultdict(list)
        for name in self._pictures:
            if (_is_rendered(name) or _is_raw(name)) and (family := self._stems[name].family) in families:
                stills[family].append(name)
        for films in self._by(lambda stem: stem.family, self._films):
            pictures = stills.get(self._stems[films[0]].family)
            if pictures:
                self._join_family(films, pictures)

    def _join_family(self, films: Sequence[str], pictures: Sequence[str]) -> None:
        marked: defaultdict[str, list[str]] = defaultdict(list)
        for picture in pictures:
            if identifier := self._clue_of(picture).content_identifier:
                marked[identifier].append(picture)
        by_name: list[tuple[str, str]] = []
        for film in films:
            exact = [name for name in pictures if self._stems[name].exact == self._stems[film].exact]
            halves = marked.get(self._clue_of(film).content_identifier or "", [])
            # A copied Live Photo has copies of both halves: each with the one of its own name.
            if proved := [name for name in exact if name in halves] or halves:
                self._attach_film(film, proved)
            else:
                by_name += self._possible_halves(film, exact)
        shots = {(film, (self._shown_by.get(name, name), self._stems[film].exact)) for film, name in by_name}
        for film, (picture, _) in unambiguous(sorted(shots)):
            self._by_name.add(film)
            self._attach_film(film, [picture])
        self._keep_apart(Apart.AMBIGUOUS, (picture for film, (picture, _) in shots if film not in self._by_name))

    def _possible_halves(self, film: str, pictures: Sequence[str]) -> list[tuple[str, str]]:
        found = []
        for picture in pictures:
            evidence = film_agreement(self._clue_of(film), self._clue_of(picture))
            if evidence >= Agreement.SAME_TIME:
                found.append((film, picture))
            elif evidence is Agreement.UNKNOWN:
                self._keep_apart(Apart.UNPROVED_FILM, [picture])
        return found

    def _attach_film(self, film: str, pictures: Iterable[str]) -> None:
        self._attach(film, CompanionKind.LIVE, {self._shown_by.get(name, name) for name in pictures})

    def _attach(self, companion: str, kind: CompanionKind, shots: set[str]) -> None:
        for shot in sorted(shots):
            self._owned[shot].append((companion, kind))
        if len(shots) > 1:
            self._shared.add(companion)

    def _join_sidecars(self) -> None:
        if not self._sidecars:
            return
        shots_of = {name: {self._shown_by.get(name, name)} for name in self._pictures}
        for shot, companions in self._owned.items():
            for name, kind in companions:
                if kind is CompanionKind.LIVE:
                    shots_of.setdefault(name, set()).add(shot)
        owners = _Owners(shots_of, self._stems)
        for sidecar in self._sidecars:
            owned_by = {shot for owner in owners.of(sidecar) for shot in shots_of[owner]}
            self._attach(sidecar, CompanionKind.SIDECAR, owned_by)

    def _by(self, key: Callable[[Stem], str], names: Iterable[str]) -> list[list[str]]:
        groups: defaultdict[str, list[str]] = defaultdict(list)
        for name in names:
            groups[key(self._stems[name])].append(name)
        return list(groups.values())


def unambiguous(pairs: Sequence[tuple[One, Other]]) -> list[tuple[One, Other]]:
    """The pairs neither half of which is in another."""
    ones, others = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    return [(one, other) for one, other in pairs if ones[one] == 1 and others[other] == 1]


def names_whole(sidecar: str, name: str) -> bool:
    """Whether a sidecar's name is that of one file, suffix included, with its own suffix: IMG.CR2.xmp for IMG.CR2."""
    base, whole = folded(os.path.splitext(sidecar)[0]), folded(name)
    version = _VERSION.match(base)
    return whole == base or (version is not None and whole == version["stem"] + version["suffix"])


def _is_raw(name: str) -> bool:
    return suffix_of(name) in RAW_SUFFIXES


def _is_rendered(name: str) -> bool:
    return suffix_of(name) in PAIRED_SUFFIXES


def _parted(names: Sequence[str]) -> tuple[list[str], list[str]]:
    """The RAWs and the others."""
    return [name for name in names if _is_raw(name)], [name for name in names if not _is_raw(name)]


class _Owners:
    """Finds the pictures, and films of Live Photos, that a sidecar's name speaks of."""

    def __init__(self, names: Iterable[str], stems: dict[str, Stem]) -> None:
        self._whole: defaultdict[str, list[str]] = defaultdict(list)
        self._stems: defaultdict[str, list[str]] = defaultdict(list)
        for name in names:
            self._whole[folded(name)].append(name)
            if kind_by_name(name) in (FoundKind.PICTURE, FoundKind.RAW):
                self._stems[stems[name].exact].append(name)

    def of(self, sidecar: str) -> Sequence[str]:
        exact = os.path.splitext(sidecar)[0]
        base = folded(exact)
        if named := self._whole.get(base):
            return [exact] if exact in named else named
        if (version := _VERSION.match(base)) and (named := self._whole.get(version["stem"] + version["suffix"])):
            return named
        if named := self._stems.get(stem_of(sidecar).exact):
            return named
        if original := _APPLE_ORIGINAL.match(base):
            edited = self._stems.get(f"{original['before']}e{original['number']}")
            return edited or self._stems.get(original["before"] + original["number"], [])
        return []
