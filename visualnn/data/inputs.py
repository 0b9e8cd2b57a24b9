"""What the network reads: the features as they are, or inputs computed from two of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from visualnn.data.scaling import Standardizer
from visualnn.errors import InputError
from visualnn.registry import Registry

Floats = NDArray[np.float64]
Rule = Callable[[Floats, Floats], Floats]


@dataclass(frozen=True, slots=True)
class Input:
    """One input that is computed from two features.

    Attributes
    ----------
    pattern
        Its name, with ``{a}`` and ``{b}`` where the features' names go.
    rule
        ``rule(a, b)`` of the two features' columns, in their own units.
    """

    pattern: str
    rule: Rule

    def name(self, features: tuple[str, ...]) -> str:
        """Return its name for a set with these two features, as in x₁²."""
        return self.pattern.format(a=features[0], b=features[1])


INPUTS: Registry[Input] = Registry("input")
"""Every input that can be computed from two features, in the order in which they are shown."""

INPUTS.add("x1", Input("{a}", lambda a, b: a))
INPUTS.add("x2", Input("{b}", lambda a, b: b))
INPUTS.add("x1_squared", Input("{a}²", lambda a, b: a * a))
INPUTS.add("x2_squared", Input("{b}²", lambda a, b: b * b))
INPUTS.add("x1_x2", Input("{a} · {b}", lambda a, b: a * b))
INPUTS.add("sin_x1", Input("sin {a}", lambda a, b: np.sin(a)))
INPUTS.add("sin_x2", Input("sin {b}", lambda a, b: np.sin(b)))

PLAIN = ("x1", "x2")
"""The two features as they are."""


def computed(keys: tuple[str, ...], x: Floats) -> Floats:
    """Return ``(n, k)``, the inputs named by ``keys`` from two features ``(n, 2)``.

    No keys leave ``x (n, d)`` as it is.

    Raises
    ------
    InputError
        If inputs are to be computed and there are not exactly two features.
    """
    if not keys:
        return x
    if x.ndim != 2 or x.shape[1] != 2:
        raise InputError(
            f"The inputs {', '.join(keys)} are computed from two features, and x has the shape "
            f"{x.shape}: give it two columns, or take the features as they are."
        )
    return np.stack([INPUTS[key].rule(x[:, 0], x[:, 1]) for key in keys], axis=1)


def input_names(keys: tuple[str, ...], features: tuple[str, ...]) -> tuple[str, ...]:
    """Return what the network's inputs are called."""
    return tuple(INPUTS[key].name(features) for key in keys) if keys else features


@dataclass(frozen=True, slots=True, eq=False)
class Intake:
    """The way from features in their own units to what the network is given.

    First the inputs are computed from the features, then each is standardized
    like any feature.

    Attributes
    ----------
    keys
        Of `INPUTS`; empty where the features are the inputs.
    features, inputs
        How features are standardized where they are shown so, and how inputs are.
    """

    keys: tuple[str, ...]
    features: Standardizer
    inputs: Standardizer

    @classmethod
    def fit(cls, keys: tuple[str, ...], x: Floats) -> Intake:
        """Measure the training rows ``(n, d)``."""
        return cls(keys, Standardizer.fit(x), Standardizer.fit(computed(keys, x)))

    @classmethod
    def identity(cls, keys: tuple[str, ...], features: int) -> Intake:
        """Return the way that standardizes nothing."""
        plain = Standardizer.identity(features)
        return cls(keys, plain, Standardizer.identity(len(keys)) if keys else plain)

    def apply(self, x: Floats) -> Floats:
        """Return what the network is given for features ``(n, d)``."""
        return self.inputs.apply(computed(self.keys, x))

    def beside(self, x: Floats) -> tuple[Floats, Floats, Floats]:
        """Return features ``(n, d)`` with what is computed from them beside, for a table.

        Returns
        -------
        x, mean, scale
            ``(n, d + e)``, ``(d + e,)`` and ``(d + e,)``, in own units.
        """
        more = [k for k, key in enumerate(self.keys) if key not in PLAIN]
        if not more:
            return x, self.mean, self.scale
        columns = np.hstack([x, computed(self.keys, x)[:, more]])
        mean = np.concatenate([self.mean, self.inputs.mean[more]])
        return columns, mean, np.concatenate([self.scale, self.inputs.scale[more]])

    @property
    def mean(self) -> Floats:
        """The features' means ``(d,)``."""
        return self.features.mean

    @property
    def scale(self) -> Floats:
        """The features' deviations ``(d,)``."""
        return self.features.scale
