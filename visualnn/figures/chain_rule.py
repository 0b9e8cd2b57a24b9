"""The chain rule of one parameter as a card shows it: factors with their places, and sums."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from visualnn.experiment.explain import (
    Chain,
    Factor,
    Names,
    Path,
    Place,
    chain_columns,
    factor_latex,
    factor_text,
    meaning,
    products_of,
    rule,
)
from visualnn.experiment.explain.factors import tied
from visualnn.experiment.explain.phrase import Phrase, Say
from visualnn.figures.table import Table
from visualnn.figures.veil import shows_factor, shows_gradient
from visualnn.figures.worked import Sheet, drawn

Form = Literal["paths", "delta"]

ROLES = {
    "loss": "gneg",
    "logits": "gneg",
    "delta": "gneg",
    "activation": "accent",
    "softmax": "accent",
    "dropout": "accent",
    "normalization": "accent",
}
"""The token of a factor's color by its kind; what is read off the forward pass is ``pos``."""

MOST_WRITTEN = 4
"""So many paths are written out as formulas; the table lists all."""

NOTHING = (0, 0.0)


@dataclass(frozen=True, slots=True)
class Term:
    """One factor as it is written.

    Attributes
    ----------
    key
        Tells it apart from the other factors of the card.
    latex, text
        Its symbol.
    role
        The token of its color.
    value
        Its number.
    words, rule
        What it is, and how its number is found.
    place
        Where it is drawn.
    shown
        Whether its number may be seen.
    """

    key: str
    latex: str
    text: str
    role: str
    value: float
    words: Phrase
    rule: str
    place: Place
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Product:
    """One path: its factors and their product; ``output`` names the output it leaves by."""

    terms: tuple[Term, ...]
    value: float
    output: str

    @property
    def shown(self) -> bool:
        """Whether its number may be seen."""
        return all(term.shown for term in self.terms)


@dataclass(frozen=True, slots=True)
class ChainCard:
    """What the card of a parameter shows.

    Attributes
    ----------
    place, latex, text, value
        The parameter, its derivative as symbol, and the number.
    products
        The paths that are shown, or the product with δ.
    rest, unwritten
        How many paths have no row in the table, or no formula, and their sum.
    paths, by_paths, reused
        How many paths there are, and the multiplications with and without δ.
    samples, spread
        How many samples the value is the mean of, and their standard deviation.
    shown
        Whether the value may be seen.
    """

    place: Place
    latex: str
    text: str
    value: float
    products: tuple[Product, ...]
    rest: tuple[int, float]
    unwritten: tuple[int, float]
    paths: int
    by_paths: int
    reused: int
    samples: int
    spread: float
    shown: bool
    chain: Chain
    names: Names

    @property
    def is_taken_away(self) -> bool:
        """Whether it is a bias before batch normalization, which subtracts it with the mean."""
        e, place = self.names.e, self.place
        normalized = place.kind == "b" and e.is_normalized(place.layer)
        return normalized and tied(e, place.layer) == "samples"

    def term(self, key: str) -> Term | None:
        """Return the factor with a key."""
        return next((t for p in self.products for t in p.terms if t.key == key), None)

    def keys_at(self, places: frozenset[Place]) -> frozenset[str]:
        """Return the keys of the factors that are drawn at one of some places."""
        return frozenset(t.key for p in self.products for t in p.terms if t.place in places)

    def table(self, say: Say = str) -> Table:
        """Return every factor of every path."""
        return Table("chain_rule", chain_columns(self.chain, self.names, say))


def chain_card(sheet: Sheet, form: Form) -> ChainCard | None:
    """Return the card of the chosen parameter: path by path, or with δ at hand."""
    chain, names = sheet.chain, sheet.names
    if chain is None:
        return None
    counts = products_of(sheet.explanation, chain.place)
    paths = _paths(chain, form)
    whole = paths is chain.paths
    return ChainCard(
        place=chain.place,
        latex=names.slope_latex(chain.place),
        text=names.slope_text(chain.place),
        value=chain.value,
        products=tuple(_product(path, number, sheet) for number, path in enumerate(paths)),
        rest=chain.beyond(len(paths)) if whole else NOTHING,
        unwritten=chain.beyond(MOST_WRITTEN) if whole else NOTHING,
        paths=counts.paths,
        by_paths=counts.by_paths,
        reused=counts.reused,
        samples=sheet.explanation.samples,
        spread=sheet.votes.deviation if sheet.votes else 0.0,
        shown=shows_gradient(sheet, chain.place),
        chain=chain,
        names=names,
    )


def _paths(chain: Chain, form: Form) -> tuple[Path, ...]:
    if form == "paths":
        return chain.paths
    return (chain.unfolded,) if chain.unfolded is not None else chain.reused


def _product(path: Path, number: int, sheet: Sheet) -> Product:
    terms = tuple(_term(factor, f"{number}.{i}", sheet) for i, factor in enumerate(path.factors))
    return Product(terms, path.value, sheet.names.text(path.output))


def _term(factor: Factor, key: str, sheet: Sheet) -> Term:
    names = sheet.names
    return Term(
        key,
        factor_latex(factor, names),
        factor_text(factor, names),
        ROLES.get(factor.kind, "pos"),
        factor.value,
        meaning(factor, names),
        rule(factor, names),
        drawn(factor.at),
        shows_factor(sheet, factor),
    )
