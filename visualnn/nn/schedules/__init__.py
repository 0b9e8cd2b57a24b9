"""Schedules: how the learning rate changes during a run.

A schedule is a pure function of the step, so that a run can be looked at or
gone on with from anywhere.  The one that listens to the run, reduce on plateau,
keeps what it has heard in a small object of its own, a `Watch`.

Definitions and defaults are those of ``torch.optim.lr_scheduler``; each class
names its counterpart.  What is a count of epochs there is one here.

Importing this package enters every schedule in `SCHEDULES`.
"""

# The order of the imports is the order of the registry.
# isort: skip_file

from visualnn.nn.schedules.schedule import SCHEDULES, Constant, Length, Schedule, Watch
from visualnn.nn.schedules.decay import Cosine, Exponential, StepDecay
from visualnn.nn.schedules.rise import LinearWarmUp, OneCycle
from visualnn.nn.schedules.plateau import ReduceOnPlateau

__all__ = [
    "SCHEDULES",
    "Constant",
    "Cosine",
    "Exponential",
    "Length",
    "LinearWarmUp",
    "OneCycle",
    "ReduceOnPlateau",
    "Schedule",
    "StepDecay",
    "Watch",
]
