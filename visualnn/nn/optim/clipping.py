"""Links that keep a gradient from being too large; they stand before an optimizer's own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import ClassVar, final

import numpy as np

from visualnn.nn.calls import Array, Call, scalar
from visualnn.nn.optim.transform import Link, Transform

FLOOR = 1e-6
"""What ``torch.nn.utils.clip_grad_norm_`` adds to a norm before it divides by it."""


@final
@dataclass(frozen=True, slots=True)
class ClipByNorm(Transform):
    """Shorten a gradient that is longer than c: u ← u·min(1, c / (‖u‖ + 10⁻⁶)).

    ‖u‖ is the norm over all parameters of a network, penalty's gradient
    included, as in ``torch.nn.utils.clip_grad_norm_`` (Pascanu et al., 2013).
    """

    title: ClassVar[str] = "clipped"
    formula: ClassVar[str] = "u ← u·min(1, c / (‖u‖ + 10⁻⁶))"
    limit: float

    def lay(self, link: Link) -> list[Call]:
        scale = link.scale
        return [
            *_norm_calls(link.source, link.spare, scale),
            partial(np.add, scale, scalar(FLOOR, scale), scale),
            partial(np.divide, scalar(self.limit, scale), scale, scale),
            partial(np.minimum, scale, scalar(1, scale), out=scale),
            partial(np.multiply, link.source, scale, link.target),
        ]


@final
@dataclass(frozen=True, slots=True)
class ClipByValue(Transform):
    """Clip every entry to [−c, c], as ``torch.nn.utils.clip_grad_value_`` does.

    This may turn the direction.  The scale is multiplied by the ratio of the
    norms after and before.
    """

    title: ClassVar[str] = "clipped"
    formula: ClassVar[str] = "u ← clip(u, −c, c)"
    limit: float

    def lay(self, link: Link) -> list[Call]:
        before, after = np.empty_like(link.scale), np.empty_like(link.scale)
        floor = scalar(np.finfo(before.dtype).tiny, before)
        return [
            *_norm_calls(link.source, link.spare, before),
            partial(np.minimum, link.source, scalar(self.limit, link.source), out=link.target),
            partial(np.maximum, link.target, scalar(-self.limit, link.source), out=link.target),
            *_norm_calls(link.target, link.spare, after),
            # Without a gradient both are zero, and nothing has been shortened.
            partial(np.maximum, before, floor, out=before),
            partial(np.maximum, after, floor, out=after),
            partial(np.divide, after, before, after),
            partial(np.multiply, link.scale, after, link.scale),
        ]


def clip_links(norm: float, value: float) -> tuple[Transform, ...]:
    """Return the links that clip by norm and then by value; a limit of 0 clips nothing.

    In this order the result keeps both limits.
    """
    by_norm = (ClipByNorm(norm),) if norm else ()
    by_value = (ClipByValue(value),) if value else ()
    return (*by_norm, *by_value)


def _norm_calls(u: Array, spare: Array, out: Array) -> list[Call]:
    """Lay out the norm of each row of ``u`` into ``out``, 0-d or ``(rows, 1)``."""
    return [
        partial(np.square, u, spare),
        partial(np.add.reduce, spare, -1, None, out, out.ndim > 0),
        partial(np.sqrt, out, out),
    ]
