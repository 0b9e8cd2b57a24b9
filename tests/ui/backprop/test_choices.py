import pytest

from visualnn.experiment.explain import Notation
from visualnn.ui.backprop.choices import Choices

CHOICES = Choices(Notation(decimals=5, vectors="column"), {"stages": {"detail": "all"}}, "update")


def test_that_choices_come_back_as_they_were():
    assert Choices.from_json(CHOICES.to_json()) == CHOICES


@pytest.mark.parametrize("text", ["", "{", "[]", '{"notation": 3}', '{"notation": {}, "deck": ""}'])
def test_that_what_cannot_be_read_is_nothing(text):
    assert Choices.from_json(text) is None


def test_that_an_unknown_notation_keeps_its_defaults():
    text = '{"notation": {"vectors": "diagonal"}, "switches": {}, "deck": "update"}'
    assert Choices.from_json(text).notation == Notation()
