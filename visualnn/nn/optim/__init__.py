"""Optimizers as chains of in-place links on the flat parameter vector.

Importing this package enters every optimizer in `OPTIMIZERS`, in the order
below.  A new one is a file here with a frozen dataclass, imported below.
"""

# The order of the imports is the order of the registry.
# isort: skip_file

from visualnn.nn.optim.optimizer import OPTIMIZERS, Optimizer
from visualnn.nn.optim.sgd import SGD
from visualnn.nn.optim.momentum import Momentum, Nesterov
from visualnn.nn.optim.adaptive import AdaGrad, RMSprop
from visualnn.nn.optim.adam import AMSGrad, Adam, AdamW, Adamax, NAdam
from visualnn.nn.optim.adadelta import AdaDelta

__all__ = [
    "OPTIMIZERS",
    "SGD",
    "AMSGrad",
    "AdaDelta",
    "AdaGrad",
    "Adam",
    "AdamW",
    "Adamax",
    "Momentum",
    "NAdam",
    "Nesterov",
    "Optimizer",
    "RMSprop",
]
