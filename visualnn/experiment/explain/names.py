"""The names that a notation gives to places, as plain text, LaTeX and HTML."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from visualnn.errors import InputError
from visualnn.experiment.explain.explanation import Explanation
from visualnn.experiment.explain.latex import latex_of
from visualnn.experiment.explain.notation import Notation
from visualnn.experiment.explain.place import PARAMETERS, Kind, Place, parameter
from visualnn.nn.activations import ACTIVATIONS
from visualnn.numerals import LEVEL, LOWERED, MINUS, RAISED, latex_number, plain_powers, powers_text

DIGITS = "0123456789₀₁₂₃₄₅₆₇₈₉"

GREEK = {"gamma": "γ", "beta": "β"}


@dataclass(frozen=True)
class Symbol:
    """A letter with the layer above it and indices below it."""

    letter: str
    below: tuple[str, ...] = ()
    layer: str = ""

    @cached_property
    def text(self) -> str:
        """As plain text, with raised and lowered digits: w⁽²⁾₁₂."""
        above = f"⁽{self.layer.translate(RAISED)}⁾" if self.layer else ""
        return f"{self.letter}{above}{self._indices.translate(LOWERED)}"

    @cached_property
    def latex(self) -> str:
        """As LaTeX: w^{(2)}_{12}."""
        return latex_of(self.text)

    @property
    def html(self) -> str:
        """As HTML: w<sup>(2)</sup><sub>12</sub>."""
        above = f"<sup>({self.layer})</sup>" if self.layer else ""
        below = f"<sub>{self._indices}</sub>" if self.below else ""
        return f"{self.letter}{above}{below}"

    @property
    def _indices(self) -> str:
        """The indices, with a comma between them where one has two digits."""
        return ("," if any(len(index) > 1 for index in self.below) else "").join(self.below)


class Names:
    """Writes the places of one network in one notation.

    Parameters
    ----------
    e
        Gives the network's shape, and the names that an example's units have.
    notation
        How to write.
    plain
        Write `text` with digits as they are typed, w5, for terminals.
    """

    def __init__(
        self, e: Explanation, notation: Notation | None = None, plain: bool = False
    ) -> None:
        self.e = e
        self.plain = plain
        self.notation = notation or Notation()
        auto = "reading" if e.units else "layers"
        numbering = self.notation.numbering
        self.numbered = (auto if numbering == "auto" else numbering) == "reading"
        self._symbols: dict[Place, Symbol] = {}

    def of(self, e: Explanation) -> Names:
        """Return the names of another explanation; of the same network what is written is kept."""
        names = Names(e, self.notation, self.plain)
        if (e.architecture, e.units, e.y.shape[1]) == (
            self.e.architecture,
            self.e.units,
            self.e.y.shape[1],
        ):
            names._symbols = self._symbols
        return names

    def text(self, place: Place) -> str:
        """Return the name as plain text, such as w₅ or w⁽²⁾₁₁."""
        text = self.symbol(place).text
        return _plain(text) if self.plain else text

    def latex(self, place: Place) -> str:
        """Return the name as LaTeX, such as w_{5} or w^{(2)}_{11}."""
        return self.symbol(place).latex

    def html(self, place: Place) -> str:
        """Return the name as HTML."""
        return self.symbol(place).html

    def slope_text(self, by: Place, of: Place | None = None) -> str:
        """Return ∂of/∂by as plain text; of the loss where ``of`` is not given."""
        return f"∂{self.text(of or Place('L'))}/∂{self.text(by)}"

    def slope_latex(self, by: Place, of: Place | None = None) -> str:
        """Return ∂of/∂by as a LaTeX fraction."""
        top, bottom = self.latex(of or Place("L")), self.latex(by)
        return rf"\frac{{\partial {top}}}{{\partial {bottom}}}"

    def delta(self, place: Place) -> Symbol:
        """Return the δ of a unit: ∂L/∂z, named like its z."""
        z = self.symbol(Place("z", place.layer, place.unit))
        return Symbol("δ", z.below, z.layer)

    def number(self, value: float) -> str:
        """Write a number with the notation's decimals; a smaller one in powers of ten."""
        decimals, value = self.notation.decimals, value + 0.0  # no minus before a zero
        small = value and abs(value) < 0.5 * 10.0**-decimals
        if small or abs(value) >= 1e7:
            text = powers_text(value, decimals)
            return plain_powers(text) if self.plain else text
        return f"{value:.{decimals}f}".replace("-", MINUS)

    def number_latex(self, value: float) -> str:
        """Write a number as LaTeX."""
        return latex_number(self.number(value))

    def find(self, name: str) -> Place:
        """Return the parameter of a name, as `text` writes it or with plain digits (w5).

        Raises
        ------
        InputError
            If no parameter is called so.
        """
        place = self._parameters.get(_plain(name))
        if place is None:
            first = next(iter(self._parameters.values()))
            raise InputError(
                f"No parameter is called {name!r}: write one such as {self.text(first)}."
            )
        return place

    def symbol(self, place: Place) -> Symbol:
        """Return the name in its parts."""
        symbol = self._symbols.get(place)
        if symbol is None:
            symbol = self._symbols[place] = self._symbol(place)
        return symbol

    def _symbol(self, place: Place) -> Symbol:
        if place.kind in ("L", "E"):
            return self._loss(place)
        return self._numbered(place) if self.numbered else self._layered(place)

    def curve(self, layer: int) -> tuple[str, str]:
        """Return the letter of a layer's activation as text and as LaTeX: σ, tanh, ReLU."""
        activation = ACTIVATIONS[self.e.architecture.activations[layer - 1]]
        curve = activation.symbol or activation.title
        return curve, latex_of(curve)

    def _loss(self, place: Place) -> Symbol:
        letter = "L"
        if self.numbered:
            letter = "E" if self.e.sizes[-1] > 1 else "J"
        if place.kind == "L" or self.e.sizes[-1] == 1:
            return Symbol(letter)
        return Symbol(letter, (str(place.unit + 1),))

    def _numbered(self, place: Place) -> Symbol:
        """Name a place by one number, counted through in reading order."""
        layer, unit = place.layer, place.unit
        if place.kind in ("x", "a") and self.e.units:
            return _given(self.e.units[layer][unit])
        match place.kind:
            case "x":
                return Symbol("x", (str(unit + 1),))
            case "y":
                single = self.e.y.shape[1] == 1
                return Symbol("t", () if single else (str(unit + 1),))
            case "w":
                return Symbol("w", (str(self._weights_before(place) + 1),))
            case "a" if layer == self.e.depth:
                return Symbol("o", (str(unit + 1),))
        letter = {"a": "h", "h": "h̃"}.get(place.kind) or GREEK.get(place.kind, place.kind)
        return Symbol(letter, (str(sum(self.e.sizes[1:layer]) + unit + 1),))

    def _layered(self, place: Place) -> Symbol:
        """Name a place by its layer and indices."""
        unit = str(place.unit + 1)
        match place.kind:
            case "x":
                return Symbol("x", (unit,))
            case "y":
                return Symbol("y", () if self.e.y.shape[1] == 1 else (unit,))
            case "w":
                ends = (str(place.source + 1), unit)
                row = self.notation.vectors == "row"
                return Symbol("w", ends if row else ends[::-1], str(place.layer))
        letter = {"h": "ã"}.get(place.kind) or GREEK.get(place.kind, place.kind)
        return Symbol(letter, (unit,), str(place.layer))

    def _weights_before(self, place: Place) -> int:
        sizes, layer = self.e.sizes, place.layer
        below = sum(sizes[i] * sizes[i + 1] for i in range(layer - 1))
        return below + place.unit * sizes[layer - 1] + place.source

    @cached_property
    def _parameters(self) -> dict[str, Place]:
        places = [parameter(self.e.layout, index) for index in range(self.e.layout.trained)]
        return {_plain(self.text(place)): place for place in places}

    def whole(self, kind: Kind, layer: int) -> Symbol:
        """Return the letter of all of a layer at once: x, z, h, W₁ and the like.

        Numbered, vectors go without a number, as z₁ is a single one's name.
        """
        if layer == 0:
            return Symbol("x")
        if kind in PARAMETERS:
            letter = "W" if kind == "w" else GREEK.get(kind, kind)
            number = str(layer)
            return Symbol(letter, (number,)) if self.numbered else Symbol(letter, (), number)
        one = self.symbol(Place(kind, layer))
        return Symbol(one.letter, (), one.layer)

    def whole_delta(self, layer: int) -> Symbol:
        """Return the letter of all δ of a layer."""
        return Symbol("δ", (), self.whole("z", layer).layer)


def _given(name: str) -> Symbol:
    """Return a given name such as h1 with its number lowered."""
    letter = name.rstrip(DIGITS)
    number = name[len(letter) :]
    return Symbol(letter, (number,) if number else ())


def _plain(name: str) -> str:
    """Return a name with its digits as they are typed."""
    return (
        name.translate(LEVEL).replace("⁽", "(").replace("⁾", ")").replace(" ", "").replace("_", "")
    )
