"""Parameters are counted right, and linear layers collapse to the layer that they are."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.figures.layers import (
    LayerRow,
    collapsed,
    is_linear_stack,
    layer_rows,
    matrix_forms,
    parameter_terms,
    variant,
)
from visualnn.nn.architecture import Architecture
from visualnn.nn.layout import Layout
from visualnn.nn.losses import LOSSES
from visualnn.nn.network import Tape
from visualnn.nn.optim import Adam, RMSprop


def test_that_three_inputs_and_two_units_have_eight_parameters():
    assert parameter_terms(Layout((3, 2)), 1) == ("3·2 + 2", 8)


def test_that_one_input_is_counted_too():
    assert parameter_terms(Layout((1, 8)), 1) == ("1·8 + 8", 16)


def test_that_shapes_are_those_of_a_row_per_sample_and_a_column_per_unit():
    rows = layer_rows(resolve(Experiment(data="iris", hidden=(8,), batch=20)).scene())
    assert matrix_forms(rows) == [
        "(20, 4)·(4, 8) + (8) = (20, 8)",
        "(20, 8)·(8, 3) + (3) = (20, 3)",
    ]


@pytest.mark.parametrize("batch", [1, 4])
def test_that_the_same_eight_parameters_serve_one_sample_and_four(batch):
    layout = Layout((3, 2))
    theta, x = np.arange(8.0), np.arange(3.0 * batch).reshape(batch, 3)
    w, b = layout.weights(theta)[0], layout.biases(theta)[0]
    rows = [LayerRow(0, "", "", x.shape, "", 0), LayerRow(1, "linear", "none", (batch, 2), "", 8)]
    z = x @ w + b
    assert matrix_forms(rows) == [f"{x.shape}·{w.shape} + ({b.size}) = {z.shape}"]


@pytest.mark.parametrize("normalization", ["none", "batch", "layer"])
def test_that_the_layers_add_up_to_the_total(normalization):
    experiment = Experiment(data="iris", hidden=(8, 8), normalization=normalization)
    scene = resolve(experiment).scene()
    rows = layer_rows(scene)
    assert sum(row.parameters for row in rows) == scene.parameters
    assert [row.shape for row in rows] == [(32, 4), (32, 8), (32, 8), (32, 3)]
    if normalization == "none":
        assert scene.parameters == 139


def test_that_the_batch_is_never_larger_than_the_training_share():
    scene = resolve(Experiment(data="xor_gate")).scene()
    assert layer_rows(scene)[0].shape == (4, 2)


@given(
    st.lists(st.integers(1, 5), min_size=2, max_size=5),
    st.integers(0, 2**32 - 1),
)
def test_that_a_linear_stack_answers_as_its_one_layer(sizes, seed):
    rng = np.random.default_rng(seed)
    architecture = Architecture(tuple(sizes), ("linear",) * (len(sizes) - 1), "mse")
    theta = rng.normal(size=(1, architecture.layout.size))
    tape = Tape(architecture, theta, np.zeros_like(theta), 7)
    tape.x[...] = rng.normal(size=(7, sizes[0]))
    tape.forward()
    weights, offset = collapsed(architecture.layout, theta[0])
    np.testing.assert_allclose(tape.x @ weights + offset, tape.a[-1][0], atol=1e-10)


@pytest.mark.parametrize(
    ("names", "linear"),
    [
        ({"activation": "linear"}, True),
        ({"activation": "linear", "normalization": "layer"}, False),
        ({"activation": "tanh"}, False),
        ({"hidden": ()}, False),
    ],
)
def test_that_only_plain_linear_hidden_layers_are_a_linear_stack(names, linear):
    assert is_linear_stack(resolve(Experiment(**names)).scene()) is linear


def test_that_the_variant_is_one_line_without_the_formula_again():
    text = variant(Adam, Adam.formula)
    assert text.startswith("Adam (Kingma & Ba, 2015), as in torch.optim.Adam. Both memories are")
    assert text.endswith("and ε stands outside the root.")
    assert "ε outside the root" in variant(RMSprop, RMSprop.formula)
    assert "\n" not in variant(LOSSES["huber"], LOSSES["huber"].formula)
