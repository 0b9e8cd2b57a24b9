import pytest

from visualnn.experiment.spec import Experiment
from visualnn.experiment.together.race import usual_race
from visualnn.ui.session import Document, Session


@pytest.fixture
def session(qapp):
    return Session(Document(Experiment(), usual_race("bowl")))


def with_rate(session, rate):
    document = session.document
    return document.edited(experiment=document.experiment.edited(lr=rate))


def rate(session):
    return session.document.experiment.optimizer.lr


def test_that_undo_restores_the_learning_rate(session):
    first = rate(session)
    session.propose(with_rate(session, 0.5), "learning rate")
    session.undo_stack.undo()
    assert rate(session) == first
    session.undo_stack.redo()
    assert rate(session) == 0.5


def test_that_a_drag_is_one_step_of_undo(session):
    first = rate(session)
    for value in (0.1, 0.2, 0.3):
        session.propose(with_rate(session, value), "learning rate", "lr")
    assert session.undo_stack.count() == 1
    session.undo_stack.undo()
    assert rate(session) == first


def test_that_two_drags_of_one_slider_are_two_steps(session):
    session.propose(with_rate(session, 0.1), "learning rate", "lr")
    session.seal()
    session.propose(with_rate(session, 0.2), "learning rate", "lr")
    session.undo_stack.undo()
    assert rate(session) == 0.1


def test_that_a_drag_after_undo_does_not_merge_with_what_was_undone(session):
    session.propose(with_rate(session, 0.1), "learning rate", "lr")
    session.undo_stack.undo()
    session.propose(with_rate(session, 0.2), "learning rate", "lr")
    session.propose(with_rate(session, 0.4), "learning rate", "lr")
    session.undo_stack.undo()
    assert rate(session) == Experiment().optimizer.lr


def test_that_proposing_what_is_there_already_is_no_step(session, qtbot):
    with qtbot.assertNotEmitted(session.changed):
        session.propose(session.document, "nothing")
    assert not session.undo_stack.canUndo()


def test_that_changed_carries_the_old_and_the_new_document(session, qtbot):
    old, new = session.document, with_rate(session, 0.7)
    with qtbot.waitSignal(session.changed) as caught:
        session.propose(new, "learning rate")
    assert caught.args == [old, new]


def test_that_a_withdrawn_proposal_can_be_neither_undone_nor_redone(session):
    first = session.document
    session.propose(with_rate(session, 0.7), "learning rate")
    session.withdraw()
    assert session.document == first
    assert not session.undo_stack.canUndo()
    assert not session.undo_stack.canRedo()


def test_that_withdrawing_keeps_the_steps_before(session):
    session.propose(with_rate(session, 0.1), "learning rate")
    session.propose(with_rate(session, 0.7), "learning rate")
    session.withdraw()
    assert rate(session) == 0.1
    session.undo_stack.undo()
    assert rate(session) == Experiment().optimizer.lr


def test_that_an_undo_that_cannot_be_carried_out_is_done_again(session):
    session.propose(with_rate(session, 0.1), "learning rate")
    session.propose(with_rate(session, 0.7), "learning rate")
    session.undo_stack.undo()
    assert session.withdraw()
    assert rate(session) == 0.7
    session.undo_stack.undo()
    assert rate(session) == 0.1


def test_that_without_a_change_there_is_nothing_to_withdraw(session):
    assert not session.withdraw()
