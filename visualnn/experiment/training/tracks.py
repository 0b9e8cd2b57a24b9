"""Some parameters watched step by step: what each was worth after every update."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np

from visualnn.experiment.frames.insights import Traces
from visualnn.experiment.training.series import Series
from visualnn.nn.calls import Array

if TYPE_CHECKING:
    from visualnn.experiment.training import Training
    from visualnn.experiment.training.replay import Replay

SLICE = 0.006
"""Seconds for replaying the past within one frame; the rest follows in the next."""

MOST_ROWS = 20_000
"""When more steps than this are held, every second one is let go."""

MOST_REPLAYED = 200_000
"""A longer past is not replayed: it is read off the checkpoints, at ends of epochs."""

MOST_SENT = 2_000
"""So many points show a curve; a longer one is sent in even strides."""


class Tracks:
    """Follows parameters of one training, from when they are asked for.

    What came before is replayed on the same recording,
    bit for bit, a slice of time at each look.
    """

    def __init__(self) -> None:
        self.places: tuple[int, ...] = ()
        self._forget()

    def _forget(self) -> None:
        self._past, self._live = _rows(len(self.places)), _rows(len(self.places))
        self._stride = self._past_stride = 1
        self._start = 0
        self._replica: Replay | None = None

    def follow(self, training: Training, places: tuple[int, ...]) -> None:
        """Watch these parameters from now on; others are let go."""
        if places == self.places:
            return
        self.places = places
        self._forget()
        if not places:
            return
        self._start = training.latest
        if training.step == training.latest:
            self.note(training.step, training.descent.theta)
        if self._start > MOST_REPLAYED:
            self._read_checkpoints(training)
        elif self._start:
            self._past_stride = -(-self._start // MOST_ROWS)
            self._replica = training.twin()

    def note(self, step: int, theta: Array) -> None:
        """Take note of the parameters after an update, or after they were set by hand."""
        live = self._live
        if len(live) and live.values[-1, 0] == step:
            live.cut(len(live) - 1)
        elif step % self._stride:
            return
        live.append((step, *theta[list(self.places)]))
        if len(live) > MOST_ROWS:
            self._stride *= 2
            live.fill(live.values[live.values[:, 0] % self._stride == 0].copy())

    def forget_after(self, step: int) -> None:
        """Forget what was noted after ``step`` updates or more: that step is noted anew."""
        for rows in (self._past, self._live):
            rows.cut(int(np.searchsorted(rows.values[:, 0], step)))
        if not len(self._live):
            self._stride = 1
        self._start = min(self._start, step)
        if self._replica and self._replica.step > step:
            self._replica.seek(step)

    def work(self) -> bool:
        """Replay more of the past, for at most `SLICE`; return whether some is left."""
        replica, end = self._replica, perf_counter() + SLICE
        if replica is None:
            return False
        while replica.step < self._start:
            self._past.append((replica.step, *replica.descent.theta[list(self.places)]))
            replica.seek(min(replica.step + self._past_stride, self._start))
            if perf_counter() >= end:
                return True
        if not len(self._live) or self._live.values[0, 0] > self._start:
            self._past.append((self._start, *replica.descent.theta[list(self.places)]))
        self._replica = None
        return False

    def traces(self) -> Traces:
        """Return what is known, thinned evenly where it is long."""
        rows = np.concatenate([self._past.values, self._live.values])
        every = -(-len(rows) // MOST_SENT) or 1
        kept = np.unique(np.r_[np.arange(0, len(rows), every), max(len(rows) - 1, 0)])
        rows = rows[kept.astype(int)] if len(rows) else rows
        stride = max(self._stride, self._past_stride) * every
        return Traces(self.places, rows[:, 0].copy(), rows[:, 1:].copy(), stride)

    def _read_checkpoints(self, training: Training) -> None:
        before = [c for c in training.recording.checkpoints if c.step < self._start]
        for checkpoint in before:
            theta = checkpoint.theta[0].copy()  # as it was before any assignment there
            for made in training.assignments.made:
                if made.step == checkpoint.step:
                    made.make(theta)
            self._past.append((checkpoint.step, *theta[list(self.places)]))
        self._past_stride = -(-self._start // max(len(before), 1))


def _rows(places: int) -> Series:
    return Series(1 + places)
