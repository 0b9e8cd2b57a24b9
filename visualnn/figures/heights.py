"""The height by which a landscape is colored: its loss, or a logarithm of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from visualnn.experiment.frames import Relief
from visualnn.figures.table import Floats
from visualnn.figures.ticks import linear_ticks, number_text, power_text, tick_texts

Kind = Literal["log", "signed", "plain"]

DECADE = 10.0
"""A positive loss that spans more than this factor is shown as its logarithm."""

TALL = 30.0
"""A loss of both signs is, where its largest size exceeds the median size by this factor."""

_SHARE_OF_MEDIAN = 1e-3
_LOWEST_PERCENT = 1.0
_FEW = 2.0
"""Decades below which 2 and 5 times a power of ten are ticks, too."""


@dataclass(frozen=True, slots=True)
class Heights:
    """How the loss becomes a height, and where on that scale round losses lie.

    Attributes
    ----------
    kind
        ``log``: log₁₀(loss − foot + ε), where the lowest loss is known or none is negative;
        ``signed``: asinh(loss / ε), which is linear near 0 and a logarithm of either sign far
        from it; ``plain``: the loss itself.
    foot
        The loss that heights are measured from.
    soft
        ε.
    """

    kind: Kind
    foot: float = 0.0
    soft: float = 1.0

    def of(self, loss: Floats) -> Floats:
        """Return the heights; a loss below the foot counts as the foot, no number stays none."""
        if self.kind == "plain":
            return loss
        if self.kind == "signed":
            return np.asarray(np.arcsinh(loss / self.soft))
        heights: Floats = np.log10(np.maximum(loss - self.foot, 0.0) + self.soft)
        return heights

    def ticks(self, low: float, high: float) -> list[tuple[float, str]]:
        """Return round losses between two heights, each with its height; measured from the foot."""
        if self.kind == "plain":
            losses = linear_ticks(low, high, 4)
            return list(zip(losses.tolist(), tick_texts(losses), strict=True))
        losses = self._round_losses(low, high)
        places = self.of(losses + self.foot)
        inside = (places >= low - 1e-9) & (places <= high + 1e-9)
        pairs = zip(places[inside].tolist(), losses[inside].tolist(), strict=True)
        return [(place, _text(loss)) for place, loss in pairs]

    def _round_losses(self, low: float, high: float) -> Floats:
        """Return 0 and powers of ten from ε on; with a minus sign, too, where both are shown."""
        largest = np.sinh([low, high]) * self.soft if self.kind == "signed" else 10.0 ** np.r_[high]
        top = np.log10(max(float(np.abs(largest).max()), 1e-300))
        bottom = np.log10(self.soft)
        powers = 10.0 ** np.arange(np.floor(bottom), np.ceil(top) + 1)
        if top - bottom < _FEW:
            powers = np.outer(powers, (1.0, 2.0, 5.0)).ravel()
        powers = powers[powers >= self.soft]
        below = -powers[::-1] if self.kind == "signed" else powers[:0]
        return np.concatenate([below, [0.0], powers])


def heights_of(relief: Relief) -> Heights:
    """Return the scale that lets a surface be seen at once, from its valley to its walls.

    From a known minimum on it is a logarithm: a narrow valley stays visible
    beside steep walls.  Where no minimum is known, as of a typed-in formula,
    zero is the foot of a loss that is nowhere negative; one of both signs has
    no foot, and a logarithm would make whatever lies lowest in the picture
    look like a minimum.
    """
    finite = relief.values[np.isfinite(relief.values)]
    if np.isfinite(relief.floor):
        return Heights("log", relief.floor, _softening(finite - relief.floor))
    if not finite.size:
        return Heights("plain")
    if finite.min() >= 0:
        wide = finite.max() > DECADE * finite.min()
        return Heights("log", 0.0, _softening(finite)) if wide else Heights("plain")
    middle = float(np.median(np.abs(finite)))
    tall = middle > 0 and np.abs(finite).max() > TALL * middle
    return Heights("signed", 0.0, middle) if tall else Heights("plain")


def height(relief: Relief) -> Floats:
    """Return the heights of a whole relief."""
    return heights_of(relief).of(relief.values)


def _softening(above: Floats) -> float:
    """Return ε: a thousandth of the median height, or the lowest percent of it if that is less.

    Without it the one grid point that happens to lie nearest to a minimum
    would take half of the colors.
    """
    if not above.size or (middle := float(np.median(above))) <= 0:
        return 1e-9
    lowest = float(np.percentile(above, _LOWEST_PERCENT))
    share = _SHARE_OF_MEDIAN * middle
    return min(share, lowest) if lowest > 0 else share


def _text(loss: float) -> str:
    if loss == 0:
        return "0"
    size = power_text(float(np.log10(abs(loss))))
    return size if loss > 0 else number_text(-1.0)[0] + size
