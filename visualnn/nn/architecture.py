"""The shape of a dense network: its layers, their rules, and where their parameters lie."""

from __future__ import annotations

from dataclasses import dataclass

from visualnn.nn.layout import Layout
from visualnn.nn.normalization import NORMALIZATIONS


@dataclass(frozen=True)
class Architecture:
    """The shape of a network, without its numbers.

    Attributes
    ----------
    sizes
        Units per layer, the input first.
    activations
        One key of `ACTIVATIONS` per layer after the input.
    loss
        A key of `LOSSES`.
    bias
        Whether layers have biases.
    normalizations
        One key of `NORMALIZATIONS` per layer after the input; empty for none.
    dropout
        The share of hidden units that is left out at random, in training only.
    """

    sizes: tuple[int, ...]
    activations: tuple[str, ...]
    loss: str
    bias: bool = True
    normalizations: tuple[str, ...] = ()
    dropout: float = 0.0

    @property
    def layout(self) -> Layout:
        """Where each layer's parameters lie in ``theta``."""
        rules = [NORMALIZATIONS[key] for key in self.normalizations]
        scaled = tuple(rule.learns for rule in rules)
        running = tuple(rule.over_batch for rule in rules)
        return Layout(self.sizes, self.bias, scaled, running)
