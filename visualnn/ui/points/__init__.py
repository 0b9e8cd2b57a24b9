"""Putting, moving and removing samples by hand in a plot."""
