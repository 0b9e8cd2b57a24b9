"""Pictures of every kind of run are drawn, and show the run's own numbers."""

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from visualnn.errors import InputError
from visualnn.export import boundary, curves, network, raster
from visualnn.export.captions import data_name, weights_text
from visualnn.export.chart import Axis
from visualnn.export.svg import markup
from visualnn.export.theme import color, rgb

PICTURES = [curves, network, boundary]


def words(root):
    return [element.text for element in root.iter("text")]


def pixels(picture, scale=1.0):
    return np.asarray(Image.open(io.BytesIO(raster.png(picture, scale))).convert("RGB"))


@pytest.mark.parametrize("picture", PICTURES, ids=lambda module: module.__name__)
def test_that_every_kind_of_run_can_be_drawn(shown, picture):
    image = pixels(picture.draw(*shown))
    assert len(np.unique(image.reshape(-1, 3), axis=0)) > 20


@pytest.mark.parametrize("picture", PICTURES, ids=lambda module: module.__name__)
def test_that_a_diverged_run_can_be_drawn(diverged, picture):
    assert "nan" not in markup(picture.draw(*diverged))


@pytest.mark.parametrize("picture", PICTURES, ids=lambda module: module.__name__)
def test_that_hostile_names_stand_in_the_picture_as_they_are(moons, picture):
    scene, frame = moons
    odd = '<b> & "x" \u202e]]>'
    scene = replace(scene, features=(odd, odd), classes=(odd, odd), target=odd)
    root = picture.draw(scene, frame)
    assert len(raster.png(root)) > 1000
    if picture is boundary:
        assert odd in words(root)


def test_that_the_scale_multiplies_the_pixels(moons):
    picture = curves.draw(*moons)
    one, three = pixels(picture, 1.0), pixels(picture, 3.0)
    assert three.shape[0] == 3 * one.shape[0]


@pytest.mark.parametrize("scale", [0, -1, 1000, float("nan")])
def test_that_a_scale_out_of_range_is_refused(moons, scale):
    with pytest.raises(InputError, match="scale"):
        raster.png(curves.draw(*moons), scale)


def test_that_the_loss_curve_lies_where_its_axis_says(moons, points_of):
    scene, frame = moons
    root = curves.draw(scene, frame)
    path = next(e for e in root.iter("path") if e.get("stroke") == color("train"))
    places = points_of(path)
    heights = np.log10(frame.history["train_loss"])
    slope, offset = np.polyfit(heights, places[:, 1], 1)
    assert slope < 0
    np.testing.assert_allclose(places[:, 1], slope * heights + offset, atol=0.01)


def test_that_the_curves_table_holds_every_epoch(moons):
    _, frame = moons
    table = curves.table(frame)
    np.testing.assert_array_equal(table.columns["epoch"], np.arange(4))
    np.testing.assert_array_equal(table.columns["val_loss"], frame.history["val_loss"])


def test_that_the_map_has_each_class_on_its_side(moons):
    scene, _ = moons
    left_half = np.zeros((1, 8, 8))
    left_half[:, :, 4:] = 1.0
    colors = boundary.output_colors(scene, left_half, (0.0, 1.0)).astype(float)
    for column, token in ((0, "neg"), (7, "pos")):
        distance = {
            name: np.abs(colors[0, column] - rgb(color(name))).sum() for name in ("neg", "pos")
        }
        assert min(distance, key=distance.get) == token


def test_that_an_output_that_is_no_number_is_not_a_middling_one(moons):
    scene, _ = moons
    colors = boundary.output_colors(scene, np.full((1, 2, 2), np.nan), (0.0, 1.0))
    assert tuple(colors[0, 0]) == rgb(color("bad"))


def test_that_the_upper_samples_lie_higher_in_the_picture(moons):
    scene, frame = moons
    image = pixels(boundary.draw(scene, frame))
    left, top, wide, high = boundary.BOX
    highest = scene.points[scene.points[:, 1].argmax()]
    x_low, x_high, y_low, y_high = scene.extent
    x = left + (highest[0] - x_low) / (x_high - x_low) * wide
    y = top + (y_high - highest[1]) / (y_high - y_low) * high
    # The upper moon is class 0, drawn in the first class color.
    found = image[round(y), round(x)].astype(int)
    assert np.abs(found - rgb("#e07b1a")).max() < 40


def test_that_the_widest_edge_is_the_largest_weight(moons):
    scene, frame = moons
    root = network.draw(scene, frame)
    widest = max(
        (e for e in root.iter("path") if e.get("stroke-opacity")),
        key=lambda e: float(e.get("stroke-width")),
    )
    weights = np.concatenate([w.ravel() for w in scene.layout.weights(frame.theta)])
    largest = weights[np.abs(weights).argmax()]
    assert widest.get("stroke") == color("pos" if largest > 0 else "neg")


def test_that_a_small_network_shows_all_its_edges(moons):
    scene, frame = moons
    edges = [e for e in network.draw(scene, frame).iter("path") if e.get("stroke-opacity")]
    assert len(edges) == 2 * 8 + 8 * 8 + 8


def test_that_restored_weights_are_not_passed_off_as_the_last_ones(moons):
    scene, frame = moons
    stopping = replace(scene.experiment.stopping, patience=5)
    patient = replace(scene, experiment=scene.experiment.edited(stopping=stopping))
    ended = replace(frame, state="stopped early", best_epoch=2, epoch=7)
    assert "epoch 2" in weights_text(patient, ended)
    assert "epoch 7" in weights_text(scene, ended)


def test_that_a_log_axis_leaves_out_what_it_cannot_show():
    axis = Axis(-2, 2, 0, 100, log=True)
    np.testing.assert_allclose(axis(np.array([0.01, 1, 100])), [0, 50, 100])
    assert np.isnan(axis(np.array([0.0, -1.0]))).all()


def test_that_a_file_is_called_by_its_name_without_its_folders(moons):
    scene, _ = moons
    mine = replace(scene, experiment=scene.experiment.edited(data="some/where/mine.csv"))
    assert data_name(mine) == "mine.csv"
