"""A reset of the training, as a step of undo beside the session's proposals."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand

from visualnn.ui.engine import EngineClient


class ResetRun(QUndoCommand):
    """Begins the run anew; its undo takes the run up again with all that was recorded.

    Parameters
    ----------
    text
        What the step of undo is called.
    engine
        Keeps the training that is reset, under its generation.
    start_over
        Begins the run anew.
    hold
        Takes note that nothing runs.
    """

    def __init__(
        self,
        text: str,
        engine: EngineClient,
        start_over: Callable[[], None],
        hold: Callable[[], None],
    ) -> None:
        super().__init__(text)
        self._engine, self._start_over, self._hold = engine, start_over, hold
        self._ended = engine.generation

    def redo(self) -> None:
        """Begin anew from the same first weights."""
        self._ended = self._engine.generation
        self._start_over()

    def undo(self) -> None:
        """Take up the run that was ended."""
        if self._engine.experiment:
            self._engine.load(self._engine.experiment, back_to=self._ended)
            self._hold()
