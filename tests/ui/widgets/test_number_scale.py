from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visualnn.errors import InputError
from visualnn.specs import Spec
from visualnn.ui.widgets.number_scale import nearest, parse, stops, write

RATE = Spec("number", "Learning rate", low=1e-5, high=10, scale="log")
DECAY = Spec("number", "L2", low=0, high=1, scale="log")
SHARE = Spec("number", "Noise", low=0, high=1)
BETA = Spec("number", "β", low=0, high=0.999)
BATCH = Spec("integer", "Batch size", low=1, high=10_000, scale="log")
PATIENCE = Spec("integer", "Patience", low=0, high=10_000, scale="log")
SEED = Spec("integer", "Seed", low=0, high=999_999)
SIGNED = Spec("number", "Weight", low=-10, high=10)
SPECS = (RATE, DECAY, SHARE, BETA, BATCH, PATIENCE, SEED, SIGNED)


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.label)
def test_that_the_stops_rise_from_end_to_end(spec: Spec):
    values = stops(spec)
    assert values[0] == spec.low
    assert values[-1] == spec.high
    assert (spec.kind == "integer" and spec.scale == "linear") or all(
        a < b for a, b in pairwise(values)
    )


def test_that_zero_is_the_left_end_of_a_log_scale():
    assert stops(DECAY)[0] == 0
    assert stops(DECAY)[1] == pytest.approx(1e-6)
    assert stops(PATIENCE)[:4] == (0, 1, 2, 3)


def test_that_a_log_scale_steps_by_like_factors():
    values = stops(RATE)
    factors = [b / a for a, b in pairwise(values)]
    assert max(factors) < 1.2
    assert min(factors) > 1.05


def test_that_counts_stop_at_powers_of_two_and_at_round_numbers():
    assert {1, 16, 32, 64, 100, 128, 200, 1000, 1024} <= set(stops(BATCH))


def test_that_a_linear_number_steps_by_hundredths():
    assert stops(SHARE)[:3] == (0, 0.01, 0.02)
    assert len(stops(SHARE)) == 101
    assert stops(BETA)[-2:] == (0.99, 0.999)


@given(st.floats(1e-5, 10))
def test_that_the_nearest_stop_is_the_nearest(value: float):
    values = stops(RATE)
    distance = abs(values[nearest(values, value)] - value)
    assert distance == min(abs(stop - value) for stop in values)


@pytest.mark.parametrize(
    ("value", "spec", "text"),
    [
        (0.03, RATE, "0.030"),
        (0.001, RATE, "0.0010"),
        (0.3, RATE, "0.30"),
        (0.0312, RATE, "0.0312"),
        (1e-4, DECAY, "1e-4"),
        (2.5e-5, RATE, "2.5e-5"),
        (0, DECAY, "0"),
        (0, SHARE, "0.00"),
        (0.1, SHARE, "0.10"),
        (0.999, BETA, "0.999"),
        (10, RATE, "10"),
        (32, BATCH, "32"),
        (10_000, BATCH, "10\N{NARROW NO-BREAK SPACE}000"),
        (-1.5, SIGNED, "−1.5"),
    ],
)
def test_that_a_number_is_written_as_people_write_it(value: float, spec: Spec, text: str):
    assert write(value, spec) == text


@given(st.sampled_from(SPECS), st.floats(0, 1))
def test_that_what_is_written_is_read_again_to_six_digits(spec: Spec, share: float):
    value = spec.low + share * (spec.high - spec.low)
    value = round(value) if spec.kind == "integer" else float(f"{value:.6g}")
    assert parse(write(value, spec), spec, spec.label) == value


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.label)
def test_that_every_stop_is_written_exactly(spec: Spec):
    for value in list(stops(spec))[:300]:
        assert parse(write(value, spec), spec, "x") == value


@pytest.mark.parametrize(
    ("text", "value"), [("1e-3", 0.001), ("0,03", 0.03), (" 0.5 ", 0.5), ("10", 10)]
)
def test_that_the_usual_spellings_are_read(text: str, value: float):
    assert parse(text, RATE, "Learning rate") == value


@pytest.mark.parametrize("text", ["", "fast", "nan", "inf", "-1", "11", "1e-9"])
def test_that_what_is_no_legal_number_is_refused_by_name(text: str):
    with pytest.raises(InputError, match="Learning rate is"):
        parse(text, RATE, "Learning rate")


def test_that_a_fraction_is_no_count():
    with pytest.raises(InputError, match="whole number"):
        parse("2.5", BATCH, "Batch size")
    assert parse("64.0", BATCH, "Batch size") == 64
