"""Weights set by hand in the window: live, undoable, and of one run only."""

from __future__ import annotations

import pytest

from visualnn.ui.diagram.places import place_of
from visualnn.ui.diagram.selection import Edge
from visualnn.ui.intents import SetWeights, Watch


def theta(window):
    return window.laboratory.frame.theta


def wish(window, *values, place=3, done=True, before=None):
    frame = window.laboratory.frame
    before = float(frame.theta[place]) if before is None else before
    for n, value in enumerate(values):
        last = done and n == len(values) - 1
        window.playground.diagram.intent.emit(
            SetWeights(frame.generation, (place,), (value,), (before,), "w by hand", last)
        )


def settled(window, qtbot):
    qtbot.waitUntil(lambda: window.engine.idle, timeout=20_000)


def test_that_undo_brings_the_old_weight_back(window, qtbot):
    before = float(theta(window)[3])
    wish(window, 2.5)
    qtbot.waitUntil(lambda: theta(window)[3] == 2.5, timeout=20_000)
    assert window.actions_by_key["undo"].text() == "Undo w by hand"
    window.actions_by_key["undo"].trigger()
    qtbot.waitUntil(lambda: theta(window)[3] == before, timeout=20_000)
    window.actions_by_key["redo"].trigger()
    qtbot.waitUntil(lambda: theta(window)[3] == 2.5, timeout=20_000)


def test_that_a_drag_is_one_step_of_undo(window, qtbot):
    before = float(theta(window)[3])
    wish(window, 0.1, 0.2, 0.3)
    wish(window, 0.4, before=0.3)
    assert window.session.undo_stack.count() == 2
    window.session.undo()
    window.session.undo()
    settled(window, qtbot)
    assert theta(window)[3] == before


def test_that_a_drag_that_ends_where_it_began_is_no_step_of_undo(window, qtbot):
    before = float(theta(window)[3])
    wish(window, 0.1, before, before=before)
    assert window.session.undo_stack.count() == 0
    settled(window, qtbot)
    assert theta(window)[3] == before


def test_that_training_goes_on_from_a_weight_set_while_it_runs(window, qtbot):
    window.laboratory.toggle()
    qtbot.waitUntil(lambda: window.laboratory.frame.step > 3, timeout=20_000)
    generation, step = window.laboratory.frame.generation, window.laboratory.frame.step
    wish(window, 5.0)
    qtbot.waitUntil(lambda: theta(window)[3] > 4.0, timeout=20_000)
    qtbot.waitUntil(lambda: window.laboratory.frame.step > step + 5, timeout=20_000)
    assert window.laboratory.running
    assert window.laboratory.frame.generation == generation


def test_that_a_weight_of_a_run_that_was_replaced_is_passed_over_by_undo(window, qtbot):
    document = window.session.document
    window.session.propose(
        document.edited(experiment=document.experiment.edited(lr=0.2)), "learning rate"
    )
    wish(window, 2.5)
    window.laboratory.reset()
    settled(window, qtbot)
    first = theta(window).copy()
    window.session.undo()
    assert window.session.document == document
    settled(window, qtbot)
    assert (theta(window) == first).all()
    window.session.redo()
    assert not window.session.undo_stack.canRedo()


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_that_a_value_that_is_no_finite_number_is_refused(window, qtbot, value):
    wish(window, value)
    assert "give it a finite number" in window.messages.text
    assert window.session.undo_stack.count() == 0


def test_that_no_weight_is_set_while_looking_back(window, qtbot):
    window.laboratory.step("epoch")
    settled(window, qtbot)
    window.laboratory.seek(1)
    settled(window, qtbot)
    wish(window, 2.5)
    assert "looking back at step 1" in window.messages.text
    assert window.session.undo_stack.count() == 0


def test_that_an_engine_that_died_gets_the_weight_that_was_set(window, qtbot):
    window.laboratory.step("epoch")
    settled(window, qtbot)
    wish(window, 2.5)
    settled(window, qtbot)
    memory = window.engine._loading.keepsake.memory
    assert memory.assignments[-1].values.tolist() == [2.5]


def test_that_a_watched_weight_is_shown_from_the_first_step(window, qtbot):
    window.laboratory.step("epoch")
    settled(window, qtbot)
    window.playground.diagram.intent.emit(Watch(Edge(1, 0, 1)))
    assert window.playground.deck.value == "watched"
    view = window.playground.watched
    qtbot.waitUntil(lambda: "step" in view.table().columns, timeout=20_000)
    latest = window.laboratory.frame.latest
    qtbot.waitUntil(lambda: len(view.table().columns["step"]) == latest + 1, timeout=20_000)
    assert view.table().columns["w⁽¹⁾₁,₂"][-1] == theta(window)[1]
    window.playground.diagram.intent.emit(Watch(Edge(1, 0, 1)))
    settled(window, qtbot)
    assert view.things == ()


def test_that_a_weight_set_before_a_reset_is_undone_after_the_reset_is(window, qtbot):
    window.laboratory.step("epoch")
    settled(window, qtbot)
    before = float(theta(window)[3])
    wish(window, 2.5)
    settled(window, qtbot)
    window.laboratory.reset()
    settled(window, qtbot)
    window.session.undo()
    qtbot.waitUntil(lambda: theta(window)[3] == 2.5, timeout=20_000)
    window.session.undo()
    qtbot.waitUntil(lambda: theta(window)[3] == before, timeout=20_000)
    window.session.redo()
    qtbot.waitUntil(lambda: theta(window)[3] == 2.5, timeout=20_000)
    assert window.session.undo_stack.count() == 2


def test_that_the_gradient_and_the_coming_update_follow_a_weight_set_while_it_holds(window, qtbot):
    diagram = window.playground.diagram
    window.laboratory.step()
    qtbot.waitUntil(lambda: window.laboratory.frame.step == 1, timeout=20_000)
    diagram._select(Edge(1, 1, 2))
    place = place_of(diagram._scene.layout, Edge(1, 1, 2))
    settled(window, qtbot)
    before = window.laboratory.frame
    wish(window, 2.5, place=place)
    qtbot.waitUntil(lambda: theta(window)[place] == 2.5, timeout=20_000)
    settled(window, qtbot)
    after = window.laboratory.frame
    assert after.step == 1
    assert after.workings.places == before.workings.places == (place,)
    assert after.gradient[place] != before.gradient[place]
    assert after.workings.forecast[0] != before.workings.forecast[0]
    window.session.undo()
    qtbot.waitUntil(lambda: theta(window)[place] == before.theta[place], timeout=20_000)
