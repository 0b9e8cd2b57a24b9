"""Make one step of gradient descent on copies, and read every number off the engine's tape."""

from __future__ import annotations

from typing import Any

import numpy as np

from visualnn.experiment.explain.case import Case, case_of
from visualnn.experiment.explain.explanation import Explanation, Link, Pass
from visualnn.experiment.explain.phrase import QT_TRANSLATE_NOOP, Phrase, title
from visualnn.experiment.explain.subject import Subject
from visualnn.experiment.training import Training
from visualnn.experiment.training.penalty import Regularized, penalty, penalty_calls
from visualnn.nn.activations import ACTIVATIONS
from visualnn.nn.calls import Array, quiet, run
from visualnn.nn.losses import LOSSES
from visualnn.nn.network import Tape

GRADIENT = QT_TRANSLATE_NOOP("explain", "gradient")
WITH_PENALTY = QT_TRANSLATE_NOOP("explain", "with the penalty")


def explain(subject: Subject, training: Training | None = None, generation: int = 0) -> Explanation:
    """Explain one step of gradient descent: what the engine computes, and nothing else.

    The step is made with the engine's own passes and optimizer on copies;
    afterwards the training is bit for bit what it was.

    Raises
    ------
    InputError
        For an unknown example or sample, or where the subject needs a training.
    """
    return explain_case(case_of(subject, training), generation)


def explain_case(case: Case, generation: int = 0) -> Explanation:
    """Make the step of a case and return its numbers; the case is used up."""
    population = case.population
    theta, memory = population.theta[0].copy(), _copies(population.state())
    dice = dict(case.generator.bit_generator.state) if case.generator else None
    tape = _tape(case)
    with quiet():
        before = _read_forward(tape, case, theta)
        backward = _read_backward(tape)
        gradients = _gradients(case)
        links = _trace(case, gradients)
        theta_after = population.theta[0].copy()
        if case.generator and dice:
            case.generator.bit_generator.state = dice
        after = _read_forward(tape, case, theta_after)
    return Explanation(
        subject=case.subject,
        generation=generation,
        step=case.step,
        architecture=case.architecture,
        optimizer=case.optimizer,
        regularization=case.regularization,
        units=case.units,
        features=case.features,
        x=case.x,
        y=case.y,
        theta=theta,
        theta_after=theta_after,
        before=before,
        after=after,
        links=links,
        memory=memory,
        memory_after=_copies(population.state()),
        rate=float(population.rates[0, 0]),
        clip_scale=float(population.scales[0, 0]),
        batch_statistics=case.batch_statistics,
        dice=dice,
        notes=case.notes,
        **backward,
        **gradients,
    )


def _tape(case: Case) -> Tape:
    population = case.population
    tape = Tape(
        case.architecture,
        population.theta,
        population.gradient,
        len(case.x),
        training=case.batch_statistics,
        generator=case.generator,
    )
    tape.x[...], tape.y[...] = case.x, case.y
    return tape


def _read_forward(tape: Tape, rule: Regularized, theta: Array) -> Pass:
    """Run the tape's forward pass, with its parameters ``theta (P,)``, and copy what it leaves."""
    tape.forward()
    a, kept = tuple(layer[0].copy() for layer in tape.a[1:]), _firsts(tape.kept)
    z, normed = tuple(layer[0].copy() for layer in tape.z), _firsts(tape.normed)
    loss = LOSSES[tape.architecture.loss]
    return Pass(
        s=_other_where_normalized(tape, z, tape.s),
        z=z,
        a=a,
        kept=kept,
        h=tuple(out if k is None else out * k for out, k in zip(a, kept, strict=True)),
        normed=normed,
        inverse=_firsts(tape.inverse),
        shares=loss.shares(tape.z[-1][0], a[-1], tape.y),
        losses=tape.losses[0].copy(),
        loss=float(tape.loss[0]),
        penalty=penalty(rule, tape.architecture.layout, theta),
    )


def _read_backward(tape: Tape) -> dict[str, Any]:
    """Run the tape's backward pass and copy the slopes that it leaves, by the fields' names."""
    tape.backward()
    architecture, kept = tape.architecture, _firsts(tape.kept)
    weights = architecture.layout.weights(tape.theta[0])
    delta = tuple(layer[0].copy() for layer in tape.delta)
    delta_s = _other_where_normalized(tape, delta, tape.delta_s)
    x_slope, *passed = (d @ w.T for d, w in zip(delta_s, weights, strict=True))
    passed.append(LOSSES[architecture.loss].slope(tape.z[-1][0], tape.a[-1][0], tape.y))
    return {
        "slopes": tuple(p if k is None else p * k for p, k in zip(passed, kept, strict=True)),
        "passed_slopes": tuple(passed),
        "derivatives": _derivatives(tape),
        "delta": delta,
        "delta_s": delta_s,
        "x_slope": x_slope,
    }


def _gradients(case: Case) -> dict[str, Any]:
    """Add the penalty's gradient to the data's, and return each and the sum by their names."""
    theta, gradient = case.population.theta[0], case.population.gradient[0]
    data, own = gradient.copy(), np.zeros_like(gradient)
    for target in (own, gradient):
        run(penalty_calls(case, case.architecture.layout, theta, target))
    whole = gradient.copy() if _is_punished(case) else data
    return {"data_gradient": data, "penalty_gradient": own, "gradient": whole}


def _is_punished(rule: Regularized) -> bool:
    return bool(rule.regularization.l1 or rule.regularization.l2)


def _derivatives(tape: Tape) -> tuple[Array, ...]:
    """Return g′(z) per layer; for softmax, whose outputs hang together, the diagonal a·(1 − a)."""
    keys = tape.architecture.activations
    return tuple(
        a[0] * (1 - a[0]) if key == "softmax" else ACTIVATIONS[key].derivative(z[0])
        for key, z, a in zip(keys, tape.z, tape.a[1:], strict=True)
    )


def _trace(case: Case, gradients: dict[str, Any]) -> tuple[Link, ...]:
    """Make the update link by link."""
    links = [Link("gradient", Phrase(GRADIENT), "g = ∂L/∂θ", gradients["data_gradient"])]
    if _is_punished(case):
        formula = "g ← g + λ₁·sign(w) + λ₂·w"
        links.append(Link("penalty", Phrase(WITH_PENALTY), formula, gradients["gradient"]))
    for transform, step in case.population.traced_update():
        name = type(transform).__name__
        links.append(Link(name, title(transform.title), transform.formula, step[0].copy()))
    return tuple(links)


def _other_where_normalized(
    tape: Tape, same: tuple[Array, ...], other: list[Array]
) -> tuple[Array, ...]:
    """Return copies of ``other`` in normalized layers, elsewhere the very arrays of ``same``.

    They are equal there, and go through the engine's pipe only once.
    """
    layers = zip(same, other, tape.normed, strict=True)
    return tuple(one if normed is None else two[0].copy() for one, two, normed in layers)


def _firsts(arrays: list[Array | None]) -> tuple[Array | None, ...]:
    return tuple(None if array is None else array[0].copy() for array in arrays)


def _copies(vectors: dict[str, Array]) -> dict[str, Array]:
    return {name: vector.copy() for name, vector in vectors.items()}
