"""A and B, in a window."""

import pytest

from visualnn.ui.intents import EditExperiment


@pytest.fixture
def compared(window, qtbot):
    """Return a window that compares plain descent (A) with a wider network (B) at step 4."""
    window.actions_by_key["compare"].trigger()
    document = window.session.document
    edited = document.experiment.edited(hidden=(6,), lr=0.4)
    window.session.propose(document.edited(experiment=edited), "wider")
    window.actions_by_key["step_epoch"].trigger()
    laboratory = window.laboratory
    qtbot.waitUntil(
        lambda: (
            laboratory.frame.rival is not None
            and laboratory.frame.step > 0
            and laboratory.frame.rival.frame.step == laboratory.frame.step
            and laboratory.scene.sizes[1] == 6
        ),
        timeout=20_000,
    )
    return window


def test_that_a_stays_as_it_was_and_trains_as_far_as_b(compared):
    frame = compared.laboratory.frame
    assert frame.rival.frame.latest == frame.latest
    assert compared.session.document.rival.network.hidden[0].units == 4
    assert frame.rival.frame.learning_rate != frame.learning_rate


def test_that_both_curves_are_drawn_and_a_is_scored_in_the_status_line(compared, qtbot):
    ghosts = compared.playground.curves.ghosts
    qtbot.waitUntil(lambda: len(ghosts.shown) == 1, timeout=20_000)
    assert "A with" in ghosts.shown[0].text
    qtbot.waitUntil(lambda: "%" in compared.playground.status.field("rival"), timeout=20_000)


def test_that_the_flip_shows_the_network_of_a_and_back(compared, qtbot):
    diagram = compared.playground.diagram
    assert compared.playground.rivals.flip.isVisible()
    compared.actions_by_key["flip"].trigger()
    qtbot.waitUntil(lambda: diagram._scene.sizes[1] == 4, timeout=20_000)
    qtbot.waitUntil(lambda: diagram._frame is not None, timeout=20_000)
    assert compared.playground.cards[0].title.startswith("A")
    compared.actions_by_key["flip"].trigger()
    qtbot.waitUntil(lambda: diagram._scene.sizes[1] == 6, timeout=20_000)


def test_that_a_is_not_changed_by_what_is_done_to_its_picture(compared, qtbot):
    compared.actions_by_key["flip"].trigger()
    document = compared.session.document
    compared.playground.diagram.intent.emit(EditExperiment("wider", {"hidden": (9,)}))
    assert compared.session.document == document
    assert "A is kept" in compared.messages.text


def test_that_the_comparison_ends_with_the_same_key_and_undo_brings_it_back(compared, qtbot):
    compared.actions_by_key["compare"].trigger()
    qtbot.waitUntil(lambda: compared.laboratory.frame.rival is None, timeout=20_000)
    assert not compared.playground.rivals.flip.isVisible()
    assert not compared.playground.curves.ghosts.shown
    compared.session.undo_stack.undo()
    qtbot.waitUntil(lambda: compared.laboratory.frame.rival is not None, timeout=20_000)
