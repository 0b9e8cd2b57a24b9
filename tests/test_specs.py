"""Fields that describe themselves, and refuse what they cannot be."""

import math
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visualnn.errors import InputError
from visualnn.registry import Registry
from visualnn.specs import choice, flag, integer, number, specs_of, validate

COLORS = Registry("color")
COLORS.add("red", 1)
COLORS.add("green", 2)


@dataclass(frozen=True)
class Lamp:
    power: float = number(0.5, 0.0, 2.0, label="Power", symbol="P", live=True)
    bulbs: int = integer(1, 1, 8, label="Bulbs")
    color: str = choice("red", lambda: COLORS, label="Color")
    on: bool = flag(True, label="On")
    name: str = ""

    def __post_init__(self):
        validate(self)


def test_that_a_field_keeps_its_default_and_its_description():
    assert Lamp() == Lamp(0.5, 1, "red", True)
    assert list(specs_of(Lamp)) == ["power", "bulbs", "color", "on"]
    power = specs_of(Lamp)["power"]
    assert (power.kind, power.symbol, power.low, power.high, power.live) == (
        "number",
        "P",
        0.0,
        2.0,
        True,
    )


@given(power=st.floats(0, 2), bulbs=st.integers(1, 8), on=st.booleans())
def test_that_every_value_in_range_is_accepted(power, bulbs, on):
    assert Lamp(power, bulbs, "green", on).power == power


@given(power=st.floats(allow_nan=True).filter(lambda p: not 0 <= p <= 2))
def test_that_every_value_out_of_range_is_refused_with_the_range(power):
    with pytest.raises(InputError, match=r"Lamp\.power is .*: choose a value from 0 to 2\."):
        Lamp(power=power)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("power", "much", "write a number"),
        ("power", True, "write a number"),
        ("power", None, "write a number"),
        ("power", math.nan, "nan"),
        ("power", math.inf, "choose a value from 0 to 2"),
        ("bulbs", 2.0, "write a whole number"),
        ("bulbs", 0, "choose a value from 1 to 8"),
        ("bulbs", 10**400, "choose a value from 1 to 8"),
        ("bulbs", True, "write a whole number"),
        ("color", "gren", "did you mean 'green'"),
        ("color", ["red"], "Lamp.color"),
        ("color", None, "Lamp.color"),
        ("on", 1, "write true or false"),
    ],
)
def test_that_a_wrong_value_is_named_with_its_field_and_the_remedy(field, value, words):
    with pytest.raises(InputError) as refusal:
        Lamp(**{field: value})
    assert str(refusal.value).startswith(f"Lamp.{field} is ")
    assert words in str(refusal.value)
    assert "\n" not in str(refusal.value)
