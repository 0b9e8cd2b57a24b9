"""A message about an act goes with the next one; others stay until they are overtaken."""

import pytest
from PySide6.QtWidgets import QRadioButton

from visualnn.experiment.spec import MAX_HIDDEN_LAYERS
from visualnn.ui.diagram.selection import Edge
from visualnn.ui.intents import EditExperiment, NeedFrame, SetWeights, ShowStep, Watch

REFUSED = "This cannot be done: do something else."


@pytest.fixture
def trained(window, qtbot):
    """Return a window on a run of one epoch."""
    window.actions_by_key["step_epoch"].trigger()
    qtbot.waitUntil(lambda: window.laboratory.frame.epoch == 1, timeout=20_000)
    return window


def wish(window, intent):
    window.playground.diagram.intent.emit(intent)


@pytest.mark.parametrize(
    "act",
    [
        lambda w: wish(w, EditExperiment("layers", {"hidden": (4, 3)})),
        lambda w: wish(w, ShowStep(1)),
        lambda w: wish(w, Watch(Edge(1, 0, 0))),
        lambda w: w.actions_by_key["train"].trigger(),
        lambda w: w.actions_by_key["epoch_back"].trigger(),
        lambda w: w.actions_by_key["compare"].trigger(),
        lambda w: w.actions_by_key["reset"].trigger(),
        lambda w: w.show_workspace("backprop"),
    ],
    ids=["edit", "seek", "watch", "train", "epoch back", "compare", "reset", "workspace"],
)
def test_that_a_refusal_goes_with_the_next_act(trained, act):
    trained.complain(REFUSED)
    act(trained)
    assert not trained.messages.text


def test_that_undo_takes_a_refusal_away(trained):
    wish(trained, EditExperiment("layers", {"hidden": (4, 3)}))
    trained.complain(REFUSED)
    trained.actions_by_key["undo"].trigger()
    assert not trained.messages.text


def test_that_too_many_layers_are_no_news_once_one_is_removed(trained):
    most = [3] * MAX_HIDDEN_LAYERS
    wish(trained, EditExperiment("layers", {"hidden": tuple(most)}))
    wish(trained, EditExperiment("layers", {"hidden": (*most, 3)}))
    assert trained.messages.text
    wish(trained, EditExperiment("layers", {"hidden": tuple(most[1:])}))
    assert not trained.messages.text


def test_that_looking_back_is_no_news_at_the_latest_step(trained, qtbot):
    latest = trained.laboratory.frame.latest
    wish(trained, ShowStep(1))
    qtbot.waitUntil(lambda: trained.laboratory.frame.step == 1, timeout=20_000)
    generation = trained.laboratory.frame.generation
    wish(trained, SetWeights(generation, (0,), (0.5,), (0.1,), "weight"))
    assert "looking back at step 1" in trained.messages.text
    trained.playground.timeline.intent.emit(ShowStep(latest))
    assert not trained.messages.text


def test_that_showing_b_takes_away_that_a_cannot_be_changed(trained):
    trained.actions_by_key["compare"].trigger()
    trained.actions_by_key["flip"].trigger()
    trained.complain(REFUSED)
    trained.playground.rivals.flip.findChild(QRadioButton, "segment_b").click()
    assert not trained.messages.text


def test_that_an_act_that_is_refused_says_so_in_the_place_of_the_one_before(trained):
    trained.complain(REFUSED)
    wish(trained, EditExperiment("layers", {"hidden": (3,) * (MAX_HIDDEN_LAYERS + 1)}))
    assert trained.messages.text not in ("", REFUSED)


def test_that_a_refusal_stays_while_nobody_does_anything(trained, qtbot):
    trained.complain(REFUSED)
    wish(trained, NeedFrame())
    with qtbot.waitSignal(trained.engine.framed):
        trained.engine.ask()
    trained.actions_by_key["theme"].trigger()
    assert trained.messages.text == REFUSED


def test_that_what_answers_no_act_stays(trained):
    trained.messages.show_message("bad", "The engine stays off.")
    trained.actions_by_key["train"].trigger()
    wish(trained, EditExperiment("layers", {"hidden": (4, 3)}))
    assert trained.messages.text == "The engine stays off."
