"""Frames of a training: what the visible views asked for, read off the engine's arrays."""

from __future__ import annotations

import numpy as np

from visualnn.experiment.frames import Floats, Frame, Wants
from visualnn.experiment.plan import Plan
from visualnn.experiment.training import Training, quiet
from visualnn.nn.network import Tape


class Camera:
    """Takes frames of trainings of one plan.

    The maps over the input plane run on tapes of their own, in float32: they
    are pictures, and five times as quick as in float64.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._theta = np.zeros((1, plan.layout.size), dtype=np.float32)
        self._grids: dict[int, Tape] = {}
        self._query = self._query_tape()

    def frame(
        self, training: Training, wants: Wants, generation: int = 0, speed: float = 0.0
    ) -> Frame:
        """Return the training as it is now; ``speed`` is in steps per second."""
        with quiet():
            self._theta[0] = training.theta
        history_from = min(wants.history_from, len(training.recording.rows))
        test = training.score(self._plan.x_test, self._plan.y_test) if training.ended else None
        return Frame(
            generation=generation,
            state=training.state,
            step=training.step,
            latest=training.latest,
            epoch=training.epoch,
            learning_rate=float(training.population.rates[0, 0]),
            clip_scale=float(training.population.scales[0, 0]),
            steps_per_second=speed,
            best_epoch=training.patience.best_epoch,
            waited=training.patience.waited,
            diverged_at=training.diverged_at,
            history=training.recording.history(history_from),
            history_from=history_from,
            theta=training.theta.copy() if wants.weights else None,
            gradient=training.population.gradient[0].copy() if wants.weights else None,
            update=-training.population.step[0] if wants.weights else None,
            neurons=self._neurons(wants.neurons) if wants.neurons else None,
            boundary=self._maps(wants.boundary)[-1] if wants.boundary else None,
            test_loss=test.loss if test else float("nan"),
            test_score=test.quality if test else float("nan"),
            query=self._answer(),
        )

    def _neurons(self, resolution: int) -> tuple[Floats, ...]:
        return tuple(self._maps(resolution))

    def _maps(self, resolution: int) -> list[Floats]:
        """Return every layer's outputs over the plane, ``(units, m, m)``, the input first."""
        tape = self._grids.get(resolution) or self._grid(resolution)
        with quiet():
            tape.forward()
        arrays = [tape.x, *(a[0] for a in tape.a[1:])]
        maps = [np.array(a.T, order="C").reshape(-1, resolution, resolution) for a in arrays]
        maps[-1] = self._in_own_units(maps[-1])
        return maps

    def _in_own_units(self, maps: Floats) -> Floats:
        """Return outputs ``(outputs, m, m)`` in the target's own units."""
        if self._plan.task != "regression":
            return maps
        scaler = self._plan.target_scaler
        return maps * scaler.scale[:, None, None] + scaler.mean[:, None, None]

    def _grid(self, resolution: int) -> Tape:
        tape = self._tape(self._plan.plane(resolution))
        self._grids[resolution] = tape
        return tape

    def _tape(self, x: Floats) -> Tape:
        tape = Tape(self._plan.architecture, self._theta, np.zeros_like(self._theta), len(x))
        tape.x[...] = x
        return tape

    def _query_tape(self) -> Tape | None:
        query = self._plan.samples.query
        return None if query is None else self._tape(self._plan.scaler.apply(query[None]))

    def _answer(self) -> Floats | None:
        if self._query is None:
            return None
        with quiet():
            self._query.forward()
        output = self._query.a[-1][0, 0].copy()
        return self._in_own_units(output[:, None, None])[:, 0, 0]
