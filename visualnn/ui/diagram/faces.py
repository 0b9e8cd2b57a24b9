"""What neurons show: their output over the plane, over the batch, or for one sample."""

from __future__ import annotations

import time

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from visualnn.experiment.frames import Scene
from visualnn.experiment.frames.faces import Faces
from visualnn.experiment.frames.probe import Passage, Spread, Workings
from visualnn.figures import strokes, thumbnails
from visualnn.figures.bars import bar_indices
from visualnn.figures.diagram import Diagram
from visualnn.figures.images import image_shape
from visualnn.figures.maps import target_levels
from visualnn.ui.diagram.asking import drawn
from visualnn.ui.diagram.closeup import CloseUp
from visualnn.ui.diagram.numbers_on_edges import tiny
from visualnn.ui.diagram.pixels import FEWEST_PIXELS, images
from visualnn.ui.theme import Theme

LARGE_BARS = 192
INPUT_REACH = 2.0
"""Standardized inputs have their outermost colors at two deviations."""


class Thumbnails:
    """Turns a frame's outputs into pictures, looked up for all drawn neurons at once."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._held = {layer: strokes.Reference() for layer in range(len(scene.sizes))}
        self._table = np.zeros((thumbnails.COLORS, 4), np.uint8)
        self._muted = self._grays = self._table
        self._faces: tuple[Faces, ...] | None = None
        self._inside: Workings | None = None
        self._mode = "map"
        self._inputs = self._colors = np.zeros(0)
        self.image = image_shape(scene.features)
        self._drawn = drawn(scene)
        self._weights: NDArray[np.floating] | None = None
        self._sample: tuple[NDArray[np.floating], QImage] | None = None

    def apply_theme(self, theme: Theme) -> None:
        """Take the colors of a theme."""
        self._sample = None
        colors = (theme.neg, theme.mid, theme.pos, theme.warn, theme.panel)
        self._table = thumbnails.diverging_table(*((c.red(), c.green(), c.blue()) for c in colors))
        ends = ([c.blue(), c.green(), c.red(), 255] for c in (theme.panel, theme.ink))
        self._grays = np.linspace(*(np.array(end, float) for end in ends), 256).astype(np.uint8)
        self._muted = (0.4 * self._table + 0.6 * self._table[thumbnails.PAPER]).astype(np.uint8)

    def show(
        self,
        faces: tuple[Faces, ...] | None,
        inside: Workings | None,
        mode: str,
        weights: NDArray[np.floating] | None = None,
    ) -> None:
        """Take what is drawn of every layer's outputs, and what neurons are to show.

        ``weights`` are those of the first layer, for inputs that are pixels.
        """
        self._weights = weights
        if faces and self._has_all(faces):
            self._faces = faces
        self._inside, self._mode = inside, mode

    def _has_all(self, faces: tuple[Faces, ...]) -> bool:
        """Return whether all drawn units have a face.

        They have not in a frame that was asked for when an image was drawn as one,
        and now its pixels are inputs of a table.
        """
        layers = zip(faces, self._drawn, self.scene.sizes, strict=True)
        return all(
            len(face.units) >= (size if units is None else len(units))
            for face, units, size in layers
        )

    @property
    def known(self) -> bool:
        """Whether there is anything to draw yet."""
        return self._faces is not None

    @property
    def spread(self) -> tuple[Spread, ...] | None:
        """How outputs are spread over the batch, where that is on show."""
        return self._inside.spread if self._inside and self._mode == "batch" else None

    @property
    def passage(self) -> Passage | None:
        """The sample whose numbers are on show, or None."""
        return self._inside.passage if self._inside and self._mode == "sample" else None

    @property
    def sample(self) -> Passage | None:
        """The sample that is on show in any way: as numbers or as a picture."""
        return self._inside.passage if self._inside and self.image else self.passage

    def pictures(self, diagram: Diagram) -> tuple[list[QImage], dict[int, QImage]]:
        """Return the drawn neurons' pictures, and by layer that of the mean of all others.

        The pictures are in the order of `Diagram.shown`.  The mean of inputs
        says nothing: each has a scale of its own.
        """
        parts = [self._face(layer, column.shown) for layer, column in enumerate(diagram.columns)]
        condensed = {
            layer: np.array(column.condensed)
            for layer, column in enumerate(diagram.columns)
            if layer and column.block and self._faces[layer].mean is not None
        }
        parts += [self._mean_face(layer, units) for layer, units in condensed.items()]
        made = images(np.concatenate(parts), self._muted if self.passage else self._table)
        drawn = len(diagram.shown[0])
        return made[:drawn], dict(zip(condensed, made[drawn:], strict=True))

    def inputs(self, maps: NDArray[np.floating]) -> list[QImage]:
        """Return the pictures of inputs ``(inputs, m, m)``, as those of the first layer."""
        ranges = [(one, thumbnails.input_range(one)) for one in maps]
        indices = np.stack([thumbnails.color_indices(*pair) for pair in ranges])
        return images(indices, self._table)

    def lines(self, diagram: Diagram) -> list[tuple[str, ...]]:
        """Return what is written on each drawn neuron: z, a and δ of the sample on show."""
        run = self.passage
        if run is None:
            return []
        return [_written(run, int(n), int(u)) for n, u in zip(*diagram.shown, strict=True)]

    def close_up(self, layer: int, unit: int) -> CloseUp | None:
        """Return one unit large: its histogram where those are on show, else its map."""
        if self.spread:
            part = self.spread[layer]
            bars = bar_indices(part.counts[unit : unit + 1], LARGE_BARS)
            image = images(bars, self._table, rounded=False)[0]
            return CloseUp(image, (part.low, "a", part.high))
        if self.image and layer <= 1:
            return self._pixels(unit) if layer else self._sample_close_up()
        one = self._large(layer, unit)
        if one is None:
            return None
        image = images(self._colored(one[None], layer), self._table, rounded=False)[0]
        if self.scene.axes[0] == self.scene.axes[1]:
            return CloseUp(image, self._axis(0))
        return CloseUp(image, self._axis(0), self._axis(1), self.scene)

    def _axis(self, number: int) -> tuple[float, str, float]:
        """Return low end, name and high end of an axis of the input plane."""
        low, high = self.scene.extent[2 * number : 2 * number + 2]
        return low, self.scene.features[self.scene.axes[number]], high

    def sample_image(self) -> QImage | None:
        """Return the picture that the current sample is, a pixel to each input; else None."""
        run = self._inside.passage if self._inside else None
        if run is None or self.image is None:
            return None
        if self._sample is None or not np.array_equal(run.x, self._sample[0]):
            brightest = float(np.max(run.x, initial=0.0)) or 1.0
            shades = np.clip(run.x / brightest * 255, 0, 255).astype(np.intp)
            shades = shades.reshape(1, *self.image)
            self._sample = run.x, images(shades, self._grays, rounded=False, plain=True)[0]
        return self._sample[1]

    def _sample_close_up(self) -> CloseUp | None:
        image, run = self.sample_image(), self._inside.passage if self._inside else None
        if image is None or run is None:
            return None
        return CloseUp(image, (0.0, "", float(np.max(run.x, initial=0.0))), smooth=False)

    def _pixels(self, unit: int) -> CloseUp | None:
        """Return the weights into a unit of the first layer as a picture of the inputs."""
        if self._weights is None or self.image is None:
            return None
        weights = self._weights[:, unit].reshape(1, *self.image)
        reach = float(np.abs(weights).max(where=np.isfinite(weights), initial=0.0)) or 1.0
        # The rows of maps count from below, those of images from above.
        indices = thumbnails.color_indices(weights[:, ::-1], (-reach, reach))
        image = images(indices, self._table, rounded=False, plain=True)[0]
        return CloseUp(image, (-reach, "w", reach), smooth=False)

    def _large(self, layer: int, unit: int) -> NDArray[np.floating] | None:
        """Return a unit's finest map that there is, or None."""
        inside = self._inside
        if inside and inside.unit == (layer, unit) and inside.unit_map is not None:
            return inside.unit_map
        return self._faces[layer].of(unit) if self._faces else None

    def _face(self, layer: int, units: NDArray[np.intp]) -> NDArray[np.intp]:
        if self.spread:
            return bar_indices(self.spread[layer].counts[units], self._pixels_of_a_face)
        if self.passage:
            return self._flat(self.passage.a[layer][units], layer)
        return self._indices(layer, units)

    def _mean_face(self, layer: int, units: NDArray[np.intp]) -> NDArray[np.intp]:
        """Return the mean of some units in what neurons show, as one picture ``(1, k, k)``."""
        if self.spread:
            counts = self.spread[layer].counts[units].mean(axis=0, keepdims=True)
            return bar_indices(counts, self._pixels_of_a_face)
        if self.passage:
            return self._flat(self.passage.a[layer][units].mean(keepdims=True), layer)
        return self._colored(self._faces[layer].mean[None], layer)

    def _flat(self, values: NDArray[np.floating], layer: int) -> NDArray[np.intp]:
        """Return faces of one color each."""
        bounds = self._range(layer) if layer else (-INPUT_REACH, INPUT_REACH)
        pixels = self._pixels_of_a_face
        colors = thumbnails.color_indices(values[:, None, None], bounds)
        return np.broadcast_to(colors, (len(values), pixels, pixels))

    @property
    def _pixels_of_a_face(self) -> int:
        return max(self._faces[0].maps.shape[-1], FEWEST_PIXELS)

    def _colored(self, maps: NDArray[np.floating], layer: int) -> NDArray[np.intp]:
        bounds = self._range(layer) if layer else thumbnails.input_range(maps)
        return thumbnails.color_indices(maps, bounds)

    def _indices(self, layer: int, units: NDArray[np.intp]) -> NDArray[np.intp]:
        maps = self._faces[layer].among(units)
        if layer == 0 and len(units):
            return self._input_indices(maps)
        return thumbnails.color_indices(maps, self._range(layer) if layer else (0.0, 1.0))

    def _input_indices(self, maps: NDArray[np.floating]) -> NDArray[np.intp]:
        """Return the colors of inputs, each over its own range; they seldom change."""
        if not np.array_equal(maps, self._inputs, equal_nan=True):
            pairs = [(one, thumbnails.input_range(one)) for one in maps]
            self._colors = np.stack([thumbnails.color_indices(*pair) for pair in pairs])
            self._inputs = maps
        return self._colors

    def _range(self, layer: int) -> thumbnails.Range:
        activation = self.scene.activations[layer - 1]
        if activation in thumbnails.FIXED_RANGES:
            return thumbnails.FIXED_RANGES[activation]
        if self.scene.task == "regression" and layer == len(self.scene.sizes) - 1:
            return target_levels(self.scene)
        held, now = self._held[layer], time.monotonic()
        if not held.holds(now):
            held.update(thumbnails.color_range(self._faces[layer].maps, activation)[1], now)
        return -held.value, held.value


def _written(run: Passage, layer: int, unit: int) -> tuple[str, ...]:
    own = f"a {tiny(float(run.a[layer][unit]))}"
    if not layer:
        return (own,)
    z, delta = (float(part[layer - 1][unit]) for part in (run.z, run.delta))
    return (f"z {tiny(z)}", own, f"δ {tiny(delta)}")
