"""The normal distribution: its density φ and the share Φ below a value.

NumPy has no erf.  The share above x ≥ 0 is Q(x) = ½·erfc(x/√2) = e^(−x²/2)·R(x),
and R falls smoothly from ½ to 1/(x·√(2π)), so that one quotient of polynomials
holds for every x.  Its coefficients, all positive (Horner's scheme then loses
nothing), are the best fit for the relative error, 5e-16, which
``tests/reference/make_normal_tail.py`` finds.  With rounding, Φ is right to
about 1e-15 relative to itself on both sides (far out on the left e^(−z²/2)
adds z²·1e-16); Φ(0) = ½ exactly.
"""

from __future__ import annotations

from functools import partial
from math import pi, sqrt

import numpy as np

from visualnn.nn.calls import Array, Call, scalar

FARTHEST = 40.0
"""Beyond this many deviations Q is no number above zero any more."""

ABOVE = (
    0.5,
    0.80190108533248936,
    0.63387461289599564,
    0.31821272323602371,
    0.11085906604768126,
    0.027707343599947682,
    0.0049720809881717932,
    0.00062057952780575476,
    4.9346430939983177e-5,
    1.939729118814407e-6,
)
BELOW = (
    1.0,
    2.401686731467802,
    2.6840179887168116,
    1.8430801151001936,
    0.86403056033351252,
    0.29009824063211774,
    0.070997848739940544,
    0.012586851947435646,
    0.0015604243709114127,
    0.00012369315904628293,
    4.86217985434527e-6,
)


def density_and_share_calls(z: Array, density: Array, share: Array) -> list[Call]:
    """Lay out φ(z) = e^(−z²/2)/√(2π) and Φ(z), each into a buffer of ``z``'s shape."""
    x, below = np.empty_like(z), np.empty_like(z)
    positive = np.empty_like(z, dtype=bool)
    return [
        partial(np.abs, z, x),
        partial(np.minimum, x, scalar(FARTHEST, z), out=x),
        *_polynomial_calls(ABOVE, x, share),
        *_polynomial_calls(BELOW, x, below),
        partial(np.divide, share, below, share),
        partial(np.square, x, density),
        partial(np.multiply, density, scalar(-0.5, z), density),
        partial(np.exp, density, density),
        partial(np.multiply, share, density, share),
        partial(np.multiply, density, scalar(1 / sqrt(2 * pi), z), density),
        partial(np.greater, z, scalar(0, z), positive),
        partial(np.subtract, scalar(1, z), share, share, where=positive),
    ]


def _polynomial_calls(coefficients: tuple[float, ...], x: Array, out: Array) -> list[Call]:
    """Lay out Horner's scheme; ``coefficients`` begin with the constant."""
    *lower, second, first = (scalar(c, x) for c in coefficients)
    calls: list[Call] = [partial(np.multiply, x, first, out), partial(np.add, out, second, out)]
    for coefficient in reversed(lower):
        calls += [partial(np.multiply, out, x, out), partial(np.add, out, coefficient, out)]
    return calls
