from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from visualnn.ui.theme import load
from visualnn.ui.widgets.stage_line import Dot, StageLine

PHASES = ("forward", "forward", "loss", "backward", "update")


@pytest.fixture
def line(qtbot):
    made = StageLine()
    qtbot.addWidget(made)
    made.set_dots([Dot(phase, f"stage {i}", f"what {i} is") for i, phase in enumerate(PHASES)])
    made.resize(700, 66)
    made.show()
    qtbot.waitExposed(made)
    made.chosen.connect(made.set_now)
    return made


def color_at(line, index):
    place = line.place_of(index).toPoint()
    return line.grab().toImage().pixelColor(place * line.devicePixelRatioF()).name()


def test_that_the_keys_walk_along_the_stages_and_stop_at_the_ends(line):
    line.setFocus()
    seen = []
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_End, Qt.Key.Key_Right):
        QTest.keyClick(line, key)
        seen.append(line.now)
    QTest.keyClick(line, Qt.Key.Key_Home)
    assert [*seen, line.now] == [0, 1, 4, 4, 0]


def test_that_a_click_on_a_dot_chooses_its_stage(line):
    QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=line.place_of(3).toPoint())
    assert line.now == 3


def test_that_a_click_on_its_name_chooses_a_stage_too(line):
    place = line.place_of(2).toPoint() + QPoint(0, 24)
    QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=place)
    assert line.now == 2


def test_that_space_plays(line, qtbot):
    with qtbot.waitSignal(line.played):
        QTest.keyClick(line, Qt.Key.Key_Space)


def test_that_stages_behind_are_filled_and_those_ahead_are_not(line):
    line.set_now(3)
    theme = load("light")
    assert color_at(line, 0) == theme.pos.name()
    assert color_at(line, 3) == theme.gneg.name()
    assert color_at(line, 4) != theme.good.name()


def test_that_the_stage_is_named_for_those_who_do_not_see_it(line):
    line.set_now(3)
    assert line.accessibleName() == "Stage 4 of 5: stage 3"
    assert line.accessibleDescription() == "what 3 is"


def test_that_the_present_stage_and_its_neighbors_always_have_their_names(line):
    line.set_dots([Dot("forward", f"a⁽¹⁾ = tanh(z⁽¹⁾), {i}", "") for i in range(40)])
    for index in (0, 1, 20, 38, 39):
        line.set_now(index)
        boxes = line.word_boxes()
        near = [i for i in (index - 1, index, index + 1) if 0 <= i < 40]
        assert set(near) <= set(boxes)
        lefts = [boxes[i] for i in sorted(boxes)]
        assert all(a.right() < b.left() for a, b in pairwise(lefts))
        assert all(box.left() >= 0 and box.right() <= line.width() for box in lefts)
        assert all(boxes[i].width() > 30 for i in near)
