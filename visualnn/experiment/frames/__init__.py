"""What views are given: frozen bundles of arrays, and how each is read off the engine."""

from visualnn.experiment.frames.bundles import (
    TEST,
    TRAIN,
    VALIDATION,
    Beside,
    Branch,
    Extent,
    Floats,
    Frame,
    Offer,
    RaceFrame,
    Relief,
    Rival,
    Scene,
    State,
    Task,
    Wants,
)

__all__ = [
    "TEST",
    "TRAIN",
    "VALIDATION",
    "Beside",
    "Branch",
    "Extent",
    "Floats",
    "Frame",
    "Offer",
    "RaceFrame",
    "Relief",
    "Rival",
    "Scene",
    "State",
    "Task",
    "Wants",
]
