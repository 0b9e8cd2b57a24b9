"""The stages tell what becomes known when, each number once."""

import pytest

from visualnn.experiment.explain import OfBatch, OfExample, explain, known, stages
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.training import Training


def keys(line):
    return [(stage.key, stage.layer) for stage in line]


def test_that_the_example_has_the_published_picture_s_stages():
    assert keys(stages(explain(OfExample()), brief=True)) == [
        ("input", 0),
        ("sum", 1),
        ("activate", 1),
        ("sum", 2),
        ("activate", 2),
        ("loss", 2),
        ("slope_a", 2),
        ("slope_w", 2),
        ("slope_a", 1),
        ("slope_w", 1),
        ("update", 0),
    ]


def test_that_every_stage_of_the_full_line_shows_itself():
    run = Training(
        resolve(Experiment(hidden=(4,), normalization="layer", dropout=0.5, l2=0.1, clip_norm=1))
    )
    explanation = explain(OfBatch(), run)
    assert keys(stages(explanation)) == [
        ("input", 0),
        ("sum", 1),
        ("normalize", 1),
        ("activate", 1),
        ("drop", 1),
        ("sum", 2),
        ("activate", 2),
        ("loss", 2),
        ("slope_a", 2),
        ("slope_z", 2),
        ("slope_w", 2),
        ("slope_b", 2),
        ("slope_a", 1),
        ("slope_z", 1),
        ("slope_gamma", 1),
        ("slope_s", 1),
        ("slope_w", 1),
        ("slope_b", 1),
        ("slope_x", 0),
        *(("link", index) for index in range(5)),
        ("update", 0),
        ("loss_after", 0),
    ]
    assert [str(link.title) for link in explanation.links] == [
        "gradient",
        "with the penalty",
        "clipped",
        "rescaled",
        "step",
    ]


@pytest.mark.parametrize("brief", [False, True])
def test_that_nothing_becomes_known_twice_and_nothing_is_forgotten(brief):
    line = stages(explain(OfExample()), brief)
    revealed = [one for stage in line for one in stage.reveals]
    assert len(revealed) == len(set(revealed))
    for index in range(len(line) - 1):
        assert known(line, index) < known(line, index + 1)


def test_that_a_linear_layer_has_no_stage_for_a_bend():
    assert keys(stages(explain(OfExample("chain"))))[:4] == [
        ("input", 0),
        ("sum", 1),
        ("sum", 2),
        ("loss", 2),
    ]
