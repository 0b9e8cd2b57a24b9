"""Qt-free geometry for pictures: contours, colors, ticks, thinning, tables."""
