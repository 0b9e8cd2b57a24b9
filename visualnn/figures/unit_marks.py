"""What stands in and below a neuron of a worked network at a stage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from visualnn.experiment.explain import (
    Place,
    dropped_in,
    mean_steepness,
    mean_values,
    moments,
    spread,
)
from visualnn.experiment.explain.phrase import QT_TRANSLATE_NOOP, Phrase
from visualnn.experiment.explain.place import Kind
from visualnn.figures.decimals import decimals_text, short_text, signed_text
from visualnn.figures.worked import Sheet

VALUES: tuple[Kind, ...] = ("s", "z", "a", "h")
SLOPES: tuple[Kind, ...] = ("z", "a")
OF_A_NEURON = {"s", "z", "a", "h", "d:h", "d:a", "d:z", "d:s"}
"""The kinds of what a stage reveals that stand in or below a circle."""

EXACT = 8

TARGET = QT_TRANSLATE_NOOP("explain", "target")
TARGET_OF = QT_TRANSLATE_NOOP("explain", "target {value}")
DROPPED = QT_TRANSLATE_NOOP("explain", "dropped")
DROPPED_IN = QT_TRANSLATE_NOOP("explain", "dropped in {times} of {n}")


@dataclass(frozen=True, slots=True)
class UnitMark:
    """What stands in and below one circle.

    Attributes
    ----------
    name, value
        The two lines inside; either may be empty.
    below
        Lines under the circle: text and the token of its color.
    known, fresh
        Whether its value is known at this stage, and whether it just appeared.
    role
        The token of the ring.
    dropped
        Whether dropout leaves it out this time.
    """

    name: str
    value: str = ""
    below: tuple[tuple[str, str], ...] = ()
    known: bool = True
    fresh: bool = False
    role: str = "ink3"
    dropped: bool = False


def unit_mark(sheet: Sheet, layer: int, unit: int) -> UnitMark:
    """Return the mark of a neuron; layer 0 is the input."""
    return _neuron(sheet, layer, unit) if layer else _input(sheet, unit)


def about(sheet: Sheet, place: Place) -> Iterator[tuple[str, str]]:
    """Yield names and values of all that is known of a neuron."""
    e, layer = sheet.explanation, place.layer
    if place.kind == "x":
        yield sheet.names.text(place), decimals_text(_mean(sheet, place), EXACT)
        return
    normalized = e.before.normed[layer - 1] is not None
    for kind in VALUES if normalized else VALUES[1:]:  # elsewhere s is z itself
        own = replace(place, kind=kind)
        if (kind, layer) in sheet.known and own not in sheet.hidden:
            yield sheet.names.text(own), decimals_text(_mean(sheet, own), EXACT)
    if ("a", layer) in sheet.known:
        slope = float(mean_steepness(e, layer)[place.unit])
        yield f"{sheet.names.curve(layer)[0]}′", decimals_text(slope, EXACT)
    for kind in reversed(SLOPES):
        own = replace(place, kind=kind)
        asked = replace(own, sample=-1) in sheet.hidden
        if (f"d:{kind}", layer) in sheet.known and not asked:
            yield sheet.slope_name(own), _spread(sheet, own)


def _input(sheet: Sheet, unit: int) -> UnitMark:
    place = Place("x", 0, unit)
    name, value = _pair(sheet, place, short_text(_mean(sheet, place)))
    below = []
    if ("d:x", 0) in sheet.known:
        below.append((sheet.written(sheet.slope_name(place), _spread(sheet, place)), "gneg"))
    fresh = sheet.index == 0 or ("d:x", 0) in sheet.stage.reveals
    role = sheet.fresh_role if fresh else "ink3"
    return UnitMark(name, value, tuple(below), True, fresh, role)


def _neuron(sheet: Sheet, layer: int, unit: int) -> UnitMark:
    place = Place("a", layer, unit)
    seen = ("a", layer) in sheet.known
    text = decimals_text(_mean(sheet, place), sheet.decimals) if seen else ""
    dropped = _is_dropped(sheet, layer, unit)
    text = sheet.say(Phrase(DROPPED)) if dropped else _hidden(sheet, place, text)
    name, value = _pair(sheet, place, text)
    fresh = any(at == layer and kind in OF_A_NEURON for kind, at in sheet.stage.reveals)
    passed = ("d:z", layer) in sheet.known and sheet.stage.layer == layer
    return UnitMark(
        name,
        value,
        tuple(_below(sheet, layer, unit)),
        seen or ("z", layer) in sheet.known,
        fresh,
        sheet.fresh_role if fresh else "gneg" if passed else "ink3",
        dropped,
    )


def _below(sheet: Sheet, layer: int, unit: int) -> Iterator[tuple[str, str]]:
    if sheet.stage.key == "normalize" and sheet.stage.layer == layer:
        yield from _normalization(sheet, layer, unit)
        return
    if dropped := _dropped(sheet, layer, unit):
        yield dropped, "ink2"
    parts = (_sum(sheet, layer, unit), _target(sheet, layer, unit))
    if any(parts):
        yield " · ".join(part for part in parts if part), "ink2"
    if share := _share(sheet, layer, unit):
        yield share, "ink2"
    for kind in SLOPES:  # δ where it is known, else ∂L/∂a where that is
        place = Place(kind, layer, unit)
        if (f"d:{kind}", layer) in sheet.known:
            value = _hidden(sheet, replace(place, sample=-1), _spread(sheet, place))
            yield sheet.written(sheet.slope_name(place), value), "gneg"
            return


def _normalization(sheet: Sheet, layer: int, unit: int) -> Iterator[tuple[str, str]]:
    """Yield what a normalization makes of a sum: x̂ with μ and σ, then γ and β with z."""
    e = sheet.explanation
    normed = e.before.normed[layer - 1]
    middle, width = (short_text(float(moment[unit])) for moment in moments(e, layer))
    own = ""
    if normed is not None and e.samples == 1:
        own = f"x̂ {short_text(float(normed[0, unit]))} · "
    yield f"{own}μ {middle} · σ {width}", "ink2"
    gamma, beta = (short_text(sheet.value(Place(kind, layer, unit))) for kind in _SCALES)
    yield f"γ {gamma} · β {beta} · {_sum(sheet, layer, unit)}", "ink2"


_SCALES: tuple[Kind, ...] = ("gamma", "beta")


def _sum(sheet: Sheet, layer: int, unit: int) -> str:
    if ("z", layer) not in sheet.known or sheet.explanation.is_linear(layer):
        return ""
    place = Place("z", layer, unit)
    value = decimals_text(_mean(sheet, place), sheet.decimals)
    return sheet.written(sheet.names.text(place), _hidden(sheet, place, value))


def _target(sheet: Sheet, layer: int, unit: int) -> str:
    e = sheet.explanation
    if layer != e.depth or e.samples > 1 or unit >= e.y.shape[1]:
        return ""
    value = short_text(float(e.y[0, unit]))
    if sheet.mode == "symbols":
        return sheet.say(Phrase(TARGET))
    return sheet.say(Phrase(TARGET_OF, value=value)) if sheet.mode == "both" else value


def _share(sheet: Sheet, layer: int, unit: int) -> str:
    """Return an output's own part of the loss, where there are several."""
    e = sheet.explanation
    place = Place("E", layer, unit)
    if layer != e.depth or ("E", layer) not in sheet.known or e.samples > 1 or e.sizes[layer] == 1:
        return ""
    value = decimals_text(sheet.value(place), sheet.decimals)
    return sheet.written(sheet.names.text(place), _hidden(sheet, place, value))


def _is_dropped(sheet: Sheet, layer: int, unit: int) -> bool:
    """Return whether dropout leaves a neuron out in every sample."""
    return _times_dropped(sheet, layer, unit) == sheet.explanation.samples


def _times_dropped(sheet: Sheet, layer: int, unit: int) -> int:
    if ("h", layer) not in sheet.known:
        return 0
    return int(dropped_in(sheet.explanation, layer)[unit])


def _dropped(sheet: Sheet, layer: int, unit: int) -> str:
    """Say in how many samples of a batch dropout leaves a neuron out."""
    times, n = _times_dropped(sheet, layer, unit), sheet.explanation.samples
    return sheet.say(Phrase(DROPPED_IN, times=times, n=n)) if times and n > 1 else ""


def _mean(sheet: Sheet, place: Place) -> float:
    """Return the value of the one sample, or the mean over the batch."""
    return float(mean_values(sheet.explanation, place.kind, place.layer)[place.unit])


def _spread(sheet: Sheet, place: Place) -> str:
    """Return a slope, over a batch the mean and spread of what each sample says."""
    e = sheet.explanation
    if e.samples == 1:
        return signed_text(sheet.slope(place), sheet.decimals)
    own, factor = spread(e, place.kind, place.layer), sheet.own_factor
    mean = signed_text(float(own.mean[place.unit]) * factor, sheet.decimals)
    return f"{mean} ± {short_text(float(own.deviation[place.unit]) * factor)}"


def _pair(sheet: Sheet, place: Place, value: str) -> tuple[str, str]:
    name = "" if sheet.mode == "numbers" and value else sheet.names.text(place)
    return name, "" if sheet.mode == "symbols" else value


def _hidden(sheet: Sheet, place: Place, value: str) -> str:
    return "?" if place in sheet.hidden and value else value
