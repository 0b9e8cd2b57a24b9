"""What is read of a run's scores: which measure, of which shares, on which scale."""

from __future__ import annotations

from dataclasses import dataclass

from visualnn.figures.curves import Measure, ends, scaled
from visualnn.figures.history import History
from visualnn.figures.table import Floats

SHARES = ("train", "val", "test")


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """The scores as they are to be drawn.

    Attributes
    ----------
    history, tests
        The scores by epoch; those of the test share by themselves.
    measure, log
        What is drawn, and whether its axis is logarithmic.
    shares
        Of which shares of the data.
    weight
        The share of the past in the smoothed line; 0 for none.
    seeds, lost
        From how many first weights a band is shown (0 for none), and how many of
        those networks have diverged and count no more.
    """

    history: History
    tests: History
    measure: Measure
    log: bool
    shares: tuple[str, ...]
    weight: float = 0.0
    seeds: int = 0
    lost: int = 0

    @property
    def rows(self) -> int:
        """How many epochs are known, the network before training included."""
        return self.history.rows

    def values(self, share: str) -> Floats:
        """Return a share's scores by epoch."""
        known = self.tests if share == "test" else self.history
        return known[f"{share}_{self.measure}"]

    def scaled(self, values: Floats) -> Floats:
        """Return scores as drawn."""
        return scaled(values, self.log)

    def ends(self, values: Floats) -> Floats:
        """Return the lowest and the highest of the scores as drawn."""
        return ends(values, self.log)

    def unscaled(self, height: float) -> float:
        """Return the score that is drawn at a height."""
        return float(10.0**height) if self.log else height

    def drawn(self, share: str) -> Floats:
        """Return a share's scores as drawn."""
        return self.scaled(self.values(share))
