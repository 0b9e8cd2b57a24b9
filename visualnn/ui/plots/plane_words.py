"""What is said of a place in a plot of samples and answers."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, QPointF

from visualnn.experiment.frames import TEST, TRAIN, VALIDATION, Frame, Scene
from visualnn.figures.maps import value_at, winners
from visualnn.figures.table import Floats
from visualnn.figures.ticks import fixed_text, number_text


class PlaneWords(QObject):
    """Names samples, shares and answers."""

    def part_names(self) -> dict[int, str]:
        """Return what the shares of the data are called."""
        return {TRAIN: self.tr("train"), VALIDATION: self.tr("validation"), TEST: self.tr("test")}

    def network_name(self) -> str:
        """Return what the curve of the network's answers is called."""
        return self.tr("network")

    def batch_name(self) -> str:
        """Return what the latest update's samples are called."""
        return self.tr("batch")

    def place(self, scene: Scene, at: Floats) -> str:
        """Return a place ``(2,)`` with the features' names."""
        names = (scene.features[axis] for axis in scene.axes)
        pairs = zip(names, at.tolist(), strict=True)
        return ", ".join(f"{name} {number_text(value)}" for name, value in pairs)

    def sample(self, scene: Scene, sample: int) -> str:
        """Return where a sample is, what it is, and its share."""
        lines = [
            f"{scene.features[axis]}  {number_text(float(value))}"
            for axis, value in dict(zip(scene.axes, scene.points[sample], strict=True)).items()
        ]
        target = scene.targets[sample]
        name = scene.classes[int(target)] if scene.classes else number_text(float(target))
        part = self.part_names()[int(scene.part[sample])]
        return "\n".join([*lines, f"{scene.target or self.tr('target')}  {name} ({part})"])

    def answer_at(self, scene: Scene, frame: Frame, place: QPointF) -> str:
        """Return what the network answers at the grid point nearest to a place."""
        outputs = value_at(frame.boundary, scene.extent, place.x(), place.y())
        return self.tr("network  {answer}").format(answer=self.answer(scene, outputs))

    def answer(self, scene: Scene, outputs: Floats) -> str:
        """Return outputs ``(outputs,)`` as a value, or as the class that wins."""
        if not np.isfinite(outputs).all():
            return self.tr("not a number")
        if scene.task == "regression":
            return fixed_text(float(outputs[0]))
        winner = int(winners(outputs[:, None, None])[0, 0])
        share = float(outputs[0] if len(outputs) == 1 else outputs[winner])
        name = scene.classes[winner] if winner < len(scene.classes) else str(winner)
        return self.tr("{output} → {name}").format(output=f"{share:.3f}", name=name)
