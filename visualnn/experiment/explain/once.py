"""What is read off an explanation often is made once, and goes with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from visualnn.experiment.explain.explanation import Explanation

P = ParamSpec("P")
Result = TypeVar("Result")
Reading = Callable[Concatenate[Explanation, P], Result]


def once(read: Reading[P, Result]) -> Reading[P, Result]:
    """Remember what a function returns of an explanation as long as the explanation lives.

    While a network trains explanations come and go many times a second, each with
    several copies of its parameters: what is remembered must not keep them.
    """
    known: WeakKeyDictionary[Explanation, dict[object, Result]] = WeakKeyDictionary()

    @wraps(read)
    def remembered(e: Explanation, /, *args: P.args, **named: P.kwargs) -> Result:
        found, key = known.setdefault(e, {}), (args, *named.items())
        if key not in found:
            found[key] = read(e, *args, **named)
        return found[key]

    return remembered
