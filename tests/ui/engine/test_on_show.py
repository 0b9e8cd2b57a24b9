"""When a frame is asked for, and what of it is left out because it is known."""

from dataclasses import replace

import numpy as np
import pytest

from visualnn.experiment.frames import Frame, Wants
from visualnn.experiment.messages import Load
from visualnn.experiment.spec import Experiment
from visualnn.ui.engine.keepsake import Keepsake
from visualnn.ui.engine.on_show import OnShow

EXPERIMENT = Experiment(samples=60)
PRESENT = Load(1, EXPERIMENT)


@pytest.fixture
def on_show():
    on_show = OnShow()
    on_show.expect()
    return on_show


def ask(on_show, *, running=False, kept=None):
    return on_show.question(PRESENT, Wants(), kept or Keepsake(), running)


def frame(**names):
    plain = Frame(
        generation=1,
        scores={},
        state="paused",
        step=0,
        epoch=0,
        learning_rate=0.1,
        steps_per_second=0.0,
        scored_epoch=0,
        best_epoch=0,
        waited=0,
        diverged_at=None,
        history={},
        history_from=0,
    )
    return replace(plain, **names)


def test_that_the_scene_is_asked_for_until_it_is_on_show(on_show):
    assert ask(on_show).scene
    on_show.turn_to(1, EXPERIMENT)
    assert not ask(on_show).scene
    on_show.turn_to(1, EXPERIMENT.edited(lr=0.5))
    assert ask(on_show).scene


def test_that_of_known_epochs_no_scores_are_asked_for(on_show):
    kept = Keepsake()
    kept.show({"train_loss": np.ones(3)}, 0)
    assert ask(on_show, kept=kept).wants.history_from == 0  # of a scene that is not on show
    on_show.turn_to(1, EXPERIMENT)
    assert ask(on_show, kept=kept).wants.history_from == 3
    on_show.lose()
    assert ask(on_show, kept=kept).wants.history_from == 0


def test_that_what_holds_is_asked_for_once_and_what_runs_again_and_again(on_show):
    on_show.turn_to(1, EXPERIMENT)
    ask(on_show)
    assert on_show.take(frame())
    assert not on_show.stale
    ask(on_show)
    on_show.take(frame(state="running"))
    assert on_show.stale


def test_that_a_running_frame_from_before_the_latest_command_says_nothing_of_what_is(on_show):
    on_show.turn_to(1, EXPERIMENT)
    ask(on_show)
    on_show.expect()
    assert not on_show.up_to_date
    on_show.stale = False
    on_show.take(frame(state="running"))
    assert not on_show.stale


def test_that_a_frame_of_another_generation_is_not_shown_and_another_is_due(on_show):
    on_show.turn_to(2, EXPERIMENT)
    ask(on_show)
    assert not on_show.take(frame(generation=1))
    assert on_show.stale


def test_that_an_unfinished_frame_is_asked_for_again(on_show):
    on_show.turn_to(1, EXPERIMENT)
    ask(on_show)
    on_show.take(frame(unfinished=True))
    assert on_show.stale
