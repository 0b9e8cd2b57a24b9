"""Text in pictures: sizes, weights and how much room it takes."""

from __future__ import annotations

from functools import cache
from xml.etree.ElementTree import Element

from PIL import ImageFont

from visualnn import assets
from visualnn.export import svg
from visualnn.export.theme import color

TITLE, TEXT, SMALL = 16.0, 12.0, 11.0


def text(
    parent: Element,
    x: float,
    y: float,
    words: str,
    *,
    size: float = TEXT,
    ink: str = "ink2",
    anchor: str = "start",
    weight: int = 400,
) -> Element:
    """Set words with their baseline at ``y``; ``ink`` is a token of the theme."""
    return svg.add(
        parent,
        "text",
        words,
        x=x,
        y=y,
        font_size=size,
        fill=color(ink),
        text_anchor=anchor,
        font_weight=weight,
        **{"xml:space": "preserve"},
    )


def heading(root: Element, x: float, y: float, title: str, subtitle: str = "") -> None:
    """Set a picture's title, and beneath it what else a reader must know."""
    text(root, x, y, title, size=TITLE, ink="ink", weight=600)
    if subtitle:
        text(root, x, y + 19, subtitle)


def width(words: str, size: float = TEXT) -> float:
    """Return about how wide the words are set, in the drawing's units."""
    return float(_font().getlength(words)) * size / 100


def shortened(words: str, room: float, size: float = TEXT) -> str:
    """Return the words, cut off with an ellipsis where they do not fit into ``room``."""
    if width(words, size) <= room:
        return words
    kept = next((n for n in range(len(words), 0, -1) if width(words[:n] + "…", size) <= room), 0)
    return words[:kept].rstrip() + "…"


@cache
def _font() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(assets.path("fonts/Inter-Regular.ttf")), 100)
