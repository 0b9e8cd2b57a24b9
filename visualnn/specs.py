"""Hyper-parameters declared once, as dataclass fields that describe themselves.

From one line such as ::

    beta: float = number(0.9, 0.0, 0.999, label="Momentum", symbol="β", live=True)

come the control in the panel, the check of a file, the command line's option,
the strategy of the property tests and the documentation.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields, replace
from functools import cache
from typing import Any, Literal

from visualnn.errors import InputError
from visualnn.registry import advice

Scale = Literal["linear", "log"]
Kind = Literal["number", "integer", "choice", "flag"]


@dataclass(frozen=True, slots=True)
class Spec:
    """What is known of one field besides its value.

    Attributes
    ----------
    kind
        Decides the control: a slider, a slider of whole numbers, a list, a switch.
    label
        A short name in sentence case.
    idea
        One sentence that explains the idea (not the widget); shown as the tooltip.
    symbol
        The letter in formulas, or an empty string.
    formula
        The rule that it is part of, with its variant, as plain text; may be empty.
    usual
        What is meant where it is asked for without a number, if anything is.
    low, high
        The closed range of a number.
    scale
        ``"log"`` where the slider moves by factors; zero, if it is the lowest
        value, sits at the slider's left end.
    options
        Returns the keys to choose from; a function, so that a registry may
        still grow when the field is declared.
    live
        True where an edit does not restart a running training.
    """

    kind: Kind
    label: str
    idea: str = ""
    symbol: str = ""
    low: float = -math.inf
    high: float = math.inf
    scale: Scale = "linear"
    options: Callable[[], Iterable[str]] = tuple
    live: bool = False
    formula: str = ""
    usual: float | None = None

    def check(self, value: object, where: str) -> None:
        """Raise `InputError` unless ``value`` is a legal value of this field."""
        match self.kind:
            case "flag":
                if not isinstance(value, bool):
                    raise InputError(f"{where} is {value!r}: write true or false.")
            case "choice":
                self._check_choice(value, where)
            case _:
                self._check_number(value, where)

    def _check_choice(self, value: object, where: str) -> None:
        options = tuple(self.options())
        if value not in options:
            unknown = getattr(self.options(), "unknown", None)
            remedy = unknown(value) if unknown else advice(value, options)
            raise InputError(f"{where} is {value!r}: {remedy}")

    def _check_number(self, value: object, where: str) -> None:
        whole = self.kind == "integer"
        right = int if whole else (int, float)
        if isinstance(value, bool) or not isinstance(value, right):
            raise InputError(f"{where} is {value!r}: write a {'whole ' if whole else ''}number.")
        if not self.low <= value <= self.high:
            raise InputError(
                f"{where} is {_short(value)}: choose a value from {self.low:g} to {self.high:g}."
            )


def number(
    default: float,
    low: float,
    high: float,
    *,
    label: str,
    idea: str = "",
    symbol: str = "",
    scale: Scale = "linear",
    live: bool = False,
    formula: str = "",
    usual: float | None = None,
) -> Any:
    """Declare a real hyper-parameter in the closed range ``[low, high]``."""
    spec = Spec("number", label, idea, symbol, low, high, scale, live=live, formula=formula)
    return _declare(default, replace(spec, usual=usual))


def integer(
    default: int,
    low: int,
    high: int,
    *,
    label: str,
    idea: str = "",
    symbol: str = "",
    scale: Scale = "linear",
    live: bool = False,
    formula: str = "",
) -> Any:
    """Declare a whole-numbered hyper-parameter in the closed range ``[low, high]``."""
    return _declare(
        default, Spec("integer", label, idea, symbol, low, high, scale, live=live, formula=formula)
    )


def choice(
    default: str,
    options: Callable[[], Iterable[str]],
    *,
    label: str,
    idea: str = "",
    symbol: str = "",
    live: bool = False,
    formula: str = "",
) -> Any:
    """Declare a choice; ``options`` returns a registry or a tuple of keys."""
    spec = Spec("choice", label, idea, symbol, options=options, live=live, formula=formula)
    return _declare(default, spec)


def flag(
    default: bool, *, label: str, idea: str = "", live: bool = False, formula: str = ""
) -> Any:
    """Declare a switch."""
    return _declare(default, Spec("flag", label, idea, live=live, formula=formula))


def _short(value: float) -> str:
    """Return a number in a few digits; a whole number may be too long even for a float."""
    return f"{value:g}" if abs(value) < 1e300 or value != value else "too large"


def _declare(default: object, spec: Spec) -> Any:
    return field(default=default, metadata={"spec": spec})


@cache
def specs_of(cls: type) -> dict[str, Spec]:
    """Return the described fields of a dataclass, name to `Spec`, in their order."""
    return {f.name: f.metadata["spec"] for f in fields(cls) if "spec" in f.metadata}


def validate(thing: object) -> None:
    """Check every described field of ``thing``; for use in ``__post_init__``.

    Raises
    ------
    InputError
        Names the class, the field, the value and the legal range.
    """
    cls: Any = type(thing)
    for name, spec in specs_of(cls).items():
        spec.check(getattr(thing, name), f"{cls.__name__}.{name}")
