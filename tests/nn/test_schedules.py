"""Schedules against torch.optim.lr_scheduler (see tests/reference/make_schedules.py)."""

import json
from math import inf
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visualnn.nn.schedules import SCHEDULES, Constant, Length, OneCycle, ReduceOnPlateau, Watch
from visualnn.specs import specs_of

REFERENCE = json.loads((Path(__file__).parents[1] / "reference" / "schedules.json").read_text())
LENGTH = Length(REFERENCE["steps_per_epoch"], REFERENCE["epochs"])


def rates(schedule, lr, length=LENGTH, losses=REFERENCE["losses"]):
    """Return η of every update of a run with these validation losses."""
    watch, found = Watch(), []
    for step in range(length.steps):
        if step and step % length.steps_per_epoch == 0:
            watch = schedule.heed(watch, losses[step // length.steps_per_epoch - 1], lr)
        found.append(schedule.rate(lr, step, length, watch))
    return found


@pytest.mark.parametrize("case", REFERENCE["cases"], ids=lambda c: f"{c['key']} {c['settings']}")
def test_that_a_schedule_gives_the_rates_of_torch(case):
    found = rates(SCHEDULES[case["key"]](**case["settings"]), REFERENCE["rate"])
    np.testing.assert_allclose(found, case["rates"], rtol=1e-12)


@pytest.mark.parametrize("key", SCHEDULES)
def test_that_every_schedule_has_a_reference_of_a_hundred_steps(key):
    lengths = [len(case["rates"]) for case in REFERENCE["cases"] if case["key"] == key]
    assert lengths
    assert min(lengths) >= 100


@pytest.mark.parametrize("key", [key for key in SCHEDULES if key != "constant"])
def test_that_a_reference_changes_the_rate(key):
    assert any(len(set(case["rates"])) > 1 for case in REFERENCE["cases"] if case["key"] == key)


@pytest.mark.parametrize("key", SCHEDULES)
def test_that_a_schedule_describes_itself_and_every_setting(key):
    cls = SCHEDULES[key]
    assert cls.key == key
    assert cls.title
    assert "η" in cls.formula
    assert all(spec.label and spec.idea and spec.live for spec in specs_of(cls).values())


@given(
    key=st.sampled_from(tuple(SCHEDULES)),
    lr=st.floats(1e-6, 10),
    steps_per_epoch=st.integers(1, 50),
    epochs=st.integers(1, 50),
    step=st.integers(0, 5000),
)
def test_that_a_rate_is_positive_up_to_the_end_and_never_above_the_optimizers(
    key, lr, steps_per_epoch, epochs, step
):
    length = Length(steps_per_epoch, epochs)
    rate = SCHEDULES[key]().rate(lr, step, length, Watch())
    assert 0 <= rate <= lr * (1 + 1e-12)
    assert rate > 0 or step >= length.steps


def test_that_one_cycle_is_defined_for_the_shortest_runs():
    for steps in range(1, 12):
        found = rates(OneCycle(), 1.0, Length(1, steps))
        assert np.isfinite(found).all()
        assert found[-1] == pytest.approx(1 / 25 / 1e4)


def test_that_a_loss_that_is_no_number_counts_as_no_better():
    watch = ReduceOnPlateau(wait=0).heed(Watch(best=0.5), float("nan"), 0.1)
    assert watch.scale == pytest.approx(0.1)
    assert watch.best == 0.5


def test_that_the_first_loss_is_better_than_none():
    assert ReduceOnPlateau().heed(Watch(), 3.0, 0.1) == Watch(best=3.0)


def test_that_a_schedule_that_does_not_listen_keeps_its_watch():
    assert Constant().heed(Watch(), 3.0, 0.1).best == inf


@pytest.mark.parametrize("key", SCHEDULES)
def test_that_a_schedule_says_whether_it_depends_on_the_number_of_epochs(key):
    schedule = SCHEDULES[key]()
    rates = [
        [schedule.rate(0.1, step, Length(10, epochs), Watch()) for step in range(0, 200, 7)]
        for epochs in (20, 40)
    ]
    assert (rates[0] != rates[1]) == schedule.until_the_end
