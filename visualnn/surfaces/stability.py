"""The largest learning rate with which plain descent does not blow up on a quadratic."""

from __future__ import annotations

import numpy as np

from visualnn.surfaces.surface import Surface

PROBE = np.array([-3.7, -1.0, 0.0, 0.6, 2.9])
"""Where a Hessian is looked at; that of a quadratic is the same everywhere."""


def stability_limit(surface: Surface) -> float | None:
    """Return 2/λmax, or None unless the surface is a quadratic with a minimum.

    Along an eigenvector of the Hessian a step of plain descent multiplies the
    distance to the minimum by 1 − η·λ, which is beyond −1 for η > 2/λ.
    """
    x, y = np.meshgrid(PROBE, PROBE)
    with np.errstate(all="ignore"):
        bends = np.stack([np.broadcast_to(part, x.shape) for part in surface.hessian(x, y)])
    flat = bends.reshape(3, -1)
    if not np.isfinite(flat).all() or not np.allclose(flat, flat[:, :1], rtol=1e-9, atol=1e-12):
        return None
    across, mixed, up = flat[:, 0].tolist()
    least, largest = np.linalg.eigvalsh([[across, mixed], [mixed, up]]).tolist()
    return 2 / largest if least > 0 else None
