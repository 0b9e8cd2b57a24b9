"""Training one network: its updates, its recording, and every way to go back in it."""

from visualnn.experiment.training.run import BLOWN_UP, ENDED, Training

__all__ = ["BLOWN_UP", "ENDED", "Training"]
