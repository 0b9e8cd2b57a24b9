import pytest
from PySide6.QtGui import QImage

from visualnn.experiment.explain import Names, OfExample, OfSample, explain, stages, worksheet
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.training import Training
from visualnn.figures.worked import Sheet
from visualnn.ui.backprop.worksheet_pdf import (
    TOGETHER,
    _document,
    drawing_of,
    worksheet_html,
    write_worksheet,
)
from visualnn.ui.theme import ThemeSource


def sheet_of(e, **changes):
    return Sheet(e, stages(e, brief=True), 0, Names(e), **changes)


@pytest.fixture
def adam(qapp):
    ThemeSource("dark")
    training = Training(resolve(Experiment(hidden=(6,), optimizer="adam")))
    training.advance(3)
    return sheet_of(explain(OfSample(1), training))


def test_that_the_drawing_is_for_paper_and_gives_nothing_away(qapp):
    ThemeSource("dark")
    e = explain(OfExample())
    first = drawing_of(sheet_of(e))
    assert first.pixelColor(2, 2).name() == "#ffffff"
    assert drawing_of(sheet_of(e).edited(index=10)) == first


def test_that_no_heading_stands_alone_at_the_end_of_a_page(adam):
    html = worksheet_html(worksheet(adam.names), "Step", drawn=True)
    for height in range(700, 1000, 37):
        document = _document(html, QImage(10, 10, QImage.Format.Format_RGB32), height)
        block = document.begin()
        while block.isValid():
            if block.blockFormat().headingLevel():
                top = document.documentLayout().blockBoundingRect(block).top() % height
                assert top <= height - TOGETHER
            block = block.next()


def test_that_a_direction_that_cannot_be_worked_out_is_given(adam):
    html = worksheet_html(worksheet(adam.names), "Step").split("Answer key")[0]
    assert "u is what the optimizer makes of" in html
    assert "η·u,  u = " in html


def test_that_the_pages_are_written(adam, tmp_path):
    assert write_worksheet(adam, tmp_path / "step.pdf", "Step").read_bytes().startswith(b"%PDF-")
