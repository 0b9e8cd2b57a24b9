"""Frames of a training: what the visible views asked for, read off the engine's arrays."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from visualnn.experiment.frames import Floats, Frame, Wants
from visualnn.experiment.frames.checking import Checking
from visualnn.experiment.frames.fitting import fitted
from visualnn.experiment.frames.flatness import is_flat
from visualnn.experiment.frames.folding import Folding
from visualnn.experiment.frames.hindsight import Hindsight
from visualnn.experiment.frames.insights import (
    MOST_SUMS,
    Inputs,
    SampleGradients,
    Space,
    Sums,
    Traces,
)
from visualnn.experiment.frames.maps import Maps, in_own_units, tape_of
from visualnn.experiment.frames.probe import Probe, Workings
from visualnn.experiment.frames.probing import Prober
from visualnn.experiment.frames.scatter import scattered
from visualnn.experiment.frames.shares import Shares
from visualnn.experiment.plan import Plan
from visualnn.experiment.together.banding import Banding
from visualnn.experiment.training import Training
from visualnn.experiment.training.forking import origin_of
from visualnn.experiment.training.walk import glance_of
from visualnn.landscape.threads import one_blas_thread
from visualnn.nn.activations import ACTIVATIONS, Activation
from visualnn.nn.calls import Array, quiet
from visualnn.nn.network import Tape


class Camera:
    """Takes frames of trainings of one plan."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._theta = np.zeros((1, plan.layout.size), dtype=np.float32)
        self._theta[0] = plan.theta0
        self._maps = Maps(plan, self._theta)
        query = plan.samples.query
        at = None if query is None else plan.scaler.apply(query[None])
        self._query = None if at is None else tape_of(plan, self._theta, at)
        self._untrained = self._answer()
        self._banding = Banding()
        self._prober = Prober(plan)
        self._take(plan)

    def _take(self, plan: Plan) -> None:
        """Take up samples that were edited; the maps over the plane stay as they are."""
        self._plan = plan
        self._folding: Folding | None = None
        self._hindsight, self._shares = Hindsight(plan), Shares(plan)
        self._checking = Checking()

    def frame(
        self, training: Training, wants: Wants, generation: int = 0, speed: float = 0.0
    ) -> Frame:
        """Return the training as it is now; ``speed`` is in steps per second."""
        if training.shown is not self._plan:
            self._take(training.shown)
        wants = self._possible(wants)
        with quiet():
            self._theta[0] = training.theta
        self._maps.renew()
        frame = self._standing(training, wants, generation, speed)
        frame = self._batch_looked_at(frame, training, wants)
        frame = self._network_looked_at(frame, training, wants)
        return self._looking_back(frame, training, wants)

    def _possible(self, wants: Wants) -> Wants:
        """Return the wants without what this network does not have."""
        layout = self._plan.layout
        return fitted(wants, tuple(self._plan.architecture.sizes), layout.size, layout.trained)

    def _standing(self, training: Training, wants: Wants, generation: int, speed: float) -> Frame:
        """Return where the run stands: steps, epochs and scores."""
        population, patience, recording = training.population, training.patience, training.recording
        history_from = min(wants.history_from, len(recording.rows))
        return Frame(
            generation=generation,
            state=training.state,
            step=training.step,
            latest=training.latest,
            scores=self._scores(training),
            epoch=training.epoch,
            learning_rate=float(population.rates[0, 0]),
            clip_scale=float(population.scales[0, 0]),
            steps_per_second=speed,
            scored_epoch=_scored_epoch(training),
            best_epoch=patience.best_epoch,
            best_step=recording.epochs.end(patience.best_epoch),
            waited=patience.waited,
            forked_at=patience.since,
            edited_at=tuple(recording.epochs.edited),
            ends=recording.epochs.told(),
            diverged_at=training.diverged_at,
            history=recording.history(history_from),
            history_from=history_from,
            origin=origin_of(training) if wants.origin else None,
        )

    def _scores(self, training: Training) -> dict[str, float]:
        """Return the latest epoch's scores; while training holds, those of what is on show.

        Within an epoch, and after points were edited, the recorded ones are of
        another network or of other samples.
        """
        recorded = training.recording.row(training.scored_epoch)
        held = training.state != "running"
        return recorded | self._shares.scores(training) if held else recorded

    def _batch_looked_at(self, frame: Frame, training: Training, wants: Wants) -> Frame:
        """Add what the latest batch, or the coming one, has left on its tape."""
        update = 0.0 - training.population.step[0] if wants.weights else None
        return replace(
            frame,
            batch=training.descent.batch_numbers if wants.batch else None,
            gradient=_gradient(training) if wants.weights else None,
            update=update,
            sums=self._sums(training.tape) if wants.sums else None,
            glance=glance_of(training),
            scatter=_scatter(training) if wants.scatter else None,
            workings=self._workings(training, wants.probe) if wants.probe else None,
        )

    def _network_looked_at(self, frame: Frame, training: Training, wants: Wants) -> Frame:
        """Add the parameters, and what the network makes of the plane and of the samples."""
        test = self._shares.test_score(training)
        known = wants.samples_but in (None, frame.generation)
        return replace(
            frame,
            theta=self._parameters(training, wants),
            neurons=self._maps.all_layers(wants.neurons) if wants.neurons else None,
            faces=self._maps.faces(wants.faces) if wants.faces else None,
            boundary=self._maps.layer(wants.boundary, -1) if wants.boundary else None,
            space=self._space(wants.space) if wants.space else None,
            test_loss=test.loss,
            test_score=test.quality,
            query=self._answer(),
            untrained_query=self._untrained,
            outcomes=self._shares.outcomes(training) if wants.outcomes else None,
            samples=None if known else self._inputs(),
        )

    def _parameters(self, training: Training, wants: Wants) -> Floats | None:
        if wants.weights:
            return training.theta.copy()
        return self._theta[0].copy() if wants.theta else None

    def _looking_back(self, frame: Frame, training: Training, wants: Wants) -> Frame:
        """Add what is made a slice at a time, and say whether more of it is to come."""
        past, banding, asked = self._hindsight, self._banding, wants.test_from
        tested = None if asked is None else past.test_scores(training, asked)
        watched, replays = self._watched(training, wants.watched)
        band = banding.band(training, wants.seeds, wants.band_from) if wants.seeds else None
        check, unchecked = self._checking.error(training) if wants.check else (np.nan, False)
        lags = (tested is not None and not past.is_complete(training)) or (
            band is not None and not banding.is_complete(training)
        )
        return replace(
            frame,
            test_scores=tested,
            judged=None if wants.judge is None else past.judged(training, wants.judge),
            watched=watched,
            band=band,
            check=check,
            unfinished=lags or replays or unchecked,
        )

    def _watched(self, training: Training, places: tuple[int, ...]) -> tuple[Traces | None, bool]:
        """Follow the watched parameters, and replay some of what came before."""
        training.tracks.follow(training, places)
        replays = training.tracks.work()
        return training.tracks.traces() if places else None, replays

    def _workings(self, training: Training, probe: Probe) -> Workings:
        unit_map = self._maps.unit(probe.resolution, *probe.unit) if probe.unit else None
        return self._prober.answer(training, probe, unit_map)

    def _space(self, resolution: int) -> Space:
        if self._folding is None or self._folding.resolution != resolution:
            self._folding = Folding(self._plan, self._theta, resolution)
        with quiet(), one_blas_thread():
            return self._folding.look()

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
        answer: Floats = in_own_units(self._plan, self._query.a[-1][0])[0].copy()
        return answer


def _scored_epoch(training: Training) -> int:
    """Return the epoch of the scores: while training holds that of the network on show."""
    restored = training.theta is training.patience.theta
    running = training.state == "running"
    return training.scored_epoch if running or restored else training.epoch


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
