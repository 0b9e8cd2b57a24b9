"""A row compares our work with the best that a reference was seen to need."""

import pytest

from visualnn.bench import pytorch, table
from visualnn.bench.result import Promise
from visualnn.bench.timing import QUICK

PROMISE = Promise("PyTorch eager", 35.0)


@pytest.fixture
def made(monkeypatch):
    """The references that were made, with PyTorch installed as far as the table knows."""
    monkeypatch.setattr(pytorch, "torch", lambda: object())
    return []


def compared(made):
    (result,) = table._compared("a step", print, {PROMISE: lambda: made.append(1) or print}, QUICK)
    return result


def test_that_a_reference_that_is_slow_as_it_was_made_is_made_anew(made, monkeypatch):
    times = iter([[1e-5, 1e-3], [2e-5, 2.5e-4], [1e-5, 3e-4]])
    monkeypatch.setattr(table, "least_seconds", lambda contenders, effort: next(times))
    result = compared(made)
    assert (result.ours, result.theirs) == (1e-5, 2.5e-4)
    assert len(made) == table.ATTEMPTS


def test_that_long_work_is_timed_at_one_attempt(made, monkeypatch):
    monkeypatch.setattr(table, "least_seconds", lambda contenders, effort: [0.03, 1.5])
    assert compared(made).theirs == 1.5
    assert len(made) == 1


def test_that_without_pytorch_nothing_is_compared(monkeypatch):
    monkeypatch.setattr(pytorch, "torch", lambda: None)
    monkeypatch.setattr(table, "least_seconds", lambda contenders, effort: [1e-5])
    assert compared([]).theirs is None
