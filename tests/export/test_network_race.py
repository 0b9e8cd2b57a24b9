"""The picture of a race on a network shows the paths on the common map, and the true losses."""

import numpy as np
import pytest

import visualnn as vnn
from visualnn.errors import InputError
from visualnn.experiment.survey import Survey
from visualnn.experiment.together.lineup import usual_contestants
from visualnn.experiment.together.network_race import race_on_network
from visualnn.experiment.together.race import Contestant
from visualnn.experiment.together.race_plane import paths_on_plane, race_frame, race_map_job
from visualnn.export import network_race as pictures
from visualnn.export.race import MAP
from visualnn.export.svg import markup
from visualnn.export.theme import optimizer_mark
from visualnn.figures.ticks import number_text
from visualnn.nn.optim import SGD

BASE = vnn.Experiment(samples=60, hidden=(4, 3), epochs=8)


def raced(plane="pca", contestants=None, experiment=BASE):
    race = race_on_network(experiment, contestants or usual_contestants())
    paths = paths_on_plane(race, Survey(plane=plane, resolution=9))
    job = race_map_job(race, paths)
    while True:
        try:
            next(job)
        except StopIteration as end:
            return race, race_frame(race, paths, end.value)


@pytest.mark.parametrize("plane", ["pca", "random", "weights"])
def test_that_a_race_on_every_plane_can_be_drawn(plane):
    race, frame = raced(plane)
    root = pictures.draw("moons", race, frame)
    assert pictures.PLANES[plane] in markup(root)
    assert not any("nan" in e.get("d", "") for e in root.iter("path"))


def test_that_paths_run_from_the_common_start_to_their_ends(points_of):
    race, frame = raced()
    root = pictures.draw("moons", race, frame)
    left, top, wide, high = MAP
    x_low, x_high, y_low, y_high = frame.extent
    for row, key in enumerate(frame.optimizers):
        ink, _ = optimizer_mark(key)
        path = next(e for e in root.iter("path") if e.get("stroke") == ink)
        places = points_of(path)[[0, -1]]
        u = x_low + (places[:, 0] - left) / wide * (x_high - x_low)
        v = y_high - (places[:, 1] - top) / high * (y_high - y_low)
        np.testing.assert_allclose(np.stack([u, v], 1), frame.paths[[0, -1], row], atol=0.02)


def test_that_the_table_has_the_races_own_numbers():
    race, frame = raced()
    text = markup(pictures.draw("moons", race, frame))
    for numbers in (frame.losses, frame.slice_losses, frame.distances):
        for number in numbers[-1].tolist():
            assert f">{number_text(number, 3)}<" in text


def test_that_a_divergence_is_said_in_the_picture():
    wild = (Contestant("SGD", SGD(lr=10.0)),)
    race, frame = raced("random", wild, BASE.edited(data="sine"))
    assert f"lost at {frame.diverged_at[0]}" in markup(pictures.draw("sine", race, frame))


def test_that_an_unknown_ending_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"\.png, \.svg, \.csv"):
        pictures.save_network_race(tmp_path / "race.pdf", "moons", *raced())
