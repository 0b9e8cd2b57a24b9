"""What views are given: frozen bundles of arrays, and how each is read off the engine."""

from visualnn.experiment.frames.frame import Frame, Rival, State
from visualnn.experiment.frames.race import NetworkRaceFrame, RaceFrame, Relief
from visualnn.experiment.frames.scene import (
    TEST,
    TRAIN,
    VALIDATION,
    Branch,
    Extent,
    Floats,
    Offer,
    Scene,
    Task,
)
from visualnn.experiment.frames.wants import Beside, Wants

__all__ = [
    "TEST",
    "TRAIN",
    "VALIDATION",
    "Beside",
    "Branch",
    "Extent",
    "Floats",
    "Frame",
    "NetworkRaceFrame",
    "Offer",
    "RaceFrame",
    "Relief",
    "Rival",
    "Scene",
    "State",
    "Task",
    "Wants",
]
