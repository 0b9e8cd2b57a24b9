"""What a factor of the chain rule is, in a few words and as a formula."""

from __future__ import annotations

from visualnn.experiment.explain.explanation import Explanation
from visualnn.experiment.explain.factors import Factor, FactorKind, outlet, tied, wanted
from visualnn.experiment.explain.names import Names
from visualnn.experiment.explain.phrase import QT_TRANSLATE_NOOP, Phrase, title
from visualnn.experiment.explain.place import Place
from visualnn.nn.activations import ACTIVATIONS
from visualnn.nn.losses import LOSSES

MEANINGS: dict[FactorKind, str] = {
    "loss": QT_TRANSLATE_NOOP("explain", "how the {loss} changes with {by}"),
    "logits": QT_TRANSLATE_NOOP("explain", "{curve} and cross-entropy in one: output − target"),
    "activation": QT_TRANSLATE_NOOP("explain", "how steep the {curve} is at {by}"),
    "weight": QT_TRANSLATE_NOOP("explain", "{weight}, the weight that carries {by} on to {of}"),
    "incoming": QT_TRANSLATE_NOOP("explain", "{read}, what {by} is multiplied with"),
    "bias": QT_TRANSLATE_NOOP("explain", "{by} moves {of} one to one"),
    "shift": QT_TRANSLATE_NOOP("explain", "{by} moves {of} one to one"),
    "normed": QT_TRANSLATE_NOOP("explain", "the normalized sum that {by} is multiplied with"),
    "delta": QT_TRANSLATE_NOOP(
        "explain", "what {by} does to the loss, known from the layers above"
    ),
    "constant": QT_TRANSLATE_NOOP("explain", "what the notation multiplies with"),
}
GROWS = QT_TRANSLATE_NOOP("explain", "how {of} grows with {by}: softmax shares one")
SHRINKS = QT_TRANSLATE_NOOP("explain", "how {of} shrinks with {by}: softmax shares one")
LEFT_OUT = QT_TRANSLATE_NOOP("explain", "dropout left {by} out")
KEPT = QT_TRANSLATE_NOOP("explain", "dropout kept {by} and scaled it by {scale}")
PASSED = QT_TRANSLATE_NOOP("explain", "how the normalization passes {by} on to {of}")
RUNNING = QT_TRANSLATE_NOOP(
    "explain", "how the normalization passes {by} on to {of}, by its running variance"
)
ACROSS_UNITS = QT_TRANSLATE_NOOP(
    "explain", "how {by} moves {of}: the layer shares mean and variance"
)
ACROSS_SAMPLES = QT_TRANSLATE_NOOP(
    "explain",
    "how {by} of sample {here} moves {of} of sample {there}: the batch shares mean and variance",
)


def meaning(factor: Factor, names: Names) -> Phrase:
    """Say what a factor is, as in "how steep the sigmoid is at z₃"."""
    e = names.e
    values: dict[str, object] = {
        "of": names.text(factor.of),
        "by": names.text(factor.by),
        "curve": _curve(e, factor),
        "loss": title(LOSSES[e.architecture.loss].title),
    }
    match factor.kind:
        case "dropout":
            return _about_dropout(factor, values)
        case "normalization":
            return _about_normalization(e, factor, values)
        case "softmax":
            same = factor.of.unit == factor.by.unit
            return Phrase(GROWS if same else SHRINKS, **values)
        case "weight":
            return Phrase(MEANINGS["weight"], weight=names.text(factor.at), **values)
        case "incoming":
            return Phrase(MEANINGS["incoming"], read=names.text(_read(e, factor)), **values)
    at_output = factor.kind == "delta" and factor.by.layer == e.depth
    return Phrase(MEANINGS["loss" if at_output else factor.kind], **values)


def rule(factor: Factor, names: Names) -> str:
    """Write how a factor's number is found, as in σ′(z₃) = o₁·(1 − o₁)."""
    e, by = names.e, names.text(factor.by)
    match factor.kind:
        case "loss":
            return _loss_rule(e, factor, names)
        case "logits":
            a = names.text(Place("a", e.depth, factor.by.unit))
            return _of_batch(e, factor, f"{a} − {_target(e, factor.by, names)}")
        case "activation":
            return _activation_rule(e, factor, names)
        case "softmax":
            return _softmax_rule(factor, names)
        case "normalization":
            return _normalization_rule(e, factor)
        case "dropout":
            return f"1 / (1 − {e.architecture.dropout:g})" if factor.value else "0"
        case "weight":
            return names.text(factor.at)
        case "incoming":
            return names.text(_read(e, factor))
        case "bias" | "shift":
            return "1"
        case "normed":
            return "x̂ = (s − μ) / √(σ² + ε)"
        case "delta" if factor.by.kind == "z":
            return f"{names.delta(factor.by).text} = {names.slope_text(factor.by)}"
    return names.slope_text(factor.by) if factor.kind == "delta" else by


def _read(e: Explanation, factor: Factor) -> Place:
    """Return what a weight multiplies: behind dropout what it passed on."""
    layer = factor.by.layer - 1
    return Place(outlet(e, layer), layer, factor.by.source, 0, factor.of.sample)


def _curve(e: Explanation, factor: Factor) -> Phrase:
    layer = factor.by.layer
    return title(ACTIVATIONS[e.architecture.activations[layer - 1]].title if layer else "")


def _target(e: Explanation, out: Place, names: Names) -> str:
    """Write an output's target; with class indices whether it is the class."""
    if LOSSES[e.architecture.loss].target == "index":
        return str(int(wanted(e, out.sample) == out.unit))
    return names.text(Place("y", e.depth, out.unit))


def _of_batch(e: Explanation, factor: Factor, form: str) -> str:
    """Write what stands before one sample's slope: the mean's 1/n, or a convention's factor."""
    tape = e.slope(factor.by)
    times = round(factor.value / tape / e.samples, 12) if tape else 1.0
    if times == 1:
        return form
    return f"{times:g}·({form})" if times > 1 else f"({form}) / {1 / times:g}"


def _loss_rule(e: Explanation, factor: Factor, names: Names) -> str:
    form = LOSSES[e.architecture.loss].part_slope
    y = _target(e, factor.by, names)
    return _of_batch(e, factor, form.format(a=names.text(factor.by), y=y, k=e.sizes[-1]))


def _activation_rule(e: Explanation, factor: Factor, names: Names) -> str:
    """Write g′(z) in the unit's own letters, where the registry's formula is of g(z) or z."""
    layer, z = factor.by.layer, names.text(factor.by)
    form = ACTIVATIONS[e.architecture.activations[layer - 1]].slope.partition(" = ")[2]
    form = form.replace("g(z)", names.text(factor.of))
    return f"{names.curve(layer)[0]}′({z}) = {form}"


def _softmax_rule(factor: Factor, names: Names) -> str:
    of = names.text(factor.of)
    own = names.text(Place("a", factor.by.layer, factor.by.unit))
    return f"{of}·(1 − {own})" if factor.of.unit == factor.by.unit else f"−{of}·{own}"


def _about_dropout(factor: Factor, values: dict[str, object]) -> Phrase:
    if not factor.value:
        return Phrase(LEFT_OUT, **values)
    return Phrase(KEPT, scale=f"{factor.value:g}", **values)


def _about_normalization(e: Explanation, factor: Factor, values: dict[str, object]) -> Phrase:
    if factor.of.sample != factor.by.sample:
        here, there = factor.by.sample + 1, factor.of.sample + 1
        return Phrase(ACROSS_SAMPLES, here=here, there=there, **values)
    if factor.of.unit != factor.by.unit:
        return Phrase(ACROSS_UNITS, **values)
    running = tied(e, factor.by.layer) == "nothing"
    return Phrase(RUNNING if running else PASSED, **values)


def _normalization_rule(e: Explanation, factor: Factor) -> str:
    ties = tied(e, factor.by.layer)
    if ties == "nothing":
        return "γ / √(σ² + ε)"
    count = e.samples if ties == "samples" else e.sizes[factor.by.layer]
    same = (factor.of.unit, factor.of.sample) == (factor.by.unit, factor.by.sample)
    return f"γ·({int(same)} − 1/{count} − x̂ᵢ·x̂ⱼ/{count}) / √(σ² + ε)"
