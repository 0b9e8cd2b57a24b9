"""The three planes: two weights, two random directions, and the run's own."""

from __future__ import annotations

import numpy as np

from visualnn.errors import InputError
from visualnn.landscape.plane import Array, Extent, Plane
from visualnn.nn.layout import Layout, Slot

PLANES = ("pca", "random", "weights")
"""The kinds of planes: of the run, through random directions, along two weights."""

MARGIN = 0.15
"""How far the window of a run's plane reaches beyond the run, as a share of its width."""

LEAST_PLACES = 3
"""Two places lie on one line, which spans no plane."""

FLAT = 1e-9
"""A second deviation this small beside the first is rounding: the run is a line."""


def weights_plane(layout: Layout, theta: Array, names: tuple[str, str]) -> Plane:
    """Return the plane along two parameters; all others are held.

    Parameters
    ----------
    layout, theta
        The parameters ``(P,)`` to start from, and their names.
    names
        Two parameters such as ``"W1[0,3]"`` (input 0 into unit 3) or ``"b2[0]"``.

    Raises
    ------
    InputError
        If a name is unknown, or both are the same.
    """
    pair = [parameter_index(layout, name) for name in names]
    if pair[0] == pair[1]:
        raise InputError(f"The plane needs two different weights, not {names[0]} twice.")
    directions = np.zeros((2, layout.size))
    directions[[0, 1], pair] = 1
    first, second = (parameter_name(layout, index) for index in pair)
    return Plane("weights", theta.copy(), directions, (f"Δ{first}", f"Δ{second}"))


def random_plane(layout: Layout, theta: Array, rng: np.random.Generator) -> Plane:
    """Return a plane through two random directions, filter by filter as large as the weights.

    All weights that lead into a neuron are one filter: its part of a normally
    distributed direction is scaled to the norm of the neuron's own weights, so
    that networks whose scales differ can be compared.  Biases and the
    parameters of normalizations stay where they are (Li et al., 2018,
    "Visualizing the Loss Landscape of Neural Nets").
    """
    directions = np.stack([_filter_normalized(layout, theta, rng) for _ in range(2)])
    return Plane("random", theta.copy(), directions, ("random direction 1", "random direction 2"))


def _filter_normalized(layout: Layout, theta: Array, rng: np.random.Generator) -> Array:
    direction = np.zeros(layout.size)
    pairs = zip(layout.weights(direction), layout.weights(theta), strict=True)
    for drawn, weights in pairs:
        drawn[...] = rng.standard_normal(weights.shape)
        drawn *= np.linalg.norm(weights, axis=0) / np.linalg.norm(drawn, axis=0)
    return direction


def pca_plane(layout: Layout, thetas: Array, origin: Array) -> Plane:
    """Return the plane of the run: its first two principal components.

    The components are those of the recorded parameters about their mean, each
    of unit length with its largest entry positive; running statistics, which
    nothing descends along, do not count.  The plane is laid through ``origin``,
    so that the resulting network lies on it, and its window holds the whole run.

    Parameters
    ----------
    thetas
        ``(T, P)``, the recorded parameters.
    origin
        ``(P,)``.

    Raises
    ------
    InputError
        If there are fewer than three places, or the weights moved on one line only.
    """
    if len(thetas) < LEAST_PLACES:
        raise InputError(
            f"The plane of the run takes at least {LEAST_PLACES} recorded places (so far: "
            f"{len(thetas)}): train longer, or choose random directions."
        )
    trained = thetas[:, : layout.trained]
    _, deviations, components = np.linalg.svd(trained - trained.mean(axis=0), full_matrices=False)
    if len(deviations) < 2 or not deviations[1] > FLAT * deviations[0]:
        raise InputError(
            "The recorded weights lie on one line, which spans no plane: "
            "train longer, or choose the plane 'random'."
        )
    largest = np.abs(components[:2]).argmax(axis=1)
    directions = np.zeros((2, layout.size))
    directions[:, : layout.trained] = components[:2]
    directions *= np.sign(components[[0, 1], largest])[:, None]
    first, second = (deviations[:2] ** 2 / np.sum(deviations**2)).tolist()
    axes = ("principal component 1", "principal component 2")
    window = around((thetas - origin) @ directions.T)
    return Plane("pca", origin.copy(), directions, axes, window, (first, second))


def around(coordinates: Array) -> Extent:
    """Return a window around the points ``(T, 2)`` and the origin, with a margin."""
    low, high = np.minimum(coordinates.min(axis=0), 0), np.maximum(coordinates.max(axis=0), 0)
    # A run that hardly moves along one axis still gets a window that is not a slit.
    half = np.maximum((high - low) / 2, 0.25 * float((high - low).max())) * (1 + MARGIN)
    middle = (low + high) / 2
    (left, bottom), (right, top) = (middle - half).tolist(), (middle + half).tolist()
    return left, right, bottom, top


def farthest_moved(layout: Layout, ways: Array) -> tuple[str, str]:
    """Return the names of the two weights with the longest ``ways (P,)``, whatever their sign.

    Biases do not count; of weights that moved equally far the first ones are taken.
    """
    moved = np.where(layout.weight_mask(), np.abs(ways), -1.0)
    first, second = np.argsort(-moved, kind="stable")[:2].tolist()
    return parameter_name(layout, first), parameter_name(layout, second)


def parameter_name(layout: Layout, index: int) -> str:
    """Return a parameter's name: ``"W1[0,3]"`` is the weight of input 0 into unit 3."""
    for name, slot in _trained(layout).items():
        if slot.slice.start <= index < slot.slice.stop:
            place = np.unravel_index(index - slot.start, _counted(name, slot))
            return f"{name}[{','.join(str(i) for i in place)}]"
    raise IndexError(index)


def parameter_index(layout: Layout, name: str) -> int:
    """Return where the parameter of this name lies in ``theta``.

    Raises
    ------
    InputError
        If there is none; the message gives the names and their ranges.
    """
    part, _, numbers = name.replace(" ", "").rstrip("]").partition("[")
    if part in _trained(layout):
        shape = _counted(part, layout[part])
        place = [int(word) if word.isdecimal() else -1 for word in numbers.split(",")]
        if len(place) == len(shape) and all(0 <= i < n for i, n in zip(place, shape, strict=True)):
            return layout[part].start + int(np.ravel_multi_index(place, shape))
    raise InputError(f"There is no parameter {name!r}: write one of {_choices(layout)}.")


def _counted(part: str, slot: Slot) -> tuple[int, ...]:
    """Return the axes that a name counts along: weights have two, a bias ``(1, out)`` has one."""
    return slot.shape if part.startswith("W") else slot.shape[-1:]


def _choices(layout: Layout) -> str:
    def ranges(part: str, slot: Slot) -> str:
        return f"{part}[{','.join(f'0…{count - 1}' for count in _counted(part, slot))}]"

    return ", ".join(ranges(part, slot) for part, slot in _trained(layout).items())


def _trained(layout: Layout) -> dict[str, Slot]:
    """Return the parts that training adjusts."""
    return {part: slot for part, slot in layout.items() if slot.start < layout.trained}
