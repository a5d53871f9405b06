"""Undo and redo from one start to the next."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QUndoStack

from fakes import FakeBackend
from twinlens.core.relations import DecisionKind, Level, Relation
from twinlens.core.undo import ClearedAway
from twinlens.gui.review.decisions import Decisions
from twinlens.gui.review.group_entry import entries_of
from twinlens.gui.review.group_model import GroupModel
from twinlens.gui.shell.undo_journal import UndoJournal
from twinlens.gui.shell.undoing import CleanupCommand, KeptUndo, push_done


class Session:
    """One run of the program over a library that outlives it."""

    def __init__(self, backend: FakeBackend, path: Path | None) -> None:
        self.backend = backend
        self.path = path
        self.restored: list[str] = []
        self.said: list[str] = []
        self.stack = QUndoStack()
        self.model = GroupModel()
        self.model.show(entries_of(backend.groups(0.5, Level.COPY)))
        self.decisions = Decisions(backend, self.model, self.stack)
        self.decisions.failed.connect(lambda error: self.said.append(str(error)))
        self.kept = KeptUndo(self.stack, UndoJournal(path))
        self.kept.restore(self._command_of)

    def _command_of(self, step):
        if isinstance(step, ClearedAway):
            return CleanupCommand(step, self.restored.append)
        return self.decisions.command_of(step)

    def act(self, action: tuple) -> None:
        match action:
            case ("decide", row, place, kind):
                self.decisions.decide([self._entry(row).members[place].shot], kind)
            case ("apart", row):
                entry = self._entry(row)
                self.decisions.set_apart(entry.members[0].shot, entry.members[1])
            case ("join", row):
                self.decisions.join([self._entry(row), self._entry(row + 1)], Relation.SIMILAR)
            case ("cleared", session):
                push_done(self.stack, CleanupCommand(ClearedAway(session, 3), self.restored.append))
            case ("undo",):
                self.stack.undo()
            case ("redo",):
                self.stack.redo()

    def _entry(self, row: int):
        # Read anew: what is decided follows from the library alone.
        return entries_of(self.backend.groups(0.0, Level.COPY))[row]

    @property
    def library(self) -> tuple:
        return dict(self.backend.decisions), set(self.backend.different), dict(self.backend.joined)

    @property
    def past(self) -> tuple:
        texts = [self.stack.text(place) for place in range(self.stack.count())]
        return texts, self.stack.index()


decides = st.tuples(st.just("decide"), st.integers(0, 2), st.integers(0, 1), st.none() | st.sampled_from(DecisionKind))
actions = st.one_of(
    decides,
    decides,
    st.just(("undo",)),
    st.just(("undo",)),
    st.just(("redo",)),
    st.tuples(st.just("apart"), st.integers(3, 4)),
    st.tuples(st.just("join"), st.just(6)),
    st.tuples(st.just("cleared"), st.sampled_from("ab")),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(actions, st.booleans()), max_size=20))
def test_a_restart_anywhere_changes_nothing(qapp, done: list[tuple[tuple, bool]]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "undo.jsonl"
        steady, restarted = Session(FakeBackend(group_count=9), None), Session(FakeBackend(group_count=9), path)
        for action, restarts in done:
            steady.act(action)
            restarted.act(action)
            if restarts:  # as after a kill: nothing is told of the end
                restarted = Session(restarted.backend, path)
            assert restarted.library == steady.library
            assert restarted.past == steady.past


def test_a_decision_is_undone_and_redone_after_a_restart(qapp, tmp_path: Path) -> None:
    backend, path = FakeBackend(), tmp_path / "undo.jsonl"
    first = Session(backend, path)
    first.act(("decide", 0, 1, DecisionKind.REJECT))
    again = Session(backend, path)
    assert again.stack.undoText() == first.stack.undoText() != ""
    again.stack.undo()
    assert backend.decisions == {}
    third = Session(backend, path)
    assert not third.stack.canUndo()
    third.stack.redo()
    assert list(backend.decisions.values()) == [DecisionKind.REJECT]


def test_what_was_decided_anew_since_is_left_alone_and_said(qapp, tmp_path: Path) -> None:
    backend, path = FakeBackend(), tmp_path / "undo.jsonl"
    Session(backend, path).act(("decide", 0, 1, DecisionKind.REJECT))
    (shot,) = backend.decisions
    backend.decisions[shot] = DecisionKind.KEEP
    again = Session(backend, path)
    again.stack.undo()
    assert backend.decisions == {shot: DecisionKind.KEEP}
    assert len(again.said) == 1
    assert not again.stack.canUndo()
    assert not Session(backend, path).stack.canUndo()


def test_a_clean_up_is_taken_back_once(qapp, tmp_path: Path) -> None:
    backend, path = FakeBackend(), tmp_path / "undo.jsonl"
    Session(backend, path).act(("cleared", "20261121-101500"))
    again = Session(backend, path)
    again.stack.undo()
    assert again.restored == ["20261121-101500"]
    assert Session(backend, path).stack.count() == 0


def test_the_stack_that_goes_takes_nothing_from_the_journal(qapp, tmp_path: Path) -> None:
    path = tmp_path / "undo.jsonl"
    session = Session(FakeBackend(), path)
    session.act(("decide", 0, 1, DecisionKind.KEEP))
    session.kept.stop()
    session.stack.clear()
    assert len(UndoJournal(path).past.steps) == 1


@pytest.mark.parametrize("spoiled", [b"not json\n", b"[]\n", b'{"do": {"decided": [[1]]}}\n', b"\xff\x00\n", b"{}\n"])
def test_a_spoiled_journal_keeps_what_comes_before_and_is_kept_aside(qapp, tmp_path: Path, spoiled: bytes) -> None:
    path = tmp_path / "undo.jsonl"
    backend = FakeBackend()
    Session(backend, path).act(("decide", 0, 1, DecisionKind.REJECT))
    path.write_bytes(path.read_bytes() + spoiled)
    again = Session(backend, path)
    assert again.kept.refused
    assert again.stack.count() == 1
    assert path.with_name("undo.jsonl.unreadable").read_bytes().endswith(spoiled)
    assert not Session(backend, path).kept.refused


def test_a_line_cut_off_by_a_kill_is_forgotten(qapp, tmp_path: Path) -> None:
    path = tmp_path / "undo.jsonl"
    backend = FakeBackend()
    Session(backend, path).act(("decide", 0, 1, DecisionKind.REJECT))
    path.write_bytes(path.read_bytes() + b'{"do": {"deci')
    again = Session(backend, path)
    assert not again.kept.refused
    assert again.stack.count() == 1


def test_a_journal_that_cannot_be_written_costs_nothing_else(qapp, tmp_path: Path) -> None:
    path = tmp_path / "file" / "undo.jsonl"
    path.parent.touch()
    session = Session(FakeBackend(), path)
    session.act(("decide", 0, 1, DecisionKind.REJECT))
    session.stack.undo()
    assert session.backend.decisions == {}
