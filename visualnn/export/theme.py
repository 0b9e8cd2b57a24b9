"""The colors of exported pictures: the light theme's, as on paper."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from visualnn import assets
from visualnn.figures.colormaps import Bytes, diverging, muted

Rgb = tuple[int, int, int]


@cache
def _light() -> dict[str, Any]:
    tokens: dict[str, Any] = json.loads(assets.path("themes/light.json").read_text("utf-8"))
    return tokens


def color(token: str) -> str:
    """Return the color of a token such as ``"ink2"`` or ``"val"``, as ``"#rrggbb"``."""
    return str(_light()[token])


def class_colors() -> list[str]:
    """Return the colors of the classes in label order."""
    return list(_light()["classes"])


def optimizer_mark(key: str) -> tuple[str, str]:
    """Return color and marker shape of an optimizer."""
    mark = _light()["optimizers"].get(key, {"color": color("ink2"), "marker": "circle"})
    return mark["color"], mark["marker"]


def signed_colors(share: float = 1.0) -> Bytes:
    """Return the table from negative over the middle to positive, its ends mixed with the middle.

    ``share`` is how much of the full color the ends keep.
    """
    middle = rgb(color("mid"))
    low, high = (muted(rgb(color(token)), middle, share) for token in ("neg", "pos"))
    return diverging(low, middle, high)


def rgb(hexadecimal: str) -> Rgb:
    """Return the red, green and blue (0 to 255) of ``"#rrggbb"``."""
    red, green, blue = bytes.fromhex(hexadecimal.lstrip("#"))
    return red, green, blue
