"""What every unit answers over the input plane: pictures in float32."""

from __future__ import annotations

import numpy as np

from visualnn.experiment.frames.faces import Drawn, Faces
from visualnn.experiment.frames.scene import Floats
from visualnn.experiment.plan import Plan
from visualnn.nn.calls import Array, quiet, run
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
        self._grids: dict[int, Grid] = {}
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

    def faces(self, drawn: Drawn) -> tuple[Faces, ...]:
        """Return every layer's drawn units one by one, and the mean of its others.

        Inputs have no mean: each has a scale of its own.
        """
        meant = drawn.of(tuple(self._plan.architecture.sizes))
        return tuple(
            _faces(self._outputs(drawn.resolution, layer).T, units, drawn.resolution, layer > 0)
            for layer, units in enumerate(meant)
        )

    def _outputs(self, resolution: int, layer: int) -> Array:
        """Return a layer's outputs ``(m², units)`` as they stand on the tape."""
        tape = self._passed_tape(resolution)
        outputs = tape.a[layer][0] if layer else tape.x
        is_last = layer in (-1, len(self._plan.architecture.sizes) - 1)
        return in_own_units(self._plan, outputs) if is_last else outputs

    def _passed_tape(self, resolution: int) -> Tape:
        grid = self._grids.get(resolution)
        if grid is None:
            grid = self._grids[resolution] = Grid(plane_tape(self._plan, self._theta, resolution))
        if resolution not in self._passed:
            with quiet():
                grid.forward()
            self._passed.add(resolution)
        return grid.tape


class Grid:
    """A tape with the points of a plane on it, of which only a few inputs differ.

    What all points share goes through the first layer once: with c the inputs
    held still and B the others, each point's sums are x_B·W_B + (c·W_c + b).
    Of 784 inputs two differ, so that the layer costs a three-hundredth.

    Parameters
    ----------
    tape
        For one network, its inputs filled; they stay as they are.
    """

    def __init__(self, tape: Tape) -> None:
        self.tape = tape
        layout, theta = tape.architecture.layout, tape.theta[0]
        self._weights = layout["W1"].view(theta)
        self._bias = layout["b1"].view(theta) if layout.bias else 0
        x = tape.x
        self._differ = np.flatnonzero((x != x[0]).any(axis=0))
        self._few = len(self._differ) + 1 < len(x.T)
        self._shared = x[0].copy()
        self._shared[self._differ] = 0
        self._basis = np.ones((len(self._differ) + 1, len(x)), x.dtype)
        self._basis[:-1] = x[:, self._differ].T

    def forward(self) -> None:
        """Fill the tape's sums and outputs from its parameters."""
        if not self._few:
            return self.tape.forward()
        shared = self._shared @ self._weights + self._bias
        parts = np.vstack([self._weights[self._differ], shared])
        np.matmul(parts.T, self._basis, out=self.tape.first_sums)
        return run(self.tape.calls_from_sums)


def _faces(outputs: Array, units: tuple[int, ...] | None, resolution: int, averaged: bool) -> Faces:
    """Return the faces of some units; ``outputs (units, m²)`` are those of all."""
    square = (-1, resolution, resolution)
    if units is None:
        return Faces(np.arange(len(outputs)), np.array(outputs, order="C").reshape(square))
    drawn = np.array(units, dtype=np.intp)
    others = np.delete(np.arange(len(outputs)), drawn)
    with quiet():
        some = averaged and len(others)
        mean = outputs[others].mean(axis=0).reshape(square[1:]) if some else None
    return Faces(drawn, outputs[drawn].reshape(square), mean)


def plane_tape(plan: Plan, theta: Array, resolution: int) -> Tape:
    """Return a tape with the points of the input plane on it, row by row from below.

    Where the inputs are the features, all but two are the same everywhere: of
    784 inputs `Plan.plane` makes a hundred megabytes more than once.
    """
    if plan.scaler.keys:
        return tape_of(plan, theta, plan.plane(resolution))
    corners = plan.plane(2)
    tape = _forward_tape(plan, theta, resolution**2)
    tape.x[...] = corners[0]
    across, up = plan.axes
    columns, rows = (
        np.linspace(corners[0, axis], corners[-1, axis], resolution) for axis in (across, up)
    )
    tape.x[:, up] = np.repeat(rows, resolution)
    tape.x[:, across] = np.tile(columns, resolution)
    return tape


def tape_of(plan: Plan, theta: Array, x: Floats) -> Tape:
    """Return a tape with these scaled inputs ``(n, in)`` on it, for forward passes only."""
    tape = _forward_tape(plan, theta, len(x))
    tape.x[...] = x
    return tape


def _forward_tape(plan: Plan, theta: Array, points: int) -> Tape:
    return Tape(plan.architecture, theta, np.zeros_like(theta), points, lean=True)


def in_own_units(plan: Plan, outputs: Array) -> Array:
    """Return outputs ``(n, outputs)`` in the target's own units."""
    if plan.task != "regression":
        return outputs
    scaler = plan.target_scaler
    return outputs * scaler.scale + scaler.mean
