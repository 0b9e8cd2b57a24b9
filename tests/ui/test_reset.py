"""What a person sees after going back: to the first weights, or to any step."""

from visualnn.experiment.training.forking import MOST
from visualnn.ui.intents import ShowStep


def test_that_the_curves_begin_anew_after_a_reset(window, qtbot):
    laboratory, curves = window.laboratory, window.playground.curves
    for _ in range(3):
        laboratory.step("epoch")
    qtbot.waitUntil(lambda: curves.history.rows == 4, timeout=20_000)
    laboratory.reset()
    qtbot.waitUntil(lambda: curves.history.rows == 1, timeout=20_000)


def test_that_a_live_edit_before_a_reset_leaves_no_trace_in_the_curves(window, qtbot):
    laboratory, curves = window.laboratory, window.playground.curves
    laboratory.step("epoch")
    qtbot.waitUntil(lambda: curves.history.rows == 2, timeout=20_000)
    first = curves.history["train_loss"][1]
    document = window.session.document
    window.session.propose(document.edited(experiment=document.experiment.edited(lr=0.5)), "rate")
    laboratory.reset()
    laboratory.step("epoch")
    qtbot.waitUntil(
        lambda: curves.history.rows == 2 and curves.history["train_loss"][1] != first,
        timeout=20_000,
    )


def test_that_looking_back_shows_the_weights_of_that_step_and_training_goes_on_from_the_latest(
    window, qtbot
):
    laboratory = window.laboratory
    laboratory.step("step")
    qtbot.waitUntil(lambda: laboratory.frame.step == 1, timeout=20_000)
    first = laboratory.frame.theta
    laboratory.step("epoch")
    laboratory.step("epoch")
    qtbot.waitUntil(lambda: laboratory.frame.step > 2, timeout=20_000)
    latest = laboratory.frame.step
    window.playground.timeline.intent.emit(ShowStep(1))
    qtbot.waitUntil(lambda: laboratory.frame.step == 1, timeout=20_000)
    assert (laboratory.frame.theta == first).all()
    assert laboratory.frame.latest == latest
    laboratory.toggle()
    qtbot.waitUntil(lambda: laboratory.frame.step > latest, timeout=20_000)


def test_that_a_step_looked_back_at_is_drawn_to_the_scale_of_its_own_weights(window, qtbot):
    laboratory, diagram = window.laboratory, window.playground.diagram
    for _ in range(3):
        laboratory.step("epoch")
    qtbot.waitUntil(lambda: laboratory.frame.step > 2, timeout=20_000)
    for step in (1, laboratory.frame.step, 1):
        laboratory.seek(step)
        qtbot.waitUntil(lambda step=step: laboratory.frame.step == step, timeout=20_000)
        assert diagram.picture.wiring.reference == abs(laboratory.frame.theta).max()


def test_that_undo_brings_a_run_back_that_was_reset_and_undoes_nothing_else(window, qtbot):
    laboratory, session = window.laboratory, window.session
    edited = session.document.experiment.edited(lr=0.07)
    session.propose(session.document.edited(experiment=edited), "rate")
    laboratory.step("epoch")
    qtbot.waitUntil(lambda: laboratory.frame.step > 1, timeout=20_000)
    learned, step = laboratory.frame.theta.copy(), laboratory.frame.step
    laboratory.reset()
    qtbot.waitUntil(lambda: laboratory.frame.latest == 0, timeout=20_000)
    session.undo()
    qtbot.waitUntil(lambda: laboratory.frame.latest == step, timeout=20_000)
    assert (laboratory.frame.theta == learned).all()
    assert session.document.experiment == edited
    assert window.playground.curves.history.rows == 2
    session.redo()
    qtbot.waitUntil(lambda: laboratory.frame.latest == 0, timeout=20_000)


def test_that_a_run_before_too_many_resets_is_gone_and_that_is_no_error(window, qtbot):
    laboratory, undo = window.laboratory, window.actions_by_key["undo"]
    for _ in range(MOST + 1):
        laboratory.step("epoch")
        qtbot.waitUntil(lambda: laboratory.frame.epoch == 1, timeout=20_000)
        window.actions_by_key["reset"].trigger()
        qtbot.waitUntil(lambda: laboratory.frame.epoch == 0, timeout=20_000)
    for _ in range(MOST):
        undo.trigger()
        qtbot.waitUntil(lambda: laboratory.frame.epoch == 1, timeout=20_000)
        qtbot.waitUntil(lambda: window.engine.idle, timeout=20_000)
        assert not window.messages.text
    undo.trigger()
    qtbot.waitUntil(lambda: "kept no more" in window.messages.text, timeout=20_000)
    assert window.messages.kind == "info"
    assert laboratory.frame.epoch == 1
    window.actions_by_key["train"].trigger()
    assert not window.messages.text
