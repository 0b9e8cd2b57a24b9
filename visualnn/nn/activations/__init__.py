"""Activation functions g and their derivatives g′, each in one small class.

An activation does not compute: it *lays out* the calls that compute, on the
buffers of a network's tape (see `visualnn.nn.calls`).  `Activation.value` and
`Activation.derivative` run the same calls on fresh buffers, so that a plot of
the function and the network's own numbers can never differ.

Importing this package enters every activation in `ACTIVATIONS`.
"""

# The order of the imports is the order of the registry.
# isort: skip_file

from visualnn.nn.activations.activation import ACTIVATIONS, RANGES, Activation
from visualnn.nn.activations.classic import Linear, Sigmoid, Step, Tanh
from visualnn.nn.activations.rectifiers import ELU, SELU, LeakyReLU, ReLU, Softplus
from visualnn.nn.activations.gates import GELU, SiLU
from visualnn.nn.activations.shares import Softmax

__all__ = [
    "ACTIVATIONS",
    "ELU",
    "GELU",
    "RANGES",
    "SELU",
    "Activation",
    "LeakyReLU",
    "Linear",
    "ReLU",
    "SiLU",
    "Sigmoid",
    "Softmax",
    "Softplus",
    "Step",
    "Tanh",
]
