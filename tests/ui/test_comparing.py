"""A and B, in a window."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QRadioButton

from visualnn.experiment.spec import Experiment
from visualnn.ui.diagram.selection import Edge, Neuron
from visualnn.ui.intents import EditExperiment
from visualnn.ui.widgets.choice import FlatCombo
from visualnn.ui.widgets.segmented import SegmentedControl


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
    ghosts = compared.playground.curves.lines.ghosts
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
    assert not compared.playground.curves.lines.ghosts.shown
    compared.session.undo_stack.undo()
    qtbot.waitUntil(lambda: compared.laboratory.frame.rival is not None, timeout=20_000)


def side_by_side(window):
    """Put A beside B, and return the views of A."""
    window.playground.rivals.flip.findChild(QRadioButton, "segment_both").click()
    return {view.key: view for view in window.playground.beside.views}


@pytest.fixture
def beside(make_window, qtbot):
    """Return a large window with plain descent (A) beside a wider network (B)."""
    window = make_window(size=(1440, 900))
    window.actions_by_key["compare"].trigger()
    document = window.session.document
    edited = document.experiment.edited(hidden=(6,), optimizer="sgd", lr=0.4)
    window.session.propose(document.edited(experiment=edited), "wider")
    side_by_side(window)
    window.actions_by_key["step_epoch"].trigger()
    qtbot.waitUntil(lambda: is_level(window) and window.laboratory.frame.step > 0, timeout=20_000)
    return window


def is_level(window):
    """Return whether all four pictures are there, those of A at the step of B's."""
    playground, step = window.playground, window.laboratory.frame.step
    frames = [view._frame for view in (*playground.views[:1], *playground.beside.views)]
    return len(frames) == 3 and all(frame and frame.step == step for frame in frames)


def test_that_a_stands_beside_b_at_the_same_step_with_its_own_numbers(beside):
    views = {view.key: view for view in beside.playground.beside.views}
    assert set(views) == {"diagram_a", "boundary_a"}
    assert views["diagram_a"]._scene.sizes[1] == 4
    assert beside.playground.diagram._scene.sizes[1] == 6
    frame = beside.laboratory.frame
    shown = views["boundary_a"]._frame
    np.testing.assert_array_equal(shown.boundary, frame.rival.frame.boundary)
    assert not np.array_equal(shown.boundary, beside.playground.boundary._frame.boundary)
    np.testing.assert_array_equal(shown.batch, frame.batch)
    assert not views["boundary_a"].points.strip.isEnabled()


def test_that_the_headings_say_what_sets_a_and_b_apart(beside):
    titles = [card.title for card in (beside.playground.cards[2], *beside.playground.beside.cards)]
    assert titles == ["B · SGD 0.4, 6", "A · Adam 0.03, 4", "A · Adam 0.03, 4"]


@pytest.mark.parametrize("key", [Qt.Key.Key_D, Qt.Key.Key_2, Qt.Key.Key_E, Qt.Key.Key_Delete])
def test_that_no_key_takes_a_tool_to_the_points_of_a(beside, key):
    (boundary,) = (view for view in beside.playground.beside.views if view.key == "boundary_a")
    boundary.setFocus()
    document = beside.session.document
    QTest.keyClick(boundary, Qt.Key.Key_Right)
    QTest.keyClick(boundary, key)
    QTest.keyClick(boundary, Qt.Key.Key_Return)
    assert not boundary.points.active
    assert beside.session.document == document


def test_that_a_is_read_as_b_is(beside):
    views = {view.key: view for view in beside.playground.beside.views}
    beside.playground.boundary.choose("mode", "class")
    beside.playground.diagram.choose("reading", "gradients")
    assert views["boundary_a"].chosen("mode") == "class"
    assert views["diagram_a"].chosen("reading") == beside.playground.diagram.reading


def test_that_nothing_is_asked_for_a_that_is_not_on_show(beside, qtbot):
    playground = beside.playground
    assert playground.wants().rival.wants.boundary > 0
    playground.rivals.toggle()
    playground.rivals.toggle()
    assert not playground.beside.views
    assert playground.wants().rival.wants.boundary == 0


def test_that_a_low_window_shows_both_boundaries_and_one_network(compared, qtbot):
    assert set(side_by_side(compared)) == {"boundary_a"}
    compared.resize(1440, 900)
    qtbot.waitUntil(lambda: len(compared.playground.beside.views) == 2, timeout=20_000)


def test_that_it_is_said_why_a_low_window_shows_one_network(compared, qtbot):
    missing = compared.playground.cards[0].findChild(QLabel, "missing_network")
    assert missing.isHidden()
    side_by_side(compared)
    assert missing.isVisible()
    assert "No room for A's network" in missing.text()
    compared.resize(1440, 900)
    qtbot.waitUntil(missing.isHidden, timeout=20_000)
    compared.resize(1280, 720)
    qtbot.waitUntil(missing.isVisible, timeout=20_000)
    compared.playground.rivals.flip.findChild(QRadioButton, "segment_b").click()
    assert missing.isHidden()


def test_that_the_reading_can_be_chosen_beside_the_heading_while_both_are_on_show(beside):
    playground = beside.playground
    card, a = playground.cards[0], playground.beside.networks.card_of_a.view
    reading = card.findChild(FlatCombo, "list_reading")
    assert reading.isVisible()
    reading.setFocus()
    QTest.keyClick(reading, Qt.Key.Key_Down)
    assert playground.diagram.reading == a.reading == "gradients"
    assert not card.findChild(SegmentedControl, "switch_reading").isVisible()
    playground.rivals.flip.findChild(QRadioButton, "segment_b").click()
    assert not reading.isVisible()
    assert card.findChild(SegmentedControl, "switch_reading").value == "gradients"


def test_that_the_boundaries_of_a_and_b_are_of_one_size(beside, qtbot):
    boxes = [
        view.plot.box for view in (beside.playground.boundary, *beside.playground.beside.views[1:])
    ]
    assert len(boxes) == 2
    qtbot.waitUntil(lambda: abs(boxes[0].height() - boxes[1].height()) < 1)


def test_that_the_end_of_the_comparison_leaves_one_of_each(beside):
    beside.actions_by_key["compare"].trigger()
    playground = beside.playground
    assert not playground.beside.views
    assert playground.cards[0].title == playground.diagram.title
    assert playground.cards[2].title == playground.boundary.title


def test_that_an_a_that_does_not_fit_says_why(compared, qtbot):
    session, status = compared.session, compared.playground.status
    a = session.document.rival.edited(loss="binary_crossentropy")
    b = session.document.experiment.edited(data="sine")
    session.propose(session.document.edited(experiment=b, rival=a), "other data")
    qtbot.waitUntil(lambda: "does not fit" in status.field("rival"), timeout=20_000)
    assert "binary_crossentropy" in status._fields["rival"].toolTip()


def test_that_curves_of_a_that_lie_under_those_of_b_are_said_to(window, qtbot):
    laboratory, ghosts = window.laboratory, window.playground.curves.lines.ghosts
    laboratory.step("epoch")
    window.actions_by_key["compare"].trigger()
    qtbot.waitUntil(lambda: "so far the same as B" in ghosts.words, timeout=20_000)
    document = window.session.document
    window.session.propose(
        document.edited(experiment=document.experiment.edited(lr=0.5)), "learning rate"
    )
    laboratory.step("epoch")
    qtbot.waitUntil(lambda: "A with Adam" in ghosts.words, timeout=20_000)


def test_that_the_question_is_shown_whole_beside_another_boundary(make_window, qtbot):
    window = make_window(Experiment(data="pass", samples=60, hidden=(4,)), size=(1280, 720))
    window.actions_by_key["compare"].trigger()
    window.playground.rivals.flip.findChild(QRadioButton, "segment_both").click()
    boundary = window.playground.boundary
    qtbot.waitUntil(lambda: window.playground.beside.shown, timeout=20_000)
    caption = boundary.findChild(QLabel, "plane")
    qtbot.waitUntil(lambda: bool(caption.text()), timeout=20_000)
    qtbot.waitUntil(lambda: caption.height() >= caption.heightForWidth(caption.width()))
    room = caption.fontMetrics().boundingRect(
        QRect(0, 0, caption.width(), 1000), Qt.TextFlag.TextWordWrap, caption.text()
    )
    assert caption.text().startswith("(4, 5)?")
    assert room.width() <= caption.width()
    assert room.height() <= caption.height()


@pytest.fixture
def a_shown(compared, qtbot):
    """Return the window with A on show."""
    compared.actions_by_key["flip"].trigger()
    diagram = compared.playground.diagram
    qtbot.waitUntil(
        lambda: diagram._scene.sizes[1] == 4 and diagram._frame is not None, timeout=20_000
    )
    qtbot.waitUntil(lambda: diagram.gestures.hand.can_hold(Edge(1, 0, 0)), timeout=20_000)
    return compared


def test_that_no_field_opens_on_a_weight_of_a_and_why_is_said_at_once(a_shown):
    diagram = a_shown.playground.diagram
    assert diagram.gestures.edit(Edge(1, 0, 0))
    assert not diagram.gestures.editing
    assert "A is kept" in a_shown.messages.text
    a_shown.actions_by_key["flip"].trigger()
    assert not a_shown.messages.text


@pytest.mark.parametrize(
    "key", [Qt.Key.Key_Return, Qt.Key.Key_Plus, Qt.Key.Key_A, Qt.Key.Key_Insert], ids=str
)
def test_that_no_key_changes_a_and_why_is_said(a_shown, qapp, key):
    diagram, document = a_shown.playground.diagram, a_shown.session.document
    diagram._select(Neuron(1, 0))
    QTest.keyClick(diagram, key)
    assert qapp.activePopupWidget() is None
    assert not diagram.gestures.editing
    assert a_shown.session.document == document
    assert "A is kept" in a_shown.messages.text


def test_that_a_offers_no_tools_and_b_does_again(a_shown, qtbot):
    diagram, points = a_shown.playground.diagram, a_shown.playground.boundary.points
    diagram.gestures.show_bar(None, Neuron(1, 0))
    assert diagram.gestures.layers.bar.isHidden()
    assert not points.strip.isEnabled()
    assert not points.key(key_press(Qt.Key.Key_D))
    assert "double-click" not in diagram._instant.card(diagram.picture, Edge(1, 0, 0))[0]
    texts = [action.text() for action in diagram.menu().actions()]
    assert "Add a unit" not in texts
    a_shown.actions_by_key["flip"].trigger()
    assert points.strip.isEnabled()
    qtbot.waitUntil(lambda: diagram._numbers is not None, timeout=20_000)
    assert "double-click" in diagram._instant.card(diagram.picture, Edge(1, 0, 0))[0]
    diagram.gestures.show_bar(None, Neuron(1, 0))
    assert not diagram.gestures.layers.bar.isHidden()


def test_that_the_network_of_a_beside_b_is_kept_too(compared, qtbot):
    a = side_by_side(compared)["boundary_a"]
    assert not a.points.strip.isEnabled()
    compared.resize(1440, 1000)
    qtbot.waitUntil(
        lambda: any(v.key == "diagram_a" for v in compared.playground.beside.views), timeout=20_000
    )
    diagram = next(v for v in compared.playground.beside.views if v.key == "diagram_a")
    diagram.gestures.key(key_press(Qt.Key.Key_Insert), None)
    assert "A is kept" in compared.messages.text


def key_press(key):
    return QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)


def test_that_numbers_beside_a_are_said_to_be_those_of_b(a_shown, qtbot):
    playground = a_shown.playground
    assert playground.deck.currentWidget().combo.currentText().startswith("B · ")
    assert playground.panel.findChild(QLabel, "panel_note").isVisibleTo(playground.panel)
    qtbot.waitUntil(lambda: playground.status.field("train").startswith("B · "), timeout=20_000)
    assert a_shown.top_bar.counter.startswith("B · val accuracy")
    a_shown.actions_by_key["compare"].trigger()
    assert not playground.deck.currentWidget().combo.currentText().startswith("B · ")
    assert not playground.panel.findChild(QLabel, "panel_note").isVisibleTo(playground.panel)
    qtbot.waitUntil(lambda: playground.status.field("train").startswith("train"), timeout=20_000)


def test_that_the_boundary_keeps_its_place_when_the_sides_change(compared, qtbot):
    box = compared.playground.boundary.plot.box
    before = box.height()
    compared.actions_by_key["flip"].trigger()
    qtbot.waitUntil(lambda: compared.playground.rivals.shows_a and compared.engine.idle)
    compared.playground.boundary.grab()
    assert box.height() == before
