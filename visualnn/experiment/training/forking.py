"""Forks: which training a run goes on from, and which trainings are kept for it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from visualnn.errors import InputError
from visualnn.experiment.frames import Branch
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.spec.origin import Change, Origin
from visualnn.experiment.training import Training

MOST = 3
"""So many trainings are kept aside: each may hold a whole budget of checkpoints."""

MOST_NOTES = 1000
"""So many runs are known by their settings that are kept no more."""

DRAWN = 1000
"""So many epochs of a branch are drawn at most."""


def origin_of(training: Training, step: int | None = None) -> Origin:
    """Return a recorded step, the one on show unless it is named, as the origin of a fork."""
    step = training.step if step is None else step
    changes = training.recording.changes
    return Origin(
        tuple(
            Change(change.step, replace(change.experiment, origin=None))
            for change in changes[: training.recording.changes_until(step)]
        ),
        step,
        tuple(made.told() for made in training.assignments.made if made.step <= step),
    )


def leads_to(training: Training, experiment: Experiment) -> bool:
    """Return whether an experiment forks off this training's recording."""
    origin = experiment.origin
    if origin is None or training.latest < origin.step:
        return False
    return origin_of(training, origin.step) == origin


def settings_of(training: Training) -> Experiment:
    """Return the settings that a training goes on with, whatever step it looks at."""
    return training.recording.changes[-1].experiment


class Begun:
    """The trainings that were reset, by generation: undo takes them up again."""

    def __init__(self) -> None:
        self._kept: dict[int, Training] = {}

    def keep(self, generation: int, training: Training) -> None:
        """Keep a training that begins anew; of more than `MOST` the oldest is let go."""
        self._kept[generation] = training
        for oldest in list(self._kept)[:-MOST]:
            del self._kept[oldest]

    def take(self, generation: int, experiment: Experiment) -> Training:
        """Return a training that was kept, and keep it no more.

        Raises
        ------
        InputError
            If it was let go, or had other settings.
        """
        kept = self._kept.get(generation)
        if kept is None or settings_of(kept) != experiment:
            raise InputError(
                f"The run before this reset is kept no more, only those before the latest {MOST} "
                "resets are: train anew."
            )
        return self._kept.pop(generation)

    def remember(self, budget: int) -> None:
        """Let the recording of each take so many bytes."""
        for training in self._kept.values():
            training.remember(budget)


class Shelf:
    """The trainings that gave way to another experiment, the latest first.

    Undo and redo take them up again as they were left, with all that was
    recorded.  There are at most `MOST`, each within the budget of a recording:
    the latest, and of the others those with the most updates of their own, as
    the rest is soon made again.  One that has nothing of its own is not kept.
    """

    def __init__(self) -> None:
        self._aside: list[Training] = []
        self._dropped: dict[Experiment, int] = {}

    def prepare(
        self, experiment: Experiment, present: Training | None, again: bool = False
    ) -> Training:
        """Return a training of an experiment that can take the place of the present one.

        It is a new one, or ``again`` one that was set aside, of several the one
        that has come farthest.  A fork begins with what its parent has recorded,
        and may be `Training.behind`.  Nothing here changes.

        Raises
        ------
        InputError
            If the experiment does not fit together.
        """
        kept = [t for t in self._aside if again and settings_of(t) == experiment]
        if kept:
            return max(kept, key=_updates)
        known = [*([present] if present else []), *self._aside]
        parent = next((t for t in known if leads_to(t, experiment)), None)
        return Training(resolve(experiment), parent=parent, at_once=False)

    def holds(self, training: Training) -> bool:
        """Return whether a training was set aside."""
        return any(training is kept for kept in self._aside)

    def exchange(self, present: Training | None, made: Training) -> None:
        """Set the present training aside for one of another experiment that takes its place."""
        aside = [training for training in self._aside if training is not made]
        if present and _own(present) and settings_of(present) != settings_of(made):
            aside.insert(0, present)
        longest = sorted(aside[1:], key=_updates, reverse=True)[: MOST - 1]
        self._aside = [*aside[:1], *(t for t in aside[1:] if any(t is kept for kept in longest))]
        for training in aside:
            if not self.holds(training):
                self._note_dropped(training)

    def dropped(self, experiment: Experiment) -> int:
        """Return how many updates the run of an experiment had that is kept no more, else 0."""
        return self._dropped.get(experiment, 0)

    def _note_dropped(self, training: Training) -> None:
        experiment = settings_of(training)
        self._dropped.pop(experiment, None)
        self._dropped[experiment] = _updates(training)
        for oldest in list(self._dropped)[:-MOST_NOTES]:
            del self._dropped[oldest]

    def remember(self, budget: int) -> None:
        """Let the recording of each take so many bytes."""
        for training in self._aside:
            training.remember(budget)

    def clear(self) -> None:
        """Let go of everything."""
        self._aside = []
        self._dropped = {}

    def branches(self, training: Training) -> tuple[Branch, ...]:
        """Return the other futures that are known: of its parent, and of its forks."""
        return tuple(_branch(other, training) for other in self._aside if _related(other, training))


def _updates(training: Training) -> int:
    """Return how many updates a training has made that it shares with no parent."""
    origin = settings_of(training).origin
    return training.latest - (origin.step if origin else 0)


def _own(training: Training) -> bool:
    """Return whether a training has anything that its experiment does not say."""
    origin = settings_of(training).origin
    sets = len(origin.sets) if origin else 0
    return _updates(training) > 0 or len(training.assignments.made) > sets


def _related(one: Training, other: Training) -> bool:
    return leads_to(one, settings_of(other)) or leads_to(other, settings_of(one))


def _branch(other: Training, training: Training) -> Branch:
    is_parent = leads_to(other, settings_of(training))
    fork = settings_of(training if is_parent else other)
    step = fork.origin.step if fork.origin else 0
    first, last = other.recording.epochs.ended(step), len(other.recording.rows) - 1
    epochs = np.unique(np.linspace(first, last, min(last - first + 1, DRAWN)).astype(int))
    history = other.recording.history()
    return Branch(
        step=step,
        parting=_parting(other, step),
        is_parent=is_parent,
        experiment=settings_of(other),
        epochs=epochs.astype(float),
        history={name: values[epochs] for name, values in history.items()},
    )


def _parting(training: Training, step: int) -> float:
    """Return where in the epochs of a training a step lies."""
    epochs = training.recording.epochs
    ended, since = epochs.place(step)
    known = ended + 1 < len(epochs.ends)
    length = epochs.end(ended + 1) - epochs.end(ended) if known else training.steps_per_epoch
    return ended + since / length
