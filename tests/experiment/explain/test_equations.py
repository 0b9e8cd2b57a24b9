"""Each stage has its equation, with rows or with columns, and the shapes multiply."""

import re

import pytest

from visualnn.experiment.explain import OfBatch, OfExample, explain, stages
from visualnn.experiment.explain.equations import equation
from visualnn.experiment.explain.names import Names
from visualnn.experiment.explain.notation import Notation
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.training import Training


def equations(e, **notation):
    names = Names(e, Notation(**notation))
    return {(s.key, s.layer): equation(s, names) for s in stages(e)}


@pytest.fixture(scope="module")
def batch():
    settings = {"hidden": (5,), "normalization": "batch", "dropout": 0.3, "l2": 0.1}
    return explain(OfBatch(), Training(resolve(Experiment(data="iris", **settings))))


def test_that_the_example_reads_as_on_its_picture():
    found = equations(explain(OfExample()))
    assert found["sum", 1].text == "z = x W₁"
    assert found["activate", 1].text == "h = σ(z)"
    assert found["slope_a", 2].text == "∂E/∂o = o − t"
    assert found["slope_z", 2].text == "δ = ∂E/∂z = ∂E/∂o ∘ σ′(z)"
    assert found["slope_w", 2].text == "∂E/∂W₂ = hᵀ δ"
    assert found["slope_a", 1].text == "∂E/∂h = δ W₂ᵀ"


def test_that_columns_read_every_product_the_other_way():
    found = equations(explain(OfExample()), vectors="column")
    assert found["sum", 2].text == "z = W₂ h"
    assert found["slope_w", 2].text == "∂E/∂W₂ = δ hᵀ"
    assert found["slope_a", 1].text == "∂E/∂h = W₂ᵀ δ"


def test_that_layers_have_their_numbers(batch):
    found = equations(batch)
    assert found["sum", 1].text == "s⁽¹⁾ = x W⁽¹⁾ + b⁽¹⁾"
    assert found["sum", 1].shapes == "(32, 4) · (4, 5) → (32, 5)"
    assert found["slope_z", 2].text == "δ⁽²⁾ = ∂L/∂z⁽²⁾ = (a⁽²⁾ − y) / 32"
    assert found["slope_w", 2].text == "∂L/∂W⁽²⁾ = ã⁽¹⁾ᵀ δ⁽²⁾"
    assert found["slope_b", 1].text == "∂L/∂b⁽¹⁾ = Σ ∂L/∂s⁽¹⁾"


@pytest.mark.parametrize("vectors", ["row", "column"])
def test_that_the_shapes_multiply(batch, vectors):
    found = equations(batch, vectors=vectors)
    shapes = [one.shapes for one in found.values() if "→" in one.shapes]
    assert len(shapes) == 6
    for text in shapes:
        a, b, c = (tuple(map(int, s)) for s in re.findall(r"\((\d+), (\d+)\)", text))
        assert a[1] == b[0]
        assert c == (a[0], b[1])


def test_that_the_shape_of_a_weights_gradient_is_that_of_the_weights(batch):
    rows, columns = equations(batch), equations(batch, vectors="column")
    assert rows["slope_w", 1].shapes.endswith("(4, 5)")
    assert columns["slope_w", 1].shapes.endswith("(5, 4)")


@pytest.mark.parametrize("seed", range(0, 200, 3))
def test_that_no_stage_of_any_network_is_without_its_equation(draw, seed):
    for vectors in ("row", "column"):
        for numbering in ("reading", "layers"):
            for one in equations(draw(seed), vectors=vectors, numbering=numbering).values():
                assert one.text
                assert one.latex.isascii(), one.latex


def test_that_the_loss_is_written_in_the_letters_of_the_network():
    assert equations(explain(OfExample()))["loss", 2].text == "E = ½·Σ (o − t)²"


def test_that_a_brief_stage_says_what_its_delta_is():
    e = explain(OfExample())
    stage = next(s for s in stages(e, brief=True) if s.key == "slope_w")
    assert equation(stage, Names(e)).text == "∂E/∂W₂ = hᵀ δ,  δ = ∂E/∂z"
