"""What an experiment asks for, as arrays: samples, network, first weights."""

from visualnn.experiment.plan.plan import MARGIN, Plan, first_weights, resolve

__all__ = ["MARGIN", "Plan", "first_weights", "resolve"]
