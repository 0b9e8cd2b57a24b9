"""The equation of each stage for a whole layer, with the shapes of what it multiplies.

With row vectors a layer is z = xW + b, ∂L/∂W = xᵀδ and ∂L/∂x = δWᵀ; with
column vectors z = Wx + b, ∂L/∂W = δxᵀ and ∂L/∂x = Wᵀδ: every product is read
the other way, and every shape is turned around.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from visualnn.experiment.explain.explanation import Explanation
from visualnn.experiment.explain.factors import bend, entry, outlet, reads_logits, tied
from visualnn.experiment.explain.latex import latex_of
from visualnn.experiment.explain.names import Names
from visualnn.experiment.explain.place import Kind, Place
from visualnn.experiment.explain.stages import Stage
from visualnn.nn.losses import LOSSES
from visualnn.nn.normalization import NORMALIZATIONS

Shape = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Equation:
    """What happens at a stage.

    Attributes
    ----------
    text
        The equation as plain text.
    shapes
        The shapes of what is multiplied and of the result; empty where nothing is.
    """

    text: str
    shapes: str = ""

    @property
    def latex(self) -> str:
        """The equation as LaTeX."""
        return latex_of(self.text)


def loss_formula(names: Names) -> str:
    """Return the loss's formula with the letters that the outputs and targets have here."""
    depth = names.e.depth
    form = LOSSES[names.e.architecture.loss].formula
    letters: tuple[Kind, ...] = ("a", "y")
    for letter in letters:
        own = names.whole(letter, depth).text
        form = re.sub(rf"(?<!\w){letter}(?!\w)", own, form)
    return form


def equation(stage: Stage, names: Names) -> Equation:
    """Return the equation of a stage in a notation."""
    return _Writer(names).write(stage)


@dataclass(frozen=True, slots=True)
class _Writer:
    names: Names

    @property
    def e(self) -> Explanation:
        return self.names.e

    def write(self, stage: Stage) -> Equation:
        e, layer = self.e, stage.layer
        match stage.key:
            case "input":
                return Equation(self._read(0), self._shape(e.samples, e.sizes[0]))
            case "sum":
                return self._sum(layer)
            case "normalize":
                rule = NORMALIZATIONS[e.architecture.normalizations[layer - 1]]
                return Equation(rule.formula)
            case "activate":
                curve = self.names.curve(layer)[0]
                return Equation(f"{self._all('a', layer)} = {curve}({self._all('z', layer)})")
            case "drop":
                a = self._all("a", layer)
                return Equation(f"{self._all('h', layer)} = {a} ∘ k,  kᵢ = 0 ∨ 1/(1 − p)")
            case "loss" | "loss_after":
                return Equation(f"{self._loss} = {loss_formula(self.names)}")
            case "link":
                return Equation(e.links[layer].formula)
            case "update":
                return Equation("θ ← θ − u")
        return self._backward(stage)

    def _backward(self, stage: Stage) -> Equation:
        layer = stage.layer
        match stage.key:
            case "slope_a":
                return self._slope_of_output(layer)
            case "slope_z":
                return self._delta(layer)
            case "slope_s":
                return Equation(f"{self._slope('s', layer)} = {self._through(layer)}")
            case "slope_gamma":
                delta = self._delta_name(layer)
                gamma, beta = self._slope("gamma", layer), self._slope("beta", layer)
                return Equation(f"{gamma} = Σ {delta} ∘ x̂,  {beta} = Σ {delta}")
            case "slope_w":
                return self._slope_of_weights(stage)
            case "slope_b":
                over = "Σ " if self.e.samples > 1 else ""
                return Equation(f"{self._slope('b', layer)} = {over}{self._arrived(layer)}")
        return self._slope_below("x", 1)

    def _sum(self, layer: int) -> Equation:
        e, weights = self.e, self._all("w", layer)
        bias = f" + {self._all('b', layer)}" if e.layout.bias else ""
        target = self._all(entry(e, layer), layer)
        fan_in, units = e.sizes[layer - 1 : layer + 1]
        text = f"{target} = {self._product(self._read(layer - 1), weights)}{bias}"
        return Equation(text, self._shapes((e.samples, fan_in), (fan_in, units)))

    def _slope_of_output(self, layer: int) -> Equation:
        """Write ∂L/∂a: at the output the loss's own slope, below it δ of the layer above."""
        if layer < self.e.depth:
            return self._slope_below("a", layer + 1)
        form = LOSSES[self.e.architecture.loss].part_slope
        names = {"a": self._all("a", layer), "y": self._all("y", layer), "k": self.e.sizes[-1]}
        slope = self._slope("a", layer)
        if self.e.is_linear(layer):
            slope = f"{slope} = {self._slope('z', layer)}"
        return Equation(f"{slope} = {self._of_mean(form.format(**names))}")

    def _slope_below(self, kind: Kind, layer: int) -> Equation:
        """Write how the slopes of a layer come to the outputs of the layer below it."""
        fan_in, units = self.e.sizes[layer - 1 : layer + 1]
        product = self._product(self._arrived(layer), f"{self._all('w', layer)}ᵀ")
        kept = " ∘ k" if layer > 1 and self.e.drops(layer - 1) else ""
        shapes = self._shapes((self.e.samples, units), (units, fan_in))
        return Equation(f"{self._slope(kind, layer - 1)} = {product}{kept}", shapes)

    def _slope_of_weights(self, stage: Stage) -> Equation:
        layer = stage.layer
        fan_in, units = self.e.sizes[layer - 1 : layer + 1]
        product = self._product(f"{self._read(layer - 1)}ᵀ", self._arrived(layer))
        shapes = self._shapes((fan_in, self.e.samples), (self.e.samples, units))
        return Equation(f"{self._slope('w', layer)} = {product}{self._told(stage)}", shapes)

    def _told(self, stage: Stage) -> str:
        """Say what δ is where a brief stage brings it along with the gradient."""
        layer = stage.layer
        if ("d:z", layer) not in stage.reveals or self.e.is_linear(layer):
            return ""
        return f",  {self._delta_name(layer)} = {self._slope('z', layer)}"

    def _delta(self, layer: int) -> Equation:
        """Write δ: ∂L/∂a through the activation, or at once where the loss is on logits."""
        e, a = self.e, self._all("a", layer)
        told = f"{self._delta_name(layer)} = {self._slope('z', layer)}"
        if layer == e.depth and reads_logits(e):
            error = f"{a} − {self._all('y', layer)}"
            return Equation(f"{told} = {self._of_mean(error)}")
        slope = self._slope("a", layer)
        if e.architecture.activations[layer - 1] == "softmax":
            return Equation(f"{told} = {a} ∘ ({slope} − Σ {a}·{slope})")
        curve = self.names.curve(layer)[0]
        return Equation(f"{told} = {slope} ∘ {curve}′({self._all('z', layer)})")

    def _through(self, layer: int) -> str:
        """Write how δ passes a normalization."""
        delta = self._delta_name(layer)
        if tied(self.e, layer) == "nothing":
            return f"γ·{delta} / √(σ² + ε)"
        return f"(d − mean(d) − x̂·mean(d·x̂)) / √(σ² + ε),  d = γ·{delta}"

    @property
    def _loss(self) -> str:
        return self.names.text(Place("L"))

    def _all(self, kind: Kind, layer: int) -> str:
        return self.names.whole(kind, layer).text

    def _read(self, layer: int) -> str:
        """Return what the next layer reads."""
        return self._all(outlet(self.e, layer), layer)

    def _slope(self, kind: Kind, layer: int) -> str:
        return f"∂{self._loss}/∂{self._all(kind, layer)}"

    def _delta_name(self, layer: int) -> str:
        """Return δ; a linear layer's is ∂L/∂a."""
        linear = bend(self.e, layer) == "a"
        return self._slope("a", layer) if linear else self.names.whole_delta(layer).text

    def _arrived(self, layer: int) -> str:
        """Return what a layer's weights go by: δ, or where it is normalized ∂L/∂s."""
        return self._slope("s", layer) if self.e.is_normalized(layer) else self._delta_name(layer)

    def _of_mean(self, form: str) -> str:
        return form if self.e.samples == 1 else f"({form}) / {self.e.samples}"

    def _product(self, left: str, right: str) -> str:
        """Write a product of rows; of columns the other way, W being turned around already."""
        return f"{left} {right}" if self._rows else f"{right} {left}"

    def _shapes(self, left: Shape, right: Shape) -> str:
        result = self._shape(left[0], right[1])
        factors = [self._shape(*left), self._shape(*right)]
        return f"{' · '.join(factors if self._rows else factors[::-1])} → {result}"

    def _shape(self, rows: int, columns: int) -> str:
        return str((rows, columns) if self._rows else (columns, rows))

    @property
    def _rows(self) -> bool:
        return self.names.notation.vectors == "row"
