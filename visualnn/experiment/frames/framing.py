"""Frames of a training: what the visible views asked for, read off the engine's arrays."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from visualnn.experiment.frames import Floats, Frame, Wants
from visualnn.experiment.frames.flatness import is_flat
from visualnn.experiment.frames.folding import Folding
from visualnn.experiment.frames.hindsight import Hindsight
from visualnn.experiment.frames.insights import (
    MOST_SUMS,
    Inputs,
    Outcomes,
    SampleGradients,
    Space,
    Sums,
    Traces,
)
from visualnn.experiment.frames.probe import Workings
from visualnn.experiment.frames.probing import Prober
from visualnn.experiment.frames.scatter import scattered
from visualnn.experiment.plan import Plan
from visualnn.experiment.together.banding import Banding
from visualnn.experiment.training import Training
from visualnn.experiment.training.forking import origin_of
from visualnn.experiment.training.scoring import Judge, confusion
from visualnn.experiment.training.walk import glance_of
from visualnn.landscape.threads import one_blas_thread
from visualnn.nn.activations import ACTIVATIONS, Activation
from visualnn.nn.calls import Array, quiet
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
        self._exact = np.zeros((1, plan.layout.size), dtype=plan.theta0.dtype)
        self._query = self._query_tape()
        self._theta[0] = plan.theta0
        self._untrained = self._answer()
        self._hindsight = Hindsight(plan)
        self._banding = Banding()
        self._prober = Prober(plan)
        self._folding: Folding | None = None

    def frame(
        self, training: Training, wants: Wants, generation: int = 0, speed: float = 0.0
    ) -> Frame:
        """Return the training as it is now; ``speed`` is in steps per second."""
        self._take(training.shown)
        with quiet():
            self._theta[0] = training.theta
        history_from = min(wants.history_from, len(training.recording.rows))
        test = training.score(self._plan.x_test, self._plan.y_test) if training.ended else None
        asked, past = wants.test_from, self._hindsight
        tested = None if asked is None else past.test_scores(training, asked)
        watched = self._watched(training, wants.watched)
        band = self._banding.band(training, wants.seeds, wants.band_from) if wants.seeds else None
        return Frame(
            generation=generation,
            state=training.state,
            step=training.step,
            latest=training.latest,
            scores=training.recording.row(training.scored_epoch),
            epoch=training.epoch,
            learning_rate=float(training.population.rates[0, 0]),
            clip_scale=float(training.population.scales[0, 0]),
            steps_per_second=speed,
            scored_epoch=training.scored_epoch,
            best_epoch=training.patience.best_epoch,
            best_step=training.recording.epochs.end(training.patience.best_epoch),
            batch=training.descent.batch_numbers if wants.batch else None,
            waited=training.patience.waited,
            diverged_at=training.diverged_at,
            history=training.recording.history(history_from),
            history_from=history_from,
            theta=training.theta.copy() if wants.weights else None,
            gradient=_gradient(training) if wants.weights else None,
            update=0.0 - training.population.step[0] if wants.weights else None,
            neurons=self._neurons(wants.neurons) if wants.neurons else None,
            boundary=self._maps(wants.boundary)[-1] if wants.boundary else None,
            test_loss=test.loss if test else float("nan"),
            test_score=test.quality if test else float("nan"),
            query=self._answer(),
            untrained_query=self._untrained,
            outcomes=self._outcomes(training) if wants.outcomes else None,
            sums=self._sums(training.tape) if wants.sums else None,
            glance=glance_of(training),
            origin=origin_of(training) if wants.origin else None,
            band=band,
            samples=None if wants.samples_but in (None, generation) else self._inputs(),
            test_scores=tested,
            judged=None if wants.judge is None else past.judged(training, wants.judge),
            space=self._space(wants.space) if wants.space else None,
            scatter=_scatter(training) if wants.scatter else None,
            watched=watched,
            unfinished=(tested is not None and not past.is_complete(training))
            or (band is not None and not self._banding.is_complete(training))
            or self._replays,
            workings=self._workings(training, wants) if wants.probe else None,
        )

    def _watched(self, training: Training, places: tuple[int, ...]) -> Traces | None:
        """Follow the watched parameters, and replay some of what came before."""
        places = tuple(place for place in places if place < self._plan.layout.size)
        training.tracks.follow(training, places)
        self._replays = training.tracks.work()
        return training.tracks.traces() if places else None

    def _workings(self, training: Training, wants: Wants) -> Workings:
        probe, unit_map = wants.probe, None
        assert probe
        if probe.unit:
            layer, unit = probe.unit
            unit_map = self._maps(probe.resolution)[layer][unit]
        return self._prober.answer(training, probe, unit_map)

    def _space(self, resolution: int) -> Space:
        if self._folding is None or self._folding.resolution != resolution:
            self._folding = Folding(self._plan, self._theta, resolution)
        with quiet(), one_blas_thread():
            return self._folding.look()

    def _take(self, plan: Plan) -> None:
        """Take up samples that were edited; the maps over the plane stay as they are."""
        if plan is not self._plan:
            self._plan, self._folding = plan, None
            self._hindsight = Hindsight(plan)
            self.__dict__.pop("_judges", None)

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

    def _outcomes(self, training: Training) -> Outcomes:
        """Compare answers and targets of each share, of the test share once the run has ended."""
        train, validation, test, nothing = self._judges
        judges = (train, validation, test if training.ended else nothing)
        self._exact[0] = training.theta
        with quiet():
            scores = np.array([judge.score().quality for judge in judges])
        answers = [(judge.output, judge.y) for judge in judges]
        if self._plan.task == "regression":
            return Outcomes(scores, pairs=tuple(self._pairs(*answer) for answer in answers))
        classes = len(self._plan.samples.classes)
        counts = [confusion(self._plan.task, *answer, classes) for answer in answers]
        return Outcomes(scores, np.stack(counts))

    @cached_property
    def _judges(self) -> tuple[Judge, ...]:
        """The judges of the three shares, and one of no samples at all."""
        plan = self._plan
        x, y = (plan.x_train, plan.x_val, plan.x_test), (plan.y_train, plan.y_val, plan.y_test)
        rows = zip((*x, x[0][:0]), (*y, y[0][:0]), strict=True)
        return tuple(Judge(plan.architecture, plan.task, self._exact, *row) for row in rows)

    def _pairs(self, output: Array, y: Array) -> Floats:
        """Return targets and answers ``(n, 2)`` in the target's own units."""
        own = self._plan.target_scaler.invert
        return np.column_stack([own(y).ravel(), own(output).ravel()])

    def _sums(self, tape: Tape) -> tuple[Sums, ...]:
        keys = self._plan.architecture.activations
        return tuple(
            _spread(ACTIVATIONS[key], np.array(z[0])) for key, z in zip(keys, tape.z, strict=True)
        )

    def _inputs(self) -> Inputs:
        return Inputs(*self._plan.scaler.beside(self._plan.samples.x))

    def _answer(self) -> Floats | None:
        if self._query is None:
            return None
        with quiet():
            self._query.forward()
        output = self._query.a[-1][0, 0].copy()
        return self._in_own_units(output[:, None, None])[:, 0, 0]


def _scatter(training: Training) -> SampleGradients:
    with quiet(), one_blas_thread():
        return scattered(training.tape, training.descent.batch_numbers)


def _gradient(training: Training) -> Floats:
    """Return the gradient ``(P,)`` of the latest batch, or of the sample that is looked at."""
    place = training.descent.place
    if place is not None:
        return training.tape.gradient_of(place)
    gradient: Floats = training.population.gradient[0].copy()
    return gradient


def _spread(activation: Activation, z: Array) -> Sums:
    """Return how a layer's z ``(batch, units)`` are spread."""
    values = z.ravel()
    picked = values[np.linspace(0, values.size - 1, min(values.size, MOST_SUMS)).astype(int)]
    return Sums(picked, is_flat(activation, z).mean(axis=0))
