"""The tensors of a network by rank: what they are called, their shapes, and their numbers."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import Literal

import numpy as np

from visualnn.experiment.frames import TRAIN, Frame, Scene
from visualnn.experiment.frames.insights import Inputs
from visualnn.figures.images import image_shape
from visualnn.figures.table import Floats, Table
from visualnn.numerals import LOWERED

Kind = Literal["loss", "bias", "weights", "batch", "images", "maps", "epoch", "run", "seeds"]

SIDE = 16
"""Points per side of the neurons' maps, where nobody has asked for finer ones."""


@dataclass(frozen=True, slots=True)
class Tensor:
    """One tensor of a run.

    Attributes
    ----------
    kind, layer
        What it is, and of which layer (0 where it belongs to none).
    symbol
        What it is called in formulas.
    axes, shape
        A key and a length for each axis, the outermost first; empty for a scalar.
    """

    kind: Kind
    symbol: str
    axes: tuple[str, ...] = ()
    shape: tuple[int, ...] = ()
    layer: int = 0

    @property
    def key(self) -> str:
        """What tells it apart from the others of a scene."""
        return f"{self.kind}{self.layer}"

    @property
    def rank(self) -> int:
        """How many axes it has, which is how many indices name one number."""
        return len(self.shape)

    @property
    def count(self) -> int:
        """How many numbers it holds: the product of the lengths, 1 for a scalar."""
        return prod(self.shape)

    def named(self, index: tuple[int, ...]) -> str:
        """Return a number's name, as in W₁[2, 5]."""
        return f"{self.symbol}[{', '.join(map(str, index))}]" if index else self.symbol


def tensors(scene: Scene, batch: int = 0, side: int = SIDE, seeds: int = 1) -> list[Tensor]:
    """Return the tensors of a run, by rank.

    Parameters
    ----------
    batch
        How many samples the latest batch has; 0 for a full one.
    side
        Points per side of the neurons' maps.
    seeds
        How many runs are stacked at rank 6.
    """
    batch = batch or full_batch(scene)
    found = [Tensor("loss", "L"), *_biases(scene), *_weights(scene)]
    found.append(Tensor("batch", "X", ("batch", "inputs"), (batch, scene.sizes[0])))
    pixels = image_shape(scene.inputs)
    if pixels:
        found.append(Tensor("images", "X", ("batch", "rows", "columns"), (batch, *pixels)))
    maps = _maps(scene, side)
    return [*found, *maps, *_stacks(scene, maps[0], pixels, seeds)]


def full_batch(scene: Scene) -> int:
    """Return how many samples a batch has that is not the last one of its epoch."""
    return min(scene.experiment.batch, int(np.sum(scene.part == TRAIN)))


def _biases(scene: Scene) -> list[Tensor]:
    layers = scene.layout.layers if scene.layout.bias else ()
    return [Tensor("bias", _of("b", n), ("units",), (scene.sizes[n],), n) for n in layers]


def _weights(scene: Scene) -> list[Tensor]:
    return [
        Tensor("weights", _of("W", n), ("in", "out"), (scene.sizes[n - 1], scene.sizes[n]), n)
        for n in scene.layout.layers
    ]


def _maps(scene: Scene, side: int) -> list[Tensor]:
    axes = ("units", "rows", "columns")
    return [
        Tensor("maps", _of("A", n), axes, (scene.sizes[n], side, side), n)
        for n in scene.layout.layers
    ]


def _stacks(scene: Scene, maps: Tensor, pixels: tuple[int, int] | None, seeds: int) -> list[Tensor]:
    """Return what an epoch, a run and several runs make of one tensor of rank 3."""
    one, outer = maps, ("seeds", "epochs", "steps")
    if pixels:
        shape = (full_batch(scene), *pixels)
        one = Tensor("images", "X", ("batch", "rows", "columns"), shape)
        outer = ("seeds", "epochs", "batches")
    lengths = (seeds, scene.experiment.stopping.epochs, scene.steps_per_epoch)
    kinds: tuple[Kind, ...] = ("epoch", "run", "seeds")
    return [
        Tensor(kind, one.symbol, outer[-k:] + one.axes, lengths[-k:] + one.shape, one.layer)
        for k, kind in enumerate(kinds, start=1)
    ]


def _of(letter: str, layer: int) -> str:
    return letter + str(layer).translate(LOWERED)


def array_of(tensor: Tensor, scene: Scene, frame: Frame, inputs: Inputs | None) -> Floats | None:
    """Return a tensor's numbers at the step on show; None where the frame has none of it.

    The batch is what the network is given, (x − mean) / scale.
    """
    match tensor.kind:
        case "loss":
            value = frame.scores.get("train_loss")
            return None if value is None else np.asarray(value, dtype=float)
        case "weights" if frame.theta is not None:
            return np.asarray(scene.layout[f"W{tensor.layer}"].view(frame.theta))
        case "bias" if frame.theta is not None:
            return np.asarray(scene.layout[f"b{tensor.layer}"].view(frame.theta)[0])
        case "maps" if frame.neurons is not None:
            return frame.neurons[tensor.layer]
        case "batch" | "images":
            rows = _batch_rows(scene, frame, inputs)
            return None if rows is None else rows.reshape(len(rows), *tensor.shape[1:])
    return None


def _batch_rows(scene: Scene, frame: Frame, inputs: Inputs | None) -> Floats | None:
    """Return X ``(batch, inputs)`` of the latest batch, in the batch's own order."""
    if inputs is None or frame.batch is None or len(inputs.x) != len(scene.numbers):
        return None
    if not np.isin(frame.batch, scene.numbers).all():
        return None  # a sample of it has been removed since
    order = np.argsort(scene.numbers)
    rows = order[np.searchsorted(scene.numbers, frame.batch, sorter=order)]
    columns = [scene.columns.index(name) for name in scene.inputs]
    given = (inputs.x[rows] - inputs.mean) / inputs.scale
    return np.asarray(given[:, columns])


def tensor_table(tensor: Tensor, values: Floats | None) -> Table:
    """Return one row for each number with its indices; the axes alone where there are none."""
    if values is None:
        axes = {"axis": np.array(tensor.axes), "length": np.array(tensor.shape)}
        return Table("tensors", axes)
    places = np.indices(values.shape).reshape(values.ndim, -1)
    columns = dict(zip(tensor.axes, places, strict=True))
    return Table("tensors", columns | {"value": np.ravel(values)})
