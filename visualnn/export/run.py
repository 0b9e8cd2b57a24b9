"""Everything a finished run leaves behind, as files in one folder."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

import numpy as np

from visualnn.experiment.frames import Frame, Scene, Wants
from visualnn.experiment.jobs import Run
from visualnn.export import boundary, curves, network
from visualnn.export.files import make_folder, write_file
from visualnn.export.raster import png
from visualnn.export.svg import markup

WANTS = Wants(boundary=boundary.RESOLUTION, neurons=network.THUMBNAIL, weights=True)
"""What the pictures need to know of a run."""


def save_run(folder: str | os.PathLike[str], run: Run) -> list[Path]:
    """Write experiment, weights, curves and pictures of a finished run.

    Returns
    -------
    list of Path
        ``experiment.json``, ``weights.npz``, ``curves.csv``, ``curves.svg``,
        ``network.svg`` and ``boundary.png`` in ``folder``.

    Raises
    ------
    InputError
        If the folder cannot be made or written to.
    """
    place = make_folder(folder)
    scene, frame = run.plan.scene(), run.frame(WANTS)
    contents: dict[str, str | bytes] = {
        "experiment.json": scene.experiment.to_json(),
        "weights.npz": weights(scene, frame),
        "curves.csv": curves.table(frame).to_csv(),
        "curves.svg": markup(curves.draw(scene, frame)),
        "network.svg": markup(network.draw(scene, frame)),
        "boundary.png": png(boundary.draw(scene, frame)),
    }
    return [write_file(place / name, content) for name, content in contents.items()]


def weights(scene: Scene, frame: Frame) -> bytes:
    """Return a NumPy archive with ``theta (P,)`` and every layer's ``W1, b1, W2, …``."""
    if frame.theta is None:
        raise ValueError("the frame has no weights: ask for them with Wants(weights=True)")
    theta = frame.theta
    parts: dict[str, Any] = {name: slot.view(theta) for name, slot in scene.layout.items()}
    archive = io.BytesIO()
    np.savez(archive, theta=theta, **parts)
    return archive.getvalue()
