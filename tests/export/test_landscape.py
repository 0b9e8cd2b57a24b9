"""The picture and the table of a loss landscape."""

import csv

import numpy as np
import pytest

from visualnn.errors import InputError
from visualnn.experiment.jobs import train
from visualnn.experiment.spec import Experiment
from visualnn.experiment.survey import Survey, survey_job
from visualnn.export import landscape as pictures
from visualnn.export.svg import markup
from visualnn.export.theme import color


@pytest.fixture(scope="module", params=["pca", "random", "weights"])
def landscape(request):
    job = survey_job(train(Experiment(epochs=6)), Survey(plane=request.param, resolution=7))
    while True:
        try:
            next(job)
        except StopIteration as end:
            return end.value


def test_that_the_picture_says_what_it_shows(landscape):
    text = markup(pictures.draw("moons", landscape))
    assert "Loss landscape of moons" in text
    assert pictures.KINDS[landscape.survey.plane] in text
    assert "without penalty" in text
    assert "nan" not in text


def test_that_the_path_ends_at_the_trained_network(landscape, points_of):
    root = pictures.draw("moons", landscape)
    paths = [e for e in root.iter("path") if e.get("stroke") == color("accent")]
    x, y = points_of(paths[0])[-1]
    left, right, bottom, top = landscape.extent
    start, above, wide, high = pictures.MAP
    u = left + (x - start) / wide * (right - left)
    v = top - (y - above) / high * (top - bottom)
    assert [u, v] == pytest.approx([0, 0], abs=0.01 * (right - left))


def test_that_the_table_holds_the_grid(landscape, tmp_path):
    file = pictures.save_landscape(tmp_path / "a.csv", "moons", landscape)
    rows = list(csv.DictReader(file.read_text().splitlines()))
    assert list(rows[0]) == ["u", "v", "loss"]
    grid = np.array([float(row["loss"]) for row in rows]).reshape(7, 7)
    np.testing.assert_array_equal(grid, landscape.losses)
    assert float(rows[0]["u"]) == landscape.extent[0]
    assert float(rows[-1]["v"]) == landscape.extent[3]


def test_that_an_unknown_ending_is_refused(landscape, tmp_path):
    with pytest.raises(InputError, match=r"\.png, \.svg, \.csv"):
        pictures.save_landscape(tmp_path / "a.pdf", "moons", landscape)
