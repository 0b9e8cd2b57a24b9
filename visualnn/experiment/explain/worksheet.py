"""A worksheet of one step: what is given, lines with blanks, and the answer key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from visualnn.experiment.explain.equations import loss_formula
from visualnn.experiment.explain.names import Names
from visualnn.experiment.explain.notation import convention
from visualnn.experiment.explain.phrase import QT_TRANSLATE_NOOP, Phrase, Say, title
from visualnn.experiment.explain.place import Place
from visualnn.experiment.explain.written import Section, Writer
from visualnn.nn.activations import ACTIVATIONS
from visualnn.nn.losses import LOSSES
from visualnn.nn.normalization import NORMALIZATIONS
from visualnn.numerals import shortest

NETWORK = QT_TRANSLATE_NOOP("explain", "A network of {sizes} neurons; the loss is {loss}, {form}.")
CURVE = QT_TRANSLATE_NOOP("explain", "{curve}: {form}.")
NORMALIZATION = QT_TRANSLATE_NOOP("explain", "Normalization ({kind}): {form}.")
RATE = QT_TRANSLATE_NOOP("explain", "{optimizer} with η = {rate}: {form}.")
DIRECTION = QT_TRANSLATE_NOOP(
    "explain",
    "u is what the optimizer makes of ∂{loss}/∂w: its memory of earlier steps is in it, so it is "
    "given.",
)
DELTA = QT_TRANSLATE_NOOP(
    "explain", "δ of a neuron is how the loss changes with its sum z: {delta} = {slope}."
)
OWN_LOSS = QT_TRANSLATE_NOOP(
    "explain", "The numbers are those of this loss, whatever the notation makes of it."
)
FIRST_OF_MANY = QT_TRANSLATE_NOOP(
    "explain", "Of layers with more than {most} neurons the first {most} are asked for."
)

MOST_WAYS = 24
"""Of more parameters than this only a drawing shows where they lead."""

FEW_UNITS = 4
"""Of a layer with more units than this, so many are asked for."""


@dataclass(frozen=True, slots=True)
class Task:
    """One line to fill in.

    Attributes
    ----------
    number
        Counted through the worksheet from 1; 0 for a line whose result is printed.
    name, sign, symbols
        What is asked for and how it is found, as in ``z₁``, ``=``, ``w₁·x₁ + w₂·x₂``.
    result
        The number that belongs on the blank, or is printed.
    how
        The same in numbers, for the key; may be empty.
    """

    number: int
    name: str
    sign: str
    symbols: Phrase | str
    result: str
    how: Phrase | str

    @property
    def is_blank(self) -> bool:
        """Whether its result is to be filled in."""
        return self.number > 0

    def left(self, say: Say = str) -> str:
        """Return the name with how it is found, such as ``z₁ = w₁·x₁ + w₂·x₂``."""
        return f" {self.sign} ".join(filter(None, (self.name, say(self.symbols))))

    def key(self, say: Say = str) -> str:
        """Return the line of the answer key."""
        found = " = ".join(filter(None, (say(self.how), self.result)))
        return f"{self.name} {self.sign} {found}"


@dataclass(frozen=True, slots=True)
class Worksheet:
    """What is printed.

    Attributes
    ----------
    about
        Sentences: the network, its activations, its loss, η, and what is left out.
    given
        Name and number of each input, target and parameter.
    parts
        Title and tasks of each part, from the forward pass to the loss after the update.
    ways
        Which weight leads from where to where; empty for a network of many.
    """

    about: tuple[Phrase, ...]
    given: tuple[tuple[str, str], ...]
    parts: tuple[tuple[Phrase, tuple[Task, ...]], ...]
    ways: str = ""

    @property
    def blanks(self) -> tuple[Task, ...]:
        """The tasks whose results are to be filled in, in the order of their numbers."""
        return tuple(task for _, tasks in self.parts for task in tasks if task.is_blank)


def worksheet(
    names: Names,
    share: float = 1.0,
    rng: np.random.Generator | None = None,
    most: int = FEW_UNITS,
) -> Worksheet:
    """Return the worksheet of an explanation of one sample.

    Parameters
    ----------
    names
        The notation, and with it the explanation.
    share, rng
        How many of the results are left blank, and what draws which; by default all are.
    most
        How many units of a wide layer are asked for.

    Raises
    ------
    InputError
        For a batch: a worksheet is about one sample.
    """
    given, *sections = Writer(names, most=most).sections()
    count = sum(len(section.lines) for section in sections)
    chosen = _blanks(count, share, rng)
    parts = []
    for section in sections:
        parts.append((section.title, _tasks(section, chosen, names)))
        chosen = chosen[len(section.lines) :]
    return Worksheet(
        tuple(_about(names, most)),
        tuple((line.name, _short(line.value, names)) for line in given.lines),
        tuple(_numbered(parts)),
        _ways(names),
    )


def _blanks(count: int, share: float, rng: np.random.Generator | None) -> list[bool]:
    wanted = round(count * share)
    if rng is None or wanted >= count:
        return [True] * count
    blank = np.arange(count) < max(wanted, 1)
    return [bool(one) for one in rng.permutation(blank)]


def _tasks(section: Section, blank: list[bool], names: Names) -> tuple[Task, ...]:
    sign = "←" if section.key == "update" else "="
    return tuple(
        Task(int(hidden), line.name, sign, line.symbols, names.number(line.value), line.numbers)
        for line, hidden in zip(section.lines, blank, strict=False)
    )


def _short(value: float, names: Names) -> str:
    """Write a given number as it was given, where that is exact."""
    return shortest(value) if float(f"{value:g}") == value else names.number(value)


def _ways(names: Names) -> str:
    """Return which weight leads from where to where, as in "w₁: x₁ → h₁"."""
    e, text = names.e, names.text
    if e.layout.trained > MOST_WAYS:
        return ""
    ways = []
    for layer in e.layout.layers:
        for unit in range(e.sizes[layer]):
            for source in range(e.sizes[layer - 1]):
                start = Place("a" if layer > 1 else "x", layer - 1, source)
                weight = text(Place("w", layer, unit, source))
                ways.append(f"{weight}: {text(start)} → {text(Place('a', layer, unit))}")
    return ",  ".join(ways)


def _numbered(
    parts: list[tuple[Phrase, tuple[Task, ...]]],
) -> list[tuple[Phrase, tuple[Task, ...]]]:
    """Count the blanks through."""
    number, counted = 0, []
    for name, tasks in parts:
        renumbered = []
        for task in tasks:
            number += task.is_blank
            index = number if task.is_blank else 0
            renumbered.append(replace(task, number=index))
        counted.append((name, tuple(renumbered)))
    return counted


def _about(names: Names, most: int) -> Iterator[Phrase]:
    """Describe the network as far as the numbers hang on it."""
    e = names.e
    loss, sizes = LOSSES[e.architecture.loss], "–".join(map(str, e.sizes))
    yield Phrase(NETWORK, sizes=sizes, loss=title(loss.title), form=loss_formula(names))
    for rule in dict.fromkeys(ACTIVATIONS[key] for key in e.architecture.activations):
        yield Phrase(CURVE, curve=title(rule.title), form=rule.formula)
    for kind in dict.fromkeys(NORMALIZATIONS[key] for key in e.architecture.normalizations):
        if kind.learns:
            yield Phrase(NORMALIZATION, kind=title(kind.title), form=kind.formula)
    rate = shortest(e.rate)
    yield Phrase(RATE, optimizer=title(e.optimizer.title), rate=rate, form=e.optimizer.formula)
    if e.links[-2].key != "gradient":
        yield Phrase(DIRECTION, loss=names.text(Place("L")))
    if not all(map(e.is_linear, e.layout.layers)):
        z = next(Place("z", layer) for layer in e.layout.layers if not e.is_linear(layer))
        yield Phrase(DELTA, delta=names.delta(z).text, slope=names.slope_text(z))
    if convention(e, names.notation).changes_numbers:
        yield Phrase(OWN_LOSS)
    if max(e.sizes) > most:
        yield Phrase(FIRST_OF_MANY, most=most)
    yield from e.notes
