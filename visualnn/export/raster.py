"""From arrays and vector pictures to pixels."""

from __future__ import annotations

import base64
import io
from xml.etree.ElementTree import Element

import numpy as np
import resvg_py
from numpy.typing import NDArray
from PIL import Image

from visualnn import assets
from visualnn.errors import InputError
from visualnn.export import svg

LARGEST_SCALE = 8.0


def png(picture: Element, scale: float = 2.0) -> bytes:
    """Return the picture as a PNG file, ``scale`` pixels to one unit of the drawing.

    The bundled fonts come first, so that the picture looks alike everywhere;
    the system's own fonts only fill in letters that the bundled ones lack.

    Raises
    ------
    InputError
        If the scale is not positive or too large to hold in memory.
    """
    if not 0 < scale <= LARGEST_SCALE:
        raise InputError(f"The scale is {scale:g}: choose a value up to {LARGEST_SCALE:g}.")
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg.markup(picture),
            zoom=scale,
            font_dirs=[str(assets.path("fonts"))],
            sans_serif_family="Inter",
        )
    )


def data_uri(pixels: NDArray[np.uint8]) -> str:
    """Return an image ``(rows, columns, 3 or 4)``, row 0 at the top, as a PNG data address."""
    buffer = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(buffer, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()
