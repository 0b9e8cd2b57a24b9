"""What ``visualnn bench`` prints; the numbers themselves are the machine's."""

import json

import pytest

from visualnn.bench import table, window
from visualnn.bench.pytorch import torch
from visualnn.bench.result import Calling

KEYS = {"rows", "missed", "peak_memory", "python", "numpy", "torch", "cpus"}
ROW = {
    "work",
    "reference",
    "unit",
    "ours",
    "theirs",
    "ratio",
    "sense",
    "target",
    "met",
    "excess",
    "memory",
    "calls",
    "call_seconds",
}
TARGETS = [35, 35, 11, 1.6, 1.5, 200, 10, 40, 8, 150, 1]


@pytest.fixture
def without_torch(monkeypatch):
    """Measure as on a machine that has no PyTorch."""
    torch.cache_clear()
    monkeypatch.setattr("visualnn.bench.pytorch.find_spec", lambda name: None)
    monkeypatch.setattr(table, "RACE_STEPS", 50)
    monkeypatch.setattr(window, "measure", lambda effort: iter(()))  # has tests of its own
    yield
    torch.cache_clear()


def test_that_every_promise_has_a_row_and_what_was_not_compared_says_so(command, without_torch):
    done = command("bench", "--quick", "--json")
    result = json.loads(done.out)
    assert set(result) == KEYS
    assert [row["target"] for row in result["rows"]] == TARGETS
    assert {frozenset(row) for row in result["rows"]} == {frozenset(ROW)}
    assert result["torch"] is None
    compared = [row for row in result["rows"] if row["met"] is not None]
    assert [row["target"] for row in compared] == [1.5, 1]
    assert done.status == int(any(row["met"] is False for row in compared))
    assert all(row["ours"] > 0 for row in result["rows"])
    assert all(row["memory"] > 0 for row in result["rows"][:-1])


@pytest.mark.parametrize(("theirs", "shown"), [(80.0, False), (10.0, True)])
def test_that_a_missed_step_says_what_it_and_its_calls_cost(command, monkeypatch, theirs, shown):
    promise = table.Promise("PyTorch eager", 40.0)
    row = table.Result("a step", 1e-5, theirs * 1e-5, promise, calling=Calling(26, 2.5e-7))
    monkeypatch.setattr(table, "measure", lambda effort: iter([row]))
    monkeypatch.setattr(window, "measure", lambda effort: iter(()))
    done = command("bench")
    assert ("7.5 µs (300.0%) more than promised" in done.out) is shown
    assert ("65% of the time is the price of 26 calls, 0.25 µs each" in done.out) is shown


@pytest.mark.parametrize(
    ("unit", "ours", "said"), [("s", 0.4, "100 ms"), ("bytes", 8.0 * 2**20, "2 MiB")]
)
def test_that_every_missed_row_says_what_it_costs(command, monkeypatch, unit, ours, said):
    promise = table.Promise("an empty window", 1.5, "at most")
    row = table.Result("the first painting", ours, ours / 2, promise, unit)
    monkeypatch.setattr(table, "measure", lambda effort: iter([row]))
    monkeypatch.setattr(window, "measure", lambda effort: iter(()))
    wanted = "missed: the first painting, beside an empty window: "
    assert f"{wanted}{said} (33.3%) more than promised\n" in command("bench").out


@pytest.mark.parametrize(("theirs", "status"), [(80.0, 0), (10.0, 1), (None, 0)])
def test_that_a_missed_promise_fails_and_an_uncompared_one_does_not(
    command, monkeypatch, theirs, status
):
    row = table.Result("a step", 1.0, theirs, table.Promise("PyTorch eager", 35.0))
    monkeypatch.setattr(table, "measure", lambda effort: iter([row]))
    monkeypatch.setattr(window, "measure", lambda effort: iter(()))
    done = command("bench")
    assert done.status == status
    words = {80.0: "80×", 10.0: "missed", None: "not compared"}[theirs]
    assert words in done.out
    assert "≥ 35×" in done.out
