"""Weights set by hand, as steps of undo beside the session's proposals."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoCommand

from visualnn.ui.engine import EngineClient
from visualnn.ui.intents import SetWeights
from visualnn.ui.session import Session


class WeightEdits(QObject):
    """Puts what a hand does to the weights on the undo stack, and tells the engine.

    A weight belongs to one run: the step of undo of a run that was replaced is
    dropped when its turn comes.  A run that was reset and is taken up again is
    the same run.
    """

    def __init__(
        self, session: Session, engine: EngineClient, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._engine = session, engine
        self._open: tuple[int, ...] = ()

    def make(self, wish: SetWeights) -> str:
        """Set the weights, and return an empty string; or a sentence why they cannot be set."""
        wrong = [value for value in wish.values if not isfinite(value)]
        if wrong:
            text = self.tr("A weight cannot be {value}: give it a finite number, such as 0.5.")
            return text.format(value=wrong[0])
        if wish.generation != self._engine.generation:
            return ""  # another network is on its way already
        merge, self._open = self._open == wish.places, () if wish.done else wish.places
        command = _SetWeights(self._engine, wish, merge)
        if merge or not command.is_void:
            self._session.seal()
            self._session.push(command)
        return ""


class _SetWeights(QUndoCommand):
    def __init__(self, engine: EngineClient, wish: SetWeights, merge: bool) -> None:
        super().__init__(wish.name)
        self._engine, self.wish, self.merge = engine, wish, merge

    @property
    def is_void(self) -> bool:
        """Whether the values are what they were before."""
        return self.wish.values == self.wish.before

    def id(self) -> int:
        return 2

    def mergeWith(self, other: QUndoCommand) -> bool:  # noqa: N802
        if not isinstance(other, _SetWeights) or not other.merge:
            return False
        if other.wish.places != self.wish.places:
            return False
        self.wish = replace(other.wish, before=self.wish.before)
        self.setObsolete(self.is_void)
        return True

    def redo(self) -> None:
        self._set(self.wish.values)

    def undo(self) -> None:
        self._set(self.wish.before)

    def _set(self, values: tuple[float, ...]) -> None:
        """Set the values in the run they belong to; without it this step is dropped."""
        engine = self._engine
        if engine.run_of(engine.generation) == engine.run_of(self.wish.generation):
            self._engine.set_parameters(self.wish.places, values)
        else:
            self.setObsolete(True)
