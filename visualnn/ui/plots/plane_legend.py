"""What the marks on a plane of samples mean."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QColor

from visualnn.experiment.frames import TEST, VALIDATION, Scene
from visualnn.ui.plots.legend import Entry
from visualnn.ui.plots.marks import class_mark
from visualnn.ui.plots.plane_words import PlaneWords
from visualnn.ui.plots.plot_items import with_alpha
from visualnn.ui.plots.samples import LEVELS, has_values, is_curve, kind_color, part_look
from visualnn.ui.theme import Theme

COLORS = 16
"""So many colors of a scale are enough for a smooth bar."""


def plane_entries(
    scene: Scene, parts: Iterable[int], theme: Theme, words: PlaneWords, *, batch: bool
) -> tuple[Entry, ...]:
    """Return the entries for classes or curve, the shares on show, and the batch's marks."""
    count = len(scene.classes)
    entries = [
        Entry(name, theme.class_color(k, count), mark=class_mark(k))
        for k, name in enumerate(scene.classes)
    ]
    if is_curve(scene):
        entries.append(Entry(words.network_name(), theme.ink))
    for part in parts:
        fill, ring = part_look(theme.ink3, part, theme, values=has_values(scene))
        ring = theme.ink if part == TEST else ring
        # On the map the dark ring stands out; on a dark card it needs a line about it.
        casing = theme.ink2 if part == VALIDATION and theme.dark else None
        name = words.part_names()[part]
        entries.append(Entry(name, fill, mark="circle", ring=ring, casing=casing))
    if batch:
        clear, ink = with_alpha(theme.ink, 0.0), with_alpha(theme.ink, 0.8)
        entries.append(Entry(words.batch_name(), clear, mark="corners", ring=ink))
    return tuple(entries)


def value_colors(scene: Scene, theme: Theme) -> list[QColor]:
    """Return the colors of values from the lowest to the highest."""
    return [kind_color(k * (LEVELS - 1) // (COLORS - 1), scene, theme) for k in range(COLORS)]
