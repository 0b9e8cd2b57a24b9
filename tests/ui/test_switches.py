"""What a view offers to choose from changes how things look, never the things."""

import numpy as np


def test_that_no_switch_of_any_view_changes_the_document_or_the_parameters(window, qtbot):
    window.laboratory.step("epoch")
    qtbot.waitUntil(lambda: window.laboratory.frame.epoch == 1, timeout=20_000)
    document, undo = window.session.document, window.session.undo_stack.count()
    theta = parameters(window, qtbot)
    for workspace in window.workspaces:
        window.show_workspace(workspace.key)
        for view in workspace.views:
            for switch in view.switches():
                for option, _, _ in switch.options:
                    view.choose(switch.key, option)
    window.show_workspace("playground")
    assert np.array_equal(parameters(window, qtbot), theta)
    assert window.session.document == document
    assert window.session.undo_stack.count() == undo


def parameters(window, qtbot):
    """Return the parameters of a frame that is asked for now."""
    with qtbot.waitSignal(window.engine.framed, timeout=20_000) as framed:
        window.engine.ask()
    return framed.args[0].theta
