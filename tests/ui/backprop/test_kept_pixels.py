"""What a worked network looks like is kept as pixels: no longer, and no more, than is of use."""

import gc
from weakref import ref

import pytest

from visualnn.experiment.explain import Names, Notation, OfBatch, Place, explain, stages
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.training import Training
from visualnn.figures.worked import Sheet
from visualnn.ui.backprop import edge_picture, unit_picture
from visualnn.ui.views.backprop_diagram import BackpropDiagramView


@pytest.fixture
def training():
    return Training(resolve(Experiment(samples=60, hidden=(8, 8), batch=16)))


@pytest.fixture
def view(qtbot):
    view = BackpropDiagramView()
    qtbot.addWidget(view)
    view.resize(700, 500)
    return view


def show(view, explanation, index):
    line = stages(explanation)
    names = Names(explanation, Notation())
    view.show_sheet(Sheet(explanation, line, index, names, selected=Place("w", 1)))
    view.grab()
    while view._picture.unfinished:
        view.grab()


def test_that_explanations_are_let_go_of_while_the_network_trains(view, training):
    seen = []
    for _ in range(6):
        training.advance()
        explanation = explain(OfBatch(), training)
        show(view, explanation, len(stages(explanation)) - 1)
        seen.append(ref(explanation))
        del explanation
    gc.collect()
    assert [one() is None for one in seen] == [True] * 4 + [False] * 2


def test_that_pixels_stay_within_their_bytes_at_all_stages(view, training, monkeypatch):
    monkeypatch.setattr(edge_picture, "KEPT", 2**21)
    monkeypatch.setattr(unit_picture, "KEPT", 2**22)
    explanation = explain(OfBatch(), training)
    for index in range(len(stages(explanation))):
        show(view, explanation, index)
        picture = view._picture
        for edges in picture._edges:
            assert sum(map(edge_picture.bytes_of, edges._kept.values())) <= 2**21
        kept = picture._units._kept.values()
        assert sum(map(edge_picture.bytes_of, kept)) <= 2**22
