"""Find the rational function of `visualnn.nn.activations.normal` (needs mpmath).

R(x) = Q(x)·e^(x²/2), with Q(x) = ½·erfc(x/√2), is fitted on x ≥ 0 by p(x)/q(x) with
p of degree 9, q of degree 10 and p(0)/q(0) = ½, for the smallest relative error: linear
least squares on p − R·q, weighted anew with the error and with 1/(R·q) of the round before.
"""

import mpmath as mp

mp.mp.dps = 300
DEGREE, POINTS, ROUNDS = 9, 80, 6


def tail_ratio(x):
    return mp.exp(x * x / 2) * mp.erfc(x / mp.sqrt(2)) / 2


def places():
    """Chebyshev's points, carried from (−1, 1) to (0, ∞) by x = 3·(1 + t)/(1 − t)."""
    angles = [mp.pi * (i + mp.mpf(1) / 2) / POINTS for i in range(POINTS)]
    return [3 * (1 + mp.cos(a)) / (1 - mp.cos(a)) for a in angles]


def solved(xs, ratios, weights):
    """Return p and q, lowest power first, with p₀ = ½ and q₀ = 1."""
    rows = [
        [w * x**k for k in range(1, DEGREE + 1)] + [-w * r * x**k for k in range(1, DEGREE + 2)]
        for x, r, w in zip(xs, ratios, weights, strict=True)
    ]
    right = mp.matrix([w * (r - mp.mpf(1) / 2) for r, w in zip(ratios, weights, strict=True)])
    found = list(mp.lu_solve(mp.matrix(rows), right))
    return [mp.mpf(1) / 2, *found[:DEGREE]], [mp.mpf(1), *found[DEGREE:]]


def fitted():
    xs = places()
    ratios = [tail_ratio(x) for x in xs]
    levels, scales = [mp.mpf(1)] * POINTS, [1 / r for r in ratios]
    for _ in range(ROUNDS):
        weights = [level * scale for level, scale in zip(levels, scales, strict=True)]
        p, q = solved(xs, ratios, weights)
        below = [mp.polyval(q[::-1], x) for x in xs]
        errors = [
            abs(mp.polyval(p[::-1], x) / b / r - 1)
            for x, b, r in zip(xs, below, ratios, strict=True)
        ]
        worst = max(errors)
        scales = [1 / (r * b) for r, b in zip(ratios, below, strict=True)]
        levels = [
            level * mp.sqrt(error / worst + mp.mpf("1e-3"))
            for level, error in zip(levels, errors, strict=True)
        ]
    return p, q, worst


if __name__ == "__main__":
    p, q, worst = fitted()
    print("p:", *(mp.nstr(c, 17) for c in p))
    print("q:", *(mp.nstr(c, 17) for c in q))
    print("largest relative error:", mp.nstr(worst, 3))
