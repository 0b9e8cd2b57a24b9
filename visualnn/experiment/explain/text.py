"""The chain rule and the update of one parameter, to copy: plain text, LaTeX and columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from visualnn.experiment.explain.chain import Chain
from visualnn.experiment.explain.factors import Factor
from visualnn.experiment.explain.names import Names
from visualnn.experiment.explain.paths import Others, Path
from visualnn.experiment.explain.phrase import QT_TRANSLATE_NOOP, Phrase, Say
from visualnn.experiment.explain.place import Place
from visualnn.experiment.explain.update import Update
from visualnn.experiment.explain.words import meaning, rule
from visualnn.nn.calls import Array
from visualnn.numerals import MINUS

SUM = QT_TRANSLATE_NOOP("explain", "the sum")
MEAN_OVER = QT_TRANSLATE_NOOP("explain", "mean over {n} samples")
SUM_OVER = QT_TRANSLATE_NOOP("explain", "sum over {n} samples")
ONE_PATH = QT_TRANSLATE_NOOP("explain", "(1 path through another place of layer {layer})")
PATHS_OF_ONE = QT_TRANSLATE_NOOP(
    "explain", "({paths} paths through another place of layer {layer})"
)
PATHS = QT_TRANSLATE_NOOP(
    "explain", "({paths} paths through {places} other places of layer {layer})"
)

Columns = dict[str, Array]
"""Heading → values ``(rows,)``: what a table is made of."""


def chain_text(chain: Chain, names: Names, say: Say = str) -> str:
    """Write the sum over the paths in symbols, then in numbers, as aligned lines."""
    name = names.slope_text(chain.place)
    symbols = [_symbols(path, names) for path in chain.paths]
    symbols += [say(_others(rest)) for rest in chain.others]
    numbers = [_numbers(path, names) for path in chain.paths]
    numbers += [_signed(rest.value, names) for rest in chain.others]
    if not symbols:
        symbols, numbers = [say(_over_samples(chain, names))], []
    lines = [*_sum(symbols), *_sum(numbers)]
    if len(numbers) > 1:
        values = [path.value for path in chain.paths] + [rest.value for rest in chain.others]
        lines += _sum([_signed(value, names) for value in values])
    lines.append(f"= {names.number(chain.value)}")
    return "\n".join(_aligned(name, lines))


def reused_symbols(chain: Chain, names: Names) -> str:
    """Write what is left with δ at hand, as δ₁ · ∂z₁/∂w₁; empty for a mean over samples."""
    return " + ".join(_symbols(path, names) for path in chain.reused)


def reused_text(chain: Chain, names: Names) -> str:
    """Write the product that is left with δ at hand; empty for a mean over samples."""
    if not chain.reused:
        return ""
    symbols = reused_symbols(chain, names)
    numbers = " + ".join(_numbers(path, names) for path in chain.reused)
    name, value = names.slope_text(chain.place), names.number(chain.value)
    return f"{name} = {symbols} = {numbers} = {value}"


def update_text(update: Update, names: Names, say: Say = str) -> str:
    """Write w ← w − η·u with its numbers, below it the optimizer's links."""
    name = names.text(update.place)
    number = names.number
    first = (
        f"{name} ← {number(update.old)} − {update.rate:g} × {_signed(update.direction, names)}"
        f" = {number(update.new)}"
    )
    loss = names.text(Place("L"))
    links = [
        f"  {say(title)}: {number(value)}  ({form.replace('∂L', f'∂{loss}')})"
        for _, title, form, value in update.links
    ]
    return "\n".join([first, *links])


def chain_latex(chain: Chain, names: Names, say: Say = str) -> str:
    """Write the same as an aligned LaTeX environment."""
    symbols = [_latex(path, names) for path in chain.paths]
    symbols += [rf"\text{{{say(_others(rest))}}}" for rest in chain.others]
    numbers = [_latex_numbers(path, names) for path in chain.paths]
    numbers += [_signed_latex(rest.value, names) for rest in chain.others]
    if not symbols:
        symbols, numbers = [rf"\text{{{say(_over_samples(chain, names))}}}"], []
    lines = [*_sum(symbols), *_sum(numbers), f"= {names.number_latex(chain.value)}"]
    body = " \\\\\n  ".join(f"&{line}" for line in lines)
    left = names.slope_latex(chain.place)
    return f"\\begin{{aligned}}\n  {left} {body}\n\\end{{aligned}}"


def update_latex(update: Update, names: Names) -> str:
    """Write w ← w − η·u with its numbers as LaTeX."""
    number = names.number_latex
    return (
        rf"{names.latex(update.place)} \leftarrow {number(update.old)} - {update.rate:g} "
        rf"\cdot {_signed_latex(update.direction, names)} = {number(update.new)}"
    )


def chain_columns(chain: Chain, names: Names, say: Say = str) -> Columns:
    """Return one row for each factor of each path, and one for each gathered rest."""
    rows = list(_factor_rows(chain, names, say))
    headings = ("path", "factor", "meaning", "rule", "value")
    return {heading: np.array([row[i] for row in rows]) for i, heading in enumerate(headings)}


def update_columns(updates: Sequence[Update], names: Names) -> Columns:
    """Return a row for each parameter: old value, gradient, direction, η, step and new value."""
    columns = ("old", "gradient", "direction", "rate", "step", "new")
    return {
        "parameter": np.array([names.text(update.place) for update in updates]),
        **{name: np.array([getattr(update, name) for update in updates]) for name in columns},
    }


def factor_text(factor: Factor, names: Names) -> str:
    """Write a factor as ∂of/∂by; a δ at hand by its letter."""
    if factor.kind == "delta" and factor.by.kind == "z":
        return names.delta(factor.by).text
    return names.slope_text(factor.by, factor.of)


def factor_latex(factor: Factor, names: Names) -> str:
    """Write a factor as a LaTeX fraction; a δ at hand by its letter."""
    if factor.kind == "delta" and factor.by.kind == "z":
        return names.delta(factor.by).latex
    return names.slope_latex(factor.by, factor.of)


def _factor_rows(
    chain: Chain, names: Names, say: Say
) -> Iterator[tuple[int, str, str, str, float]]:
    for number, path in enumerate(chain.paths, start=1):
        for factor in path.factors:
            words = say(meaning(factor, names)), rule(factor, names)
            yield number, factor_text(factor, names), *words, factor.value
    for number, rest in enumerate(chain.others, start=len(chain.paths) + 1):
        yield number, "", say(_others(rest)), "", rest.value
    yield 0, names.slope_text(chain.place), say(Phrase(SUM)), "", chain.value


def _symbols(path: Path, names: Names) -> str:
    return " · ".join(factor_text(factor, names) for factor in path.factors)


def _numbers(path: Path, names: Names) -> str:
    return " × ".join(_signed(factor.value, names) for factor in path.factors)


def _latex(path: Path, names: Names) -> str:
    return r" \cdot ".join(factor_latex(factor, names) for factor in path.factors)


def _latex_numbers(path: Path, names: Names) -> str:
    return r" \cdot ".join(_signed_latex(factor.value, names) for factor in path.factors)


def _others(rest: Others) -> Phrase:
    if rest.paths == 1:
        return Phrase(ONE_PATH, layer=rest.layer)
    form = PATHS if rest.places > 1 else PATHS_OF_ONE
    return Phrase(form, paths=rest.paths, places=rest.places, layer=rest.layer)


def _over_samples(chain: Chain, names: Names) -> Phrase:
    form = SUM_OVER if names.notation.batch == "sum" else MEAN_OVER
    return Phrase(form, n=len(chain.terms))


def _sum(terms: list[str]) -> list[str]:
    return [f"{'+' if i else '='} {term}" for i, term in enumerate(terms)]


def _signed(value: float, names: Names) -> str:
    text = names.number(value)
    return f"({text})" if text.startswith(MINUS) else text


def _signed_latex(value: float, names: Names) -> str:
    text = names.number_latex(value)
    return f"({text})" if text.startswith("-") else text


def _aligned(name: str, lines: list[str]) -> Iterator[str]:
    yield f"{name} {lines[0]}"
    for line in lines[1:]:
        yield f"{' ' * len(name)} {line}"
