"""What every unit answers over the input plane: pictures in float32."""

from __future__ import annotations

import numpy as np

from visualnn.experiment.frames.scene import Floats
from visualnn.experiment.plan import Plan
from visualnn.nn.calls import Array, quiet
from visualnn.nn.network import Tape


class Maps:
    """Units' outputs over square grids on the input plane.

    Each grid is passed through the network once for the same parameters, however
    many look at it, and only what is asked for is copied.  The tapes are in
    float32: five times as quick as in float64.

    Parameters
    ----------
    theta
        ``(1, P)`` in float32; whoever writes into it calls `renew`.
    """

    def __init__(self, plan: Plan, theta: Array) -> None:
        self._plan, self._theta = plan, theta
        self._grids: dict[int, Tape] = {}
        self._passed: set[int] = set()

    def renew(self) -> None:
        """Take note that the parameters have changed."""
        self._passed.clear()

    def all_layers(self, resolution: int) -> tuple[Floats, ...]:
        """Return every layer's outputs ``(units, m, m)``, the input first; row 0 is the lowest."""
        layers = len(self._plan.architecture.sizes)
        return tuple(self.layer(resolution, layer) for layer in range(layers))

    def layer(self, resolution: int, layer: int) -> Floats:
        """Return one layer's outputs ``(units, m, m)``; the last, −1, in the target's own units."""
        outputs = self._outputs(resolution, layer)
        return np.array(outputs.T, order="C").reshape(-1, resolution, resolution)

    def unit(self, resolution: int, layer: int, unit: int) -> Floats:
        """Return one unit's output ``(m, m)``."""
        return self._outputs(resolution, layer)[:, unit].copy().reshape(resolution, resolution)

    def _outputs(self, resolution: int, layer: int) -> Array:
        """Return a layer's outputs ``(m², units)`` as they stand on the tape."""
        tape = self._passed_tape(resolution)
        outputs = tape.a[layer][0] if layer else tape.x
        is_last = layer in (-1, len(self._plan.architecture.sizes) - 1)
        return in_own_units(self._plan, outputs) if is_last else outputs

    def _passed_tape(self, resolution: int) -> Tape:
        tape = self._grids.get(resolution)
        if tape is None:
            tape = tape_of(self._plan, self._theta, self._plan.plane(resolution))
            self._grids[resolution] = tape
        if resolution not in self._passed:
            with quiet():
                tape.forward()
            self._passed.add(resolution)
        return tape


def tape_of(plan: Plan, theta: Array, x: Floats) -> Tape:
    """Return a tape with these scaled inputs ``(n, in)`` on it."""
    tape = Tape(plan.architecture, theta, np.zeros_like(theta), len(x))
    tape.x[...] = x
    return tape


def in_own_units(plan: Plan, outputs: Array) -> Array:
    """Return outputs ``(n, outputs)`` in the target's own units."""
    if plan.task != "regression":
        return outputs
    scaler = plan.target_scaler
    return outputs * scaler.scale + scaler.mean
