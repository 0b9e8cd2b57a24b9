"""Looks into the network that is being trained: read off its tape, never changing the run."""

from __future__ import annotations

from math import ceil, log2

import numpy as np

from visualnn.experiment.frames.flatness import is_flat
from visualnn.experiment.frames.probe import BINS, Floats, Passage, Probe, Spread, Workings
from visualnn.experiment.plan import Plan
from visualnn.experiment.training import Training
from visualnn.experiment.training.walk import glance_of
from visualnn.nn.activations import ACTIVATIONS, RANGES
from visualnn.nn.calls import Array, quiet
from visualnn.nn.network import Tape


class Prober:
    """Answers `Probe` of trainings of one plan."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._single: Tape | None = None

    def answer(self, training: Training, probe: Probe, unit_map: Floats | None) -> Workings:
        """Return what is wanted; ``unit_map`` is the wanted unit's, from whoever draws maps."""
        tape = training.tape
        with quiet():
            return Workings(
                left_out=left_out(tape),
                flat=self._flat(tape),
                steepness=steepness(self._plan, training.population.gradient[0]),
                flow=flow(self._plan, training.theta, tape) if probe.flow else None,
                spread=self._spread(tape) if probe.spread else None,
                passage=self._passage(training, probe.sample),
                forecast=self._forecast(training, probe.forecast),
                unit_map=unit_map,
                unit=probe.unit,
                places=probe.forecast,
            )

    def _flat(self, tape: Tape) -> tuple[Floats | None, ...]:
        keys = self._plan.architecture.activations
        return tuple(
            None if key == "softmax" else is_flat(ACTIVATIONS[key], np.array(z[0])).mean(axis=0)
            for key, z in zip(keys, tape.z, strict=True)
        )

    def _spread(self, tape: Tape) -> tuple[Spread, ...]:
        keys = ("", *self._plan.architecture.activations)
        arrays = [tape.x, *(a[0] for a in tape.a[1:])]
        return tuple(spread(a, RANGES.get(key)) for key, a in zip(keys, arrays, strict=True))

    def _passage(self, training: Training, index: int | None) -> Passage | None:
        plan = training.shown
        if index is None or not 0 <= index < len(plan.samples.x):
            return None
        x, glance = plan.samples.x[index].copy(), glance_of(training)
        if glance and glance.sample == index:
            return Passage(index, x, glance.a, glance.z, glance.delta, glance.loss)
        tape = self._single = self._single or self._tape_of_one()
        tape.theta[0] = training.theta
        tape.x[...], tape.y[...] = plan.sample(index)
        tape.forward()
        tape.backward()
        rows = ([tape.x, *(a[0] for a in tape.a[1:])], [z[0] for z in tape.z])
        a, z = (tuple(row[0].copy() for row in layers) for layers in rows)
        delta = tuple(layer[0, 0].copy() for layer in tape.delta)
        return Passage(index, x, a, z, delta, float(tape.loss[0]))

    def _tape_of_one(self) -> Tape:
        theta = np.zeros((1, self._plan.layout.size))
        return Tape(self._plan.architecture, theta, np.zeros_like(theta), 1)

    def _forecast(self, training: Training, places: tuple[int, ...]) -> Floats | None:
        trained = self._plan.layout.trained
        if not places or not all(0 <= place < trained for place in places):
            return None
        ahead: Floats = -training.population.rehearsal()[0, list(places)]
        return ahead


def flow(plan: Plan, theta: Array, tape: Tape) -> Floats:
    """Return ``(P,)``, what each parameter adds to its unit's sum on the batch's average.

    Σ over the batch of aᵢ·wᵢⱼ, divided by the batch: the weight as it is now
    times the mean of what its source passed on (after dropout).  A bias adds
    itself.
    """
    out = np.zeros(plan.layout.size)
    weights = zip(plan.layout.weights(theta), plan.layout.weights(out), strict=True)
    for passed, (w, into) in zip(tape.passed, weights, strict=True):
        into[...] = w * passed.reshape(-1, passed.shape[-1]).mean(axis=0)[:, None]
    for b, into in zip(plan.layout.biases(theta), plan.layout.biases(out), strict=True):
        into[...] = b
    return out


def left_out(tape: Tape) -> tuple[Floats | None, ...]:
    """Return per layer ``(units,)`` the share of samples for which dropout left a unit out."""
    return tuple(None if kept is None else (kept[0] == 0).mean(axis=0) for kept in tape.kept)


def steepness(plan: Plan, gradient: Array) -> Floats:
    """Return ``(layers,)``: the root of the mean of (∂J/∂w)² over a layer's weights."""
    weights = plan.layout.weights(gradient)
    return np.array([float(np.sqrt(np.vdot(g, g) / g.size)) for g in weights])


def spread(a: Array, bounds: tuple[float, float] | None) -> Spread:
    """Return how outputs ``(batch, units)`` are spread; NaN is counted nowhere."""
    low, high = bounds or _symmetric(a)
    rows, units = a.shape
    places = np.nan_to_num((a - low) * (BINS / (high - low)), nan=-1.0, posinf=-1.0, neginf=-1.0)
    found = (places >= 0) & (places <= BINS)
    bins = np.minimum(places.astype(np.intp), BINS - 1) + BINS * np.arange(units)
    counts = np.bincount(bins[found], minlength=units * BINS).reshape(units, BINS)
    return Spread(counts / rows, low, high)


def _symmetric(a: Array) -> tuple[float, float]:
    size = np.abs(a)
    largest = float(size.max(where=np.isfinite(size), initial=0.0))
    bound = 2.0 ** ceil(log2(largest)) if largest > 0 else 1.0
    return -bound, bound
