"""The picture of a race shows where it went."""

import numpy as np
import pytest

from visualnn.errors import InputError
from visualnn.experiment.together.race import Contestant, Race, relief, run_race, usual_race
from visualnn.export import race as pictures
from visualnn.export.svg import markup
from visualnn.export.theme import optimizer_mark
from visualnn.nn.optim import SGD
from visualnn.surfaces import SURFACES, find


def draw(race):
    frame = run_race(race)
    ground = relief(race.surface, find(race.surface).extent, 51)
    return frame, pictures.draw(race, frame, ground)


@pytest.mark.parametrize("surface", SURFACES)
def test_that_a_race_on_every_surface_can_be_drawn(surface):
    _, root = draw(usual_race(surface))
    assert SURFACES[surface].title in markup(root)
    assert "nan" not in markup(root)


def test_that_a_path_runs_from_the_start_to_where_it_ended(points_of):
    race = Race("bowl", (Contestant("sgd", SGD(lr=0.1)),), (1.0, 2.0), 30)
    frame, root = draw(race)
    ink, _ = optimizer_mark("sgd")
    path = next(e for e in root.iter("path") if e.get("stroke") == ink)
    places = points_of(path)[[0, -1]]
    left, top, wide, high = pictures.MAP
    x_low, x_high, y_low, y_high = SURFACES["bowl"].extent
    x = x_low + (places[:, 0] - left) / wide * (x_high - x_low)
    y = y_high - (places[:, 1] - top) / high * (y_high - y_low)
    np.testing.assert_allclose(np.stack([x, y], 1), frame.paths[[0, -1], 0], atol=0.02)


def test_that_a_divergence_is_said_in_the_picture():
    frame, root = draw(Race("rosenbrock", (Contestant("sgd", SGD(lr=5.0)),), (-1.5, 2.0), 30))
    assert f"diverged at step {frame.diverged_at[0]}" in markup(root)


@pytest.mark.parametrize(("formula", "said"), [("log(x) + y^2", True), ("x^2 + y^2", False)])
def test_that_places_without_a_value_are_named(formula, said):
    _, root = draw(usual_race(formula))
    assert ("no value" in markup(root)) == said


@pytest.mark.parametrize(("formula", "log"), [("x^2 + y^2", True), ("x*y", False)])
def test_that_losses_of_a_formula_are_logarithms_where_none_is_negative(formula, log):
    _, root = draw(usual_race(formula))
    assert ("map of log loss" in markup(root)) == log
    assert ("(log scale)" in markup(root)) == log


def test_that_an_unknown_ending_is_refused(tmp_path):
    race = usual_race("bowl")
    with pytest.raises(InputError, match=r"\.png, \.svg, \.csv"):
        pictures.save_race(tmp_path / "race.pdf", race, run_race(race))
