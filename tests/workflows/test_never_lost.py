"""Whatever a person does in whatever order: no content is ever lost, and what went is always stood for."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from twinlens.core.photos import ContentKey
from twinlens.core.relations import DecisionKind, Relation
from twinlens.files.journal import journals
from twinlens.files.keeping import Whereabouts
from twinlens.workflows.cleanup import CleanupReport
from twinlens.workflows.history import history, session_items
from twinlens.workflows.other_half import OtherHalf
from workflows.shelf import MODEL, Shelf, contents, key_of

FAMILIES = "abc"
STEPS = 40


class Person:
    """Does one thing after the other, at random, on a small tree of photos that look alike within a family."""

    def __init__(self, shelf: Shelf, random: Random) -> None:
        self.shelf = shelf
        self.random = random
        self.made = 0
        self.expected: set[bytes] = set()
        for family in FAMILIES:
            for _ in range(3):
                self.add(family)

    def step(self) -> None:
        actions = [self.reject, self.reject, self.clear, self.keep, self.halve, self.clean, self.clean, self.propose,
                   self.restore, self.restore_one, self.rename, self.copy, self.edit, self.link, self.add_any,
                   self.learn]  # fmt: skip
        self.random.choice(actions)()

    # what a person does

    def add(self, family: str) -> None:
        self.made += 1
        name = f"{family}{self.made}"
        folder = self.random.choice(["", "one/", "two/"])
        data = f"{family} picture {self.made} {'x' * self.random.randrange(20)}".encode()
        self.expected.add(self.shelf.put(f"{folder}{name}.jpg", data).read_bytes())
        for suffix in self.random.sample([".CR2", ".xmp", ".jpg.dop"], self.random.randrange(3)):
            self.expected.add(self.shelf.put(f"{folder}{name}{suffix}").read_bytes())
        self.learn()
        for other, shot in self.shelf.shots().items():
            if Path(other).name[0] == family and Path(other).stem != name and self.random.random() < 0.6:
                relation = self.random.choice([Relation.RESIZED, Relation.EDITED, Relation.RESIZED, Relation.BURST])
                if shot.content_key != key_of(data):
                    self.shelf.match(f"{folder}{name}.jpg", other, relation)

    def add_any(self) -> None:
        self.add(self.random.choice(FAMILIES))

    def learn(self) -> None:
        self.shelf.learn()

    def some(self) -> list[str]:
        names = sorted(self.shelf.shots())
        return self.random.sample(names, min(len(names), self.random.randrange(1, 6)))

    def reject(self) -> None:
        self.shelf.reject(*self.some())

    def clear(self) -> None:
        self.shelf.decide(None, *self.some())

    def keep(self) -> None:
        self.shelf.decide(DecisionKind.KEEP, *self.some()[:2])

    def halve(self) -> None:
        kind = self.random.choice([DecisionKind.WITHOUT_RAW, DecisionKind.WITHOUT_RENDERED])
        self.shelf.decide(kind, *self.some())

    def clean(self) -> None:
        self.check_stood_for(self.shelf.clean())

    def propose(self) -> None:
        self.check_stood_for(self.shelf.clean(proposed=True))

    def restore(self) -> None:
        sessions = history(self.shelf.home)
        if sessions:
            self.shelf.restore(self.random.choice(sessions).id)

    def restore_one(self) -> None:
        sessions = history(self.shelf.home)
        if sessions:
            session = self.random.choice(sessions).id
            self.shelf.restore(session, [self.random.choice(session_items(self.shelf.home, session)).path])

    def file(self) -> Path | None:
        files = [Path(path) for path in sorted(contents(self.shelf.folder))]
        return self.random.choice(files) if files else None

    def rename(self) -> None:
        if path := self.file():
            self.made += 1
            path.rename(path.with_name(f"{path.stem[0]}{self.made}renamed{path.suffix}"))

    def copy(self) -> None:
        if path := self.file():
            self.made += 1
            path.with_name(f"{path.stem[0]}{self.made}copied{path.suffix}").write_bytes(path.read_bytes())

    def link(self) -> None:
        """A hard link now and then, known to the library like any other file."""
        path = self.file()
        if path and path.suffix == ".jpg":
            self.made += 1
            other = path.with_name(f"{path.stem[0]}{self.made}linked.jpg")
            other.hardlink_to(path)
            self.shelf.learn_names(path, other)

    def edit(self) -> None:
        """Writing over a file is the person's own doing: what was in it is theirs to lose."""
        if (path := self.file()) and path.stat().st_nlink == 1:
            self.made += 1
            lost = path.read_bytes()
            path.write_bytes(b"edited %d" % self.made)
            self.expected.add(path.read_bytes())
            if lost not in reachable(self.shelf):
                self.expected.discard(lost)

    # what must always hold

    def check_stood_for(self, report: CleanupReport) -> None:
        here = {key_of(data) for data in contents(self.shelf.folder).values()}
        matches = self.shelf.home.cache.matches.load(MODEL, 0.0)
        for removed in report.removed:
            key = removed.shot.content_key
            alike = {match.other(key) for match in matches if key in (match.first, match.second)}
            near = alike | {far for other in alike for far in _neighbours(matches, other)} | {key}
            raw_stands = removed.survivor.suffix == ".CR2" and removed.survivor.exists()
            assert raw_stands or here & near, f"{removed.path} went and nothing stands for it"


def _neighbours(matches: list, key: ContentKey) -> set[ContentKey]:  # type: ignore[type-arg]
    return {match.other(key) for match in matches if key in (match.first, match.second)}


def reachable(shelf: Shelf) -> set[bytes]:
    found = set(contents(shelf.folder).values())
    for session in history(shelf.home):
        for item in session_items(shelf.home, session.id):
            if item.state is Whereabouts.HELD:
                assert item.now_at is not None
                found.add(item.now_at.read_bytes())
    return found


@pytest.mark.parametrize("seed", range(6))
def test_nothing_is_ever_lost(shelf: Shelf, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(OtherHalf, "_show_one_picture", lambda *_: True)  # these have no pictures in them
    if seed % 2:
        shelf.home = replace(shelf.home, paths=replace(shelf.home.paths, quarantine=None))
    person = Person(shelf, Random(seed))
    for _ in range(STEPS):
        person.step()
        assert person.expected <= reachable(shelf)
    for path in journals(shelf.home.journal_dir):
        report = shelf.restore(path.name.removesuffix(".jsonl"))
        assert not report.failed
    assert person.expected <= set(contents(shelf.folder).values())
    assert not [path for path in _held(shelf) if path.is_file()]


def _held(shelf: Shelf) -> list[Path]:
    trash, quarantine = Path(os.environ["XDG_DATA_HOME"]) / "Trash", shelf.home.quarantine_dir
    return [*trash.rglob("*"), *(quarantine.rglob("*") if quarantine else [])]
