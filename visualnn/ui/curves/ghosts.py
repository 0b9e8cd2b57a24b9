"""Other runs, faint, behind the curves of the run on show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtWidgets import QGraphicsObject

from visualnn.experiment.frames import Branch
from visualnn.figures.table import Floats
from visualnn.figures.thin import thin_indices
from visualnn.ui.plots.plot_items import Line, Rule, with_alpha
from visualnn.ui.theme import Theme

MOST = 3
"""So many other runs are drawn at most."""

SHARES = ("train", "val")
FAINT = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Ghost:
    """One other run: its scores by epoch, and what to say of it.

    Attributes
    ----------
    parting
        The epoch at which it parts from the run on show, or None.
    """

    text: str
    epochs: Floats
    history: dict[str, Floats]
    parting: float | None = None

    @classmethod
    def of(cls, branch: Branch, text: str) -> Ghost:
        """Return the ghost of another future."""
        return cls(text, branch.epochs, branch.history, branch.parting)


class Ghosts:
    """The lines of some other runs; made once, hidden where there are fewer."""

    def __init__(self) -> None:
        self._lines = [
            {share: Line(dashed=share == "val", heavy=False) for share in SHARES}
            for _ in range(MOST)
        ]
        self._rule = Rule(dashed=True)
        self.shown: tuple[Ghost, ...] = ()
        for item in self.items:
            item.hide()

    @property
    def items(self) -> list[QGraphicsObject]:
        """What belongs into the plot, below the run's own curves."""
        return [*(line for lines in self._lines for line in lines.values()), self._rule]

    @property
    def words(self) -> str:
        """What is said of them below the plot, where no curve runs through it."""
        return " · ".join(ghost.text for ghost in self.shown)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colors of the shares."""
        for lines in self._lines:
            for share, line in lines.items():
                line.set_color(with_alpha(getattr(theme, share), FAINT))
        self._rule.set_color(theme.ink3)

    def show(self, ghosts: Sequence[Ghost]) -> None:
        """Take other runs; `draw` draws them."""
        self.shown = tuple(ghosts)[:MOST]
        # From the beginning on there is no place where they part.
        parting = [ghost.parting for ghost in self.shown if ghost.parting]
        self._rule.setVisible(bool(parting))
        if parting:
            self._rule.set_x(parting[0])

    def values(self, measure: str) -> list[Floats]:
        """Return all scores of a measure, for the range of the plot."""
        return [ghost.history[f"{share}_{measure}"] for ghost in self.shown for share in SHARES]

    @property
    def last(self) -> float:
        """The last epoch of any of them."""
        return max(
            (float(ghost.epochs[-1]) for ghost in self.shown if len(ghost.epochs)), default=0
        )

    def draw(self, measure: str, columns: int, scaled: Callable[[Floats], Floats]) -> None:
        """Draw a measure of all of them."""
        for place, lines in enumerate(self._lines):
            ghost = self.shown[place] if place < len(self.shown) else None
            for share, line in lines.items():
                line.setVisible(ghost is not None)
                if ghost is not None:
                    heights = scaled(ghost.history[f"{share}_{measure}"])
                    kept = thin_indices(heights, max(columns, 50))
                    line.set_data(np.asarray(ghost.epochs)[kept], heights[kept])
