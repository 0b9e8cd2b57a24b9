"""What gestures do to the sheet on show, and who hears of it."""

import pytest

from visualnn.experiment.explain import Notation, OfExample, Place, explain
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.training import Training
from visualnn.ui.backprop.open_sheet import OpenSheet
from visualnn.ui.backprop.opening import opened


class Reader:
    """Stands for a view: keeps what it was shown last."""

    def __init__(self):
        self.sheet = self.pointed = None

    def isVisible(self):  # noqa: N802
        return True

    def show_sheet(self, sheet):
        self.sheet = sheet

    def point_at(self, sheet):
        self.pointed = sheet.pointed


@pytest.fixture
def reader():
    return Reader()


@pytest.fixture
def paper(reader, qapp):
    return OpenSheet([reader])


def explained():
    return explain(OfExample(), Training(resolve(Experiment(samples=60))))


def sheet_of(explanation, before=None):
    choices = {"mode": "exact", "predicting": False}
    return opened(explanation, Notation(), before, brief=False, **choices)


def test_that_an_edit_before_there_is_a_sheet_is_nothing(qtbot, paper):
    with qtbot.assertNotEmitted(paper.edited):
        paper.edit(index=1)
    assert paper.sheet is None


def test_that_views_are_shown_what_was_edited(qtbot, paper, reader):
    paper.open(sheet_of(explained()), spread=False)
    with qtbot.waitSignal(paper.edited):
        paper.edit(index=2)
    assert reader.sheet is paper.sheet
    assert reader.sheet.index == 2


def test_that_pointing_at_the_same_places_again_is_no_news(qtbot, paper, reader):
    paper.open(sheet_of(explained()), spread=False)
    places = frozenset({Place("w", 1, 0, 0)})
    with qtbot.waitSignal(paper.pointed):
        paper.point(places)
    assert reader.pointed == places
    with qtbot.assertNotEmitted(paper.pointed):
        paper.point(places)


def test_that_a_way_is_led_through_a_neuron_and_left_again(qtbot, paper):
    paper.open(sheet_of(explained()), spread=False)
    paper.edit(selected=Place("w", 1, 0, 0))
    paper.go_through(Place("a", 1, 0))
    assert paper.sheet.through == ((1, 0),)
    paper.leave_way()
    assert paper.sheet.through == ()
    with qtbot.assertNotEmitted(paper.edited):
        paper.leave_way()


def test_that_a_parameter_is_checked_once_for_each_explanation(qtbot, paper):
    explanation, wanted = explained(), []
    paper.check_wanted.connect(lambda e, place: wanted.append((e, place)))
    first = sheet_of(explanation)
    paper.open(first, spread=False)
    paper.edit(index=1)
    assert wanted == [(explanation, first.selected)]
    other = Place("w", 1, 0, 0)
    paper.edit(selected=other)
    assert wanted[1:] == [(explanation, other)]
    anew = explained()
    paper.open(sheet_of(anew, paper.sheet), spread=False)
    assert wanted[2:] == [(anew, other)]


def test_that_another_notation_is_written_in_the_same_sheet(paper):
    paper.open(sheet_of(explained()), spread=False)
    explanation = paper.sheet.explanation
    paper.write_in(Notation(decimals=4))
    assert paper.sheet.names.notation.decimals == 4
    assert paper.sheet.explanation is explanation
