"""Arrays from people's scripts, checked before anything is computed from them."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from visualnn.errors import InputError
from visualnn.nn.calls import Array


def finite(name: str, values: ArrayLike) -> Array:
    """Return ``values`` as an array of floats.

    Raises
    ------
    InputError
        If they are no numbers, or one of them is not finite; ``name`` says whose.
    """
    try:
        array = np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        raise InputError(f"{name} is no array of numbers: give one for each entry.") from None
    if not np.isfinite(array).all():
        place = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
        where = f"{name}{list(place)}" if place else name
        raise InputError(
            f"{where} is {array[place]:g}, which is not a finite number: "
            "correct it or leave its row out."
        )
    return array
