"""The few parts of SVG that the pictures need, as elements of the standard library's tree.

Text is always set through the tree, never pasted into markup, so that a column
called ``<b>&amp;`` arrives in the picture as it stands in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import ArrayLike

FONT = "Inter, system-ui, sans-serif"
# XML 1.0 has no way to write these characters, not even escaped.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def picture(width: float, height: float, title: str, background: str) -> Element:
    """Return an empty picture of ``width`` × ``height`` units with a title for screen readers."""
    root = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "xmlns:xlink": "http://www.w3.org/1999/xlink",
            "width": write(width),
            "height": write(height),
            "viewBox": f"0 0 {write(width)} {write(height)}",
            "font-family": FONT,
            "role": "img",
        },
    )
    add(root, "title", title)
    add(root, "rect", width=width, height=height, fill=background)
    return root


def add(parent: Element, tag: str, text: str = "", **attributes: object) -> Element:
    """Append an element; ``stroke_width=2`` becomes the attribute ``stroke-width="2"``."""
    written = {name.rstrip("_").replace("_", "-"): write(v) for name, v in attributes.items()}
    child = ET.SubElement(parent, tag, written)
    if text:
        child.text = _FORBIDDEN.sub("\ufffd", text)
    return child


def image(parent: Element, data_uri: str, box: tuple[float, float, float, float]) -> Element:
    """Append a picture that fills ``box`` (left, top, width, height), smoothly enlarged."""
    left, top, width, height = box
    return add(
        parent,
        "image",
        x=left,
        y=top,
        width=width,
        height=height,
        preserveAspectRatio="none",
        **{"xlink:href": data_uri},
    )


def clip(root: Element, name: str, box: tuple[float, float, float, float], radius: float) -> str:
    """Define a rounded clipping region and return what an element's ``clip_path`` refers to."""
    left, top, width, height = box
    region = add(root, "clipPath", id=name)
    add(region, "rect", x=left, y=top, width=width, height=height, rx=radius)
    return f"url(#{name})"


def polyline(points: ArrayLike) -> str:
    """Return path data through ``(n, 2)`` points; a point that is not finite breaks the line."""
    return " ".join(_commands(np.asarray(points, float)))


def _commands(points: np.ndarray) -> Iterable[str]:
    pen = "M"
    for x, y in points.tolist():
        if not (abs(x) < np.inf and abs(y) < np.inf):
            pen = "M"
            continue
        yield f"{pen}{write(x)} {write(y)}"
        pen = "L"


def write(value: object) -> str:
    """Return an attribute's text; two decimals are finer than any screen's pixel."""
    if isinstance(value, (int, float, np.number)) and not isinstance(value, bool):
        # Adding zero turns -0.0 into 0.0.
        return f"{round(float(value), 2) + 0.0:.2f}".rstrip("0").rstrip(".")
    return _FORBIDDEN.sub("\ufffd", str(value))


def markup(root: Element) -> str:
    """Return the picture as the text of an SVG file."""
    ET.indent(root, " ")
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"
