"""Measure the promised speeds, beside PyTorch where it is installed."""

from __future__ import annotations

import argparse
import os
import platform
from itertools import chain
from typing import Any

import numpy as np

from visualnn.bench import pytorch, table, window
from visualnn.bench.memory import process_peak
from visualnn.bench.result import Promise, Result
from visualnn.bench.timing import FULL, QUICK
from visualnn.cli.output import print_json, print_table, say

VERDICTS = {True: "met", False: "missed", None: "not compared"}
MIB = 2**20


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``visualnn bench``."""
    parser.add_argument("--quick", action="store_true", help="fewer repeats, rougher numbers")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Measure and print the table; it fails if a promise is broken."""
    results = []
    effort = QUICK if arguments.quick else FULL
    say("This takes about a minute." if arguments.quick else "This takes about four minutes.")
    for result in chain(table.measure(effort), window.measure(effort)):
        say(f"{result.work}: {_ratio(result)}, {VERDICTS[result.met]}")
        results.append(result)
    facts = report(results)
    print_json(facts) if arguments.json else _print(results, facts)
    return int(any(result.met is False for result in results))


def report(results: list[Result]) -> dict[str, Any]:
    """Return the table and the machine under the names that scripts rely on."""
    return {
        "rows": [_row(result) for result in results],
        "missed": sum(result.met is False for result in results),
        "peak_memory": process_peak(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "torch": pytorch.version(),
        "cpus": os.cpu_count(),
    }


def _row(result: Result) -> dict[str, Any]:
    return {
        "work": result.work,
        "reference": result.promise.reference,
        "unit": result.unit,
        "ours": result.ours,
        "theirs": result.theirs,
        "ratio": result.ratio,
        "sense": result.promise.sense,
        "target": result.promise.ratio,
        "met": result.met,
        "excess": result.excess,
        "memory": result.memory,
        "calls": result.calling and result.calling.count,
        "call_seconds": result.calling and result.calling.seconds,
    }


def _print(results: list[Result], facts: dict[str, Any]) -> None:
    rows = [["work", "ours", "beside", "theirs", "ratio", "target", "", "memory"]]
    for result in results:
        rows.append(
            [
                result.work,
                _size(result, result.ours),
                result.promise.reference,
                "–" if result.theirs is None else _size(result, result.theirs),
                _ratio(result),
                _target(result.promise),
                VERDICTS[result.met],
                "" if result.memory is None else f"{result.memory / MIB:.2f} MiB",
            ]
        )
    print_table(rows, "<><>>><>")
    for result in results:
        if result.met is False:
            print(f"missed: {result.work}, beside {result.promise.reference}: {_cost(result)}")
    peak = facts["peak_memory"]
    print()
    print(
        f"Python {facts['python']}, NumPy {facts['numpy']}, "
        f"PyTorch {facts['torch'] or 'not installed'}, {facts['cpus']} processors"
        + (f"; peak memory of the process {peak / MIB:.0f} MiB" if peak else "")
    )


def _cost(result: Result) -> str:
    """Say by how much a promise is missed, and how much of ours is the price of its calls."""
    excess = result.excess or 0.0
    promised = result.ours - excess
    missed = f"{_size(result, excess)} ({excess / promised:.1%}) more than promised"
    if (calling := result.calling) is None:
        return missed
    together = f" for {calling.shared} together" if calling.shared > 1 else ""
    return (
        f"{missed}; {calling.share(result.ours):.0%} of the time is the price of "
        f"{calling.count} calls{together}, {calling.seconds * 1e6:.2f} µs each"
    )


def _ratio(result: Result) -> str:
    return "–" if result.ratio is None else f"{result.ratio:.3g}×"


def _target(promise: Promise) -> str:
    return f"{'≥' if promise.sense == 'at least' else '≤'} {promise.ratio:g}×"


def _size(result: Result, value: float) -> str:
    """Write a duration, or a number of bytes, in the unit that fits it."""
    if result.unit == "bytes":
        return f"{value / MIB:.0f} MiB" if value > MIB else f"{value:.0f} B"
    scale, unit = next(
        (scale, unit)
        for scale, unit in ((1, "s"), (1e3, "ms"), (1e6, "µs"))
        if value * scale >= 1 or unit == "µs"
    )
    return f"{value * scale:.3g} {unit}"
