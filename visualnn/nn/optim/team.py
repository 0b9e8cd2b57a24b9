"""Optimizers of different kinds that take their steps together, as rows of one rule.

On two parameters a NumPy call costs the same for one optimizer as for ten.  So
the optimizers are written as one rule with coefficients of each row's own (see
`visualnn.nn.optim.transform.Place`), and what does not fit the rule is added in
calls on its own row.  Every row moves as if it were alone, to the last bit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from functools import partial

import numpy as np

from visualnn.nn.calls import Array, Call
from visualnn.nn.optim.optimizer import Optimizer
from visualnn.nn.optim.transform import Clock, Place

NEUTRAL = {"raw": 1.0, "floor": 1.0, "factor": 1.0}
"""Coefficients that are not 0 in plain descent."""


class Team:
    """R optimizers, one for each row of ``theta``.

    Parameters
    ----------
    theta
        ``(R, P)``, moved in place.
    optimizers
        One per row.

    Attributes
    ----------
    gradient
        ``(R, P)``, read at every update.
    is_complete
        Whether all of them could join; otherwise the team is of no use.
    update_calls
        The update as calls.
    """

    def __init__(self, theta: Array, optimizers: Sequence[Optimizer]) -> None:
        self._theta, self._clock = theta, Clock()
        # Running means, gradient and its square in a row, and so what each is multiplied with.
        self._row, self._shares = np.zeros((2, 4, *theta.shape))
        m, v, self.gradient, _ = self._row
        self._arrays = {
            field.name: np.full_like(theta, NEUTRAL.get(field.name, 0.0))
            for field in fields(Place)
            if field.type == "Array"
        } | {"theta": theta, "gradient": self.gradient, "m": m, "v": v}
        names = ("mean_memory", "square_memory", "mean_gain", "square_gain")
        self._arrays |= zip(names, self._shares, strict=True)
        self._rates = np.empty_like(theta)
        self._rates.T[...] = [optimizer.lr for optimizer in optimizers]
        self._first: list[Call] = []
        self._rooted: list[Call] = []
        self._last: list[Call] = []
        self.is_complete = all(
            link.join(self._place(row))
            for row, optimizer in enumerate(optimizers)
            for link in optimizer.directions()
        )
        self.update_calls = self._lay()

    def _place(self, row: int) -> Place:
        views = {name: array[row] for name, array in self._arrays.items()}
        lists = {"first": self._first, "rooted": self._rooted, "last": self._last}
        return Place(clock=self._clock, **views, **lists)  # type: ignore[arg-type]

    def _lay(self) -> list[Call]:
        of, spare = self._arrays, np.empty_like(self._theta)
        g, u, root = of["gradient"], of["direction"], of["root"]
        (m, v), scaled = self._row[:2], np.empty_like(self._row)
        return [
            self._clock.tick,
            *self._first,
            partial(np.square, g, self._row[3]),
            partial(np.multiply, self._row, self._shares, scaled),
            partial(np.add, scaled[:2], scaled[2:], self._row[:2]),
            partial(np.sqrt, v, root),
            *self._rooted,
            partial(np.multiply, root, of["slope"], root),
            partial(np.add, root, of["floor"], root),
            partial(np.multiply, g, of["raw"], u),
            partial(np.multiply, m, of["mean"], spare),
            partial(np.add, u, spare, u),
            partial(np.divide, u, root, u),
            partial(np.multiply, u, of["factor"], u),
            *self._last,
            partial(np.multiply, u, self._rates, spare),
            partial(np.subtract, self._theta, spare, self._theta),
        ]
