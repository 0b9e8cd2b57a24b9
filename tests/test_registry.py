"""The table from names to things."""

import pytest

from visualnn.errors import InputError
from visualnn.registry import Registry


@pytest.fixture
def planets():
    registry = Registry("planet")
    for key in ("venus", "earth", "mars"):
        registry.add(key, key.title())
    return registry


def test_that_entries_keep_the_order_in_which_they_came(planets):
    assert list(planets) == ["venus", "earth", "mars"]
    assert list(planets.values()) == ["Venus", "Earth", "Mars"]
    assert len(planets) == 3


def test_that_a_misspelling_is_answered_with_the_nearest_name(planets):
    with pytest.raises(InputError, match=r"^Unknown planet 'Eart': did you mean 'earth'\?$"):
        planets["Eart"]


def test_that_a_strange_name_is_answered_with_all_names(planets):
    with pytest.raises(InputError, match="choose one of venus, earth, mars"):
        planets["xyz"]


@pytest.mark.parametrize("key", [None, 3, ["earth"], {"a": 1}])
def test_that_what_is_no_name_is_not_in_the_table(planets, key):
    assert key not in planets
    with pytest.raises(InputError, match="Unknown planet"):
        planets[key]


def test_that_a_name_is_entered_once(planets):
    with pytest.raises(ValueError, match="'mars' is entered twice"):
        planets.add("mars", "Mars")


def test_that_a_decorator_enters_what_it_decorates():
    functions = Registry("function")

    @functions.register("twice")
    def twice(x):
        return 2 * x

    assert functions["twice"] is twice
    assert twice(4) == 8
