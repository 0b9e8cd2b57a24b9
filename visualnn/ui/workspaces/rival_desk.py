"""A and B: which of them is on show where, and what is asked for each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QObject, Signal

from visualnn.experiment.frames import Beside, Frame, Rival, Scene, Wants
from visualnn.experiment.spec import Experiment
from visualnn.figures.history import History
from visualnn.ui.curves.ghosts import Ghost
from visualnn.ui.views.view import View, merged
from visualnn.ui.widgets.segmented import SegmentedControl
from visualnn.ui.words import count


class RivalDesk(QObject):
    """Keeps experiment A beside the one that is worked on, which is B.

    Parameters
    ----------
    sides
        The views that show the one or the other; all others show B, but for
        those that stand beside them (`show_beside`).

    Attributes
    ----------
    flip
        The switch between A, B and both, for a card's heading; it shows only
        where there is an A.

    Signals
    -------
    flipped
        Another side is on show, or both: arrange them and ask for a frame.
    drawn : Ghost
        The curves of A have grown, or (None) are to go.
    """

    flipped = Signal()
    drawn = Signal(object)

    def __init__(self, sides: Iterable[View], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sides = tuple(sides)
        self._experiment: Experiment | None = None
        self._beside: tuple[View, ...] = ()
        self._scenes: dict[str, Scene] = {}
        self._history, self._made = History(), 0
        self.latest: Rival | None = None
        self.flip = SegmentedControl(
            (
                ("a", self.tr("A"), self.tr("The experiment as it was when you compared it.")),
                ("b", self.tr("B"), self.tr("The experiment that you work on.")),
                ("both", self.tr("Both"), self.tr("A and B side by side, at the same step.")),
            ),
            "b",
            name=self.tr("A or B"),
        )
        self.flip.setObjectName("flip")
        self.flip.changed.connect(self._turn)
        self.flip.hide()

    @property
    def shows_a(self) -> bool:
        """Whether the sides show A."""
        return self._experiment is not None and self.flip.value == "a"

    @property
    def shows_both(self) -> bool:
        """Whether A is to stand beside B."""
        return self._experiment is not None and self.flip.value == "both"

    def set_room(self, enough: bool) -> None:
        """Offer both sides where there is room for them; elsewhere one takes turns."""
        self.flip.set_option_enabled("both", enough)
        if not enough and self.shows_both:
            self.flip.set_value("b")
            self._turn()

    def show_beside(self, views: Iterable[View]) -> None:
        """Let these views show A, beside those that show B."""
        before, self._beside = self._beside, tuple(views)
        if scene := self._scenes.get("a"):
            for view in self._beside:
                if view not in before:
                    view.show_scene(scene)

    def set_rival(self, experiment: Experiment | None) -> None:
        """Compare with this experiment, or (None) with none."""
        if experiment == self._experiment:
            return
        self._experiment, self.latest = experiment, None
        self._history, self._made = History(), 0
        self._scenes.pop("a", None)
        self.flip.setVisible(experiment is not None)
        if experiment is None:
            self.flip.set_value("b")
            self._show_scenes()
        self.drawn.emit(None)
        self.flipped.emit()

    def toggle(self) -> None:
        """Show the other side; where both are on show, A alone."""
        if self._experiment is not None:
            self.flip.set_value("b" if self.shows_a else "a")
            self._turn()

    def wants(self, views: Iterable[View]) -> Wants:
        """Return what the views need, of B and of A."""
        views = tuple(views)
        if self._experiment is None:
            return merged(views)
        of_a = [view for view in views if self.is_a(view)]
        wants = replace(merged(of_a), history_from=self._history.rows)
        own = merged(view for view in views if view not in of_a)
        return replace(own, rival=Beside(self._experiment, wants, self._made))

    def is_a(self, view: View) -> bool:
        """Return whether a view shows A."""
        return view in self._beside or (self.shows_a and view in self._sides)

    def show_scene(self, scene: Scene) -> None:
        """Take note of the scene of B; the sides get it when they show B."""
        self._scenes["b"] = scene

    def take(self, frame: Frame) -> None:
        """Take what has come of A."""
        rival = frame.rival
        if rival is None or self._experiment is None:
            return
        self.latest = rival
        if rival.frame is None:
            self._history = History()
            self.drawn.emit(None)
            return
        if rival.scene is not None:
            self._scenes["a"], self._made = rival.scene, rival.made
            self._history = History()
            self._show_scenes()
        if rival.made == self._made and self._history.take(
            rival.frame.history, rival.frame.history_from
        ):
            self.drawn.emit(self._ghost(self._experiment, frame))

    def frame_for(self, view: View, frame: Frame) -> Frame | None:
        """Return the frame of the side that a view shows; None where there is none yet."""
        if not self.is_a(view):
            return frame
        return frame.rival.frame if frame.rival else None

    def _turn(self, _side: str = "") -> None:
        self._show_scenes()
        self.flipped.emit()

    def _show_scenes(self) -> None:
        """Show every view the scene of its side, where it has another."""
        for view in (*self._sides, *self._beside):
            scene = self._scenes.get("a" if self.is_a(view) else "b")
            if scene is not None:
                view.show_scene(scene)

    def _ghost(self, experiment: Experiment, frame: Frame) -> Ghost:
        optimizer = experiment.optimizer
        text = self._ghost_text(experiment)
        if self._is_covered(frame):
            text = self.tr("faint: A, so far the same as B, whose curves cover it")
        text = text.format(
            optimizer=optimizer.title,
            rate=f"{optimizer.lr:g}",
            step=count(experiment.origin.step if experiment.origin else 0),
        )
        rows = self._history.rows
        history = {name: self._history[name] for name in self._history}
        return Ghost(text, np.arange(rows, dtype=float), history, parting=0.0)

    def _is_covered(self, frame: Frame) -> bool:
        """Return whether A's curves lie under those of B, in a frame of B."""
        a, b = (history["train_loss"] for history in (self._history, frame.history))
        return len(a) <= len(b) and np.array_equal(a, b[: len(a)], equal_nan=True)

    def _ghost_text(self, experiment: Experiment) -> str:
        """Return what is said of A's curves, with gaps; where it begins if it forked off."""
        if not experiment.origin:
            return self.tr("faint: A with {optimizer}, η {rate}")
        scene = self._scenes.get("a")
        if scene and scene.experiment.origin is None:
            return self.tr("faint: A with {optimizer}, η {rate} from its first step on")
        return self.tr("faint: A with {optimizer}, η {rate} from step {step} on")
