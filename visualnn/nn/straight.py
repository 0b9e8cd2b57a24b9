"""A list of calls as one function: the same calls in the same order, without the list.

Running a list costs a turn of the loop and an unpacked `partial` for each call,
a twentieth to a tenth of a small network's step.  The function's text consists of calls
and of names that are made here, v0, v1, … and g0, g1, …; no text of anyone else gets into it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from visualnn.nn.calls import Call


def straightened(calls: Iterable[Call], given: Iterable[object] = ()) -> Callable[..., Any]:
    """Return a function that makes these calls, one line for each.

    Parameters
    ----------
    calls
        What to do.  The function returns what the last of them returns.
    given
        Arguments of the calls in whose place the function takes others each time.
    """
    names = {id(value): f"g{place}" for place, value in enumerate(given)}
    head = ", ".join(names.values())
    values: dict[str, Any] = {}

    def name(value: object) -> str:
        """Return the variable that holds this very object."""
        if id(value) not in names:
            names[id(value)] = f"v{len(values)}"
            values[names[id(value)]] = value
        return names[id(value)]

    *lines, last = [_line(call, name) for call in calls] or ["None"]
    # The variables are the function's own globals: the interpreter remembers where they lie,
    # while some sixty arguments with a default would be handed over at each call.
    text = "\n    ".join([f"def step({head}):", *lines, f"return {last}"])
    exec(compile(text, "<a step>", "exec"), values)
    step: Callable[..., Any] = values["step"]
    return step


def _line(call: Call, name: Callable[[object], str]) -> str:
    """Write one call, a `partial` as the call of its function with its arguments."""
    if not isinstance(call, partial):
        return f"{name(call)}()"
    arguments = [name(value) for value in call.args]
    arguments += [f"{key}={name(value)}" for key, value in call.keywords.items()]
    return f"{name(call.func)}({', '.join(arguments)})"
