"""A data set brings its own noise, unless the noise was set by hand."""

import pytest

from visualnn.data import DATASETS
from visualnn.experiment.spec import Experiment
from visualnn.experiment.spec.branches import DataSpec
from visualnn.experiment.spec.noise import noise_with, usual_noise
from visualnn.experiment.spec.tree import FIRST


@pytest.mark.parametrize("name", DATASETS)
def test_that_another_set_brings_its_own_noise(name):
    assert noise_with(FIRST.data, name) == DATASETS[name].noise


@pytest.mark.parametrize("name", DATASETS)
def test_that_noise_set_by_hand_is_taken_along(name):
    assert noise_with(Experiment(data="pass", noise=0.55).data, name) == 0.55


def test_that_noise_set_back_by_hand_is_the_sets_own_again():
    data = DataSpec("pass", noise=usual_noise("pass"))
    assert noise_with(data, "spiral") == usual_noise("spiral") < usual_noise("pass")


def test_that_a_table_on_the_way_hands_on_no_noise_of_the_set_before():
    table = Experiment(data="iris", noise=noise_with(FIRST.data, "iris")).data
    assert noise_with(table, "spiral") == usual_noise("spiral")
    assert noise_with(DataSpec("mine.csv"), "moons") == usual_noise("moons")
