"""How large each layer's gradient is: where it vanishes or explodes on its way back."""

from __future__ import annotations

from math import nan, sqrt

from visualnn.nn.calls import Array
from visualnn.nn.layout import Layout


def names_of(layout: Layout) -> tuple[str, ...]:
    """Return what the sizes are called in a history, the first layer's first."""
    return tuple(f"gradient_{layer}" for layer in layout.layers)


class GradientSizes:
    """Measures the gradient of an epoch's last batch, layer by layer.

    The size of layer l is the root of the mean square over its weights,
    √(Σ (∂J/∂w)² / n) with n the number of weights, so that wide and narrow
    layers compare.  J includes the penalty; clipping comes later.

    Parameters
    ----------
    gradient
        ``(P,)``, read anew at each measurement.
    """

    def __init__(self, layout: Layout, gradient: Array) -> None:
        self._parts = [gradient[layout[f"W{layer}"].slice] for layer in layout.layers]
        self._nothing = [nan] * len(self._parts)

    def measure(self, step: int) -> list[float]:
        """Return each layer's size, the first layer's first; NaN before the first update."""
        if step == 0:
            return self._nothing
        return [sqrt(part.dot(part) / part.size) for part in self._parts]
