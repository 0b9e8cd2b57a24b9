"""VisualNN: see gradient descent and backpropagation.

The names below are the scripting API; none of them needs a window::

    import visualnn as vnn

    run = vnn.train(vnn.Experiment(data="moons", hidden=(8, 8), optimizer="adam", lr=0.03))
    run.history["val_loss"][run.best_epoch]
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from visualnn.data import DATASETS
    from visualnn.errors import InputError, WorkError
    from visualnn.experiment.explain import loss_and_gradient
    from visualnn.experiment.jobs import train
    from visualnn.experiment.plan import resolve
    from visualnn.experiment.spec import Experiment
    from visualnn.experiment.survey import Survey
    from visualnn.experiment.together.many import train_many
    from visualnn.experiment.together.network_race import race_on_network
    from visualnn.experiment.together.race import Contestant, Race, run_race
    from visualnn.experiment.together.race_plane import paths_on_plane
    from visualnn.nn.activations import ACTIVATIONS
    from visualnn.nn.initializers import INITIALIZERS
    from visualnn.nn.losses import LOSSES
    from visualnn.nn.optim import OPTIMIZERS
    from visualnn.surfaces import SURFACES

__version__ = "0.1.0"

__all__ = [
    "ACTIVATIONS",
    "DATASETS",
    "INITIALIZERS",
    "LOSSES",
    "OPTIMIZERS",
    "SURFACES",
    "Contestant",
    "Experiment",
    "InputError",
    "Race",
    "Survey",
    "WorkError",
    "__version__",
    "loss_and_gradient",
    "paths_on_plane",
    "race_on_network",
    "resolve",
    "run_race",
    "train",
    "train_many",
]

_HOMES = {
    "ACTIVATIONS": "nn.activations",
    "Contestant": "experiment.together.race",
    "DATASETS": "data",
    "Experiment": "experiment.spec",
    "INITIALIZERS": "nn.initializers",
    "InputError": "errors",
    "LOSSES": "nn.losses",
    "OPTIMIZERS": "nn.optim",
    "Race": "experiment.together.race",
    "SURFACES": "surfaces",
    "Survey": "experiment.survey",
    "WorkError": "errors",
    "loss_and_gradient": "experiment.explain",
    "paths_on_plane": "experiment.together.race_plane",
    "race_on_network": "experiment.together.network_race",
    "resolve": "experiment.plan",
    "run_race": "experiment.together.race",
    "train": "experiment.jobs",
    "train_many": "experiment.together.many",
}
"""Where each public name lives; loaded when it is first used, so that the window shows at once."""


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'visualnn' has no attribute {name!r}")
    thing = getattr(import_module(f"visualnn.{_HOMES[name]}"), name)
    globals()[name] = thing
    return thing


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
