"""What a picture says of the run it shows."""

from __future__ import annotations

from pathlib import Path

from visualnn.experiment.frames import Frame, Scene


def data_name(scene: Scene) -> str:
    """Return what the data set is called; of a file the name, without its folders."""
    data = scene.experiment.data
    return Path(data.name).name if data.is_file else data.name


def weights_text(scene: Scene, frame: Frame) -> str:
    """Say whose weights these are: the last epoch's, or the best one's that were restored."""
    rule = scene.experiment.stopping
    ended = frame.state in ("stopped early", "finished")
    if ended and rule.patience and rule.restore_best:
        return f"best weights, of epoch {frame.best_epoch}"
    if frame.diverged_at is not None:
        best = f"best weights, of epoch {frame.best_epoch}"
        return f"{best}, before the divergence at step {frame.diverged_at}"
    return f"epoch {frame.epoch}"
