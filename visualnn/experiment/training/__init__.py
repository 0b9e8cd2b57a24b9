"""Training one network: its updates, its recording, and every way to go back in it."""

from visualnn.experiment.training.course import BLOWN_UP, ENDED
from visualnn.experiment.training.run import Training

__all__ = ["BLOWN_UP", "ENDED", "Training"]
