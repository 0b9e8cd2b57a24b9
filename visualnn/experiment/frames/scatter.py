"""The gradients of single samples, read off the tape of a batch.

The gradient of a batch is the mean of its samples' own, ḡ = (1/n)·Σ gᵢ, and for
a layer that reads h and has δ = ∂L/∂z a sample's own is an outer product,
gᵢ = hᵢᵀ·δᵢ.  So lengths and angles follow from products of h and δ alone,
``gᵢ·gⱼ = (hᵢ·hⱼ)(δᵢ·δⱼ)``, summed over layers; no gᵢ is ever written out.

The spread is that of a sample taken for all others, σ² = Σ ‖gᵢ − ḡ‖² / (n − 1)
(Bessel's correction); one sample alone says nothing of it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from visualnn.experiment.frames.insights import SampleGradients
from visualnn.nn.calls import Array
from visualnn.nn.network import Tape

MOST_SAMPLES = 150
"""So many are compared with each other, which costs the cube of it."""


def scattered(tape: Tape, numbers: NDArray[np.integer]) -> SampleGradients:
    """Return what the samples of the latest batch each want, beside what they want together.

    Weights and biases count, without the penalty, γ and β.  With batch
    normalization a sample's gradient hangs on the others of its batch; taken
    then is its share of the batch's gradient.

    Parameters
    ----------
    tape
        After a backward pass.
    numbers
        ``(batch,)``, what the samples are called.
    """
    layers = _factors(tape)
    means = [h.T @ delta / tape.batch for h, delta in layers]
    length = float(np.sqrt(sum(float(np.vdot(mean, mean)) for mean in means)))
    apart = sum(squares_apart(h, delta) for h, delta in layers)
    spread = float(np.sqrt(apart / (tape.batch - 1))) if tape.batch > 1 else float("nan")
    picked = np.linspace(0, tape.batch - 1, min(tape.batch, MOST_SAMPLES)).astype(int)
    chosen = [(h[picked], delta[picked]) for h, delta in layers]
    pairs = zip(chosen, means, strict=True)
    along = sum(((h @ mean) * delta).sum(axis=1) for (h, delta), mean in pairs)
    along = along / length if length else np.zeros(len(picked))
    gram = sum((h @ h.T) * (delta @ delta.T) for h, delta in chosen)
    across = widest(gram - np.outer(along, along))
    return SampleGradients(numbers[picked], along, across, length, spread, tape.batch)


def squares_apart(h: Array, delta: Array) -> float:
    """Return Σ ‖gᵢ − ḡ‖² of the outer products gᵢ = hᵢᵀ·δᵢ, for ``h (n, k)``, ``delta (n, m)``.

    With u = h − h̄, v = δ − δ̄ and C = (1/n)·Σ uᵢᵀ·vᵢ it is gᵢ − ḡ = h̄ᵀ·vᵢ + uᵢᵀ·δᵢ − C.
    All three are as small as the spread itself: a difference of the large
    Σ ‖gᵢ‖² and n·‖ḡ‖² would lose what samples that nearly agree differ in.
    """
    middle = h.mean(axis=0)
    u, v = h - middle, delta - delta.mean(axis=0)
    c = u.T @ v / len(h)
    own = (middle @ middle) * np.vdot(v, v) + ((u * u).sum(axis=1) @ (delta * delta).sum(axis=1))
    mixed = (u @ middle) @ (v * delta).sum(axis=1) - middle @ c @ v.sum(axis=0)
    rest = len(h) * np.vdot(c, c) - 2 * np.vdot(u @ c, delta)
    return max(float(own + 2 * mixed + rest), 0.0)


def widest(gram: Array) -> Array:
    """Return coordinates ``(m,)`` of vectors along the direction in which they lie widest.

    Given are their products ``(m, m)``.  Of the two signs the one in which the
    far ones lie above is taken, so that the picture does not flip for nothing.
    """
    if not np.isfinite(gram).all():
        return np.full(len(gram), np.nan)
    values, vectors = np.linalg.eigh(gram)
    places: Array = np.sqrt(max(float(values[-1]), 0.0)) * vectors[:, -1]
    return -places if (places**3).sum() < 0 else places


def _factors(tape: Tape) -> list[tuple[Array, Array]]:
    """Return per layer what each sample feeds in, with 1 for the bias, and its own δ."""
    ones = np.ones((tape.batch, 1))
    read = [h.reshape(tape.batch, -1) for h in tape.passed]
    if tape.architecture.bias:
        read = [np.hstack([h, ones]) for h in read]
    own = [tape.batch * delta[0] for delta in tape.delta_s]
    return list(zip(read, own, strict=True))
