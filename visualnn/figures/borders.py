"""Which class wins between the points of a grid: borders without stairs, at any size."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from visualnn.figures.table import Floats

PROBABILITIES = ("sigmoid", "softmax")
"""Output activations that give shares of one."""

SURE = 16.0
"""Where logarithms of one output end: in single precision 1 − e⁻¹⁶ is hardly less than 1."""


def refinement(points: int, pixels: float, cell: float, most: int) -> int:
    """Return in how many parts to divide each cell of a grid.

    Parameters
    ----------
    points
        Grid points to a side.
    pixels
        How wide the grid is drawn.
    cell
        Pixels that a part may be wide.
    most
        Points to a side that are not to be exceeded.
    """
    wanted = math.ceil(pixels / (cell * points))
    return max(1, min(wanted, most // points))


def winners_between(outputs: Floats, parts: int, activation: str) -> NDArray[np.uint8]:
    """Return the winning class on a grid whose cells are divided.

    Parameters
    ----------
    outputs
        ``(k, m, m)``; of one output class 1 wins above ½.
    parts
        Each cell is divided into so many, either way.
    activation
        Of the output layer.

    Returns
    -------
    NDArray
        ``(n, n)`` with n = (m − 1)·parts + 1.

    Notes
    -----
    Between grid points the classes' *scores* are interpolated linearly: log p, or
    of one output log p − log(1 − p), where outputs are probabilities, else the outputs.
    The logarithms of sigmoid and softmax differ as the sums before them do, which
    bend little within a cell where probabilities leap from 0 to 1.
    """
    fine = between(_scores(outputs, activation), parts)
    return (fine[0] > 0).astype(np.uint8) if len(fine) == 1 else _largest(fine)


def _largest(scores: Floats) -> NDArray[np.uint8]:
    """Return the first of the largest of ``(k, m, m)``: argmax takes several times as long."""
    best, winner = scores[0].copy(), np.zeros(scores.shape[1:], np.uint8)
    for number, score in enumerate(scores[1:], start=1):
        np.copyto(winner, number, where=score > best)
        np.fmax(best, score, out=best)
    return winner


def between(values: Floats, parts: int) -> Floats:
    """Return ``(k, m, n)`` with each cell divided, linear in between; grid points are kept."""
    return _divided(_divided(values, parts, 1), parts, 2)


def _divided(values: Floats, parts: int, axis: int) -> Floats:
    shape = list(values.shape)
    shape[axis] = (shape[axis] - 1) * parts + 1
    divided = np.empty(shape, values.dtype)
    given, onto = np.moveaxis(values, axis, 0), np.moveaxis(divided, axis, 0)
    step = np.diff(given, axis=0) / parts
    for part in range(parts):
        np.multiply(step, part, out=onto[part:-1:parts])
        onto[part:-1:parts] += given[:-1]
    onto[-1] = given[-1]
    return divided


def _scores(outputs: Floats, activation: str) -> Floats:
    """Return what the largest wins of ``(k, m, m)``, or what is above 0 for class 1."""
    if activation not in PROBABILITIES:
        return outputs - 0.5 if len(outputs) == 1 else outputs
    if len(outputs) > 1:  # all may be small, and one is the largest still
        return np.log(np.maximum(outputs, np.finfo(outputs.dtype).tiny))
    least = np.exp(-SURE, dtype=outputs.dtype)
    return np.log(np.maximum(outputs, least)) - np.log(np.maximum(1 - outputs, least))
