"""A typed-in formula of x and y, checked against a short list of what may stand in it.

The text is parsed into a syntax tree and never run: the tree is walked, node by
node, over numbers that carry their derivatives.
"""

from __future__ import annotations

import ast
import math
import operator
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import NoReturn

import numpy as np
from numpy.typing import NDArray

from visualnn.errors import InputError
from visualnn.surfaces.taylor import FUNCTIONS, Taylor

Floats = NDArray[np.float64]

MAX_LENGTH = 300
MAX_DEPTH = 150
CONSTANTS = {"pi": math.pi, "e": math.e}
VARIABLES = ("x", "y")
STRANGE = re.compile(r"[^A-Za-z0-9_ .,()+\-*/^]")
OPERATIONS: dict[type[ast.operator], Callable[[Taylor, Taylor], Taylor]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


@dataclass(frozen=True, slots=True, eq=False)
class Formula:
    """A checked formula: its text and its syntax tree."""

    text: str
    tree: ast.expr

    def value(self, x: Floats, y: Floats) -> Floats:
        """Return the formula's value over arrays that broadcast."""
        return _full(_walk(self.tree, Taylor(x), Taylor(y)).v, x, y)

    def gradient(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Return the exact first derivatives by x and y."""
        t = self._expand(x, y)
        return _full(t.x, x, y), _full(t.y, x, y)

    def hessian(self, x: Floats, y: Floats) -> tuple[Floats, Floats, Floats]:
        """Return the exact second derivatives: by x twice, by x and y, by y twice."""
        t = self._expand(x, y)
        return _full(t.xx, x, y), _full(t.xy, x, y), _full(t.yy, x, y)

    def _expand(self, x: Floats, y: Floats) -> Taylor:
        return _walk(self.tree, Taylor(x, x=1.0), Taylor(y, y=1.0))


def parse(text: str) -> Formula:
    """Check a formula and return it.

    Numbers, x, y, pi, e, parentheses, + - * / and ^ (or **) and the functions
    in `visualnn.surfaces.taylor.FUNCTIONS` may stand in it.

    Raises
    ------
    InputError
        Names what is wrong, the column (from 1) and the remedy.
    """
    _check_text(text)
    lead = len(text) - len(text.lstrip())
    columns = _columns(text.strip())
    tree = _tree(text, columns, lead)
    _check(tree, lambda node: columns[node.col_offset] + lead + 1, 1)
    return Formula(text.strip(), tree)


def _check_text(text: str) -> None:
    if not text.strip():
        raise InputError("The formula is empty: write one in x and y, for example x^2 + y^2.")
    if len(text) > MAX_LENGTH:
        raise InputError(f"The formula has {len(text)} characters: write at most {MAX_LENGTH}.")
    strange = STRANGE.search(text)
    if strange:
        _refuse(
            f"{strange[0]!r} cannot stand in it",
            strange.start() + 1,
            "use + - * / ^ and brackets ()",
        )


def _columns(text: str) -> list[int]:
    """Return for each place in the text with ** for ^ its place in the text as typed."""
    places = [k for k, mark in enumerate(text) for _ in range(1 + (mark == "^"))]
    return [*places, len(text), len(text)]


def _tree(text: str, columns: list[int], lead: int) -> ast.expr:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # "1or x" warns; it is refused below
            return ast.parse(text.strip().replace("^", "**"), mode="eval").body
    except SyntaxError as error:
        end = len(columns) - 1  # an offset of 0 says that something is missing at the end
        place = min(error.offset - 1, end) if error.offset else end
        _refuse(
            "it cannot be read",
            columns[place] + lead + 1,
            "write it as in 2*x^2 + sin(y), with * for every product and each bracket closed",
        )
    except (RecursionError, MemoryError, ValueError):
        _refuse("it is nested too deeply", 1, "use fewer brackets")


def _check(node: ast.expr, column: Callable[[ast.expr], int], depth: int) -> None:
    """Refuse every node that is not on the list."""
    if depth > MAX_DEPTH:
        _refuse("it is nested too deeply", column(node), "use fewer brackets and operations")
    match node:
        case ast.BinOp(left=left, op=op, right=right) if isinstance(op, (*OPERATIONS, ast.Pow)):
            _check(left, column, depth + 1)
            _check(right, column, depth + 1)
        case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=operand):
            _check(operand, column, depth + 1)
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
            _check_call(name, len(arguments), column(node))
            _check(arguments[0], column, depth + 1)
        case ast.Name(id=name):
            _check_name(name, column(node))
        case ast.Constant(value=bool() | complex() | str()):
            _refuse("this is not a number", column(node), "write a number such as 2 or 0.5")
        case ast.Constant(value=int() | float() as number):
            _check_constant(number, column(node))
        case _:
            _refuse("this cannot stand in it", column(node), "use + - * / ^ and brackets ()")


def _check_call(name: str, arguments: int, column: int) -> None:
    if name in (*VARIABLES, *CONSTANTS):
        _refuse(f"{name!r} is not a function", column, "write * between it and the bracket")
    if name not in FUNCTIONS:
        _unknown(name, column, tuple(FUNCTIONS))
    if arguments != 1:
        _refuse(f"{name} has {arguments} arguments", column, f"write one, as in {name}(x)")


def _check_name(name: str, column: int) -> None:
    if name in FUNCTIONS:
        _refuse(f"{name!r} is a function", column, f"write brackets after it, as in {name}(x)")
    if name not in (*VARIABLES, *CONSTANTS):
        _unknown(name, column, (*VARIABLES, *CONSTANTS, *FUNCTIONS))


def _check_constant(number: float, column: int) -> None:
    try:
        finite = math.isfinite(float(number))
    except OverflowError:
        finite = False
    if not finite:
        _refuse("this number is too large", column, "write a number below 1e308")


def _unknown(name: str, column: int, known: tuple[str, ...]) -> NoReturn:
    near = get_close_matches(name.lower(), known, n=1)
    advice = f"did you mean {near[0]}?" if near else f"use {', '.join(known)}"
    _refuse(f"{name!r} is not known", column, advice)


def _refuse(what: str, column: int, remedy: str) -> NoReturn:
    end = "" if remedy.endswith("?") else "."
    raise InputError(f"The formula, column {column}: {what}; {remedy}{end}")


def _walk(node: ast.expr, x: Taylor, y: Taylor) -> Taylor:
    match node:
        case ast.Name(id=name):
            return Taylor(CONSTANTS[name]) if name in CONSTANTS else (x if name == "x" else y)
        case ast.Constant(value=number):
            return Taylor(np.float64(number))  # type: ignore[arg-type]
        case ast.UnaryOp(op=op, operand=operand):
            inner = _walk(operand, x, y)
            return -inner if isinstance(op, ast.USub) else inner
        case ast.Call(func=ast.Name(id=name), args=[argument]):
            inner = _walk(argument, x, y)
            return inner.chain(*FUNCTIONS[name](inner.v))
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            return _power(_walk(left, x, y), right, x, y)
        case ast.BinOp(left=left, op=op, right=right):
            return OPERATIONS[type(op)](_walk(left, x, y), _walk(right, x, y))
    raise AssertionError(f"unchecked node {node!r}")


def _power(base: Taylor, exponent: ast.expr, x: Taylor, y: Taylor) -> Taylor:
    power = _walk(exponent, x, y)
    if not any(isinstance(n, ast.Name) and n.id in VARIABLES for n in ast.walk(exponent)):
        return base.power(float(power.v))
    log = base.chain(*FUNCTIONS["log"](base.v))
    product = power * log
    return product.chain(*FUNCTIONS["exp"](product.v))


def _full(values: Floats | float, x: Floats, y: Floats) -> Floats:
    """Give what does not depend on x or y the shape of both."""
    return np.array(np.broadcast_to(values, np.broadcast_shapes(np.shape(x), np.shape(y))))
