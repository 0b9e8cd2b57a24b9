"""Predict first: a question about what the next stage shows, and the marking of an answer.

A question is made from an explanation, with the answer read off its arrays.  It
asks for a choice (which weight moves most, what sign a slope has, whether the
loss rises) or for a number.  A number counts as right within 1 % of the value,
or within half a unit of the fourth decimal, whichever is more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Literal

import numpy as np

from visualnn.errors import InputError
from visualnn.experiment.explain.explanation import Explanation
from visualnn.experiment.explain.factors import reads_logits
from visualnn.experiment.explain.names import Names
from visualnn.experiment.explain.notation import convention
from visualnn.experiment.explain.phrase import QT_TRANSLATE_NOOP, Phrase
from visualnn.experiment.explain.place import PARAMETERS, Kind, Place, index_of, parameter
from visualnn.experiment.explain.stages import Known, Stage
from visualnn.numerals import MINUS, shortest

QuestionKind = Literal["value", "sign", "most", "loss"]

SHARE = 0.01
CLOSE = 0.5e-4
"""What a typed number may be off: this share of the value, or so much."""

CLEAR = 0.9
"""In "which moves most" every other one moves by less than this share of the most."""

OPTIONS = 4
SIGNS = tuple(
    map(
        Phrase,
        (
            QT_TRANSLATE_NOOP("explain", "positive"),
            QT_TRANSLATE_NOOP("explain", "zero"),
            QT_TRANSLATE_NOOP("explain", "negative"),
        ),
    )
)
CHANGES = tuple(
    map(
        Phrase,
        (
            QT_TRANSLATE_NOOP("explain", "falls"),
            QT_TRANSLATE_NOOP("explain", "stays"),
            QT_TRANSLATE_NOOP("explain", "rises"),
        ),
    )
)

VALUE = QT_TRANSLATE_NOOP("explain", "What is {name}?")
VALUE_OF_SAMPLE = QT_TRANSLATE_NOOP("explain", "What is {name} of sample {n}?")
VALUE_WITHOUT = QT_TRANSLATE_NOOP("explain", "What is {name} without the penalty?")
SIGN = QT_TRANSLATE_NOOP("explain", "What sign has {name}?")
SIGN_OF_SAMPLE = QT_TRANSLATE_NOOP("explain", "What sign has {name} of sample {n}?")
SIGN_WITHOUT = QT_TRANSLATE_NOOP("explain", "What sign has {name} without the penalty?")
MOST = QT_TRANSLATE_NOOP("explain", "Which of these moves most?")
LOSS = QT_TRANSLATE_NOOP(
    "explain", "Does the loss {name} of these samples rise or fall by this step?"
)
RIGHT = QT_TRANSLATE_NOOP("explain", "Right: it is {value}.")
OTHER_SIGN = QT_TRANSLATE_NOOP("explain", "The size is right, the sign is not: it is {value}.")
OFF = QT_TRANSLATE_NOOP("explain", "It is {value}, and yours is off by {gap}.")
NOT_THAT = QT_TRANSLATE_NOOP("explain", "It is {value}, not {yours}.")

UNITS: tuple[Kind, ...] = ("x", "s", "z", "a", "h")
"""The kinds of places that each unit has."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Attributes
    ----------
    kind
        "value" asks for a number, "sign", "most" and "loss" for one of the options.
    prompt
        The question in words.
    options
        What can be chosen; empty where a number is asked for.
    answer
        The number, or the index of the right option.
    places
        What it is about, and what must stay hidden until it is answered; of
        "most" the parameters in the order of the options.
    of_slope
        Whether it is about ∂L/∂place and not about the place's own value.
    """

    kind: QuestionKind
    prompt: Phrase
    options: tuple[Phrase | str, ...]
    answer: float
    places: tuple[Place, ...]
    of_slope: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an answer was right, and the sentence that says what is right."""

    right: bool
    sentence: Phrase


def ask(names: Names, stage: Stage, rng: np.random.Generator, sample: int = 0) -> Question | None:
    """Return a question about what a stage is going to show; None where there is nothing to ask.

    Parameters
    ----------
    names
        The notation, and with it the explanation.
    stage
        The stage that comes next.
    rng
        Chooses what is asked; equal generators ask the same.
    sample
        Of a batch, the sample whose numbers are asked for.
    """
    makers = [maker for known in stage.reveals for maker in _makers(names, known, sample)]
    for choice in rng.permutation(len(makers)):
        if question := makers[int(choice)].make(rng):
            return question
    return None


def mark(question: Question, answer: str | int, names: Names) -> Verdict:
    """Mark an answer: the text of a number, or the index of one of the question's options.

    Raises
    ------
    InputError
        If it is no number, or none of the options.
    """
    if question.kind == "value":
        return _mark_number(question, number_in(str(answer)), names)
    options, right = question.options, int(question.answer)
    if not isinstance(answer, int) or not 0 <= answer < len(options):
        raise InputError(f"{answer!r} is no answer here: choose one from 0 to {len(options) - 1}.")
    if answer == right:
        return Verdict(True, Phrase(RIGHT, value=options[right]))
    return Verdict(False, Phrase(NOT_THAT, value=options[right], yours=options[answer]))


def number_in(text: str) -> float:
    """Return the number that a person typed, with a point or a comma.

    Raises
    ------
    InputError
        If it is not one finite number.
    """
    plain = text.strip().replace(MINUS, "-").replace(",", ".")
    try:
        value = float(plain)
    except ValueError:
        value = float("nan")
    if not isfinite(value):
        raise InputError(f"{text!r} is not a number: write one such as 0.25.")
    return value


def tolerance(value: float) -> float:
    """Return by how much a typed number may differ from ``value`` and still be right."""
    return max(SHARE * abs(value), CLOSE)


def _mark_number(question: Question, typed: float, names: Names) -> Verdict:
    value, text = question.answer, names.number(question.answer)
    if abs(typed - value) <= tolerance(value):
        return Verdict(True, Phrase(RIGHT, value=text))
    if value and abs(typed + value) <= tolerance(value):
        return Verdict(False, Phrase(OTHER_SIGN, value=text))
    gap = shortest(float(f"{abs(typed - value):.4g}"))
    return Verdict(False, Phrase(OFF, value=text, gap=gap))


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes a question of one kind about one thing that becomes known."""

    kind: QuestionKind
    names: Names
    known: Known
    sample: int

    @property
    def e(self) -> Explanation:
        return self.names.e

    def make(self, rng: np.random.Generator) -> Question | None:
        match self.kind:
            case "most":
                return self._most(rng)
            case "loss":
                return self._loss()
            case "sign":
                return self._sign(rng)
        return self._value(rng)

    def _value(self, rng: np.random.Generator) -> Question | None:
        place, of_slope = self._place(rng), self.known[0].startswith("d:")
        value = self._number(place, of_slope)
        if not isfinite(value) or abs(value) < 20 * CLOSE:  # too small to be typed in four decimals
            return None
        name = self.names.slope_text(place) if of_slope else self.names.text(place)
        prompt = self._prompt(place, name, VALUE, VALUE_OF_SAMPLE, VALUE_WITHOUT)
        return Question("value", prompt, (), value, (place,), of_slope)

    def _sign(self, rng: np.random.Generator) -> Question | None:
        place = self._place(rng)
        value = self.e.slope(place)
        if not isfinite(value):
            return None
        name = self.names.slope_text(place)
        prompt = self._prompt(place, name, SIGN, SIGN_OF_SAMPLE, SIGN_WITHOUT)
        return Question("sign", prompt, SIGNS, 1 - np.sign(value), (place,), True)

    def _most(self, rng: np.random.Generator) -> Question | None:
        """Ask which of some parameters moves most; all others move clearly less."""
        e, trained = self.e, self.e.layout.trained
        moves = np.abs(e.step_vector[:trained])
        first = int(np.argmax(moves))
        lesser = np.flatnonzero(moves < CLEAR * moves[first])
        if not moves[first] or not len(lesser):
            return None
        others = rng.choice(lesser, min(OPTIONS - 1, len(lesser)), replace=False)
        places = sorted(parameter(e.layout, int(i)) for i in (first, *others))
        answer = [index_of(e.layout, place) for place in places].index(first)
        options = tuple(map(self.names.text, places))
        return Question("most", Phrase(MOST), options, answer, tuple(places))

    def _loss(self) -> Question:
        change = np.sign(self.e.after.total - self.e.before.total)
        name = self.names.text(Place("L"))
        return Question("loss", Phrase(LOSS, name=name), CHANGES, 1 + change, (Place("L"),))

    def _place(self, rng: np.random.Generator) -> Place:
        """Return a place, drawn at random, of the kind and layer that become known."""
        name, layer = self.known
        kind: Kind = name.removeprefix("d:")  # type: ignore[assignment]
        sizes = self.e.sizes
        if kind == "L":
            return Place("L")
        unit = int(rng.integers(sizes[layer]))
        if kind == "w":
            return Place("w", layer, unit, int(rng.integers(sizes[layer - 1])))
        return Place(kind, layer, unit, 0, self.sample if kind in (*UNITS, "E") else 0)

    def _number(self, place: Place, of_slope: bool) -> float:
        """Return a number as the notation has it: losses and slopes in its convention."""
        factor = convention(self.e, self.names.notation).factor
        if of_slope:
            return self.e.slope(place) * factor
        return self.e.value(place) * (factor if place.kind in ("L", "E") else 1.0)

    def _prompt(self, place: Place, name: str, plain: str, of_sample: str, without: str) -> Phrase:
        """Ask about a place; of which sample, or that a gradient is meant without the penalty."""
        rule = self.e.regularization
        if place.is_parameter:
            return Phrase(without if rule.l1 or rule.l2 else plain, name=name)
        if self.e.samples == 1 or place.kind == "L":
            return Phrase(plain, name=name)
        return Phrase(of_sample, name=name, n=place.sample + 1)


def _makers(names: Names, known: Known, sample: int) -> Sequence[_Maker]:
    name = known[0]
    kinds: tuple[QuestionKind, ...] = ()
    if name == "update":
        kinds = ("most",)
    elif name == "loss_after":
        kinds = ("loss",)
    elif name.removeprefix("d:") in PARAMETERS:
        kinds = ("sign", "value")
    elif name.startswith("d:"):
        kinds = ("value", "sign") if _has_slopes(names.e, known) else ()
    elif name not in ("x", "y", "link"):
        kinds = ("value",) if _is_told_apart(names.e, known) else ()
    return [_Maker(kind, names, known, sample) for kind in kinds]


def _has_slopes(e: Explanation, known: Known) -> bool:
    """Return whether a slope is passed here by a place with a name of its own."""
    skipped = known == ("d:a", e.depth) and reads_logits(e)
    return not skipped and _is_told_apart(e, (known[0].removeprefix("d:"), known[1]))


def _is_told_apart(e: Explanation, known: Known) -> bool:
    """Return whether a kind has a name of its own in a layer: s, z and h only where they differ."""
    kind, layer = known
    if kind == "s":
        return e.is_normalized(layer)
    if kind == "h":
        return e.drops(layer)
    return kind != "z" or not e.is_linear(layer)
