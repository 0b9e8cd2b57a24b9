"""Shapes multiply to counts at every rank, and every number can come on show."""

from dataclasses import replace
from math import prod

import numpy as np
import pytest

from visualnn.experiment.frames.framing import Camera
from visualnn.experiment.frames.wants import Wants
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.training import Training
from visualnn.figures.tensor_picture import DEEP, SHEET, picture
from visualnn.figures.tensors import array_of, tensor_table, tensors
from visualnn.nn.layout import Layout

SHAPES = [
    (),
    (30,),
    (3, 20),
    (6, 9, 9),
    (5, 6, 9, 9),
    (40, 5, 6, 9, 9),
    (3, 40, 5, 6, 9, 9),
]


def begun(**names):
    plan = resolve(Experiment(**{"samples": 60, "hidden": (5, 4), "batch": 7, **names}))
    training = Training(plan)
    training.advance(3)
    wants = Wants(weights=True, neurons=16, batch=True, samples_but=-1)
    return plan, training, Camera(plan).frame(training, wants, 1)


def found(scene, kind, layer=0, **names):
    return next(t for t in tensors(scene, **names) if (t.kind, t.layer) == (kind, layer))


@pytest.mark.parametrize("data", ["xor", "digits"])
def test_that_there_are_tensors_of_every_rank_and_their_counts_are_products(data):
    scene = resolve(Experiment(data=data)).scene(1)
    listed = tensors(scene, seeds=3)
    assert {t.rank for t in listed} == set(range(7))
    assert [t.rank for t in listed] == sorted(t.rank for t in listed)
    assert all(t.count == prod(t.shape) and len(t.axes) == t.rank for t in listed)
    assert len({t.key for t in listed}) == len(listed)


def test_that_stacks_have_the_lengths_of_the_settings():
    names = {"samples": 60, "hidden": (5,), "batch": 7, "epochs": 40}
    scene = resolve(Experiment(**names)).scene(1)
    assert found(scene, "seeds", 1, seeds=3).shape == (3, 40, scene.steps_per_epoch, 5, 16, 16)
    assert scene.steps_per_epoch == -(-np.sum(scene.part == 0) // 7)


def test_that_images_are_stacked_by_batches():
    scene = resolve(Experiment(data="digits", batch=20, epochs=9)).scene(1)
    run = found(scene, "run")
    assert run.axes == ("epochs", "batches", "batch", "rows", "columns")
    assert run.shape == (9, scene.steps_per_epoch, 20, 8, 8)


def test_that_a_network_without_biases_lists_none():
    scene = resolve(Experiment()).scene(1)
    scene = replace(scene, layout=Layout(scene.sizes, bias=False))
    assert not any(t.kind == "bias" for t in tensors(scene))


def test_that_the_numbers_are_the_frame_s():
    plan, training, frame = begun()
    scene = plan.scene(1)
    layout = scene.layout
    weights = array_of(found(scene, "weights", 2), scene, frame, None)
    bias = array_of(found(scene, "bias", 1), scene, frame, None)
    np.testing.assert_array_equal(weights, layout.weights(training.theta)[1])
    np.testing.assert_array_equal(bias, layout.biases(training.theta)[0])
    maps = array_of(found(scene, "maps", 2), scene, frame, None)
    np.testing.assert_array_equal(maps, frame.neurons[2])
    assert array_of(found(scene, "loss"), scene, frame, None) == frame.scores["train_loss"]


@pytest.mark.parametrize("data", ["xor", "digits"])
def test_that_the_batch_is_what_the_network_was_given(data):
    plan, training, frame = begun(data=data)
    scene = plan.scene(1)
    given = array_of(found(scene, "batch"), scene, frame, frame.samples)
    np.testing.assert_allclose(given, training.tape.passed[0].reshape(given.shape), atol=1e-6)


def test_that_images_are_the_batch_in_another_shape():
    plan, _, frame = begun(data="digits")
    scene = plan.scene(1)
    rows, images = (
        array_of(found(scene, kind), scene, frame, frame.samples) for kind in ("batch", "images")
    )
    np.testing.assert_array_equal(images.reshape(rows.shape), rows)


@pytest.mark.parametrize("shape", SHAPES)
def test_that_every_number_can_come_on_show(shape):
    generator = np.random.default_rng(0)
    for _ in range(20):
        cursor = tuple(int(generator.integers(length)) for length in shape)
        drawn = picture(shape, cursor)
        assert cursor in drawn.indices
        assert len(set(drawn.indices)) == len(drawn.indices) == prod(r.shown for r in drawn.rails)
        assert len(drawn.indices) <= 300


@pytest.mark.parametrize("shape", SHAPES)
def test_that_cells_lie_inside_and_those_of_one_sheet_apart(shape):
    drawn = picture(shape, (0,) * len(shape))
    assert (drawn.places >= -1e-9).all()
    assert (drawn.places + 1 <= np.array(drawn.size) + 1e-9).all()
    sheet = [k for k, index in enumerate(drawn.indices) if len(shape) < 3 or index[-3] == 0]
    places = drawn.places[sheet]
    apart = np.abs(places[:, None] - places[None]).max(axis=2) + np.eye(len(places))
    assert apart.min() >= 1 - 1e-9


@pytest.mark.parametrize("shape", SHAPES)
def test_that_pointing_at_a_cell_in_front_finds_it(shape):
    cursor = tuple(length // 2 for length in shape)
    drawn = picture(shape, cursor)
    for index, (x, y) in zip(drawn.indices, drawn.places, strict=True):
        if len(shape) < 3 or index[-3] == cursor[-3]:
            assert drawn.at(x + 0.5, y + 0.5) == index
    assert drawn.at(-1, -1) is None


def test_that_dots_stand_where_an_axis_goes_on_and_nowhere_else():
    assert picture((3, 4), (0, 0)).dots == ()
    begin = picture((30,), (0,))
    assert [d[0] > 14 for d in begin.dots] == [True]
    assert len(picture((30,), (15,)).dots) == 2
    assert any(d[2] == DEEP for d in picture((9, 2, 2), (0, 0, 0)).dots)


def test_that_the_dots_of_a_sheet_move_with_the_sheet_in_front():
    shape = (3, 30, 30)
    first, third = (
        np.array([d[:2] for d in picture(shape, (sheet, 0, 0)).dots if d[2] != DEEP])
        for sheet in (0, 2)
    )
    np.testing.assert_allclose(third - first, np.full_like(first, 2 * SHEET) * DEEP)


def test_that_the_table_has_a_row_for_each_number_with_its_indices():
    plan, _, frame = begun()
    scene = plan.scene(1)
    tensor = found(scene, "weights", 2)
    values = array_of(tensor, scene, frame, None)
    table = tensor_table(tensor, values)
    assert table.rows == tensor.count
    assert table.columns["value"][table.rows - 1] == values[-1, -1]
    assert list(table.columns) == ["in", "out", "value"]
    assert tensor_table(found(scene, "run", 1), None).rows == 5
