"""The lines of a chain rule's formula: symbols, then numbers, path by path."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from PySide6.QtCore import QCoreApplication

from visualnn.experiment.explain import Place
from visualnn.figures.chain_rule import MOST_WRITTEN, ChainCard, Product, Term
from visualnn.figures.decimals import decimals_text
from visualnn.figures.worked import Mode
from visualnn.ui.backprop.formula import Piece
from visualnn.ui.backprop.saying import said
from visualnn.ui.backprop.tex import number_piece, result_piece, sign, word
from visualnn.ui.words import count

translate = QCoreApplication.translate

LARGE, SMALL = 20.0, 16.0
FEW_FACTORS = 5
"""A product of more factors is set smaller, to fit a line."""

DECIMALS = 4


def chain_lines(card: ChainCard, mode: Mode) -> list[list[Piece]]:
    """Return the lines; what may not be seen is a question mark."""
    if not card.products:
        return [_mean_line(card)]
    lines: list[list[Piece]] = []
    if mode != "numbers":
        lines += _symbol_lines(card)
    if mode != "symbols":
        lines += _number_lines(card)
    return lines


def _mean_line(card: ChainCard) -> list[Piece]:
    """Return the mean or the sum over the batch, where every sample has paths of its own."""
    n, summed = card.samples, card.names.notation.batch == "sum"
    name = Piece(card.latex, card.text, size=LARGE)
    share, text = ("", "Σ") if summed else (rf"\frac{{1}}{{{n}}}", f"1/{n} Σ")
    mean = Piece(rf"{share}\sum_{{i=1}}^{{{n}}}", text, size=LARGE)
    loss, weight = card.names.latex(Place("L")), card.names.latex(card.place)
    own = rf"\frac{{\partial {loss}_i}}{{\partial {weight}}}"
    read = translate("chain", "{slope} of sample i").format(slope=card.text)
    slope = Piece(own, read, role="gneg", size=LARGE)
    line = [name, sign("=", "=", LARGE), mean, slope, sign("=", "=", LARGE), _result(card)]
    if card.shown and not summed:  # a sum has no spread of its own
        line += [sign(r"\pm", "±", SMALL), number_piece(card.spread, DECIMALS, SMALL)]
    return line


def _symbol_lines(card: ChainCard) -> Iterator[list[Piece]]:
    longest = max(len(product.terms) for product in card.products)
    size = LARGE if longest <= FEW_FACTORS else SMALL
    for number, product in enumerate(card.products[:MOST_WRITTEN]):
        if number:
            line = [sign("+", "+", size)]
        else:
            line = [Piece(card.latex, card.text, size=size), sign("=", "=", size)]
        for i, term in enumerate(product.terms):
            if i:
                line.append(sign(r"\cdot", "·", size))
            line.append(Piece(term.latex, term.text, term.key, term.role, size, _tip(term)))
        yield line
    if more := _more(card):
        yield [sign("+", "+", SMALL), word(more, SMALL)]


def _number_lines(card: ChainCard) -> Iterator[list[Piece]]:
    single = len(card.products) == 1 and not card.rest[0]
    for number, product in enumerate(card.products[:MOST_WRITTEN]):
        line = [sign("+", "+", SMALL)] if number else []
        line += _numbers(product)
        if single:
            line += [sign("=", "=", SMALL), _result(card)]
        yield line
    if single:
        return
    line = []
    if _more(card) and card.shown:
        line += [sign("+", "+", SMALL), number_piece(card.unwritten[1], DECIMALS + 2, SMALL)]
    yield [*line, sign("=", "=", SMALL), _result(card)]


def _numbers(product: Product) -> Iterator[Piece]:
    for i, term in enumerate(product.terms):
        if i:
            yield sign(r"\times", "×", SMALL)
        if term.shown:
            yield number_piece(
                term.value, DECIMALS, SMALL, role=term.role, key=term.key, words=_tip(term)
            )
        else:
            yield Piece(r"\text{?}", "?", term.key, term.role, SMALL, said(term.words))


def _result(card: ChainCard) -> Piece:
    decimals = DECIMALS if abs(card.value) >= 10.0**-DECIMALS * 10 else DECIMALS + 4
    return result_piece(decimals_text(card.value, decimals) if card.shown else "?", SMALL)


def _more(card: ChainCard) -> str:
    """Say how many paths are not written out."""
    return more_paths(card.unwritten[0]) if card.unwritten[0] else ""


def more_paths(number: int) -> str:
    """Say how many paths there are besides those shown."""
    if number == 1:
        return translate("chain", "1 more path")
    return translate("chain", "{n} more paths").format(n=count(number))


def _tip(term: Term) -> str:
    return f"{escape(said(term.words))}<br>{escape(term.rule)}"
