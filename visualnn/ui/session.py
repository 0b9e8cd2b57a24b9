"""What the person is working on, with undo: one way in, one way out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from visualnn.experiment.spec import Experiment
from visualnn.experiment.together.lineup import Lineup, usual_lineup
from visualnn.experiment.together.race import Race

UNDO_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Document:
    """Everything that undo brings back.

    Attributes
    ----------
    experiment, race
        What is worked on; the experiment is B where there is an A.
    rival
        The experiment A that it is compared with, or None.
    lineup
        Who races on the loss of the experiment's network.
    """

    experiment: Experiment
    race: Race
    rival: Experiment | None = None
    lineup: Lineup = field(default_factory=usual_lineup)

    def edited(self, **parts: Any) -> Document:
        """Return a copy with ``experiment``, ``race`` or another part exchanged."""
        return replace(self, **parts)


class Session(QObject):
    """Owns the current `Document`.

    Attributes
    ----------
    place
        The workspace on show: a step of undo remembers where it was made.

    Signals
    -------
    changed : Document, Document
        The old and the new one, after a proposal, an undo or a redo.
    retraced : str, tuple of str, bool
        A step of this text was undone, or (True) made again; the workspaces
        that show what it changes, first the one that it was made in.
    """

    changed = Signal(object, object)
    retraced = Signal(str, object, bool)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(UNDO_LIMIT)
        self.place = ""
        self._merge_key = ""
        self._withdrawing = self._came_back = self._returns = False

    @property
    def withdrawing(self) -> bool:
        """Whether a proposal is being taken back for good."""
        return self._withdrawing

    @property
    def returns(self) -> bool:
        """Whether the document is one that there was before: by undo or redo."""
        return self._returns

    @property
    def document(self) -> Document:
        """The current document."""
        return self._document

    def propose(self, document: Document, text: str, merge_key: str = "") -> None:
        """Make ``document`` the current one, as one step of undo named ``text``.

        Proposals in a row with the same ``merge_key`` (a slider's drag) are one
        step, until `seal`.
        """
        if document == self._document:
            return
        merge = bool(merge_key) and merge_key == self._merge_key
        self._merge_key = merge_key
        old = self._document
        races = (old.race, old.lineup) != (document.race, document.lineup)
        edit = _Edit(self, document, text, merge)
        self.push(edit, "landscape" if races else "playground")

    def push(self, command: QUndoCommand, shown: str = "playground") -> None:
        """Make a step of undo that knows where it is made, and which workspace shows it."""
        command.seen = self.place or shown, shown  # type: ignore[attr-defined]
        self.undo_stack.push(command)

    def seal(self) -> None:
        """End the current step of undo: the next proposal begins another."""
        self._merge_key = ""

    def undo(self) -> None:
        """Take the latest step back; one that has lost what it was about is passed over."""
        if self._walk(self.undo_stack.undo, self.undo_stack.canUndo):
            self._tell(self.undo_stack.index(), again=False)

    def redo(self) -> None:
        """Make again what was taken back last."""
        if self._walk(self.undo_stack.redo, self.undo_stack.canRedo):
            self._tell(self.undo_stack.index() - 1, again=True)

    def _walk(self, go: Callable[[], None], can: Callable[[], bool]) -> bool:
        """Go one step, and return whether there was one."""
        while can():
            count = self.undo_stack.count()
            go()
            if self.undo_stack.count() == count:  # the stack drops a step that is obsolete
                return True
        return False

    def _tell(self, index: int, *, again: bool) -> None:
        command: Any = self.undo_stack.command(index)
        self.retraced.emit(command.text(), command.seen, again)

    def withdraw(self) -> bool:
        """Take the latest change back, as one that could not be carried out.

        A proposal is forgotten for good; after an undo what was undone is
        there again.  Returns whether there was anything to take back.
        """
        self.seal()
        stack, before = self.undo_stack, self._document
        self._withdrawing = True
        stack.redo() if self._came_back else stack.undo()
        self._withdrawing = self._came_back = False
        return self._document != before

    def _go(self, document: Document, *, back: bool = False, returns: bool = True) -> None:
        self._came_back, self._returns = back, returns
        old, self._document = self._document, document
        if old != document:
            self.changed.emit(old, document)


class _Edit(QUndoCommand):
    def __init__(self, session: Session, document: Document, text: str, merge: bool) -> None:
        super().__init__(text)
        self._session = session
        self._before, self.after = session.document, document
        self.merge = merge
        self._is_new = True

    def id(self) -> int:
        return 1

    def mergeWith(self, other: QUndoCommand) -> bool:  # noqa: N802
        if not isinstance(other, _Edit) or not other.merge:
            return False
        self.after = other.after
        return True

    def redo(self) -> None:
        self._session._go(self.after, returns=not self._is_new)
        self._is_new = False

    def undo(self) -> None:
        self._session.seal()
        self._session._go(self._before, back=True)
        # An obsolete command is deleted by the stack after its undo: there is no redo.
        self.setObsolete(self._session.withdrawing)
