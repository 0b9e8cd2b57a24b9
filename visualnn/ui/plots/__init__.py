"""What plots are made of: axes, maps, points, marks and legends."""
