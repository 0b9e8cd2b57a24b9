"""A list of calls as one function does what the list does."""

import re
from functools import partial

import numpy as np
import pytest

from visualnn.experiment.together.population import Population
from visualnn.nn.activations import ACTIVATIONS
from visualnn.nn.architecture import Architecture
from visualnn.nn.calls import run
from visualnn.nn.losses import LOSSES
from visualnn.nn.network import Tape
from visualnn.nn.optim import OPTIMIZERS
from visualnn.nn.straight import straightened


def trained(activation, loss, optimizer, make):
    """Return θ and the losses of twelve updates, each made by what ``make`` makes of its calls."""
    rng = np.random.default_rng(3)
    output = LOSSES[loss].output
    shape = Architecture((3, 5, 4, 2), (activation, activation, output), loss)
    population = Population(
        0.5 * rng.normal(size=(1, shape.layout.size)), [OPTIMIZERS[optimizer]()]
    )
    tape = Tape(shape, population.theta, population.gradient, 6)
    tape.x[...], tape.y[:, :1] = rng.normal(size=(6, 3)), rng.integers(0, 2, (6, 1))
    step = make([*tape.forward_calls, *tape.backward_calls, *population.update_calls])
    losses = []
    for _ in range(12):
        step()
        losses.append(tape.loss.item())
    return population.theta, losses


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", [key for key in ACTIVATIONS if key != "softmax"])
def test_that_a_step_in_one_function_is_the_step_bit_for_bit(activation, loss, optimizer):
    case = activation, loss, optimizer
    one, other = trained(*case, straightened), trained(*case, lambda calls: partial(run, calls))
    assert (one[0] == other[0]).all()
    assert one[1] == other[1]


def test_that_calls_keep_their_order_and_their_keywords():
    heard, out = [], np.zeros(3)
    calls = [
        partial(heard.append, 1),
        lambda: heard.append(2),
        partial(np.add, np.ones(3), 1.0, out=out),
        partial(heard.append, 1),
    ]
    function = straightened(calls)
    function()
    function()
    assert heard == [1, 2, 1] * 2
    assert (out == 2).all()


def test_that_no_calls_are_a_function_too():
    assert straightened([])() is None


def test_that_the_function_takes_others_in_place_of_what_is_given():
    target, first, second = np.zeros(2), np.ones(2), np.full(2, 5.0)
    function = straightened([partial(np.add, target, first, target), target.sum], [first])
    assert function(first) == 2
    assert function(second) == 12


def test_that_no_text_of_a_value_gets_into_the_function():
    heard = []
    wicked = [
        "__import__('os').abort()",
        "v0=",
        "\n    raise SystemExit",
        "g0): pass\nheard.clear(",
    ]
    function = straightened([partial(heard.append, text) for text in wicked], given=[wicked[0]])
    function("given")
    assert heard == ["given", *wicked[1:]]
    code = function.__code__
    assert all(re.fullmatch(r"g\d+", name) for name in code.co_varnames)
    assert all(re.fullmatch(r"v\d+", name) for name in code.co_names)
    assert not set(wicked) & set(code.co_consts)
