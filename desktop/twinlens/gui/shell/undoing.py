"""Undo and redo, also of what was done before the last start."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import count

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoCommand, QUndoStack
from shiboken6 import isValid

from twinlens.core.undo import MOST_STEPS, ClearedAway, Step
from twinlens.gui.backend import CleanupOutcome
from twinlens.gui.shell.undo_journal import UndoJournal
from twinlens.gui.translating import tr

_numbers = count()


class KeptCommand(QUndoCommand):
    """A step on the undo stack, as plain data that outlives the window. It has happened before it comes there."""

    def __init__(self, text: str, step: Step) -> None:
        """`text` says for the menu what was done. It rests until `resting` is taken from it."""
        super().__init__(text)
        self.step = step
        self.number = next(_numbers)
        self.resting = True

    def redo(self) -> None:
        """Do it again; a step that can't be leaves the stack."""
        if not self.resting:
            self.setObsolete(not self.do_again())

    def undo(self) -> None:
        """Take it back; a step that can't be leaves the stack."""
        if not self.resting:
            self.setObsolete(not self.take_back())

    def do_again(self) -> bool:
        """Whether it could be done again."""
        raise NotImplementedError

    def take_back(self) -> bool:
        """Whether it could be taken back."""
        raise NotImplementedError


def push_done(stack: QUndoStack, *commands: KeptCommand) -> None:
    """Put what has happened onto the stack, which would carry it out otherwise."""
    for command in commands:
        stack.push(command)
    for command in commands:
        command.resting = False


class CleanupCommand(KeptCommand):
    """Taking a clean-up back brings the photos back. It is never redone: moving photos away is asked for anew."""

    def __init__(self, step: ClearedAway, bring_back: Callable[[str], object]) -> None:
        """`bring_back` starts the restore of a session."""
        marked = tr("marking %n\u00a0photo(s)", "", step.marked)
        super().__init__(marked if step.marked else tr("moving %n\u00a0photo(s) away", "", step.moved), step)
        self._session = step.session
        self._bring_back = bring_back

    def take_back(self) -> bool:
        """Bring the photos back, and leave the stack."""
        self._bring_back(self._session)
        return False

    def do_again(self) -> bool:
        """Never."""
        return False


def cleared_away(outcome: CleanupOutcome) -> ClearedAway | None:
    """The step that a clean-up was; none where nothing was done."""
    return None if outcome.session is None else ClearedAway(outcome.session, outcome.removed, outcome.marked)


class KeptUndo(QObject):
    """Writes down what happens on the undo stack, and puts it there again at the next start."""

    def __init__(self, stack: QUndoStack, journal: UndoJournal, parent: QObject | None = None) -> None:
        """Nothing is put on the stack before `restore`."""
        super().__init__(parent)
        self._stack = stack
        self._journal = journal
        self._numbers: list[int] = []
        stack.setUndoLimit(MOST_STEPS)

    @property
    def refused(self) -> bool:
        """Whether something of the last time could not be read."""
        return self._journal.refused

    def restore(self, command_of: Callable[[Step], KeptCommand | None]) -> None:
        """Put the steps of earlier on the stack, and write down what happens from now on."""
        made = [command_of(step) for step in self._journal.past.steps]
        commands = [command for command in made if command is not None]
        for command in commands:
            self._stack.push(command)
        self._stack.setIndex(sum(command is not None for command in made[: self._journal.past.place]))
        for command in commands:
            command.resting = False
        self._numbers = [command.number for command in commands]
        self._stack.indexChanged.connect(self._note)

    def stop(self) -> None:
        """Write nothing down any more: a stack that goes is emptied first."""
        self._stack.indexChanged.disconnect(self._note)

    def _note(self, index: int) -> None:
        if not isValid(self._stack):
            return  # it empties itself as it goes
        commands = list(_kept(self._stack.command(place) for place in range(self._stack.count())))
        numbers = [command.number for command in commands]
        place = len(list(_kept(self._stack.command(place) for place in range(index))))
        before, self._numbers = self._numbers, numbers
        if numbers and numbers[-1] not in before:
            self._journal.did(commands[-1].step)
        elif before and not numbers:
            self._journal.cleared()
        elif len(numbers) < len(before):
            self._journal.dropped(next(at for at, each in enumerate(before) if numbers[at : at + 1] != [each]))
        if place != self._journal.past.place:
            self._journal.moved(place)


def _kept(commands: Iterable[QUndoCommand]) -> Iterable[KeptCommand]:
    return (command for command in commands if isinstance(command, KeptCommand))
